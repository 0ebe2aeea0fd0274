import { App, Aspects, AspectPriority, Mixins, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AgentInstallation, AgentOperatingSystem, AgentUserData, SsmManaged, SsmManagedProps, SsmReadyVpc, Tier } from '../../src/constructs';
import { al2023, bareInstance, isolated, Setting, setting, small } from './hosts';
import { judgeAppOf, verdicts } from './judge-app';
import { logicalId, stackIn } from './support';

const managed = ({ network }: Setting, props: SsmManagedProps = {}): SsmManaged => new SsmManaged({ endpoints: [network.endpoints], ...props });
const warnings = (stack: Stack): string[] => Annotations.fromStack(stack).findWarning('*', Match.anyValue())
  .map(({ entry }) => /cdk-ssm-ready:(\w+)/.exec(entry.data as string)?.[1] ?? entry.data as string).sort();

test('a bare instance becomes ready: role, IMDSv2, pairing, order', () => {
  const all = setting();
  const host = bareInstance(all);
  host.with(managed(all));
  const template = Template.fromStack(all.stack);
  template.hasResource('AWS::EC2::Instance', {
    Properties: { MetadataOptions: { HttpTokens: 'required' } },
    DependsOn: Match.arrayWith([logicalId(all.stack, all.network.endpoints.ssm), logicalId(all.stack, all.network.endpoints.ssmMessages)]),
  });
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  template.hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: logicalId(all.stack, host.role) }] });
  expect(warnings(all.stack)).toEqual([]);
  expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Host: ready']);
});

test('the instance waits for the policy that was added to its role', () => {
  const all = setting();
  const host = bareInstance(all);
  host.with(managed(all));
  const template = Template.fromStack(all.stack);
  const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
  template.hasResource('AWS::EC2::Instance', { DependsOn: Match.arrayWith([policy]) });
});

test('applied twice, and by two mixins and an aspect, it changes nothing more', () => {
  const make = (times: number): unknown => {
    const all = setting();
    bareInstance(all);
    new autoscaling.AutoScalingGroup(all.stack, 'Group', { vpc: all.network.vpc, vpcSubnets: isolated, instanceType: small, machineImage: al2023 });
    new ec2.CfnInstance(all.stack, 'Raw', { subnetId: all.network.vpc.isolatedSubnets[0].subnetId });
    const mixin = managed(all);
    for (let n = 0; n < times; n++) Mixins.of(all.stack).apply(mixin, managed(all));
    if (times > 1) Aspects.of(all.stack).add(SsmManaged.aspect({ endpoints: [all.network.endpoints] }), { priority: AspectPriority.MUTATING });
    return Template.fromStack(all.stack).toJSON();
  };
  expect(make(3)).toEqual(make(1));
});

test('a mixin visits what exists, once; the aspect covers later hosts', () => {
  const late = (apply: (all: Setting) => void): string[] => {
    const all = setting();
    apply(all);
    bareInstance(all);
    return verdicts(judgeAppOf(all.stack));
  };
  expect(late((all) => Mixins.of(all.stack).apply(managed(all)))).toEqual([expect.stringContaining('Test/Host: never')]);
  expect(late((all) => Aspects.of(all.stack).add(SsmManaged.aspect({ endpoints: [all.network.endpoints] })))).toEqual(['Test/Host: ready']);
});

test('it supports hosts and what starts them, and no other construct', () => {
  const all = setting();
  const mixin = managed(all);
  const host = bareInstance(all);
  expect([host, host.instance, new ec2.LaunchTemplate(all.stack, 'Template')].map((each) => mixin.supports(each))).toEqual([true, true, true]);
  expect([all.stack, all.network, host.role, host.connections.securityGroups[0]].map((each) => mixin.supports(each))).toEqual([false, false, false, false]);
});

test('an L1 that belongs to an L2 leads to the L2: groups added to it later are paired too', () => {
  const all = setting();
  const host = bareInstance(all);
  managed(all).applyTo(host.instance);
  host.connections.addSecurityGroup(new ec2.SecurityGroup(all.stack, 'More', { vpc: all.network.vpc }));
  Template.fromStack(all.stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
});

test('an instance with IMDSv2 by CDK\'s own prop stays as it is there', () => {
  const all = setting();
  bareInstance(all, { requireImdsv2: true }).with(managed(all));
  const template = Template.fromStack(all.stack);
  template.hasResourceProperties('AWS::EC2::Instance', { MetadataOptions: Match.absent() });
  template.resourceCountIs('AWS::EC2::LaunchTemplate', 1);
  template.resourceCountIs('AWS::IAM::InstanceProfile', 1);
  expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Host: ready']);
});

test('IMDSv2 can be left to others; a metadata service that is off is switched on all the same', () => {
  const all = setting();
  bareInstance(all, { httpEndpoint: false }).with(managed(all, { requireImdsv2: false }));
  Template.fromStack(all.stack).hasResourceProperties('AWS::EC2::Instance', { MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: Match.absent() } });
  Annotations.fromStack(all.stack).hasInfo('/Test/Host', Match.stringLikeRegexp('switched on'));
});

