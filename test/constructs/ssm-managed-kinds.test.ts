import { CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AgentInstallation, AgentOperatingSystem, AgentUserData, S3EndpointMode, SsmEndpoints, SsmManaged, SsmReadyVpc, SsmManagedProps } from '../../src/constructs';
import { al2023, bareInstance, debian, isolated, Setting, setting, small } from './hosts';
import { judgeAppOf, verdicts } from './judge-app';
import { isolatedVpc, logicalId, stackIn } from './support';

const managed = ({ network }: Setting, props: SsmManagedProps = {}): SsmManaged => new SsmManaged({ endpoints: [network.endpoints], ...props });
const warnings = (stack: Stack): string[] => Annotations.fromStack(stack).findWarning('*', Match.anyValue())
  .map(({ entry }) => /cdk-ssm-ready:(\w+)/.exec(entry.data as string)?.[1] ?? entry.data as string).sort();
const waitsForEndpoints = ({ stack, network }: Setting, type: string): void =>
  Template.fromStack(stack).hasResource(type, { DependsOn: Match.arrayWith([logicalId(stack, network.endpoints.ssm)]) });
const subnetId = ({ network }: Setting): string => network.vpc.isolatedSubnets[0].subnetId;
const imageId = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}';

test('a bastion host', () => {
  const all = setting();
  new ec2.BastionHostLinux(all.stack, 'Bastion', { vpc: all.network.vpc, subnetSelection: isolated }).with(managed(all));
  waitsForEndpoints(all, 'AWS::EC2::Instance');
  expect(warnings(all.stack)).toEqual([]);
  expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Bastion/Resource: ready']);
});

test.each([['a launch configuration', false], ['a launch template', true]])('an Auto Scaling group with %s', (_, generateLaunchTemplate) => {
  const all = setting({ '@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig': generateLaunchTemplate });
  const group = new autoscaling.AutoScalingGroup(all.stack, 'Group', { vpc: all.network.vpc, vpcSubnets: isolated, instanceType: small, machineImage: al2023 });
  managed(all).applyTo(group);
  waitsForEndpoints(all, 'AWS::AutoScaling::AutoScalingGroup');
  const template = Template.fromStack(all.stack);
  const metadata = { MetadataOptions: { HttpTokens: 'required' } };
  if (generateLaunchTemplate) template.hasResourceProperties('AWS::EC2::LaunchTemplate', { LaunchTemplateData: metadata });
  else template.hasResourceProperties('AWS::AutoScaling::LaunchConfiguration', metadata);
  expect(warnings(all.stack)).toEqual([]);
  expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Group/ASG: ready']);
});

test('a launch template without role, and the mixed-instances group that uses it', () => {
  const all = setting();
  const securityGroup = new ec2.SecurityGroup(all.stack, 'Hosts', { vpc: all.network.vpc });
  const launchTemplate = new ec2.LaunchTemplate(all.stack, 'Template', { machineImage: al2023, instanceType: small, securityGroup, userData: ec2.UserData.forLinux() });
  const group = new autoscaling.AutoScalingGroup(all.stack, 'Group', { vpc: all.network.vpc, vpcSubnets: isolated, mixedInstancesPolicy: { launchTemplate } });
  managed(all).applyTo(group);
  launchTemplate.userData!.addCommands('echo later'); // must not be lost by an early look at the template
  const template = Template.fromStack(all.stack);
  template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: { IamInstanceProfile: { Arn: Match.anyValue() }, UserData: { 'Fn::Base64': Match.stringLikeRegexp('echo later') } },
  });
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Group/ASG: ready']);
});

test('the capacity of an ECS cluster', () => {
  const all = setting();
  const cluster = new ecs.Cluster(all.stack, 'Cluster', { vpc: all.network.vpc });
  const autoScalingGroup = new autoscaling.AutoScalingGroup(all.stack, 'Capacity', {
    vpc: all.network.vpc, vpcSubnets: isolated, instanceType: small, machineImage: ecs.EcsOptimizedImage.amazonLinux2023(ecs.AmiHardwareType.ARM),
  });
  cluster.addAsgCapacityProvider(new ecs.AsgCapacityProvider(all.stack, 'Provider', { autoScalingGroup, enableManagedTerminationProtection: false }));
  all.stack.node.findAll().filter((each) => managed(all).supports(each)).forEach((each) => managed(all).applyTo(each));
  expect(warnings(all.stack)).toEqual([]);
  expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Capacity/ASG: ready']);
});

