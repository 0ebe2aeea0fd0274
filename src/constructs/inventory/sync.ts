import { Duration, Names, Stack, Token } from 'aws-cdk-lib';
import * as athena from 'aws-cdk-lib/aws-athena';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { validationError } from '../internal/errors';
import { checkRegionName } from '../internal/region-names';
import { asymmetricSpec, asymmetricWords } from '../internal/symmetric-key';
import { warn } from '../internal/warnings';
import { InventoryQueries, RESULTS_PREFIX } from './queries';
import { InventorySyncProps } from './sync-props';

const SERVICE = new iam.ServicePrincipal('ssm.amazonaws.com');

/**
 * Keeps the inventory of all managed nodes of the account and Region in a bucket, where Athena and others can query it.
 *
 * Makes a resource data sync and, unless one is given, the bucket with the policy that AWS documents. With `organizationId` the bucket takes
 * the data of every account of the organization, each of which makes a sync to it. With `queries` it also makes tables of Glue and a workgroup of
 * Athena with saved queries.
 *
 * **Limits**: Systems Manager limits the syncs of an account and Region; five are documented for Explorer, for inventory no number
 * was found. Inventory must be collected (`HostManagement`). Regions that were opened after March 2019 may
 * want a principal of their own in the bucket policy. Systems Manager costs nothing for it; storage and requests of S3 do. So does what
 * queries read (Athena), and each crawl (Glue bills ten minutes at least); tables and saved queries cost nothing. Users of the queries need
 * permissions of their own for Athena, Glue and the bucket. The tables have not been tried on deployed data. Where Lake Formation governs
 * the account, it must admit the crawler.
 *
 * **cdk-nag**: `AwsSolutions-S1` and its NIST kin ask for server access logs, which want a bucket of yours; NIST also for versions,
 * replication and a KMS key: the data is a copy, made anew at every change. With a crawler `AwsSolutions-IAM5` names the data
 * (`AWS:*`) and Glue's log group, `AwsSolutions-GL1` asks for a key for that log, which names folders, no data, and NIST names inline policies.
 *
 * ```ts
 * const sync = new InventorySync(this, 'Inventory', { organizationId: 'o-a1b2c3d4e5', queries: {} });
 * ```
 *
 * Throws where props contradict each other; the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-create-resource-data-sync.html
 */
export class InventorySync extends Construct {
  /** The bucket. */
  public readonly bucket: s3.IBucket;

  /** The sync. */
  public readonly sync: ssm.CfnResourceDataSync;

  /** The database with a table for each inventory type (`aws_application`); undefined without `queries`. */
  public readonly databaseName?: string;

  /** The workgroup with the saved queries; undefined without `queries`. */
  public readonly workGroup?: athena.CfnWorkGroup;

  /** The crawler; undefined without `queries.crawlerSchedule`. */
  public readonly crawler?: glue.CfnCrawler;

  constructor(scope: Construct, id: string, private readonly props: InventorySyncProps = {}) {
    super(scope, id);
    this.check();
    const made = props.bucket ? undefined : this.makeBucket();
    this.bucket = props.bucket ?? made!;
    this.sync = new ssm.CfnResourceDataSync(this, 'Sync', {
      syncName: Names.uniqueResourceName(this, { maxLength: 64 }),
      syncType: 'SyncToDestination',
      s3Destination: {
        bucketName: this.bucket.bucketName,
        bucketPrefix: props.prefix,
        bucketRegion: props.bucketRegion ?? this.bucket.env.region,
        kmsKeyArn: props.encryptionKey?.keyArn,
        syncFormat: 'JsonSerDe',
      },
    });
    if (made?.policy) this.sync.node.addDependency(made.policy); // the sync is refused while it may not write
    if (props.queries) {
      const encryptionKey = props.encryptionKey ?? this.bucket.encryptionKey;
      const queries = new InventoryQueries(this, 'Queries', { ...props.queries, prefix: props.prefix, bucket: this.bucket, encryptionKey });
      [this.databaseName, this.workGroup, this.crawler] = [queries.databaseName, queries.workGroup, queries.crawler];
    }
  }

