import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { FleetSchedule } from '../fleet/schedule';

/** How inventory is queried. */
export interface InventoryQueryOptions {
  /**
   * When a crawler looks for accounts and Regions that are new in the bucket: by `FleetSchedule.cron()`, or `FleetSchedule.ONCE`, which is when
   * you start it. Glue bills each crawl, for ten minutes at least.
   *
   * @default - no crawler: the saved queries named Load… do the same, at the price of a query
   */
  readonly crawlerSchedule?: FleetSchedule;

  /**
   * Where results of queries go.
   *
   * @default - the inventory's bucket, below `athena-results/`; in a bucket made here they are deleted after 30 days
   */
  readonly resultsBucket?: s3.IBucket;

  /**
   * How much data one query may read before it is stopped, in whole megabytes. Athena bills what queries read.
   *
   * @default 10000
   */
  readonly maxMegabytesPerQuery?: number;
}

/** Properties of `InventorySync`. */
export interface InventorySyncProps {
  /**
   * A bucket of yours, such as the one of another account of the organization. Its policy must admit the sync: that of a bucket made by this
   * construct does.
   *
   * @default - a new bucket, encrypted, closed to the public, TLS only
   */
  readonly bucket?: s3.IBucket;

  /**
   * The Region of the given bucket.
   *
   * @default - the Region that CDK knows of it
   */
  readonly bucketRegion?: string;

  /**
   * The key that encrypts the data in the new bucket. It may be used by Systems Manager then.
   *
   * @default - a key of S3's, which costs nothing
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The key prefix of the data, without slash at its ends.
   *
   * @default - none
   */
  readonly prefix?: string;

  /**
   * The organization (`o-…`) whose accounts may all write to the new bucket. Each of them needs a sync of its own, made there with `bucket`.
   *
   * @default - this account only
   */
  readonly organizationId?: string;

  /**
   * After how long data that has not changed is deleted from the new bucket. Nodes that are gone vanish then.
   *
   * @default - one year
   */
  readonly expiration?: Duration;

  /**
   * Makes tables, saved queries and a workgroup of Athena for the inventory: `{}` for all defaults.
   *
   * @default - none
   */
  readonly queries?: InventoryQueryOptions;
}