describe('EKS node groups', () => {
  const nodeRole = (stack: Stack): iam.Role => new iam.Role(stack, 'NodeRole', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });

  function nodeGroup(all: Setting, props: Partial<eks.CfnNodegroupProps> = {}): eks.CfnNodegroup {
    const subnetIds = all.network.vpc.isolatedSubnets.map((subnet) => subnet.subnetId);
    const cluster = new eks.CfnCluster(all.stack, 'Cluster', { roleArn: 'arn:aws:iam::111111111111:role/cluster', resourcesVpcConfig: { subnetIds } });
    return new eks.CfnNodegroup(all.stack, 'Nodes', { clusterName: cluster.ref, nodeRole: nodeRole(all.stack).roleArn, subnets: subnetIds, amiType: 'AL2023_ARM_64_STANDARD', ...props });
  }

  test('without a launch template: the node role, and the group of the cluster', () => {
    const all = setting();
    nodeGroup(all).with(managed(all));
    const template = Template.fromStack(all.stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: { 'Fn::GetAtt': ['Cluster', 'ClusterSecurityGroupId'] } });
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
    waitsForEndpoints(all, 'AWS::EKS::Nodegroup');
    expect(warnings(all.stack)).toEqual(['nodeGroupMetadata']);
    expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Nodes: ready']);
  });

  test('with a launch template: it gets IMDSv2, and no instance profile, which EKS refuses', () => {
    const all = setting();
    const launchTemplate = new ec2.LaunchTemplate(all.stack, 'Template');
    nodeGroup(all, { launchTemplate: { id: launchTemplate.launchTemplateId } });
    all.stack.with(managed(all));
    Template.fromStack(all.stack).hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: { IamInstanceProfile: Match.absent(), MetadataOptions: { HttpTokens: 'required' } },
    });
    expect(warnings(all.stack)).toEqual([]);
    expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Nodes: ready']);
  });

  test('the L2, whose cluster is a custom resource: the node role, and the group of the cluster', () => {
    const all = setting();
    const cluster = new eks.Cluster(all.stack, 'Cluster', {
      version: eks.KubernetesVersion.V1_33, vpc: all.network.vpc, vpcSubnets: [isolated], defaultCapacity: 0, endpointAccess: eks.EndpointAccess.PUBLIC,
      kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(all.stack, 'Kubectl', 'arn:aws:lambda:eu-west-1:111111111111:layer:kubectl:1'),
    });
    const nodes = cluster.addNodegroupCapacity('Nodes', { subnets: isolated });
    nodes.with(managed(all));
    waitsForEndpoints(all, 'AWS::EKS::Nodegroup');
    const template = Template.fromStack(all.stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: all.stack.resolve(cluster.clusterSecurityGroupId) });
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: logicalId(all.stack, nodes.role) }], PolicyDocument: { Statement: [Match.objectLike({ Sid: 'SystemsManagerAgent' })] } });
    expect(warnings(all.stack).filter((each) => !each.includes(' '))).toEqual(['nodeGroupMetadata']); // the others are CDK's, of the cluster
  });

  test('with a role from elsewhere: a warning', () => {
    const all = setting();
    nodeGroup(all, { nodeRole: 'arn:aws:iam::111111111111:role/nodes' }).with(managed(all, { requireImdsv2: false }));
    expect(warnings(all.stack)).toEqual(['unknownNodeRole']);
  });
});

