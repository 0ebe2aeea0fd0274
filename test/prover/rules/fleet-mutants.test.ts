import { codes, judgeHost, judgeTemplates } from '../../helpers/judge';
import { isolated, mutate } from '../../helpers/templates';
import { describeMutants, Mutant, mutantsOf, props, Template } from './mutants';

const NOT_PROVEN = 'HostNotProven/NOT_PROVEN';
const NO_PROFILE = 'InstanceProfileMissing/INSTANCE_PROFILE_MISSING';
const LACKS = 'RolePermissionsMissing/ACTION_NOT_ALLOWED';

const AL2023 = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}';
const group = { 'Fn::GetAtt': ['HostGroup', 'GroupId'] };
const profileArn = { 'Fn::GetAtt': ['Profile', 'Arn'] };

/** The isolated network with something else than an instance in it. */
function withHost(type: string, properties: Record<string, unknown>, more: Template['Resources'] = {}): Template {
  return mutate(isolated() as Template, (t) => {
    t.Resources.Host = { Type: type, Properties: properties };
    Object.assign(t.Resources, more);
  });
}
const template = (data: Record<string, unknown> = {}) => ({
  Launch: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ImageId: AL2023, SecurityGroupIds: [group], IamInstanceProfile: { Arn: profileArn }, ...data } } },
});
const launchData = (t: Template) => props(t, 'Launch').LaunchTemplateData as Record<string, unknown>;
const specification = { LaunchTemplateSpecification: { LaunchTemplateId: { Ref: 'Launch' }, Version: { 'Fn::GetAtt': ['Launch', 'LatestVersionNumber'] } } };

const noPolicy = (t: Template) => { props(t, 'Role').ManagedPolicyArns = []; };
const noEgress = (t: Template) => { props(t, 'HostGroup').SecurityGroupEgress = [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }]; };
const BLOCKED = 'SecurityGroupEgressBlocked/ENI_SG_RULES_MISMATCH';

const ec2Fleet = withHost('AWS::EC2::EC2Fleet', {
  LaunchTemplateConfigs: [{ ...specification, Overrides: [{ SubnetId: { Ref: 'HostSubnet' }, InstanceType: 'm7g.large' }] }],
  TargetCapacitySpecification: { TotalTargetCapacity: 1 },
}, template());
const spotFleet = withHost('AWS::EC2::SpotFleet', {
  SpotFleetRequestConfigData: {
    IamFleetRole: 'arn', TargetCapacity: 1,
    LaunchSpecifications: [{ ImageId: AL2023, InstanceType: 'm7g.large', SubnetId: { 'Fn::Join': [',', [{ Ref: 'HostSubnet' }, { Ref: 'EndpointSubnet' }]] }, SecurityGroups: [{ GroupId: group }], IamInstanceProfile: { Arn: profileArn } }],
  },
});
const spotSpecification = (t: Template) => (props(t, 'Host').SpotFleetRequestConfigData as { LaunchSpecifications: Record<string, unknown>[] }).LaunchSpecifications[0];
const batch = withHost('AWS::Batch::ComputeEnvironment', {
  Type: 'MANAGED',
  ComputeResources: { Type: 'EC2', MaxvCpus: 4, InstanceRole: profileArn, Subnets: [{ Ref: 'HostSubnet' }], SecurityGroupIds: [group] },
});
const compute = (t: Template) => props(t, 'Host').ComputeResources as Record<string, unknown>;
const imageBuilder = withHost('AWS::ImageBuilder::InfrastructureConfiguration', { Name: 'n', InstanceProfileName: { Ref: 'Profile' }, SubnetId: { Ref: 'HostSubnet' }, SecurityGroupIds: [group] });
const emr = withHost('AWS::EMR::Cluster', {
  Name: 'n', ServiceRole: 'r', JobFlowRole: { Ref: 'Profile' },
  Instances: { Ec2SubnetId: { Ref: 'HostSubnet' }, EmrManagedMasterSecurityGroup: group, EmrManagedSlaveSecurityGroup: group },
});
const option = (Namespace: string, OptionName: string, Value: unknown) => ({ Namespace, OptionName, Value });
const beanstalk = withHost('AWS::ElasticBeanstalk::Environment', {
  ApplicationName: 'a', TemplateName: { Ref: 'Options' },
  OptionSettings: [option('aws:ec2:vpc', 'Subnets', { 'Fn::Join': [',', [{ Ref: 'HostSubnet' }]] }), option('aws:ec2:vpc', 'VPCId', { Ref: 'Vpc' })],
}, {
  Options: { Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate', Properties: { ApplicationName: 'a', OptionSettings: [
    option('aws:autoscaling:launchconfiguration', 'IamInstanceProfile', { Ref: 'Profile' }), option('aws:autoscaling:launchconfiguration', 'SecurityGroups', { 'Fn::GetAtt': ['HostGroup', 'GroupId'] }),
  ] } },
});
const noGroup = option('aws:autoscaling:launchconfiguration', 'DisableDefaultEC2SecurityGroup', 'true');
const admitAll = (t: Template) => { props(t, 'EndpointGroup').SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }]; };
const elsewhere = (t: Template) => { t.Parameters = { Elsewhere: { Type: 'String' } }; };

