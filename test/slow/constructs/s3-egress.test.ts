import { App, Mixins, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  AgentOperatingSystem, AgentUserData, S3EndpointMode, SsmEndpoints, SsmEndpointsOptions, SsmManaged, SsmManagedInstanceRole,
} from '../../../src/constructs';
import { judgeAppOf, verdicts } from '../../constructs/judge-app';
import { closedClient, isolatedVpc, stackIn } from '../../constructs/support';

const { NONE, GATEWAY, INTERFACE } = S3EndpointMode;

describe('a client without open egress, and an S3 gateway endpoint', () => {
  const made = (options: Partial<SsmEndpointsOptions> = {}) => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    return { stack, vpc, endpoints: new SsmEndpoints(stack, 'Endpoints', { vpc, s3: GATEWAY, ...options }) };
  };
  const lookUps = (stack: Stack) => Object.keys(Template.fromStack(stack).findResources('Custom::SsmReadyPrefixList')).length;

  test('the prefix list is looked up once a stack, by name, with one rule a group', () => {
    const { stack, vpc, endpoints } = made();
    const [one, two] = [closedClient(stack, vpc, 'One'), closedClient(stack, vpc, 'Two')];
    [one, two, one].forEach((client) => endpoints.allowFrom(client));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('Custom::SsmReadyPrefixList', { PrefixListName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.s3']] } });
    expect(lookUps(stack)).toBe(1);
    const rules = template.findResources('AWS::EC2::SecurityGroupEgress', { Properties: { DestinationPrefixListId: { 'Fn::GetAtt': ['SsmReadyS3PrefixList', 'PrefixListId'] }, FromPort: 443, ToPort: 443 } });
    expect(Object.keys(rules)).toHaveLength(2);
    template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'ec2:DescribeManagedPrefixLists', Effect: 'Allow' })]) } });
  });

  test('nothing is looked up for open egress, without a gateway, or where the list is given', () => {
    const open = made();
    open.endpoints.allowFrom(new ec2.SecurityGroup(open.stack, 'Open', { vpc: open.vpc }));
    const byInterface = made({ s3: INTERFACE });
    byInterface.endpoints.allowFrom(closedClient(byInterface.stack, byInterface.vpc));
    const given = made({ s3PrefixList: ec2.PrefixList.fromPrefixListId(new Stack(), 'List', 'pl-12345678') });
    given.endpoints.allowFrom(closedClient(given.stack, given.vpc));
    const none = made({ s3: NONE });
    none.endpoints.allowFrom(closedClient(none.stack, none.vpc));
    expect([open, byInterface, given, none].map(({ stack }) => lookUps(stack))).toEqual([0, 0, 0, 0]);
  });

  test('without the look-up a warning says what to do', () => {
    const { stack, vpc, endpoints } = made({ lookUpS3PrefixList: false });
    endpoints.allowFrom(closedClient(stack, vpc));
    Annotations.fromStack(stack).hasWarning('/Test/Client', Match.stringLikeRegexp('allows no egress to the S3 gateway endpoint.*s3PrefixList.*INTERFACE'));
    expect(lookUps(stack)).toBe(0);
  });

  test('the look-up stands in the stack of the client, so that no stack depends on the endpoints', () => {
    const app = new App();
    const network = stackIn('eu-west-1', app, 'Network');
    const access = stackIn('eu-west-1', app, 'Access');
    const vpc = isolatedVpc(network);
    new SsmEndpoints(access, 'Endpoints', { vpc, s3: GATEWAY, clients: [closedClient(network, vpc)] });
    app.synth(); // throws on a cycle
    expect([lookUps(network), lookUps(access)]).toEqual([1, 0]);
  });

  test('a client of another VPC, which a gateway endpoint does not serve, gets no rule', () => {
    const { stack, endpoints } = made();
    endpoints.allowFrom(closedClient(stack, isolatedVpc(stack, 'Other')));
    expect(lookUps(stack)).toBe(0);
  });

  test('both ways to name the list contradict each other', () => {
    expect(() => made({ lookUpS3PrefixList: true, s3PrefixList: ec2.PrefixList.fromPrefixListId(new Stack(), 'List', 'pl-12345678') })).toThrow(/Leave one out/);
  });
});

