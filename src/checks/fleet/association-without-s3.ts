import { defineCheck } from '../check';

/** Patches, packages and new agents come from buckets of AWS. */
export const associationWithoutS3 = defineCheck({
  id: 'AssociationWithoutS3',
  severity: 'warning',
  title: 'The association needs Amazon S3, which the host cannot reach',
  reasons: ['associationWithoutS3'],
});
