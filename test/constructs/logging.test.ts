import { App, Mixins, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  EndpointPolicyMode, S3EndpointMode, SessionEncryption, SessionPreferences, SessionPreferencesProps, SsmEndpointsOptions, SsmManaged, SsmManagedInstanceRole, SsmReadyVpc, Tier,
} from '../../src/constructs';
import { makeReport } from '../../src/prover/report';
import { load } from '../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../src/prover/verdict';
import { bareInstance } from './hosts';
import { verdicts } from './judge-app';
import { stackIn } from './support';

const PREFERENCES: Record<string, (stack: Stack) => SessionPreferencesProps> = {
  'a log group made by SessionPreferences': () => ({ createLogGroup: true }),
  'the same and a new key': () => ({ createLogGroup: true, encryption: SessionEncryption.NEW_KEY }),
  'a log group of the app': (stack) => ({ logGroup: new logs.LogGroup(stack, 'Group'), requireEncryptedLogs: false }),
  'a log group of the app with a name': (stack) => ({ logGroup: new logs.LogGroup(stack, 'Group', { logGroupName: '/sessions' }), requireEncryptedLogs: false }),
  'a bucket of the app': (stack) => ({ bucket: new s3.Bucket(stack, 'Bucket'), prefix: 'sessions' }),
  'a bucket with a key': (stack) => ({ bucket: new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key') }) }),
};
const KEY_ALONE = (): SessionPreferencesProps => ({ encryption: SessionEncryption.NEW_KEY });

type Identity = (stack: Stack, preferences: SessionPreferences, network: SsmReadyVpc) => void;

/** Each way the library has to give an instance its role. */
const IDENTITIES: Record<string, Identity> = {
  'SsmManagedInstanceRole': (stack, { sessionLogging }, network) => {
    network.endpoints.allowFrom(bareInstance({ stack, network }, { role: new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.LOGGING, sessionLogging }).role }));
  },
  'SsmManaged': (stack, { sessionLogging }, network) => {
    bareInstance({ stack, network });
    Mixins.of(stack).apply(new SsmManaged({ endpoints: [network.endpoints], tier: Tier.LOGGING, sessionLogging }));
  },
  'SessionPreferences.grantTo': (stack, preferences, network) => {
    const { role } = new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.COMMAND });
    preferences.grantTo(role);
    network.endpoints.allowFrom(bareInstance({ stack, network }, { role }));
  },
};

/** The verdicts with LOGGING demanded, and by default. */
function judged(region: string | undefined, make: (stack: Stack) => SessionPreferencesProps, identity: Identity, endpoints: SsmEndpointsOptions = {}): string[] {
  const stack = stackIn(region);
  const preferences = new SessionPreferences(stack, 'Sessions', make(stack));
  identity(stack, preferences, new SsmReadyVpc(stack, 'Network', { endpoints: { additionalServices: preferences.endpointServices, ...endpoints } }));
  const loaded = load([(stack.node.root as App).synth().directory]);
  return (['logging', 'connect'] as const).map((tier) => verdicts(makeReport(judge(loaded, { ...DEFAULT_OPTIONS, tier }), (place) => loaded.estate.lineOf(place))).join());
}

describe('what the constructs make for session logs is proved with LOGGING demanded', () => {
  const rows = Object.keys(PREFERENCES).flatMap((preferences) => Object.keys(IDENTITIES).map((identity) => [preferences, identity] as const));

  test.each(rows)('%s, by %s', (preferences, identity) => {
    expect(judged('eu-west-1', PREFERENCES[preferences], IDENTITIES[identity])).toEqual(['Test/Host: ready', 'Test/Host: ready']);
  });

  test.each(Object.keys(PREFERENCES))('%s, in a Region that is not known', (preferences) => {
    expect(judged(undefined, PREFERENCES[preferences], IDENTITIES.SsmManagedInstanceRole)).toEqual(['Test/Host: ready', 'Test/Host: ready']);
  });

  test('a key alone, by SessionPreferences.grantTo', () => {
    expect(judged('eu-west-1', KEY_ALONE, IDENTITIES['SessionPreferences.grantTo'])).toEqual(['Test/Host: ready', 'Test/Host: ready']);
  });

  test('a bucket by an interface endpoint', () => {
    expect(judged('eu-west-1', PREFERENCES['a bucket of the app'], IDENTITIES.SsmManaged, { s3: S3EndpointMode.INTERFACE })).toEqual(['Test/Host: ready', 'Test/Host: ready']);
  });

  test('least privilege', () => {
    expect(judged('eu-west-1', PREFERENCES['the same and a new key'], IDENTITIES.SsmManaged, { endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE })).toEqual(['Test/Host: ready', 'Test/Host: ready']);
  });
});

/** Demanding LOGGING finds at least what is found by default. */
describe('what is missing is never found by default only', () => {
  const closed: Identity = (stack, { sessionLogging }, network) => {
    const host = bareInstance({ stack, network }, { role: new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.LOGGING, sessionLogging }).role, allowAllOutbound: false });
    network.endpoints.connections.allowDefaultPortFrom(host);
    host.connections.allowTo(network.endpoints.connections, ec2.Port.tcp(443));
  };
  const withoutPermission: Identity = (stack, _, network) => network.endpoints.allowFrom(bareInstance({ stack, network }, { role: new SsmManagedInstanceRole(stack, 'Identity').role }));

  test.each<[string, (stack: Stack) => SessionPreferencesProps, Identity, SsmEndpointsOptions, string]>([
    ['egress to S3', PREFERENCES['a bucket of the app'], closed, {}, 'never SecurityGroupEgressBlocked'],
    ['an endpoint for S3', PREFERENCES['a bucket of the app'], IDENTITIES.SsmManaged, { s3: S3EndpointMode.NONE }, 'never EndpointMissing'],
    ['an endpoint for logs', PREFERENCES['a log group made by SessionPreferences'], IDENTITIES.SsmManaged, { additionalServices: [] }, 'never EndpointMissing'],
    ['an endpoint for keys', KEY_ALONE, IDENTITIES['SessionPreferences.grantTo'], { additionalServices: [] }, 'never EndpointMissing'],
    ['permission', PREFERENCES['a log group made by SessionPreferences'], withoutPermission, {}, 'never RolePermissionsMissing'],
  ])('%s', (_, preferences, identity, endpoints, expected) => {
    expect(judged('eu-west-1', preferences, identity, endpoints)).toEqual([`Test/Host: ${expected}`, expect.stringMatching(/^Test\/Host: ready .*LoggingTierMissing/)]);
  });
});
