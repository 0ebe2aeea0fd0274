import { Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';

/**
 * What a key made in this app is, if it is not a symmetric key for encryption; undefined for one that is, and for a key of which this app does
 * not know. S3, CloudWatch Logs and Session Manager ask for data keys, which no other kind of key makes.
 */
export function asymmetricSpec(key: kms.IKey | undefined): string | undefined {
  const made = key?.node.defaultChild;
  if (!(made instanceof kms.CfnKey)) return undefined;
  const odd = [made.keySpec, made.keyUsage].find((each) => each !== undefined && !Token.isUnresolved(each) && each !== 'SYMMETRIC_DEFAULT' && each !== 'ENCRYPT_DECRYPT');
  return odd;
}

/** The sentence for an error. */
export function asymmetricWords(prop: string, key: kms.IKey, spec: string): string {
  return `'${prop}' is the key ${key.node.path}, which is ${spec}. Only a symmetric key for encryption makes data keys: leave 'keySpec' and 'keyUsage' of the key out.`;
}
