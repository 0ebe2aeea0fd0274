import { Match, Template } from 'aws-cdk-lib/assertions';
import { SsmEndpoints, SsmEndpointService } from '../../src/constructs';
import { flat, isolatedVpc, services, stackIn } from './support';

test('a central VPC: one zone a service, its apex an alias to the endpoint, for every VPC served', () => {
  const stack = stackIn('eu-west-1');
  const [central, spokeA, spokeB] = ['Central', 'SpokeA', 'SpokeB'].map((id) => isolatedVpc(stack, id));
  const endpoints = new SsmEndpoints(stack, 'Endpoints', {
    vpc: central, privateDns: false, hostedZoneVpcs: [spokeA, spokeB], additionalServices: [SsmEndpointService.KMS],
  });
  expect(services(stack)).toEqual(['ec2messages', 'kms', 'ssm', 'ssmmessages']);
  expect(endpoints.hostedZones.length).toBe(4);
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: false });

  const zones = template.findResources('AWS::Route53::HostedZone');
  expect(Object.values(zones).map((zone) => flat(zone.Properties.Name)).sort())
    .toEqual(['ec2messages', 'kms', 'ssm', 'ssmmessages'].map((name) => `${name}.eu-west-1.\${AWS::URLSuffix}.`));
  for (const zone of Object.values(zones)) {
    expect(zone.Properties.VPCs).toEqual([spokeA, spokeB].map((vpc) => ({ VPCId: stack.resolve(vpc.vpcId), VPCRegion: 'eu-west-1' })));
  }

  const ssmZone = Object.keys(zones).find((id) => id.includes('SsmZone'))!;
  const dnsEntry = { 'Fn::Select': [0, { 'Fn::GetAtt': [Match.stringLikeRegexp('^EndpointsSsm[0-9A-F]{8}$'), 'DnsEntries'] }] };
  template.hasResourceProperties('AWS::Route53::RecordSet', {
    Type: 'A',
    HostedZoneId: { Ref: ssmZone },
    Name: zones[ssmZone].Properties.Name,
    AliasTarget: {
      HostedZoneId: { 'Fn::Select': [0, { 'Fn::Split': [':', dnsEntry] }] },
      DNSName: { 'Fn::Select': [1, { 'Fn::Split': [':', dnsEntry] }] },
    },
  });
});

test('without a Region, zone and record of ec2messages follow the endpoint\'s condition, and no other does', () => {
  const stack = stackIn();
  new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), privateDns: false, hostedZoneVpcs: [isolatedVpc(stack, 'Spoke')] });
  const { Resources, Conditions } = Template.fromStack(stack).toJSON();
  const conditional = Object.entries<any>(Resources).filter(([, resource]) => resource.Condition);
  expect(Object.keys(Conditions)).toEqual([conditional[0][1].Condition]);
  expect(conditional.map(([, { Type }]) => Type).sort()).toEqual(['AWS::EC2::VPCEndpoint', 'AWS::Route53::HostedZone', 'AWS::Route53::RecordSet']);
  expect(conditional.every(([id]) => id.includes('Ec2Messages'))).toBe(true);
});

test('private DNS for the own VPC and zones for others go together', () => {
  const stack = stackIn('eu-west-1');
  new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), hostedZoneVpcs: [isolatedVpc(stack, 'Spoke')] });
  Template.fromStack(stack).allResourcesProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: true });
  Template.fromStack(stack).resourceCountIs('AWS::Route53::HostedZone', 3);
});