test('the tier decides the permissions', () => {
  const all = setting();
  bareInstance(all).with(managed(all, { tier: Tier.CONNECT }));
  Template.fromStack(all.stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [Match.objectLike({ Action: Match.not(Match.arrayWith(['ssm:GetDocument'])) })] },
  });
});

test('one role of many hosts gets one policy', () => {
  const all = setting();
  const role = iam.Role.fromRoleName(all.stack, 'Shared', 'shared');
  ['One', 'Two', 'Three'].forEach((id) => bareInstance(all, { role }, id));
  Mixins.of(all.stack).apply(managed(all));
  Template.fromStack(all.stack).resourceCountIs('AWS::IAM::Policy', 1);
  expect(warnings(all.stack)).toEqual(['unknownTrust', 'unknownTrust', 'unknownTrust']);
});

test('a second mixin with other options adds them', () => {
  const all = setting();
  bareInstance(all).with(managed(all), managed(all, { cloudWatchAgent: true }), managed(all, { cloudWatchAgent: true }));
  const policies = Object.values(Template.fromStack(all.stack).findResources('AWS::IAM::Policy'));
  const firstActions = ({ Properties }: Record<string, any>): string[] => Properties.PolicyDocument.Statement.map(({ Action }: { Action: string | string[] }) => [Action].flat()[0]);
  expect(policies.map(firstActions)).toEqual([['ssm:UpdateInstanceInformation'], ['cloudwatch:PutMetricData', 'ssm:GetParameter']]);
});

test('without waitForNetwork the order stays', () => {
  const all = setting();
  const host = bareInstance(all);
  host.with(managed(all, { waitForNetwork: false }));
  const { DependsOn } = Object.values(Template.fromStack(all.stack).findResources('AWS::EC2::Instance'))[0];
  expect(DependsOn).not.toContain(logicalId(all.stack, all.network.endpoints.ssm));
});

test('a host behind a NAT gateway waits for the default route', () => {
  const stack = new Stack(new App(), 'Test', { env: { account: '111111111111', region: 'eu-west-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, restrictDefaultSecurityGroup: false });
  new ec2.Instance(stack, 'Host', { vpc, instanceType: small, machineImage: al2023 }).with(new SsmManaged());
  const template = Template.fromStack(stack);
  const routes = template.findResources('AWS::EC2::Route', { Properties: { NatGatewayId: Match.anyValue() } });
  template.hasResource('AWS::EC2::Instance', { DependsOn: Match.arrayWith(Object.keys(routes)) });
});

test('bad options for the role are refused at the first host', () => {
  const all = setting();
  expect(() => bareInstance(all).with(managed(all, { tier: Tier.LOGGING }))).toThrow(/nowhere to log to/);
});

test('commands for the agent together with NEVER are refused', () => {
  const agentUserData = new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN });
  expect(() => new SsmManaged({ agentUserData, agentInstallation: AgentInstallation.NEVER })).toThrow(/Leave one out/);
});

test('many hosts: each waits for the endpoints and its own rules, not for those of all others', () => {
  const all = setting();
  for (let n = 0; n < 12; n++) bareInstance(all, {}, `Host${n}`);
  Mixins.of(all.stack).apply(managed(all));
  const instances = Object.values(Template.fromStack(all.stack).findResources('AWS::EC2::Instance'));
  const ingress = Object.keys(Template.fromStack(all.stack).findResources('AWS::EC2::SecurityGroupIngress'));
  expect(ingress).toHaveLength(12);
  for (const { DependsOn } of instances) expect((DependsOn as string[]).filter((id) => ingress.includes(id))).toHaveLength(1);
});

test('in a Region-agnostic stack nothing waits for the endpoint that may not be there', () => {
  const stack = stackIn();
  const network = new SsmReadyVpc(stack, 'Network');
  bareInstance({ stack, network }).with(new SsmManaged({ endpoints: [network.endpoints] }));
  const [{ DependsOn }] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::Instance'));
  expect(DependsOn).toContain(logicalId(stack, network.endpoints.ssm));
  expect(DependsOn).not.toContain(logicalId(stack, network.endpoints.ec2Messages!));
});
