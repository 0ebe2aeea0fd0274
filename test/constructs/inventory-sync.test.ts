import { App, CfnParameter, Duration, Lazy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { FleetSchedule, InventorySync, InventorySyncProps } from '../../src/constructs';
import * as inventory from '../../src/data/inventory-tables.json';
import { ACCOUNT, flat, stackIn } from './support';

function synced(props: InventorySyncProps = {}, stack = stackIn('eu-west-1')): Template {
  new InventorySync(stack, 'Inventory', props);
  return Template.fromStack(stack);
}

/** The bucket's statements for Systems Manager. */
function statements(template: Template): any[] {
  const [{ Properties }] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  return Properties.PolicyDocument.Statement.filter(({ Principal }: any) => Principal.Service === 'ssm.amazonaws.com');
}

test('by default: a closed bucket that takes the data of this account, and the sync after it', () => {
  const template = synced();
  const [check, delivery, ...others] = statements(template);
  expect([check.Sid, check.Action, delivery.Action, flat(delivery.Resource), others]).toEqual([
    'SSMBucketPermissionsCheck', 's3:GetBucketAcl', 's3:PutObject', expect.stringMatching(new RegExp(`/\\*/accountid=${ACCOUNT}/\\*$`)), [],
  ]);
  expect(delivery.Condition).toEqual({ StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': ACCOUNT } });
  expect(check.Condition).toEqual({ StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } });
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true }, LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 365 })] } },
  });
  template.hasResource('AWS::SSM::ResourceDataSync', {
    DependsOn: [Match.stringLikeRegexp('BucketPolicy')],
    Properties: { SyncType: 'SyncToDestination', S3Destination: { BucketRegion: 'eu-west-1', SyncFormat: 'JsonSerDe' } },
  });
});

test('for an organization: the documented policy, for this organization only', () => {
  const [check, delivery, tagging] = statements(synced({ organizationId: 'o-a1b2c3d4e5', prefix: 'inventory' }));
  expect([flat(delivery.Resource), delivery.Condition.StringEquals['aws:SourceOrgID'], tagging.Action]).toEqual([
    expect.stringMatching(/\/inventory\/\*\/accountid=\*\/\*$/), 'o-a1b2c3d4e5', 's3:PutObjectTagging',
  ]);
  const source = { 'aws:SourceOrgID': 'o-a1b2c3d4e5' };
  expect([check.Condition, tagging.Condition]).toEqual([{ StringEqualsIfExists: source }, { StringEquals: source }]);
});

test('a key may be used by Systems Manager for this account', () => {
  const stack = stackIn('eu-west-1');
  const template = synced({ encryptionKey: new kms.Key(stack, 'Key'), expiration: Duration.days(30) }, stack);
  template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:GenerateDataKey', Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })]) } });
  template.hasResourceProperties('AWS::SSM::ResourceDataSync', { S3Destination: { KMSKeyArn: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } } });
});