const FLEETS: Mutant[] = [
  ...mutantsOf(ec2Fleet, 'never', [
    ['EC2 fleet: role without policy', noPolicy, [LACKS]],
    ['EC2 fleet: template without profile', (t) => { delete launchData(t).IamInstanceProfile; }, [NO_PROFILE]],
    ['EC2 fleet: metadata service off', (t) => { launchData(t).MetadataOptions = { HttpEndpoint: 'disabled' }; }, ['MetadataServiceDisabled/IMDS_DISABLED']],
    ['EC2 fleet: group without egress', noEgress, [BLOCKED]],
    ['EC2 fleet: image without agent', (t) => { launchData(t).ImageId = 'resolve:ssm:/aws/service/debian/release/12/latest/amd64'; }, ['AgentMissing/IMAGE_WITHOUT_AGENT']],
  ]),
  ...mutantsOf(ec2Fleet, 'unknown', [
    ['EC2 fleet: template made elsewhere', (t) => {
      ((props(t, 'Host').LaunchTemplateConfigs as Record<string, unknown>[])[0]).LaunchTemplateSpecification = { LaunchTemplateId: 'lt-0123456789abcdef0', Version: '1' };
      delete t.Resources.Launch;
    }, [NOT_PROVEN]],
  ]),
  ...mutantsOf(spotFleet, 'never', [
    ['Spot fleet: role without policy', noPolicy, [LACKS]],
    ['Spot fleet: no profile', (t) => { delete spotSpecification(t).IamInstanceProfile; }, [NO_PROFILE]],
    ['Spot fleet: group without egress', noEgress, [BLOCKED]],
    ['Spot fleet: image without agent', (t) => { spotSpecification(t).ImageId = '{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}'; }, ['AgentMissing/IMAGE_WITHOUT_AGENT']],
    ['Spot fleet: user data removes the agent', (t) => { spotSpecification(t).UserData = { 'Fn::Base64': '#!/bin/sh\nyum remove -y amazon-ssm-agent\n' }; }, ['AgentStopped/AGENT_REMOVED']],
  ]),
  ...mutantsOf(spotFleet, 'unknown', [
    ['Spot fleet: subnet made elsewhere', (t) => {
      elsewhere(t);
      spotSpecification(t).SubnetId = { Ref: 'Elsewhere' };
    }, [NOT_PROVEN]],
  ]),
  ...mutantsOf(batch, 'never', [
    ['Batch: role without policy', noPolicy, [LACKS]],
    ['Batch: profile without role', (t) => { props(t, 'Profile').Roles = []; }, ['InstanceProfileWithoutRole/INSTANCE_PROFILE_WITHOUT_ROLE']],
    ['Batch: group without egress', noEgress, [BLOCKED]],
    ['Batch: image without agent', (t) => { compute(t).Ec2Configuration = [{ ImageType: 'ECS_AL2023', ImageIdOverride: '{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}' }]; }, ['AgentMissing/IMAGE_WITHOUT_AGENT']],
  ]),
  ...mutantsOf(batch, 'unknown', [
    ['Batch: role made elsewhere', (t) => { compute(t).InstanceRole = 'ecsInstanceRole'; }, [NOT_PROVEN]],
  ]),
  ...mutantsOf(imageBuilder, 'never', [
    ['Image Builder: role without policy', noPolicy, [LACKS]],
    ['Image Builder: group without egress', noEgress, [BLOCKED]],
  ]),
  ...mutantsOf(imageBuilder, 'unknown', [
    ['Image Builder: profile made elsewhere', (t) => { props(t, 'Host').InstanceProfileName = 'EC2InstanceProfileForImageBuilder'; }, [NOT_PROVEN]],
  ]),
  ...mutantsOf(emr, 'never', [
    ['EMR: role without policy', noPolicy, [LACKS]],
    ['EMR: group without egress', noEgress, [BLOCKED]],
    ['EMR: no profile', (t) => { props(t, 'Host').JobFlowRole = ''; }, ['InstanceProfileMissing/INSTANCE_PROFILE_MISSING']],
  ]),
  ...mutantsOf(emr, 'unknown', [
    ['EMR: the default role, made elsewhere', (t) => { props(t, 'Host').JobFlowRole = 'EMR_EC2_DefaultRole'; }, [NOT_PROVEN]],
    ['EMR: groups of its own', (t) => { (props(t, 'Host').Instances as Record<string, unknown>).EmrManagedSlaveSecurityGroup = undefined; }, [NOT_PROVEN]],
  ]),
  ...mutantsOf(beanstalk, 'never', [
    ['Elastic Beanstalk: role without policy', noPolicy, [LACKS]],
    ['Elastic Beanstalk: endpoint missing', (t) => { delete t.Resources.SsmMessages; }, ['EndpointMissing/ENDPOINT_MISSING']],
  ]),
  ...mutantsOf(beanstalk, 'ready', [
    ['Elastic Beanstalk: a group that allows no egress, beside the one it makes itself', (t) => { props(t, 'HostGroup').SecurityGroupEgress = [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }]; }, []],
    ['Elastic Beanstalk: only the group it makes itself, and endpoints that admit the network', (t) => {
      (props(t, 'Options').OptionSettings as unknown[]).splice(1, 1);
      admitAll(t);
    }, []],
    ['Elastic Beanstalk: no group of its own', (t) => { (props(t, 'Options').OptionSettings as unknown[]).push(noGroup); }, []],
  ]),
  ...mutantsOf(beanstalk, 'never', [
    ['Elastic Beanstalk: no group of its own, and one that allows no egress', (t) => {
      (props(t, 'Options').OptionSettings as unknown[]).push(noGroup);
      noEgress(t);
    }, [BLOCKED]],
  ]),
  ...mutantsOf(beanstalk, 'unknown', [
    ['Elastic Beanstalk: profile not named', (t) => { (props(t, 'Options').OptionSettings as unknown[]).splice(0, 1); }, [NOT_PROVEN]],
    ['Elastic Beanstalk: only the group it makes itself', (t) => { (props(t, 'Options').OptionSettings as unknown[]).splice(1, 1); }, [NOT_PROVEN]],
  ]),
];
describeMutants('hosts that fleets and services start', FLEETS);

