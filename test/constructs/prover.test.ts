import { readFileSync } from 'fs';
import { join } from 'path';
import { Mixins } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AgentOperatingSystem, AgentUserData, EndpointPolicyMode, S3EndpointMode, SessionEncryption, SessionPreferences, SsmEndpoints, SsmManaged,
  SsmManagedInstanceRole, SsmManagedProps, SsmReadyVpc, Tier,
} from '../../src/constructs';
import { al2023, bareInstance, debian, isolated, Setting, setting, small } from './hosts';
import { judgeAppOf, verdicts } from './judge-app';
import { isolatedVpc, stackIn } from './support';

const forEc2 = { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') };
const imageId = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}';
const role = ({ stack }: Setting, props: Partial<iam.RoleProps>): iam.Role => new iam.Role(stack, 'Role', { ...forEc2, ...props });
const core = iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore');
const statement = (actions: string[], effect = iam.Effect.ALLOW): iam.PolicyStatement => new iam.PolicyStatement({ actions, effect, resources: ['*'] });
const subnetId = ({ network }: Setting): string => network.vpc.isolatedSubnets[0].subnetId;

/** A host that lacks nothing, made by hand. */
function completeHost(all: Setting, props: Partial<ec2.InstanceProps> = {}): ec2.Instance {
  const host = bareInstance(all, { role: role(all, { managedPolicies: [core] }), requireImdsv2: true, ...props });
  all.network.endpoints.allowFrom(host);
  // Of the L1: the L2 holds its own security group, to which the rules of the endpoints refer.
  host.instance.node.addDependency(all.network.endpoints, ...host.connections.securityGroups);
  return host;
}

describe('what each construct makes by default is proved ready', () => {
  test.each(['eu-west-1', 'us-gov-west-1', 'cn-north-1', 'mx-central-1', undefined])('SsmReadyVpc and SsmManagedInstanceRole in %s', (region) => {
    const stack = stackIn(region);
    const network = new SsmReadyVpc(stack, 'Network');
    const host = bareInstance({ stack, network }, { role: new SsmManagedInstanceRole(stack, 'Identity').role });
    network.endpoints.allowFrom(host);
    expect(verdicts(judgeAppOf(stack))).toEqual(['Test/Host: ready']);
  });

  test.each([[Tier.CONNECT, 'ready CommandTierMissing'], [Tier.COMMAND, 'ready']])('SsmManagedInstanceRole with tier %s', (tier, expected) => {
    const all = setting();
    const host = bareInstance(all, { role: new SsmManagedInstanceRole(all.stack, 'Identity', { tier }).role });
    all.network.endpoints.allowFrom(host);
    expect(verdicts(judgeAppOf(all.stack))).toEqual([`Test/Host: ${expected}`]);
  });

  test('an adopted role', () => {
    const all = setting();
    const own = role(all, { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    const adopted = SsmManagedInstanceRole.adopt(all.stack, 'Adopted', own);
    const host = bareInstance(all, { role: own });
    host.node.addDependency(adopted); // as the docs of adopt() say
    all.network.endpoints.allowFrom(host);
    expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Host: ready']);
  });

  test('SsmEndpoints in one zone, with least privilege, of a VPC made elsewhere in the app', () => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    const host = bareInstance({ stack, network: { vpc } as SsmReadyVpc }, { role: role({ stack } as Setting, { managedPolicies: [core] }), allowAllOutbound: false });
    new SsmEndpoints(stack, 'Endpoints', {
      vpc, clients: [host], endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE, s3: S3EndpointMode.GATEWAY, ec2Messages: false, subnets: { subnets: [vpc.isolatedSubnets[0]] },
    });
    expect(verdicts(judgeAppOf(stack))).toEqual(['Test/Host: ready']);
  });

  test('SsmReadyVpc with NAT gateways: hosts of both kinds of subnet', () => {
    const stack = stackIn('eu-west-1');
    const network = new SsmReadyVpc(stack, 'Network', { natGateways: 1 });
    const own = new SsmManagedInstanceRole(stack, 'Identity').role;
    const hosts = [isolated, { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }]
      .map((vpcSubnets, index) => bareInstance({ stack, network }, { role: own, vpcSubnets }, `Host${index}`));
    hosts.forEach((host) => network.endpoints.allowFrom(host));
    expect(verdicts(judgeAppOf(stack))).toEqual(['Test/Host0: ready', 'Test/Host1: ready']);
  });

  test('SsmEndpoints in an imported VPC: proved for hosts in the subnets of the endpoints, open for others', () => {
    const stack = stackIn('eu-west-1');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Shared', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a', 'eu-west-1b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'] });
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc, subnets: { subnets: [vpc.isolatedSubnets[0]] } });
    const own = new SsmManagedInstanceRole(stack, 'Identity').role;
    vpc.isolatedSubnets.forEach((subnet, index) => {
      endpoints.allowFrom(bareInstance({ stack, network: { vpc } as SsmReadyVpc }, { role: own, vpcSubnets: { subnets: [subnet] } }, `Host${index}`));
    });
    expect(verdicts(judgeAppOf(stack))).toEqual(['Test/Host0: ready', 'Test/Host1: unknown HostNotProven']);
  });

  test('SessionPreferences: the host that writes its logs', () => {
    const stack = stackIn('eu-west-1');
    const preferences = new SessionPreferences(stack, 'Sessions', { encryption: SessionEncryption.NEW_KEY, createLogGroup: true });
    const network = new SsmReadyVpc(stack, 'Network', { endpoints: { additionalServices: preferences.endpointServices } });
    const { role: own } = new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.LOGGING, sessionLogging: preferences.sessionLogging });
    network.endpoints.allowFrom(bareInstance({ stack, network }, { role: own }));
    expect(verdicts(judgeAppOf(stack))).toEqual(['Test/Host: ready']);
  });

  test('AgentUserData: a host whose image lacks the agent', () => {
    const all = setting();
    const userData = ec2.UserData.forLinux();
    new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN }).addTo(userData);
    completeHost(all, { machineImage: debian, userData });
    expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Host: ready']);
  });

  test('REGISTER is not enough for a session, and the prover says so', () => {
    const all = setting();
    all.network.endpoints.allowFrom(bareInstance(all, { role: new SsmManagedInstanceRole(all.stack, 'Identity', { tier: Tier.REGISTER }).role }));
    expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Host: never RoleHalfManaged']);
  });
});

