import { Fn, Lazy, Names, Stack, Token } from 'aws-cdk-lib';
import * as athena from 'aws-cdk-lib/aws-athena';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import * as data from '../../data/inventory-tables.json';
import { validationError } from '../internal/errors';
import { inventoryCrawler } from './crawler';
import { InventoryQueryOptions } from './sync-props';

/** Where results of queries go in the inventory's own bucket. */
export const RESULTS_PREFIX = 'athena-results/';

/** Athena takes no lower limit. */
const LEAST_MEGABYTES = 10;

export interface InventoryQueriesProps extends InventoryQueryOptions {
  readonly bucket: s3.IBucket;
  readonly encryptionKey?: kms.IKey;
  readonly prefix?: string;
}

/**
 * Tables of Glue for what a resource data sync writes, by the columns that AWS documents, and a workgroup of Athena with saved queries:
 * nodes, agent versions, applications, missing patches, Windows roles and updates, and more. Results are encrypted as the bucket is.
 */
export class InventoryQueries extends Construct {
  public readonly databaseName: string;
  /** By the inventory type: `AWS:Application` is `aws_application`. */
  public readonly tables: { [type: string]: string } = {};
  public readonly workGroup: athena.CfnWorkGroup;
  public readonly crawler?: glue.CfnCrawler;

  constructor(scope: Construct, id: string, private readonly props: InventoryQueriesProps) {
    super(scope, id);
    this.check();
    this.databaseName = Names.uniqueResourceName(this, { maxLength: 128, separator: '_' }).toLowerCase().replace(/[^a-z0-9_]/g, '_');
    const database = new glue.CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account, databaseInput: { name: this.databaseName, description: 'Inventory of managed nodes' },
    });
    const tables = Object.entries(data.types).map(([type, { columns }]) => this.table(database, type, columns));
    this.workGroup = this.makeWorkGroup();
    this.save(database);
    if (props.crawlerSchedule) this.crawler = this.crawl(tables);
  }

  private check(): void {
    const { crawlerSchedule, maxMegabytesPerQuery: most } = this.props;
    if (crawlerSchedule?._expression?.startsWith('rate(')) {
      throw validationError(this, '\'queries.crawlerSchedule\' is a rate, which Glue does not take. Give FleetSchedule.cron(), or FleetSchedule.ONCE to start it by hand.');
    }
    if (most !== undefined && !Token.isUnresolved(most) && (!Number.isInteger(most) || most < LEAST_MEGABYTES)) {
      throw validationError(this, `'queries.maxMegabytesPerQuery' is ${most}. Athena takes whole numbers from ${LEAST_MEGABYTES}.`);
    }
  }

  private get prefix(): string {
    return this.props.prefix ? `${this.props.prefix}/` : '';
  }

  private table(database: glue.CfnDatabase, type: string, columns: string[]): glue.CfnTable {
    const name = type.toLowerCase().replace(':', '_');
    this.tables[type] = name;
    const table = new glue.CfnTable(this, `Table${type.slice('AWS:'.length)}`, {
      catalogId: Stack.of(this).account,
      databaseName: this.databaseName,
      tableInput: {
        name,
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', classification: 'json' },
        partitionKeys: data.partitions.map((key) => ({ name: key, type: 'string' })),
        storageDescriptor: {
          columns: [...data.common, ...columns].map((column) => ({ name: column, type: data.numbers.includes(column) ? 'int' : 'string' })),
          location: `s3://${this.props.bucket.bucketName}/${this.prefix}${type}/`,
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe', parameters: { 'serialization.format': '1' } },
        },
      },
    });
    table.addDependency(database);
    return table;
  }

  private makeWorkGroup(): athena.CfnWorkGroup {
    const { bucket, resultsBucket, encryptionKey, maxMegabytesPerQuery = 10_000 } = this.props;
    const key = resultsBucket ? resultsBucket.encryptionKey : encryptionKey;
    const folder = resultsBucket ? '' : `${this.prefix}${RESULTS_PREFIX}`;
    return new athena.CfnWorkGroup(this, 'WorkGroup', {
      name: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      description: 'Queries of the inventory of managed nodes',
      recursiveDeleteOption: true, // or a workgroup that was ever used could not be deleted
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: false,
        bytesScannedCutoffPerQuery: bytes(this, maxMegabytesPerQuery),
        resultConfiguration: {
          outputLocation: `s3://${(resultsBucket ?? bucket).bucketName}/${folder}`,
          encryptionConfiguration: key ? { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn } : { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }

  private save(database: glue.CfnDatabase): void {
    const loads = Object.entries(this.tables).map(([type, table]) => [`Load${type.slice('AWS:'.length)}`, {
      description: `Lets ${table} know accounts and Regions that are new in the bucket`, sql: `MSCK REPAIR TABLE ${table}`,
    }] as const);
    for (const [name, { description, sql }] of [...Object.entries(data.queries), ...loads]) {
      const query = new athena.CfnNamedQuery(this, `Query${name}`, { name, description, database: this.databaseName, queryString: sql, workGroup: this.workGroup.ref });
      query.addDependency(database);
    }
  }

  private crawl(tables: glue.CfnTable[]): glue.CfnCrawler {
    const { bucket, encryptionKey, crawlerSchedule } = this.props;
    return inventoryCrawler(this, 'Crawler', {
      databaseName: this.databaseName, tables, tableNames: Object.values(this.tables), bucketArn: bucket.bucketArn, prefix: this.prefix, encryptionKey, schedule: crawlerSchedule!,
    });
  }
}

/** CloudFormation cannot multiply, but it can write six zeros behind a whole number. */
function bytes(scope: Construct, megabytes: number): number {
  if (!Token.isUnresolved(megabytes)) return megabytes * 1_000_000;
  return Token.asNumber(Lazy.any({
    produce: () => {
      const known: unknown = Stack.of(scope).resolve(megabytes);
      return typeof known === 'number' ? known * 1_000_000 : Fn.join('', [Token.asString(known), '000000']);
    },
  }));
}
