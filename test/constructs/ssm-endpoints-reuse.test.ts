import { App, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { S3EndpointMode, SsmEndpoints, SsmEndpointService } from '../../src/constructs';
import { closedClient, isolatedVpc, pathOf, services, stackIn } from './support';

test('an endpoint made by addInterfaceEndpoint is used, and its group is paired both ways', () => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  const before = vpc.addInterfaceEndpoint('Before', { service: ec2.InterfaceVpcEndpointAwsService.SSM, open: false });
  const client = closedClient(stack, vpc);
  const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc, clients: [client] });
  expect(pathOf(endpoints.ssm)).toBe(pathOf(before));
  expect(services(stack)).toEqual(['ec2messages', 'ssm', 'ssmmessages']);
  const template = Template.fromStack(stack);
  for (const door of [before.connections.securityGroups[0], endpoints.securityGroup!].map((group) => stack.resolve(group.securityGroupId))) {
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: door, FromPort: 443 });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { DestinationSecurityGroupId: door, FromPort: 443 });
  }
});

test.each([['a concrete Region', 'eu-west-1'], ['no Region', undefined]])('a second SsmEndpoints with %s makes only what is missing', (_, region) => {
  const stack = stackIn(region);
  const vpc = isolatedVpc(stack);
  const first = new SsmEndpoints(stack, 'First', { vpc, s3: S3EndpointMode.GATEWAY });
  const second = new SsmEndpoints(stack, 'Second', { vpc, s3: S3EndpointMode.GATEWAY, additionalServices: [SsmEndpointService.KMS] });
  expect(services(stack)).toEqual(['ec2messages', 'kms', 's3', 'ssm', 'ssmmessages']);
  expect([second.ssm, second.ec2Messages, second.s3Gateway].map(pathOf)).toEqual([first.ssm, first.ec2Messages, first.s3Gateway].map(pathOf));
  expect(second.connections.securityGroups.map(pathOf)).toEqual([first.securityGroup, second.securityGroup].map(pathOf));
});

test('a service name written in full is known in a Region-agnostic stack', () => {
  const stack = stackIn();
  const vpc = isolatedVpc(stack);
  const before = vpc.addInterfaceEndpoint('Before', {
    service: new ec2.InterfaceVpcEndpointService('com.amazonaws.eu-west-1.ssm'), privateDnsEnabled: true,
  });
  expect(pathOf(new SsmEndpoints(stack, 'Endpoints', { vpc }).ssm)).toBe(pathOf(before));
});

test('if all exist already, no group is made', () => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  new SsmEndpoints(stack, 'First', { vpc });
  const second = new SsmEndpoints(stack, 'Second', { vpc });
  expect(pathOf(second.securityGroup)).toBeUndefined();
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 1);
});

test('an imported VPC is known by its id, in another stack of the app too', () => {
  const app = new App();
  const [one, two] = [stackIn('eu-west-1', app, 'One'), stackIn('eu-west-1', app, 'Two')];
  const [vpcOfOne, vpcOfTwo] = [one, two].map((stack) => importedVpc(stack));
  const first = new SsmEndpoints(one, 'Endpoints', { vpc: vpcOfOne });
  const second = new SsmEndpoints(two, 'Endpoints', { vpc: vpcOfTwo, clients: [closedClient(two, vpcOfTwo)] });
  expect(pathOf(second.ssm)).toBe(pathOf(first.ssm));
  app.synth();
});

