import { defineCheck } from '../check';
import { privateLinkGuide, systemsManagerGuide } from '../links';

/** Patches, packages and new agents come from buckets of AWS. */
export const associationWithoutS3 = defineCheck({
  id: 'AssociationWithoutS3',
  severity: 'warning',
  title: 'The association needs Amazon S3, which the host cannot reach',
  why: 'Patches, packages and new agents come from buckets of AWS. A node that cannot reach Amazon S3 is online, and these associations fail on it.',
  symptom: 'Patch scans and agent updates end as "Failed" or "TimedOut" on a node that is online.',
  links: [systemsManagerGuide('patch-operations-s3-buckets'), systemsManagerGuide('setup-create-vpc'), privateLinkGuide('gateway-endpoints')],
  reasons: ['associationWithoutS3'],
});
