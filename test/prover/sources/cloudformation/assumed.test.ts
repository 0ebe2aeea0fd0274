import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { makeReport } from '../../../../src/prover/report';
import { Assumed, loadTemplates, saidOf } from '../../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge, JudgeOptions } from '../../../../src/prover/verdict';
import { SsmReadiness } from '../../../../src/validation';
import { isolated, mutate, Resources } from '../../../helpers/templates';

type Template = { Resources: Resources };
const props = (t: Template, id: string) => t.Resources[id].Properties!;

function judged(template: Template, assumed: Assumed, options: Partial<JudgeOptions> = {}) {
  const loaded = loadTemplates([{ name: 't.json', data: template }], { assumed });
  const [host] = makeReport(judge(loaded, { ...DEFAULT_OPTIONS, ...options }), () => undefined).hosts;
  return [host.verdict, ...host.findings.filter((f) => f.severity === 'error').map((f) => f.code), ...host.assumptions.filter((a) => a.endsWith('(assume)'))];
}

const withRole = (name: unknown) => mutate(isolated() as Template, (t) => { props(t, 'Host').IamInstanceProfile = name; });

describe('what somebody says of things that are made elsewhere', () => {
  test.each<[string, Assumed, Partial<JudgeOptions>, string[]]>([
    ['nothing', {}, {}, ['unknown']],
    ['a role that is enough', { roles: { corp: 'connect' } }, {}, ['ready', 'role corp: connect (assume)']],
    ['a role that is more than enough', { roles: { corp: 'logging' } }, {}, ['ready', 'role corp: logging (assume)']],
    ['a role that is not', { roles: { corp: 'register' } }, {}, ['never', 'ROLE_SAID_TO_LACK_TIER', 'role corp: register (assume)']],
    ['enough for a lower tier', { roles: { corp: 'register' } }, { tier: 'register' }, ['ready', 'role corp: register (assume)']],
    ['another role', { roles: { other: 'connect' } }, {}, ['unknown']],
  ])('roles: %s', (_, assumed, options, expected) => {
    expect(judged(withRole('corp'), assumed, options)).toEqual(expected);
  });

  test.each<[unknown, string]>([['corp', 'corp'], ['arn:aws:iam::111111111111:instance-profile/corp', 'corp'], [{ 'Fn::ImportValue': 'ProfileName' }, 'ProfileName']])('a profile named by %j', (given, name) => {
    expect(judged(withRole(given), { roles: { [name]: 'connect' } })[0]).toBe('ready');
  });

  test.each<[string, string[]]>([
    ['open', ['ready', 'security group sg-0123456789abcdef0: open (assume)']],
    ['closed', ['never', 'SG_HAS_NO_RULES', 'security group sg-0123456789abcdef0: closed (assume)']],
  ])('a group that is %s', (word, expected) => {
    const template = mutate(isolated() as Template, (t) => {
      props(t, 'Host').SecurityGroupIds = ['sg-0123456789abcdef0'];
      props(t, 'EndpointGroup').SecurityGroupIngress = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }];
    });
    expect(judged(template, {})).toEqual(['unknown']);
    expect(judged(template, { securityGroups: { 'sg-0123456789abcdef0': word } })).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['reaches', ['ready', 'subnet subnet-0123456789abcdef0: reaches (assume)']],
    ['isolated', ['never', 'SUBNET_SAID_ISOLATED', 'subnet subnet-0123456789abcdef0: isolated (assume)']],
  ])('a subnet that %s', (word, expected) => {
    const template = mutate(isolated() as Template, (t) => { props(t, 'Host').SubnetId = 'subnet-0123456789abcdef0'; });
    expect(judged(template, {})).toEqual(['unknown']);
    expect(judged(template, { subnets: { 'subnet-0123456789abcdef0': word } })).toEqual(expected);
  });

  test('names that everything inherits are no names', () => {
    expect(saidOf({}, 'constructor')).toBeUndefined();
    expect(saidOf(undefined, 'x')).toBeUndefined();
  });
});

describe('in an app', () => {
  const stack = () => {
    const made = new Stack(new App(), 'S', { env: { account: '111111111111', region: 'eu-west-1' } });
    const subnet = ec2.Subnet.fromSubnetAttributes(made, 'Subnet', { subnetId: 'subnet-0123456789abcdef0', availabilityZone: 'eu-west-1a' });
    const vpc = ec2.Vpc.fromVpcAttributes(made, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a'], isolatedSubnetIds: ['subnet-0123456789abcdef0'] });
    new ec2.Instance(made, 'Web', {
      vpc,
      vpcSubnets: { subnets: [subnet] },
      instanceType: new ec2.InstanceType('t3.micro'),
      machineImage: ec2.MachineImage.latestAmazonLinux2023(),
      role: iam.Role.fromRoleName(made, 'Role', 'corp'),
    });
    return made;
  };

  test('assume tells what is imported', () => {
    expect(SsmReadiness.ofStack(stack()).isReady).toBe(false);
    expect(SsmReadiness.ofStack(stack(), { assume: { roles: { corp: 'connect' }, subnets: { 'subnet-0123456789abcdef0': 'reaches' } } }).isReady).toBe(true);
  });

  test('a word that makes no sense is an error where it is given', () => {
    expect(() => SsmReadiness.ofStack(stack(), { assume: { roles: { corp: 'all' } } })).toThrow('assume.roles: corp cannot be "all"; there are none, register, connect, command, logging');
  });
});
