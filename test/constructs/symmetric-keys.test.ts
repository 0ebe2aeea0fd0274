import { App, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { AgentLogs, InventorySync, SessionEncryption, SessionPreferences, SsmManagedInstanceRole, Tier } from '../../src/constructs';
import { ACCOUNT, stackIn } from './support';

/** Every place that takes a key, with what an error names. */
const PLACES: Record<string, [make: (stack: Stack, key: kms.IKey) => unknown, named: string]> = {
  AgentLogs: [(stack, encryptionKey) => new AgentLogs(stack, 'It', { encryptionKey }), '[Test/It] \'encryptionKey\''],
  InventorySync: [(stack, encryptionKey) => new InventorySync(stack, 'It', { encryptionKey }), '[Test/It] \'encryptionKey\''],
  SessionPreferences: [(stack, key) => new SessionPreferences(stack, 'It', { encryption: SessionEncryption.withKey(key) }), 'SessionEncryption: \'withKey()\''],
  SsmManagedInstanceRole: [(stack, kmsKey) => new SsmManagedInstanceRole(stack, 'It', { tier: Tier.CONNECT, sessionLogging: { kmsKey } }), '\'sessionLogging.kmsKey\''],
};

describe.each(Object.entries(PLACES))('%s', (_, [make, named]) => {
  test.each<[string, kms.KeyProps, string]>([
    ['an RSA key', { keySpec: kms.KeySpec.RSA_2048 }, 'RSA_2048'],
    ['an RSA key for signatures', { keySpec: kms.KeySpec.RSA_4096, keyUsage: kms.KeyUsage.SIGN_VERIFY }, 'RSA_4096'],
    ['an HMAC key', { keySpec: kms.KeySpec.HMAC_256, keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC }, 'HMAC_256'],
  ])('refuses %s', (__, props, spec) => {
    const stack = stackIn('eu-west-1');
    const key = new kms.Key(stack, 'Key', props);
    expect(() => make(stack, key)).toThrow(`${named} is the key Test/Key, which is ${spec}. Only a symmetric key`);
  });

  test.each<[string, (stack: Stack) => kms.IKey]>([
    ['a symmetric key', (stack) => new kms.Key(stack, 'Key')],
    ['one that says so', (stack) => new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.SYMMETRIC_DEFAULT, keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT })],
    ['one that is imported', (stack) => kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`)],
  ])('takes %s', (__, key) => {
    const stack = stackIn('eu-west-1', new App());
    expect(() => make(stack, key(stack))).not.toThrow();
  });
});
