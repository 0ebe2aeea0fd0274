import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { S3EndpointMode, SsmEndpoints } from '../../src/constructs';
import { closedClient, isolatedVpc, stackIn } from './support';

const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

test('a client that lets nothing out is opened on both sides, group to group', () => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  const client = closedClient(stack, vpc);
  const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc });
  endpoints.allowFrom(client);
  const template = Template.fromStack(stack);
  const [door, host] = [endpoints.securityGroup!, client].map((group) => stack.resolve(group.securityGroupId));
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { ...https, GroupId: door, SourceSecurityGroupId: host });
  template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { ...https, GroupId: host, DestinationSecurityGroupId: door });
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
});

test('a client that lets everything out needs no egress rule, and gets no warning', () => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  const instance = new ec2.Instance(stack, 'Host', {
    vpc, vpcSubnets: { subnets: vpc.isolatedSubnets }, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }),
  });
  new SsmEndpoints(stack, 'Endpoints', { vpc, clients: [instance] });
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('Ignoring Egress rule'));
});

test('a group added to the client later is paired too', () => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  const client = new ec2.Connections({ securityGroups: [closedClient(stack, vpc, 'One')] });
  new SsmEndpoints(stack, 'Endpoints', { vpc, clients: [client] });
  client.addSecurityGroup(closedClient(stack, vpc, 'Two'));
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupEgress', 2);
});

test('an address range is admitted as such', () => {
  const stack = stackIn('eu-west-1');
  new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), clients: [ec2.Peer.ipv4('10.1.0.0/16')] });
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [Match.objectLike({ ...https, CidrIp: '10.1.0.0/16' })] });
});

test('connections work the other way round as well', () => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  const client = closedClient(stack, vpc);
  client.connections.allowToDefaultPort(new SsmEndpoints(stack, 'Endpoints', { vpc }));
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', https);
});

describe('across stacks the rules stand in the stack that depends on the other', () => {
  const ruleCounts = (template: Template): number[] =>
    ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'].map((type) => Object.keys(template.findResources(type)).length);

  test.each([[false, [1, 1]], [true, [1, 0]]])('clients on top of the endpoints (open egress: %s)', (allowAllOutbound, expected) => {
    const app = new App();
    const [network, hosts] = [stackIn('eu-west-1', app, 'Network'), stackIn('eu-west-1', app, 'Hosts')];
    const vpc = isolatedVpc(network);
    const endpoints = new SsmEndpoints(network, 'Endpoints', { vpc });
    endpoints.allowFrom(new ec2.SecurityGroup(hosts, 'Client', { vpc, allowAllOutbound }));
    app.synth(); // a cycle between the stacks would throw
    expect(ruleCounts(Template.fromStack(network))).toEqual([0, 0]);
    expect(ruleCounts(Template.fromStack(hosts))).toEqual(expected);
    Annotations.fromStack(hosts).hasNoWarning('*', Match.stringLikeRegexp('Ignoring Egress rule'));
  });

  test('endpoints on top of VPC and clients', () => {
    const app = new App();
    const [network, access] = [stackIn('eu-west-1', app, 'Network'), stackIn('eu-west-1', app, 'Access')];
    const vpc = isolatedVpc(network);
    new SsmEndpoints(access, 'Endpoints', { vpc, clients: [closedClient(network, vpc)] });
    app.synth();
    expect(ruleCounts(Template.fromStack(network))).toEqual([0, 0]);
    expect(ruleCounts(Template.fromStack(access))).toEqual([1, 1]);
  });

  test('endpoints on top of clients, both on top of the VPC', () => {
    const app = new App();
    const [network, hosts, access] = ['Network', 'Hosts', 'Access'].map((id) => stackIn('eu-west-1', app, id));
    const vpc = isolatedVpc(network);
    access.addDependency(hosts);
    new SsmEndpoints(access, 'Endpoints', { vpc, clients: [closedClient(hosts, vpc)] });
    app.synth();
    expect(ruleCounts(Template.fromStack(access))).toEqual([1, 1]);
  });
});

test('s3PrefixList opens the egress of a closed client to the gateway, and leaves an open one alone', () => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  const s3PrefixList = ec2.PrefixList.fromPrefixListId(stack, 'S3List', 'pl-6da54004');
  const [closed, open] = [closedClient(stack, vpc), new ec2.SecurityGroup(stack, 'Open', { vpc })];
  new SsmEndpoints(stack, 'Endpoints', { vpc, s3: S3EndpointMode.GATEWAY, s3PrefixList, clients: [closed, open] });
  const egress = Object.values(Template.fromStack(stack).findResources('AWS::EC2::SecurityGroupEgress', { Properties: { DestinationPrefixListId: 'pl-6da54004' } }));
  expect(egress).toHaveLength(1);
  expect(egress[0].Properties).toMatchObject({ ...https, GroupId: stack.resolve(closed.securityGroupId) });
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('Ignoring Egress rule'));
});