test('a launch template that only a fleet uses is no host of its own', () => {
  const report = judgeTemplates({ 't.json': ec2Fleet });
  expect(report.hosts.map((h) => h.logicalId)).toEqual(['Host']);
});

test.each(['FARGATE', 'FARGATE_SPOT'])('Batch on %s starts no host', (Type) => {
  const report = judgeTemplates({ 't.json': mutate(batch, (t) => { compute(t).Type = Type; }) });
  expect(report.hosts).toEqual([]);
});

test.each(['CONNECT_SSM', 'CONNECT_SSH'])('a Cloud9 environment by %s is never proved, and refuted only by its network', (ConnectionType) => {
  const cloud9 = withHost('AWS::Cloud9::EnvironmentEC2', { ConnectionType, ImageId: 'amazonlinux-2023-x86_64', InstanceType: 't3.small', SubnetId: { Ref: 'HostSubnet' } });
  const host = judgeHost(cloud9);
  expect([host.verdict, codes(host)]).toEqual(['unknown', [NOT_PROVEN]]);
  expect(host.unknowns.some((u) => /instance profile/.test(u.what))).toBe(true);
  // Its security group allows all egress: only who admits it is open.
  expect(judgeHost(mutate(cloud9, admitAll)).unknowns.map((u) => u.what)).toEqual([expect.stringMatching(/instance profile/)]);
  expect(judgeHost(mutate(cloud9, (t) => { delete t.Resources.SsmMessages; })).verdict).toBe('never');
});

test('an EC2 fleet without a subnet starts in the default VPC, as an assumption', () => {
  const host = judgeHost(mutate(ec2Fleet, (t) => {
    delete (props(t, 'Host').LaunchTemplateConfigs as Record<string, unknown>[])[0].Overrides;
    delete launchData(t).SecurityGroupIds;
  }));
  expect([host.verdict, codes(host)]).toEqual(['ready', []]);
  expect(host.assumptions.join('\n')).toContain('default VPC');
});

test('an EC2 fleet without a launch template is told so', () => {
  const host = judgeHost(mutate(ec2Fleet, (t) => { delete ((props(t, 'Host').LaunchTemplateConfigs as Record<string, unknown>[])[0]).LaunchTemplateSpecification; delete t.Resources.Launch; }));
  expect(host.unknowns).toEqual([{ what: 'the launch template, which is not named', why: 'decides what is launched, and where' }]);
});