describe('L1', () => {
  test('an instance of nothing but L1, whose group lets nothing out and whose role nobody may assume', () => {
    const all = setting();
    const { stack } = all;
    const group = new ec2.CfnSecurityGroup(stack, 'Group', {
      groupDescription: 'hosts', vpcId: all.network.vpc.vpcId, securityGroupEgress: [{ ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, cidrIp: '10.0.0.0/16' }],
    });
    const role = new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: { Statement: [] } });
    const profile = new iam.CfnInstanceProfile(stack, 'Profile', { roles: [role.ref] });
    new ec2.CfnInstance(stack, 'Host', { imageId, subnetId: subnetId(all), securityGroupIds: [group.attrGroupId], iamInstanceProfile: profile.ref });
    stack.with(managed(all));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 2); // to the interface endpoints, and to the S3 gateway
    template.resourceCountIs('AWS::IAM::Role', 2); // the second is that of the look-up
    template.hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'ec2.amazonaws.com' } })] } });
    waitsForEndpoints(all, 'AWS::EC2::Instance');
    expect(warnings(stack)).toEqual([]);
    expect(verdicts(judgeAppOf(stack))).toEqual(['Test/Host: ready']);
  });

  test('a group that lets everything out gets no egress rule, which would end that', () => {
    const all = setting();
    const group = new ec2.CfnSecurityGroup(all.stack, 'Group', { groupDescription: 'hosts', vpcId: all.network.vpc.vpcId });
    new ec2.CfnInstance(all.stack, 'Host', { imageId, networkInterfaces: [{ deviceIndex: '0', subnetId: subnetId(all), groupSet: [group.attrGroupId] }] }).with(managed(all));
    Template.fromStack(all.stack).resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
    expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Host: ready']);
  });

  test('a launch template, an Auto Scaling group on it, and user data where there is none', () => {
    const all = setting();
    const group = new ec2.SecurityGroup(all.stack, 'Hosts', { vpc: all.network.vpc, allowAllOutbound: false });
    const template = new ec2.CfnLaunchTemplate(all.stack, 'Template', {
      launchTemplateData: { imageId: 'resolve:ssm:/aws/service/debian/release/12/latest/arm64', instanceType: 't4g.micro', securityGroupIds: [group.securityGroupId] },
    });
    new autoscaling.CfnAutoScalingGroup(all.stack, 'Group', {
      minSize: '1', maxSize: '1', vpcZoneIdentifier: [subnetId(all)], launchTemplate: { launchTemplateId: template.ref, version: template.attrLatestVersionNumber },
    });
    all.stack.with(managed(all));
    Template.fromStack(all.stack).hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: { UserData: { 'Fn::Base64': { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('debian_\\$processor/amazon-ssm-agent.deb')])] } } },
    });
    expect(warnings(all.stack)).toEqual([]);
  });

  test('subnets and routes of L1: the instance waits for the routes of its table', () => {
    const stack = stackIn('eu-west-1');
    const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    const [mine, other] = ['Mine', 'Other'].map((id) => {
      const subnet = new ec2.CfnSubnet(stack, id, { vpcId: vpc.ref, cidrBlock: '10.0.0.0/24' });
      const table = new ec2.CfnRouteTable(stack, `${id}Table`, { vpcId: vpc.ref });
      new ec2.CfnSubnetRouteTableAssociation(stack, `${id}Association`, { subnetId: subnet.ref, routeTableId: table.ref });
      new ec2.CfnRoute(stack, `${id}Route`, { routeTableId: table.ref, destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' });
      return subnet;
    });
    new ec2.CfnInstance(stack, 'Host', { imageId, subnetId: mine.ref }).with(new SsmManaged());
    expect(other.ref).not.toBe(mine.ref);
    const { DependsOn } = Template.fromStack(stack).findResources('AWS::EC2::Instance').Host;
    expect(DependsOn).toContain('MineRoute');
    expect(DependsOn).not.toContain('OtherRoute');
  });
});