test('the policy of an imported key is not ours to change: a warning says what it must have', () => {
  const stack = stackIn('eu-west-1');
  synced({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`) }, stack);
  Annotations.fromStack(stack).hasWarning('/Test/Inventory', Match.stringLikeRegexp('must let ssm.amazonaws.com use kms:GenerateDataKey'));
});

test('two in a stack, in a Stage, below long ids, without environment', () => {
  const app = new App();
  const stack = new Stack(new Stage(app, `Stage${'x'.repeat(60)}`), 'S'.repeat(60));
  const made = ['One', 'Two'].map((id) => new InventorySync(stack, `${id}${'y'.repeat(150)}`, { queries: { crawlerSchedule: FleetSchedule.ONCE } }));
  const template = Template.fromStack(stack);
  const names = made.flatMap(({ databaseName, workGroup, sync }) => [databaseName!, workGroup!.name, sync.syncName]);
  expect(new Set(names).size).toBe(6);
  names.forEach((name) => expect(name).toMatch(/^[\w-]{3,128}$/));
  expect(made[0].databaseName).toMatch(/^[a-z0-9_]+$/);
  template.resourceCountIs('AWS::Glue::Table', 2 * Object.keys(inventory.types).length);
});

test('with a given bucket: the sync only', () => {
  const stack = stackIn('eu-west-1');
  const template = synced({ bucket: s3.Bucket.fromBucketName(stack, 'Central', 'central'), bucketRegion: 'us-east-1' }, stack);
  expect(Object.values(template.toJSON().Resources).map(({ Type }: any) => Type)).toEqual(['AWS::SSM::ResourceDataSync']);
  template.hasResourceProperties('AWS::SSM::ResourceDataSync', { S3Destination: { BucketName: 'central', BucketRegion: 'us-east-1' } });
});

test('the Region of a given bucket: what is no Region is refused, and one that is not known is a warning', () => {
  const make = (bucketRegion: string): Stack => {
    const stack = stackIn('eu-west-1');
    synced({ bucket: s3.Bucket.fromBucketName(stack, 'Central', 'central'), bucketRegion }, stack);
    return stack;
  };
  expect(() => make('Ireland')).toThrow('[Test/Inventory] \'bucketRegion\' is \'Ireland\', which is no name of a Region');
  Annotations.fromStack(make('eu-west-9')).hasWarning('/Test/Inventory', Match.stringLikeRegexp('\'bucketRegion\' is \'eu-west-9\', which is not a Region that this version'));
  Annotations.fromStack(make('us-east-1')).hasNoWarning('*', Match.anyValue());
});

describe('queries', () => {
  const properties = (template: Template, type: string): any[] => Object.values(template.findResources(type)).map(({ Properties }) => Properties);
  const policyOf = (template: Template, name: string): any[] => {
    const found = Object.entries(template.findResources('AWS::IAM::Policy')).find(([id]) => id.includes(name));
    return found?.[1].Properties.PolicyDocument.Statement ?? [];
  };

  test('on request only', () => {
    expect(properties(synced(), 'AWS::Glue::Database')).toEqual([]);
  });

  test('a table for each type, below the prefix, partitioned as the sync writes it', () => {
    const tables = properties(synced({ queries: {}, prefix: 'all' }), 'AWS::Glue::Table').map(({ TableInput }) => TableInput);
    expect(tables.map(({ Name, StorageDescriptor }) => [Name, flat(StorageDescriptor.Location)])).toEqual(
      Object.keys(inventory.types).map((type) => [type.toLowerCase().replace(':', '_'), expect.stringMatching(new RegExp(`^s3://.*/all/${type}/$`))]));
    tables.forEach(({ PartitionKeys, StorageDescriptor }) => {
      const names = [...StorageDescriptor.Columns, ...PartitionKeys].map(({ Name }: any) => Name);
      expect(new Set(names).size).toBe(names.length); // a column twice breaks every query of the table
      expect(PartitionKeys.map(({ Name }: any) => Name)).toEqual(['accountid', 'region', 'resourcetype']);
    });
  });

  test('every saved query reads tables and columns that are there', () => {
    const template = synced({ queries: {} });
    const tables = Object.fromEntries(properties(template, 'AWS::Glue::Table').map(({ TableInput: { Name, StorageDescriptor, PartitionKeys } }) =>
      [Name, [...StorageDescriptor.Columns, ...PartitionKeys].map((each: any) => each.Name)]));
    const words = new Set('select count as nodes from where order by group desc distinct left join on and or is null like lower msck repair table auto active stopped true n a'.split(' '));
    const queries = properties(template, 'AWS::Athena::NamedQuery').map(({ QueryString }) => QueryString.toLowerCase() as string);
    expect(queries).toHaveLength(Object.keys(inventory.queries).length + Object.keys(inventory.types).length);
    for (const query of queries) {
      const names: string[] = query.match(/[a-z_][a-z0-9_]*/g) ?? [];
      const used = names.filter((name) => tables[name]);
      expect(used.length).toBeGreaterThan(0);
      expect(names.filter((name) => !words.has(name) && !used.includes(name) && !used.some((table) => tables[table].includes(name)))).toEqual([]);
    }
  });

  test('the workgroup: results encrypted, limited, in the bucket for 30 days', () => {
    const template = synced({ queries: {} });
    const [group] = properties(template, 'AWS::Athena::WorkGroup');
    expect(group.WorkGroupConfiguration).toMatchObject({
      EnforceWorkGroupConfiguration: true, BytesScannedCutoffPerQuery: 10_000_000_000, ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    });
    expect(flat(group.WorkGroupConfiguration.ResultConfiguration.OutputLocation)).toMatch(/^s3:\/\/.*\/athena-results\/$/);
    template.hasResourceProperties('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: 'athena-results/', ExpirationInDays: 30 })]) } });
  });

  test('the limit of a query may be known at deployment, or at synth, only', () => {
    const limit = (maxMegabytesPerQuery: number, stack = stackIn('eu-west-1')): any =>
      properties(synced({ queries: { maxMegabytesPerQuery } }, stack), 'AWS::Athena::WorkGroup')[0].WorkGroupConfiguration.BytesScannedCutoffPerQuery;
    const stack = stackIn('eu-west-1');
    expect(limit(new CfnParameter(stack, 'Most', { type: 'Number' }).valueAsNumber, stack)).toEqual({ 'Fn::Join': ['', [{ Ref: 'Most' }, '000000']] });
    expect([limit(Lazy.number({ produce: () => 500 })), limit(10)]).toEqual([500_000_000, 10_000_000]);
  });

  test('with a key: results by it, and the crawler may decrypt', () => {
    const stack = stackIn('eu-west-1');
    const template = synced({ encryptionKey: new kms.Key(stack, 'Key'), queries: { crawlerSchedule: FleetSchedule.ONCE } }, stack);
    template.hasResourceProperties('AWS::Athena::WorkGroup', { WorkGroupConfiguration: { ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } } } });
    expect(policyOf(template, 'CrawlerRoleDefaultPolicy').map(({ Action }) => Action)).toEqual(['kms:Decrypt']);
    expect(properties(template, 'AWS::Glue::Crawler')[0].Schedule).toBeUndefined();
  });

  test('results in a bucket of their own', () => {
    const stack = stackIn('eu-west-1');
    const template = synced({ queries: { resultsBucket: s3.Bucket.fromBucketName(stack, 'Results', 'results') } }, stack);
    expect(properties(template, 'AWS::Athena::WorkGroup')[0].WorkGroupConfiguration.ResultConfiguration.OutputLocation).toBe('s3://results/');
    expect(properties(template, 'AWS::S3::Bucket')[0].LifecycleConfiguration.Rules).toHaveLength(1);
  });

  test('a crawler adds partitions to these tables, and its role may do nothing else', () => {
    const template = synced({ prefix: 'all', queries: { crawlerSchedule: FleetSchedule.cron('0 3 * * ? *') } });
    const [crawler] = properties(template, 'AWS::Glue::Crawler');
    expect([crawler.SchemaChangePolicy, crawler.Schedule, crawler.Targets.CatalogTargets[0].Tables]).toEqual([
      { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' }, { ScheduleExpression: 'cron(0 3 * * ? *)' }, Object.keys(inventory.types).map((type) => type.toLowerCase().replace(':', '_')),
    ]);
    const allowed = policyOf(template, 'CrawlerPolicy');
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => /Delete|Create(Table|Database)|Put|\*/.test(action))).toEqual(['logs:PutLogEvents']);
    const [list, read, tables] = allowed;
    expect([list.Action, flat(read.Resource)]).toEqual([['s3:GetBucketLocation', 's3:ListBucket'], expect.stringMatching(/\/all\/AWS:\*$/)]);
    expect(tables.Resource.map(flat).filter((arn: string) => arn.endsWith('*'))).toEqual([]);
  });

  test('no crawler by default', () => {
    synced({ queries: {} }).resourceCountIs('AWS::Glue::Crawler', 0);
  });
});

test.each<[string, (bucket: s3.IBucket) => InventorySyncProps, string]>([
  ['organization of a given bucket', (bucket) => ({ bucket, organizationId: 'o-a1b2c3d4e5' }), '\'organizationId\' is of the bucket this construct makes'],
  ['Region without a bucket', () => ({ bucketRegion: 'eu-west-1' }), 'no \'bucket\' is given'],
  ['prefix', () => ({ prefix: 'a/' }), 'without a slash at its ends'],
  ['organization', () => ({ organizationId: '123456789012' }), 'Give the id of an organization'],
  ['crawler by rate', () => ({ queries: { crawlerSchedule: FleetSchedule.rate(Duration.days(1)) } }), 'a rate, which Glue does not take'],
  ['limit of a query', () => ({ queries: { maxMegabytesPerQuery: 9 } }), 'Athena takes whole numbers from 10'],
])('errors: %s', (_, props, message) => {
  const stack = stackIn('eu-west-1');
  expect(() => synced(props(s3.Bucket.fromBucketName(stack, 'Central', 'central')), stack)).toThrow(message);
});
