import { Stack } from 'aws-cdk-lib';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { FleetSchedule } from '../fleet/schedule';

/** Where every crawler logs. */
const LOG_GROUP = '/aws-glue/crawlers';

const LOOK_AT_TABLES = ['glue:BatchGetPartition', 'glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'];
/** A crawler notes on each table what it found; its columns stay, by the policy below. */
const ADD_PARTITIONS = ['glue:BatchCreatePartition', 'glue:BatchUpdatePartition', 'glue:CreatePartition', 'glue:UpdatePartition', 'glue:UpdateTable'];

export interface InventoryCrawlerProps {
  readonly databaseName: string;
  readonly tables: glue.CfnTable[];
  readonly tableNames: string[];
  /** The ARN of the data, without what comes after the prefix. */
  readonly bucketArn: string;
  /** With a slash at its end, or empty. */
  readonly prefix: string;
  readonly encryptionKey?: kms.IKey;
  readonly schedule: FleetSchedule;
}

/** Adds partitions to the tables that are there, and changes nothing else of them. */
export function inventoryCrawler(scope: Construct, id: string, props: InventoryCrawlerProps): glue.CfnCrawler {
  const role = new iam.Role(scope, `${id}Role`, { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com'), description: 'Looks for new accounts and Regions in the inventory' });
  const policy = new iam.Policy(scope, `${id}Policy`, { roles: [role] });
  policy.addStatements(...statements(Stack.of(scope), props));
  props.encryptionKey?.grantDecrypt(role);
  const crawler = new glue.CfnCrawler(scope, id, {
    role: role.roleArn,
    description: 'Looks for new accounts and Regions in the inventory',
    targets: { catalogTargets: [{ databaseName: props.databaseName, tables: props.tableNames }] },
    schedule: props.schedule._expression ? { scheduleExpression: props.schedule._expression } : undefined,
    schemaChangePolicy: { updateBehavior: 'LOG', deleteBehavior: 'LOG' }, // nothing else is taken for tables that exist
    configuration: JSON.stringify({ Version: 1, CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } }, Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas' } }),
  });
  crawler.node.addDependency(policy, ...props.tables);
  return crawler;
}

function statements(stack: Stack, { databaseName, tableNames, bucketArn, prefix }: InventoryCrawlerProps): iam.PolicyStatement[] {
  const catalog = (resource: string, resourceName?: string): string => stack.formatArn({ service: 'glue', resource, resourceName });
  const logs = stack.formatArn({ service: 'logs', resource: `log-group:${LOG_GROUP}:*` });
  return [
    new iam.PolicyStatement({ sid: 'List', actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn] }),
    new iam.PolicyStatement({ sid: 'Read', actions: ['s3:GetObject'], resources: [`${bucketArn}/${prefix}AWS:*`] }),
    new iam.PolicyStatement({
      sid: 'Tables',
      actions: [...LOOK_AT_TABLES, ...ADD_PARTITIONS],
      resources: [catalog('catalog'), catalog('database', databaseName), ...tableNames.map((name) => catalog('table', `${databaseName}/${name}`))],
    }),
    new iam.PolicyStatement({ sid: 'Logs', actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logs] }),
  ];
}