describe('not taken', () => {
  test('from another VPC', () => {
    const stack = stackIn('eu-west-1');
    const first = new SsmEndpoints(stack, 'First', { vpc: isolatedVpc(stack, 'A') });
    expect(pathOf(new SsmEndpoints(stack, 'Second', { vpc: isolatedVpc(stack, 'B') }).ssm)).not.toBe(pathOf(first.ssm));
  });

  test('from a VPC of the same name in another stack', () => {
    const app = new App();
    const [one, two] = [stackIn('eu-west-1', app, 'One'), stackIn('eu-west-1', app, 'Two')];
    const first = new SsmEndpoints(one, 'Endpoints', { vpc: isolatedVpc(one) });
    expect(pathOf(new SsmEndpoints(two, 'Endpoints', { vpc: isolatedVpc(two) }).ssm)).not.toBe(pathOf(first.ssm));
  });

  test('from another Stage', () => {
    const app = new App();
    const make = (id: string): SsmEndpoints => {
      const stack = stackIn('eu-west-1', new Stage(app, id) as unknown as App);
      return new SsmEndpoints(stack, 'Endpoints', { vpc: importedVpc(stack) });
    };
    expect(pathOf(make('Two').ssm)).not.toBe(pathOf(make('One').ssm));
  });

  test('from a Stage nested in this app', () => {
    const app = new App();
    const inner = stackIn('eu-west-1', new Stage(app, 'Inner') as unknown as App);
    const first = new SsmEndpoints(inner, 'Endpoints', { vpc: importedVpc(inner) });
    const outer = stackIn('eu-west-1', app);
    expect(pathOf(new SsmEndpoints(outer, 'Endpoints', { vpc: importedVpc(outer) }).ssm)).not.toBe(pathOf(first.ssm));
  });

  test('to the service of another Region', () => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    const far = vpc.addInterfaceEndpoint('Far', {
      service: new ec2.InterfaceVpcEndpointService('com.amazonaws.us-east-1.ssm'), serviceRegion: 'us-east-1', privateDnsEnabled: true,
    });
    expect(pathOf(new SsmEndpoints(stack, 'Endpoints', { vpc }).ssm)).not.toBe(pathOf(far));
  });

  test('without private DNS, when private DNS is wanted', () => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    const silent = vpc.addInterfaceEndpoint('Silent', { service: ec2.InterfaceVpcEndpointAwsService.SSM, privateDnsEnabled: false });
    expect(pathOf(new SsmEndpoints(stack, 'Endpoints', { vpc }).ssm)).not.toBe(pathOf(silent));
    expect(pathOf(new SsmEndpoints(stack, 'Central', { vpc: isolatedVpc(stack, 'Other'), privateDns: false }).ssm)).not.toBe(pathOf(silent));
    expect(pathOf(new SsmEndpoints(stack, 'Same', { vpc, privateDns: false }).ssm)).toBe(pathOf(silent));
  });
});

test('an L1 endpoint with private DNS is in the way: an error names it and the cure', () => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  new ec2.CfnVPCEndpoint(stack, 'Plain', {
    vpcId: vpc.vpcId, serviceName: 'com.amazonaws.eu-west-1.ssmmessages', vpcEndpointType: 'Interface', privateDnsEnabled: true,
  });
  expect(() => new SsmEndpoints(stack, 'Endpoints', { vpc })).toThrow(/Test\/Plain is already an endpoint for ssmmessages .* Pass it in 'existing'/);
});

describe('existing', () => {
  const imported = (scope: ReturnType<typeof stackIn>, securityGroups?: ec2.ISecurityGroup[]): ec2.IInterfaceVpcEndpoint =>
    ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, 'Imported', { vpcEndpointId: 'vpce-1', port: 443, securityGroups });

  test('is used and paired', () => {
    const stack = stackIn('eu-west-1');
    const vpc = importedVpc(stack);
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');
    const endpoint = imported(stack, [group]);
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc, existing: [{ service: SsmEndpointService.SSM, endpoint }], clients: [closedClient(stack, vpc)] });
    expect(pathOf(endpoints.ssm)).toBe(pathOf(endpoint));
    expect(services(stack)).toEqual(['ec2messages', 'ssmmessages']);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', FromPort: 443 });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('imported without security groups'));
  });

  test('without security groups is a warning', () => {
    const stack = stackIn('eu-west-1');
    new SsmEndpoints(stack, 'Endpoints', { vpc: importedVpc(stack), existing: [{ service: SsmEndpointService.SSM, endpoint: imported(stack) }] });
    Annotations.fromStack(stack).hasWarning('/Test/Endpoints', Match.stringLikeRegexp('imported without security groups'));
  });
});

function importedVpc(stack: ReturnType<typeof stackIn>): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0abc', availabilityZones: ['eu-west-1a', 'eu-west-1b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'],
  });
}
