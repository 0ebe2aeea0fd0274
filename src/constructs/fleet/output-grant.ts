import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** Encrypting an object takes the first; the parts of a large one take both. */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** Lets nodes write the output of associations, and nothing else: neither read it back nor delete it. */
export function grantOutput(roles: iam.IRole[], bucket: s3.IBucket, prefix?: string): void {
  for (const grantee of new Set(roles)) {
    iam.Grant.addToPrincipalOrResource({ grantee, actions: ['s3:PutObject'], resourceArns: [bucket.arnForObjects(prefix ? `${prefix}/*` : '*')], resource: bucket });
    bucket.encryptionKey?.grant(grantee, ...KEY_ACTIONS);
  }
}