  private check(): void {
    const { bucket, encryptionKey, organizationId, expiration, bucketRegion, prefix } = this.props;
    const [ofNew] = Object.entries({ organizationId, expiration }).filter(([, value]) => value !== undefined);
    if (bucket && ofNew) throw validationError(this, `'${ofNew[0]}' is of the bucket this construct makes, but a 'bucket' is given. Leave one out.`);
    if (bucket && encryptionKey) throw validationError(this, '\'encryptionKey\' is of the bucket this construct makes, but a \'bucket\' is given. Encrypt that bucket.');
    if (!bucket && bucketRegion) throw validationError(this, '\'bucketRegion\' is of a bucket of yours, but no \'bucket\' is given. Leave it out.');
    const spec = asymmetricSpec(encryptionKey);
    if (spec !== undefined) throw validationError(this, asymmetricWords('encryptionKey', encryptionKey!, spec));
    checkRegionName(this, 'bucketRegion', bucketRegion);
    if (prefix !== undefined && !Token.isUnresolved(prefix) && /^\/|\/$|^$/.test(prefix)) {
      throw validationError(this, `'prefix' is '${prefix}'. Give it without a slash at its ends, or leave it out.`);
    }
    if (organizationId !== undefined && !Token.isUnresolved(organizationId) && !/^o-[a-z0-9]{10,32}$/.test(organizationId)) {
      throw validationError(this, `'organizationId' is '${organizationId}'. Give the id of an organization: o- and 10 to 32 letters or digits.`);
    }
  }

  private makeBucket(): s3.Bucket {
    const { encryptionKey, expiration = Duration.days(365), queries, prefix } = this.props;
    const results = `${prefix ? `${prefix}/` : ''}${RESULTS_PREFIX}`;
    const bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      encryptionKey,
      enforceSSL: true,
      lifecycleRules: [
        { expiration, abortIncompleteMultipartUploadAfter: Duration.days(7) },
        ...queries && !queries.resultsBucket ? [{ prefix: results, expiration: Duration.days(30) }] : [],
      ],
    });
    this.bucketStatements(bucket).forEach((statement) => bucket.addToResourcePolicy(statement));
    if (encryptionKey) this.admitToKey(encryptionKey);
    return bucket;
  }

  private admitToKey(key: kms.IKey): void {
    // Without a Sid: the key may be shared, and its policy may not repeat one.
    const { statementAdded } = key.addToResourcePolicy(new iam.PolicyStatement({
      principals: [SERVICE], actions: ['kms:GenerateDataKey'], resources: ['*'], conditions: { StringEquals: this.source() },
    }));
    if (statementAdded) return;
    warn(this, 'inventorySyncKey', `The policy of the key ${key.node.path} cannot be changed here. It must let ssm.amazonaws.com use kms:GenerateDataKey, or the sync is refused.`);
  }

  private bucketStatements(bucket: s3.Bucket): iam.PolicyStatement[] {
    const { prefix, organizationId } = this.props;
    const account = organizationId ? '*' : Stack.of(this).account;
    const objects = bucket.arnForObjects(`${prefix ? `${prefix}/` : ''}*/accountid=${account}/*`);
    const conditions = { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...this.source() } };
    const statement = (sid: string, actions: string[], resource: string, condition?: iam.Conditions): iam.PolicyStatement =>
      new iam.PolicyStatement({ sid, principals: [SERVICE], actions, resources: [resource], conditions: condition });
    return [
      // AWS documents no condition for the check of the bucket. Where a request names its source, the source must be this one.
      statement('SSMBucketPermissionsCheck', ['s3:GetBucketAcl'], bucket.bucketArn, { StringEqualsIfExists: this.source() }),
      statement('SSMBucketDelivery', ['s3:PutObject'], objects, conditions),
      ...organizationId ? [statement('SSMBucketDeliveryTagging', ['s3:PutObjectTagging'], objects, { StringEquals: this.source() })] : [],
    ];
  }

  /** Systems Manager acts for many accounts: only for ours it may write here. */
  private source(): Record<string, string> {
    const { organizationId } = this.props;
    return organizationId ? { 'aws:SourceOrgID': organizationId } : { 'aws:SourceAccount': Stack.of(this).account };
  }
}
