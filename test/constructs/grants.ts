import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  AdoptedInstanceRole, InventorySync, RecoveryRunbook, SessionAccess, SessionDocument, SessionEncryption, SessionLogging, SessionPreferences, SessionTargets, SshRecovery,
  SsmManagedInstanceRole,
} from '../../src/constructs';

/** What the grants of a stack are about: two of each, so that a second grant can differ from the first. */
interface Shared { readonly recovery: SshRecovery; readonly preferences: SessionPreferences[]; readonly logging: SessionLogging[] }

/** A principal that grants are made to. `adopted` has a policy of its own. */
interface Grantee { readonly identity: SsmManagedInstanceRole; readonly adopted: AdoptedInstanceRole; readonly shared: Shared }

type GrantCall = (to: Grantee, which: 0 | 1) => void;

/** The feature flag with which CDK merges statements that have no Sid. */
export const MINIMIZE_POLICIES = '@aws-cdk/aws-iam:minimizePolicies';

/** Every grant of the library by class and method; `which` selects one of two sets of arguments. */
export const GRANTS: Readonly<Record<string, GrantCall>> = {
  'AdoptedInstanceRole.grantCloudWatchAgent': ({ adopted }) => adopted.grantCloudWatchAgent(),
  'AdoptedInstanceRole.grantPatchingBuckets': ({ adopted }) => adopted.grantPatchingBuckets(),
  'AdoptedInstanceRole.grantSessionLogging': ({ adopted, shared }, which) => adopted.grantSessionLogging(shared.logging[which]),
  'SessionAccess.grant': ({ identity, shared }, which) => {
    if (which === 0) SessionAccess.grant(identity, SessionTargets.tag('Team', 'web'), { console: true, requireMfa: true });
    else SessionAccess.grant(identity, SessionTargets.instances('i-0123456789abcdef0'), { console: true, documents: [SessionDocument.PORT_FORWARDING], preferences: shared.preferences[1] });
  },
  'SessionPreferences.grantTo': ({ identity, shared }, which) => shared.preferences[which].grantTo(identity),
  'SessionPreferences.grantUser': ({ identity, shared }, which) => shared.preferences[which].grantUser(identity),
  'SshRecovery.grantSerialConsole': ({ identity, shared }, which) => shared.recovery.grantSerialConsole(identity, ['i-0123456789abcdef0', 'i-0fedcba9876543210'][which]),
  'SshRecovery.grantSerialConsoleByTag': ({ identity, shared }, which) => shared.recovery.grantSerialConsoleByTag(identity, 'Team', ['web', 'db'][which]),
  'SshRecovery.grantStart': ({ identity, shared }, which) => shared.recovery.grantStart(identity, [RecoveryRunbook.SSH, RecoveryRunbook.MANAGED_INSTANCE][which]),
  'SsmManagedInstanceRole.grantCloudWatchAgent': ({ identity }) => identity.grantCloudWatchAgent(),
  'SsmManagedInstanceRole.grantPatchingBuckets': ({ identity }) => identity.grantPatchingBuckets(),
  'SsmManagedInstanceRole.grantSessionLogging': ({ identity, shared }, which) => identity.grantSessionLogging(shared.logging[which]),
};

/** Makes each grant twice with the same arguments and once with others: each to a principal of its own, then all to one principal. */
export function grantsTwice(stack: Stack): void {
  const shared = sharedIn(stack);
  const thrice = (to: Grantee, grant: GrantCall): void => ([0, 0, 1] as const).forEach((which) => grant(to, which));
  Object.entries(GRANTS).forEach(([name, grant]) => thrice(granteeIn(stack, name.replace('.', ''), shared), grant));
  const all = granteeIn(stack, 'All', shared);
  Object.values(GRANTS).forEach((grant) => thrice(all, grant));
}

/** Constructs that add to the policy of one key, which does not belong to them. */
export function sharedKey(stack: Stack): void {
  const encryptionKey = new kms.Key(stack, 'SharedKey', { enableKeyRotation: true });
  new InventorySync(stack, 'Inventory', { encryptionKey });
  new InventorySync(stack, 'OrganizationInventory', { encryptionKey, organizationId: 'o-abcdefghij' });
  ['First', 'Second'].forEach((documentName) =>
    new SessionPreferences(stack, documentName, { documentName, encryption: SessionEncryption.withKey(encryptionKey), createLogGroup: true }));
}

function sharedIn(stack: Stack): Shared {
  const names = ['First', 'Second'];
  return {
    recovery: new SshRecovery(stack, 'Recovery'),
    preferences: names.map((name) => new SessionPreferences(stack, `${name}Preferences`, { documentName: name, encryption: SessionEncryption.NEW_KEY, createLogGroup: true })),
    logging: names.map((name) => ({
      bucket: new s3.Bucket(stack, `${name}Bucket`, { encryptionKey: new kms.Key(stack, `${name}BucketKey`) }),
      logGroup: new logs.LogGroup(stack, `${name}LogGroup`),
    })),
  };
}

function granteeIn(stack: Stack, id: string, shared: Shared): Grantee {
  const scope = new Construct(stack, id);
  const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  return { identity: new SsmManagedInstanceRole(scope, 'Identity'), adopted: SsmManagedInstanceRole.adopt(scope, 'Adopted', role), shared };
}
