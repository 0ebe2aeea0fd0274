import { App, Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SsmEndpoints, SsmManagedInstanceRole, SsmReadiness } from '../../src';

const instanceType = new ec2.InstanceType('t3.micro');
const machineImage = ec2.MachineImage.latestAmazonLinux2023();

/** Hosts without a role, and the same with the property that the fix names. */
const HOSTS: readonly (readonly [string, string, (stack: Stack, vpc: ec2.IVpc, role: SsmManagedInstanceRole | undefined) => void])[] = [
  ['an instance', 'set role: new SsmManagedInstanceRole(this, \'Role\').role (or ssmSessionPermissions: true) on the Instance', (stack, vpc, made) => {
    const host = new ec2.Instance(stack, 'Host', { vpc, instanceType, machineImage, ...made ? { role: made.role } : {} });
    if (!made) (host.node.defaultChild as ec2.CfnInstance).iamInstanceProfile = undefined;
  }],
  ['an Auto Scaling group with a launch template', 'set role: new SsmManagedInstanceRole(this, \'Role\').role on the LaunchTemplate', (stack, vpc, made) => {
    const securityGroup = new ec2.SecurityGroup(stack, 'Group', { vpc });
    const launchTemplate = new ec2.LaunchTemplate(stack, 'Template', { instanceType, machineImage, securityGroup, ...made ? { role: made.role } : {} });
    new autoscaling.AutoScalingGroup(stack, 'Fleet', { vpc, launchTemplate });
  }],
];

describe.each(HOSTS)('the fix of %s without a role', (_, fix, make) => {
  const judged = (fixed: boolean) => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 1, maxAzs: 1 });
    make(stack, vpc, fixed ? new SsmManagedInstanceRole(stack, 'Role') : undefined);
    return SsmReadiness.ofStack(stack);
  };

  test('names the property that takes one', () => {
    expect(judged(false).findings.filter((f) => f.severity === 'error').map((f) => [f.id, f.cure])).toEqual([['InstanceProfileMissing', fix]]);
  });

  test('makes it ready', () => {
    expect(judged(true).hosts.map((h) => h.verdict)).toEqual(['READY']);
  });
});

/** Hosts with closed security groups beside endpoints that do not know them. */
const CLIENTS: readonly (readonly [string, string, (stack: Stack, vpc: ec2.IVpc, role: iam.IRole) => ec2.IConnectable])[] = [
  ['an instance', 'instance', (stack, vpc, role) => new ec2.Instance(stack, 'Host', { vpc, instanceType, machineImage, role, allowAllOutbound: false })],
  ['an Auto Scaling group with a launch template', 'autoScalingGroup', (stack, vpc, role) => {
    const securityGroup = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
    const launchTemplate = new ec2.LaunchTemplate(stack, 'Template', { instanceType, machineImage, securityGroup, role });
    return new autoscaling.AutoScalingGroup(stack, 'Fleet', { vpc, launchTemplate, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
  }],
];

describe.each(CLIENTS)('the fix of the closed security group of %s', (_, name, make) => {
  const judged = (fixed: boolean) => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 1, subnetConfiguration: [{ name: 'app', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc });
    const client = make(stack, vpc, new SsmManagedInstanceRole(stack, 'Role').role);
    if (fixed) endpoints.allowFrom(client);
    return SsmReadiness.ofStack(stack);
  };

  test('names what has its connections', () => {
    const cures = judged(false).findings.filter((f) => f.severity === 'error').map((f) => f.cure);
    expect(cures.length).toBeGreaterThan(0);
    for (const cure of cures) expect(cure).toContain(`endpoints.allowFrom(${name})`);
  });

  test('makes it ready', () => {
    expect(judged(true).hosts.map((h) => h.verdict)).toEqual(['READY']);
  });
});