type Fault = [fault: string, found: string[], make: (all: Setting) => unknown];

/** The list of what the mixin cures; README and docs quote it. */
const CURED: Fault[] = [
  ['nobody paired host and endpoints', ['EndpointIngressBlocked'], (all) => bareInstance(all, { role: role(all, { managedPolicies: [core] }) })],
  ['the host\'s group lets nothing out', ['EndpointIngressBlocked', 'SecurityGroupEgressBlocked'], (all) =>
    bareInstance(all, { role: role(all, { managedPolicies: [core] }), allowAllOutbound: false })],
  ['no instance profile', ['InstanceProfileMissing'], (all) => {
    const group = new ec2.SecurityGroup(all.stack, 'Group', { vpc: all.network.vpc });
    all.network.endpoints.allowFrom(group);
    new ec2.CfnInstance(all.stack, 'Host', { imageId, subnetId: subnetId(all), securityGroupIds: [group.securityGroupId] });
  }],
  ['an instance profile without role', ['InstanceProfileWithoutRole'], (all) => {
    const group = new ec2.SecurityGroup(all.stack, 'Group', { vpc: all.network.vpc });
    all.network.endpoints.allowFrom(group);
    const iamInstanceProfile = new iam.CfnInstanceProfile(all.stack, 'Profile', { roles: [] }).ref;
    new ec2.CfnInstance(all.stack, 'Host', { imageId, subnetId: subnetId(all), securityGroupIds: [group.securityGroupId], iamInstanceProfile });
  }],
  ['a role without permissions', ['RolePermissionsMissing'], (all) => completeHost(all, { role: new iam.Role(all.stack, 'Empty', forEc2) })],
  ['a role that registers and cannot connect', ['RoleHalfManaged'], (all) => {
    const host = completeHost(all, { role: new iam.Role(all.stack, 'Half', forEc2) });
    host.addToRolePolicy(statement(['ssm:*']));
  }],
  ['a role of another service', ['RoleTrustMissing'], (all) =>
    completeHost(all, { role: new iam.Role(all.stack, 'Lambda', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [core] }) })],
  ['the metadata service is off', ['MetadataServiceDisabled'], (all) => completeHost(all, { requireImdsv2: false, httpEndpoint: false })],
  ['an image without the agent (Debian)', ['AgentMissing'], (all) => completeHost(all, { machineImage: debian })],
  ['an image without the agent (minimal Amazon Linux)', ['AgentMissing'], (all) => completeHost(all, {
    machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64, edition: ec2.AmazonLinuxEdition.MINIMAL }) })],
  ['an Auto Scaling group with nothing done for it', ['RolePermissionsMissing', 'EndpointIngressBlocked'], ({ stack, network: { vpc } }) =>
    new autoscaling.AutoScalingGroup(stack, 'Group', { vpc, vpcSubnets: isolated, instanceType: small, machineImage: al2023 })],
];