describe('the agent', () => {
  const userDataOf = (stack: Stack): string => JSON.stringify(Object.values(Template.fromStack(stack).findResources('AWS::EC2::Instance'))[0].Properties.UserData);

  test('is installed where the parameter path tells that the image lacks it', () => {
    const all = setting();
    bareInstance(all, { machineImage: debian }).with(managed(all));
    expect(userDataOf(all.stack)).toContain('amazon-ssm-agent.deb');
    expect(warnings(all.stack)).toEqual([]);
    expect(verdicts(judgeAppOf(all.stack))).toEqual(['Test/Host: ready']);
  });

  test('is left alone where user data installs it already', () => {
    const all = setting();
    const userData = ec2.UserData.forLinux();
    userData.addCommands('my-installer amazon-ssm-agent');
    bareInstance(all, { machineImage: debian, userData }).with(managed(all));
    expect(userDataOf(all.stack)).not.toContain('.deb');
  });

  test('is installed as the props say', () => {
    const all = setting();
    const agentUserData = new AgentUserData({ operatingSystem: AgentOperatingSystem.RHEL, version: '3.3.1611.0' });
    bareInstance(all, { machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }) }).with(managed(all, { agentInstallation: AgentInstallation.ALWAYS, agentUserData }));
    expect(userDataOf(all.stack)).toContain('/3.3.1611.0/linux_$processor/amazon-ssm-agent.rpm');
  });

  test('is installed in a launch template without user data, once', () => {
    const all = setting();
    const securityGroup = new ec2.SecurityGroup(all.stack, 'Hosts', { vpc: all.network.vpc });
    new ec2.LaunchTemplate(all.stack, 'Template', { machineImage: debian, instanceType: small, securityGroup }).with(managed(all), managed(all));
    const [{ Properties }] = Object.values(Template.fromStack(all.stack).findResources('AWS::EC2::LaunchTemplate'));
    expect(JSON.stringify(Properties.LaunchTemplateData.UserData).match(/# SSM Agent/g)).toHaveLength(1);
    expect(warnings(all.stack)).toEqual([]);
  });

  test('is not added to user data that an L1 gives as text', () => {
    const all = setting();
    const group = new ec2.SecurityGroup(all.stack, 'Hosts', { vpc: all.network.vpc });
    new ec2.CfnInstance(all.stack, 'Host', {
      imageId: '{{resolve:ssm:/aws/service/debian/release/12/latest/arm64}}', subnetId: subnetId(all), securityGroupIds: [group.securityGroupId], userData: Fn.base64('#!/bin/sh\necho mine'),
    }).with(managed(all));
    expect(userDataOf(all.stack)).toBe(JSON.stringify({ 'Fn::Base64': '#!/bin/sh\necho mine' }));
    expect(warnings(all.stack)).toEqual(['agentNotInstalled']);
  });

  test.each<[string, Partial<ec2.InstanceProps>, SsmManagedProps, string[]]>([
    ['an image that does not tell', { machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }) }, {}, ['unknownImage']],
    ['the same, known to carry it', { machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }) }, { agentInstallation: AgentInstallation.NEVER }, []],
    ['the same, to be installed, of which system?', { machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }) }, { agentInstallation: AgentInstallation.ALWAYS }, ['unknownOperatingSystem']],
    ['user data that is no script', { machineImage: debian, userData: ec2.UserData.custom('#cloud-config\npackages: [vim]') }, {}, ['agentNotInstalled']],
    ['multipart user data without a default part', { machineImage: debian, userData: new ec2.MultipartUserData() }, {}, ['agentNotInstalled']],
  ])('%s', (_, props, options, expected) => {
    const all = setting();
    bareInstance(all, props).with(managed(all, options));
    expect(warnings(all.stack)).toEqual(expected);
  });
});

describe('an unchecked signature of the agent\'s package', () => {
  const told = (stack: Stack): string[] => Annotations.fromStack(stack).findInfo('*', Match.anyValue()).map(({ id, entry }) => `${id}: ${String(entry.data).split('.')[0]}`);
  const signingKey = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nbWFkZSB1cA==\n-----END PGP PUBLIC KEY BLOCK-----';

  test.each<[string, Partial<ec2.InstanceProps>, SsmManagedProps, string[]]>([
    ['is told once in a stack', { machineImage: debian }, {}, ['/Test: The SSM Agent is installed from AWS\'s bucket over TLS, and the signature of its Linux package is not checked']],
    ['is not there with a key', { machineImage: debian }, { agentUserData: new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN, signingKey }) }, []],
    ['is not there where nothing is installed', { machineImage: al2023 }, {}, []],
  ])('%s', (_, props, options, expected) => {
    const all = setting();
    bareInstance(all, props).with(managed(all, options));
    new ec2.Instance(all.stack, 'Second', { vpc: all.network.vpc, vpcSubnets: isolated, instanceType: small, machineImage: al2023, ...props }).with(managed(all, options));
    expect(told(all.stack)).toEqual(expected);
    expect(warnings(all.stack)).toEqual([]);
  });

  test.each([
    [S3EndpointMode.GATEWAY, 'ready', []],
    [S3EndpointMode.NONE, 'never', ['AgentInstallUnreachable']],
  ])('with a key, and S3 by %s, the prover follows the download all the same: %s', (s3, verdict, checks) => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc, s3 });
    const agentUserData = new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN, signingKey });
    bareInstance({ stack, network: { vpc } as unknown as SsmReadyVpc }, { machineImage: debian }).with(new SsmManaged({ endpoints: [endpoints], agentUserData }));
    const [host] = judgeAppOf(stack).hosts;
    expect([host.verdict, host.findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)]).toEqual([verdict, checks]);
  });
});

