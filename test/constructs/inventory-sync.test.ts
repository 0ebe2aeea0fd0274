import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { InventorySync, InventorySyncProps } from '../../src/constructs';
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
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true }, LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 365 })] } },
  });
  template.hasResource('AWS::SSM::ResourceDataSync', {
    DependsOn: [Match.stringLikeRegexp('BucketPolicy')],
    Properties: { SyncType: 'SyncToDestination', S3Destination: { BucketRegion: 'eu-west-1', SyncFormat: 'JsonSerDe' } },
  });
});

test('for an organization: the documented policy', () => {
  const [, delivery, tagging] = statements(synced({ organizationId: 'o-a1b2c3d4e5', prefix: 'inventory' }));
  expect([flat(delivery.Resource), delivery.Condition.StringEquals['aws:SourceOrgID'], tagging.Action]).toEqual([
    expect.stringMatching(/\/inventory\/\*\/accountid=\*\/\*$/), 'o-a1b2c3d4e5', 's3:PutObjectTagging',
  ]);
});

test('a key may be used by Systems Manager for this account', () => {
  const stack = stackIn('eu-west-1');
  const template = synced({ encryptionKey: new kms.Key(stack, 'Key'), expiration: Duration.days(30) }, stack);
  template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'InventorySync', Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })]) } });
  template.hasResourceProperties('AWS::SSM::ResourceDataSync', { S3Destination: { KMSKeyArn: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } } });
});

test('with a given bucket: the sync only', () => {
  const stack = stackIn('eu-west-1');
  const template = synced({ bucket: s3.Bucket.fromBucketName(stack, 'Central', 'central'), bucketRegion: 'us-east-1' }, stack);
  expect(Object.values(template.toJSON().Resources).map(({ Type }: any) => Type)).toEqual(['AWS::SSM::ResourceDataSync']);
  template.hasResourceProperties('AWS::SSM::ResourceDataSync', { S3Destination: { BucketName: 'central', BucketRegion: 'us-east-1' } });
});

test.each<[string, (bucket: s3.IBucket) => InventorySyncProps, string]>([
  ['organization of a given bucket', (bucket) => ({ bucket, organizationId: 'o-a1b2c3d4e5' }), '\'organizationId\' is of the bucket this construct makes'],
  ['Region without a bucket', () => ({ bucketRegion: 'eu-west-1' }), 'no \'bucket\' is given'],
  ['prefix', () => ({ prefix: 'a/' }), 'without a slash at its ends'],
  ['organization', () => ({ organizationId: '123456789012' }), 'Give the id of an organization'],
])('errors: %s', (_, props, message) => {
  const stack = stackIn('eu-west-1');
  expect(() => synced(props(s3.Bucket.fromBucketName(stack, 'Central', 'central')), stack)).toThrow(message);
});