/** Images by the SSM public parameter that names them. `lacks`: they come without the agent. */
const SYSTEMS: Record<string, { readonly parameter: string; readonly system: AgentOperatingSystem; readonly lacks: boolean }> = {
  Debian: { parameter: '/aws/service/debian/release/12/latest/amd64', system: AgentOperatingSystem.DEBIAN, lacks: true },
  Minimal2023: { parameter: '/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64', system: AgentOperatingSystem.AMAZON_LINUX_2023, lacks: true },
  Minimal2: { parameter: '/aws/service/ami-amazon-linux-latest/amzn2-ami-minimal-hvm-x86_64-ebs', system: AgentOperatingSystem.AMAZON_LINUX_2, lacks: true },
  AmazonLinux2023: { parameter: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64', system: AgentOperatingSystem.AMAZON_LINUX_2023, lacks: false },
  Ubuntu: { parameter: '/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id', system: AgentOperatingSystem.UBUNTU_DEB, lacks: false },
  Windows: { parameter: '/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base', system: AgentOperatingSystem.WINDOWS, lacks: false },
};

/** `paired`: egress to the interface endpoints only; `list`: to the prefix list of S3 as well, as `allowFrom()` makes it. */
type Egress = 'open' | 'paired' | 'list';
const HOWS = ['SsmManaged', 'AgentUserData', 'by hand'] as const;
type How = typeof HOWS[number];

const BY_HAND: Record<string, string[]> = {
  Debian: ['curl -fsSLO https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/debian_amd64/amazon-ssm-agent.deb', 'dpkg -i amazon-ssm-agent.deb'],
  Minimal2023: ['dnf install -y https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/linux_amd64/amazon-ssm-agent.rpm'],
  Minimal2: ['BASE=https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1', 'yum install -y "$BASE/latest/linux_amd64/amazon-ssm-agent.rpm"'],
};

interface Row { readonly os: string; readonly s3: S3EndpointMode; readonly egress: Egress; readonly how: How; readonly verdict: string }

/** The agent comes from S3 by an interface endpoint, or by the gateway where the security group allows egress to it. */
function expected({ os, s3, egress }: Omit<Row, 'verdict'>): string {
  const reaches = s3 === INTERFACE || (s3 === GATEWAY && egress !== 'paired');
  return !SYSTEMS[os].lacks || reaches ? 'ready' : 'never AgentInstallUnreachable';
}

const WAYS: readonly [S3EndpointMode, Egress][] = [
  [NONE, 'open'], [NONE, 'paired'], [GATEWAY, 'open'], [GATEWAY, 'paired'], [GATEWAY, 'list'], [INTERFACE, 'open'], [INTERFACE, 'paired'],
];
/** What carries the agent needs nothing from S3: the least and the most are enough to see that. */
const FEW: typeof WAYS = [[NONE, 'paired'], [GATEWAY, 'list']];

const ROWS: Row[] = Object.entries(SYSTEMS).flatMap(([os, { lacks }]) => (lacks ? WAYS : FEW).flatMap(([s3, egress]) =>
  (lacks ? HOWS : HOWS.slice(0, 2)).map((how) => ({ os, s3, egress, how, verdict: expected({ os, s3, egress, how }) }))));

/** One network for each kind of endpoint for S3 and each look-up; the instances stand in it. */
function host(stack: Stack, { os, egress, how }: Row, vpc: ec2.IVpc, endpoints: SsmEndpoints): void {
  const userData = SYSTEMS[os].system === AgentOperatingSystem.WINDOWS ? ec2.UserData.forWindows() : ec2.UserData.forLinux();
  if (how === 'AgentUserData') new AgentUserData({ operatingSystem: SYSTEMS[os].system }).addTo(userData);
  if (how === 'by hand') userData.addCommands(...BY_HAND[os]);
  const instance = new ec2.Instance(stack, 'Host', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    instanceType: new ec2.InstanceType('t3.micro'),
    machineImage: ec2.MachineImage.fromSsmParameter(SYSTEMS[os].parameter, { os: SYSTEMS[os].system === AgentOperatingSystem.WINDOWS ? ec2.OperatingSystemType.WINDOWS : ec2.OperatingSystemType.LINUX }),
    allowAllOutbound: egress === 'open',
    userData,
    ...how === 'SsmManaged' ? {} : { role: new SsmManagedInstanceRole(stack, 'Identity').role },
  });
  if (how === 'SsmManaged') Mixins.of(stack).apply(new SsmManaged({ endpoints: [endpoints] }));
  else endpoints.allowFrom(instance);
}

describe('which image gets its agent, by which endpoint for S3 and which egress', () => {
  let found: Map<string, string>;
  const nameOf = (row: Row): string => [row.os, row.s3, row.egress, row.how].join('-').replace(/ /g, '');

  beforeAll(() => {
    const app = new App();
    for (const row of ROWS) {
      const stack = stackIn('eu-west-1', app, nameOf(row));
      const vpc = isolatedVpc(stack);
      host(stack, row, vpc, new SsmEndpoints(stack, 'Endpoints', { vpc, s3: row.s3, ec2Messages: false, lookUpS3PrefixList: row.egress === 'list' }));
    }
    found = new Map(verdicts(judgeAppOf(app.node.children.find((child) => child instanceof Stack) as Stack)).map((line) => [line.split('/')[0], line.replace(/^.*: /, '')]));
  });

  test('at least 60 of them', () => { expect(ROWS.length).toBeGreaterThanOrEqual(60); });

  test.each(ROWS.map((row) => [`${row.os}, S3 ${row.s3}, egress ${row.egress}, ${row.how}: ${row.verdict}`, row] as const))('%s', (_, row) => {
    expect(found.get(nameOf(row))?.replace(/ AgentInstallRacesNetwork/, '')).toBe(row.verdict);
  });
});

test('an Auto Scaling group that SsmManaged pairs reaches the S3 gateway endpoint', () => {
  const stack = stackIn(undefined);
  const vpc = isolatedVpc(stack);
  const group = new autoscaling.AutoScalingGroup(stack, 'Group', {
    vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, instanceType: new ec2.InstanceType('t3.micro'), allowAllOutbound: false, requireImdsv2: true,
    machineImage: ec2.MachineImage.fromSsmParameter(SYSTEMS.Debian.parameter),
  });
  Mixins.of(group).apply(new SsmManaged({ endpoints: [new SsmEndpoints(stack, 'Endpoints', { vpc, s3: GATEWAY })] }));
  expect(verdicts(judgeAppOf(stack))).toEqual(['Test/Group/ASG: ready']);
});