describe('what it cannot do is a warning at the host', () => {
  const cases: [string, string[], (all: Setting) => void][] = [
    ['an imported role', ['unknownTrust'], (all) => bareInstance(all, { role: iam.Role.fromRoleName(all.stack, 'Role', 'hosts') })],
    ['an immutable role', ['immutableRole'], (all) => bareInstance(all, { role: iam.Role.fromRoleName(all.stack, 'Role', 'hosts', { mutable: false }) })],
    ['a role of another account', ['roleOfOtherAccount'], (all) => bareInstance(all, { role: iam.Role.fromRoleArn(all.stack, 'Role', 'arn:aws:iam::222222222222:role/hosts') })],
    ['an instance profile by name', ['noSecurityGroup', 'unknownInstanceProfile'], (all) => new ec2.CfnInstance(all.stack, 'Host', { imageId, iamInstanceProfile: 'hosts' })],
    ['a launch template by name', ['launchSettingsElsewhere'], (all) => new autoscaling.CfnAutoScalingGroup(all.stack, 'Group', {
      minSize: '0', maxSize: '1', launchTemplate: { launchTemplateName: 'hosts', version: '1' } })],
    ['a launch template that is a token', ['launchTemplateIsToken'], (all) => new ec2.CfnLaunchTemplate(all.stack, 'Template', { launchTemplateData: Lazy.any({ produce: () => ({}) }) })],
    ['metadata options that are a token', ['unknownMetadataOptions'], (all) => { (bareInstance(all).node.defaultChild as ec2.CfnInstance).metadataOptions = Lazy.any({ produce: () => ({}) }); }],
    ['a launch template without security group', ['noSecurityGroup'], (all) => new ec2.LaunchTemplate(all.stack, 'Template')],
    ['a host of another VPC', ['endpointsOfOtherVpc'], (all) => bareInstance({ ...all, network: { vpc: isolatedVpc(all.stack, 'Other') } as unknown as SsmReadyVpc })],
  ];
  test.each(cases)('%s', (_, expected, make) => {
    const all = setting();
    make(all);
    all.stack.with(managed(all));
    expect(warnings(all.stack)).toEqual(expected);
  });

  test('a host whose stack deploys before that of the endpoints', () => {
    const hosts = stackIn('eu-west-1');
    const access = stackIn('eu-west-1', hosts.node.root as never, 'Access');
    const vpc = isolatedVpc(hosts);
    const endpoints = new SsmEndpoints(access, 'Endpoints', { vpc });
    bareInstance({ stack: hosts, network: { vpc } as unknown as SsmReadyVpc }).with(new SsmManaged({ endpoints: [endpoints] }));
    expect(warnings(hosts)).toEqual(['endpointsDeployLater']);
    expect(verdicts(judgeAppOf(hosts))).toEqual(['Test/Host: ready']);
  });

  test('an image by parameter with a default from elsewhere is not taken for a path', () => {
    const all = setting();
    const image = new CfnParameter(all.stack, 'Image', { default: '/aws/service/debian/release/12/latest/arm64' });
    bareInstance(all, { machineImage: { getImage: () => ({ imageId: image.valueAsString, osType: ec2.OperatingSystemType.LINUX, userData: ec2.UserData.forLinux() }) } }).with(managed(all));
    expect(warnings(all.stack)).toEqual(['unknownImage']);
  });
});

test('hosts on top of the endpoints\' stack are paired and wait for it', () => {
  const network = stackIn('eu-west-1');
  const hosts = stackIn('eu-west-1', network.node.root as never, 'Hosts');
  const ready = new SsmReadyVpc(network, 'Network');
  bareInstance({ stack: hosts, network: ready }).with(new SsmManaged({ endpoints: [ready.endpoints] }));
  expect(verdicts(judgeAppOf(hosts))).toEqual(['Hosts/Host: ready']);
  expect(hosts.dependencies.map((each) => each.node.path)).toEqual(['Test']);
});
