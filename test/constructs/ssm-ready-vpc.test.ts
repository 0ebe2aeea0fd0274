import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { S3EndpointMode, SsmEndpointService, SsmReadyVpc, SsmReadyVpcProps } from '../../src/constructs';
import { closedClient, endpointsByService, pathOf, services, stackIn } from './support';

test.each([['a concrete Region', 'eu-west-1'], ['no Region', undefined]])('zero config with %s: two isolated subnets, endpoints, S3 gateway, no way out', (_, region) => {
  const stack = stackIn(region);
  const network = new SsmReadyVpc(stack, 'Network');
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::VPC', 1);
  template.hasResourceProperties('AWS::EC2::VPC', { EnableDnsHostnames: true, EnableDnsSupport: true });
  template.resourceCountIs('AWS::EC2::Subnet', 2);
  template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  for (const type of ['AWS::EC2::NatGateway', 'AWS::EC2::InternetGateway', 'AWS::EC2::Route', 'AWS::EC2::FlowLog', 'AWS::Lambda::Function']) {
    template.resourceCountIs(type, 0);
  }
  expect(services(stack)).toEqual(['ec2messages', 's3', 'ssm', 'ssmmessages']);
  const { ssm, s3 } = endpointsByService(stack);
  expect([ssm.Properties.SubnetIds.length, s3.Properties.RouteTableIds.length]).toEqual([2, 2]);
  expect(network.vpc.isolatedSubnets.length).toBe(2);
  expect(pathOf(network.endpoints.s3Gateway)).toBeDefined();
});

test('its connections are those of the endpoints', () => {
  const stack = stackIn('eu-west-1');
  const network = new SsmReadyVpc(stack, 'Network');
  closedClient(stack, network.vpc).connections.allowToDefaultPort(network);
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    GroupId: stack.resolve(network.endpoints.securityGroup!.securityGroupId), FromPort: 443,
  });
});

test('the endpoint set passes through', () => {
  const stack = stackIn('eu-west-1');
  new SsmReadyVpc(stack, 'Network', { endpoints: { ec2Messages: false, s3: S3EndpointMode.NONE, additionalServices: [SsmEndpointService.LOGS] } });
  expect(services(stack)).toEqual(['logs', 'ssm', 'ssmmessages']);
});

test('NAT gateways bring public and private subnets; the endpoints stay isolated', () => {
  const stack = stackIn('eu-west-1');
  const { vpc } = new SsmReadyVpc(stack, 'Network', { natGateways: 1 });
  Template.fromStack(stack).resourceCountIs('AWS::EC2::NatGateway', 1);
  expect([vpc.publicSubnets.length, vpc.privateSubnets.length, vpc.isolatedSubnets.length]).toEqual([2, 2, 2]);
  expect(endpointsByService(stack).ssm.Properties.SubnetIds).toEqual(stack.resolve(vpc.isolatedSubnets.map((subnet) => subnet.subnetId)));
});

test('extra subnets stand beside; the endpoints keep to their own', () => {
  const stack = stackIn('eu-west-1');
  const { vpc } = new SsmReadyVpc(stack, 'Network', { subnetConfiguration: [{ name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }] });
  expect(vpc.isolatedSubnets.length).toBe(4);
  expect(endpointsByService(stack).ssm.Properties.SubnetIds)
    .toEqual(stack.resolve(vpc.selectSubnets({ subnetGroupName: 'Isolated' }).subnetIds));
});

test('range, zones, flow logs, name and default security group pass through', () => {
  const stack = stackIn('eu-west-1');
  const { vpc } = new SsmReadyVpc(stack, 'Network', {
    ipAddresses: ec2.IpAddresses.cidr('172.20.0.0/20'),
    availabilityZones: ['eu-west-1c'],
    flowLogs: { Rejected: { trafficType: ec2.FlowLogTrafficType.REJECT } },
    vpcName: 'hosts',
    restrictDefaultSecurityGroup: true,
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '172.20.0.0/20', Tags: Match.arrayWith([{ Key: 'Name', Value: 'hosts' }]) });
  template.hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: 'eu-west-1c' });
  template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'REJECT' });
  template.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  expect(vpc.availabilityZones).toEqual(['eu-west-1c']);
});

test('dual stack', () => {
  const stack = stackIn('eu-west-1');
  new SsmReadyVpc(stack, 'Network', { ipProtocol: ec2.IpProtocol.DUAL_STACK });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::VPCCidrBlock', { AmazonProvidedIpv6CidrBlock: true });
  template.allResourcesProperties('AWS::EC2::Subnet', { Ipv6CidrBlock: Match.anyValue() });
});

const bad: [string, RegExp, SsmReadyVpcProps][] = [
  ['zones said twice', /Leave one out/, { maxAzs: 2, availabilityZones: ['eu-west-1a'] }],
  ['no zones', /'availabilityZones' is empty/, { availabilityZones: [] }],
  ['zero zones', /'maxAzs' is 0/, { maxAzs: 0 }],
  ['negative NAT', /'natGateways' is -1/, { natGateways: -1 }],
  ['a group name that is taken', /a group named 'Isolated'.*another name/, { subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] }],
  ['egress without saying by what', /'natGateways' is not given/, { subnetConfiguration: [{ name: 'Out', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }] }],
  ['endpoint subnets that do not exist', /no 'Public' subnet groups/, { endpoints: { subnets: { subnetType: ec2.SubnetType.PUBLIC } } }],
];
test.each(bad)('%s', (_, cure, props) => {
  expect(() => new SsmReadyVpc(stackIn('eu-west-1'), 'Network', props)).toThrow(cure);
});