/** Faults of what stands around the host, or of an explicit refusal, which a mixin on hosts must not touch. */
const NOT_CURED: Fault[] = [
  ['a denial in the role', ['RolePermissionsDenied'], (all) => completeHost(all).addToRolePolicy(statement(['ssmmessages:*'], iam.Effect.DENY))],
  ['a permissions boundary', ['PermissionsBoundaryBlocks'], (all) => completeHost(all, { role: new iam.Role(all.stack, 'Bound', {
    ...forEc2, managedPolicies: [core], permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess') }) })],
  ['an endpoint without private DNS', ['EndpointPrivateDnsOff'], (all) => {
    completeHost(all);
    (all.network.endpoints.ssm.node.defaultChild as ec2.CfnVPCEndpoint).privateDnsEnabled = false;
  }],
];

function judgeWith(make: (all: Setting) => unknown, apply: boolean): string[] {
  const all = setting();
  make(all);
  if (apply) Mixins.of(all.stack).apply(new SsmManaged({ endpoints: [all.network.endpoints] }));
  return verdicts(judgeAppOf(all.stack));
}

describe('the mixin cures', () => {
  test.each(CURED)('%s', (_, found, make) => {
    const [before, ...rest] = judgeWith(make, false);
    expect(rest).toEqual([]);
    expect(before).toContain(': never');
    found.forEach((id) => expect(before).toContain(id));
    const [after, ...others] = judgeWith(make, true);
    expect([after, others]).toEqual([before.replace(/: never.*/, ': ready'), []]);
  });
});

test('its docs list what it cures, and nothing else', () => {
  const [, sentence] = /it cures ([\s\S]*?)\. It leaves/.exec(readFileSync(join(__dirname, '../../src/constructs/managed/ssm-managed.ts'), 'utf8'))!;
  expect([...sentence.matchAll(/`(\w+)`/g)].map(([, id]) => id)).toEqual([...new Set(CURED.flatMap(([, found]) => found))].sort());
});

describe('the mixin does not touch', () => {
  test.each(NOT_CURED)('%s', (_, found, make) => {
    const [before, ...rest] = judgeWith(make, false);
    expect(rest).toEqual([]);
    expect(before).toContain(': never');
    found.forEach((id) => expect(before).toContain(id));
    expect(judgeWith(make, true)).toEqual([before]);
  });
});

describe('on a ready host the mixin changes', () => {
  type Ready = [kind: string, make: (all: Setting) => unknown];
  const READY: Ready[] = [
    ['an instance', (all) => completeHost(all)],
    ['a closed instance', (all) => completeHost(all, { allowAllOutbound: false })],
    ['an instance of tier COMMAND', (all) => completeHost(all, { role: new SsmManagedInstanceRole(all.stack, 'Identity', { tier: Tier.COMMAND }).role })],
    ['a Debian host with the agent', (all) => {
      const userData = ec2.UserData.forLinux();
      userData.addCommands('dpkg -i /tmp/amazon-ssm-agent.deb');
      completeHost(all, { machineImage: debian, userData });
    }],
    ['an Auto Scaling group', (all) => {
      const group = new autoscaling.AutoScalingGroup(all.stack, 'Group', {
        vpc: all.network.vpc, vpcSubnets: isolated, instanceType: small, machineImage: al2023, requireImdsv2: true, role: role(all, { managedPolicies: [core] }) });
      all.network.endpoints.allowFrom(group);
      group.node.defaultChild!.node.addDependency(all.network.endpoints, ...group.connections.securityGroups);
    }],
  ];
  const templateOf = (make: (all: Setting) => unknown, props?: SsmManagedProps): Record<string, unknown> => {
    const all = setting();
    make(all);
    expect(verdicts(judgeAppOf(all.stack))[0]).toMatch(/: ready$/);
    const again = setting(); // an app is synthesized once
    make(again);
    if (props) Mixins.of(again.stack).apply(new SsmManaged({ endpoints: [again.network.endpoints], ...props }));
    return Template.fromStack(again.stack).toJSON();
  };

  test.each(READY)('nothing: %s', (_, make) => {
    expect(templateOf(make, {})).toEqual(templateOf(make));
  });

  test('nothing but IMDSv2 and the order of deployment, where those were missing', () => {
    const loose = (all: Setting): void => all.network.endpoints.allowFrom(bareInstance(all, { role: role(all, { managedPolicies: [core] }) }));
    const without = (template: Record<string, unknown>): unknown => JSON.parse(JSON.stringify(template, (key, value: unknown) => (['DependsOn', 'MetadataOptions'].includes(key) ? undefined : value)));
    expect(templateOf(loose, {})).not.toEqual(templateOf(loose));
    expect(without(templateOf(loose, {}))).toEqual(without(templateOf(loose)));
    expect(templateOf(loose, { requireImdsv2: false, waitForNetwork: false })).toEqual(templateOf(loose));
  });
});
