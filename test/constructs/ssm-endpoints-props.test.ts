import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { EndpointPolicyMode, S3EndpointMode, SsmEndpoints, SsmEndpointService, SsmEndpointsProps } from '../../src/constructs';
import { isolatedVpc, pathOf, stackIn } from './support';

type Bad = [fault: string, cure: RegExp, props: (stack: Stack, vpc: ec2.Vpc) => Partial<SsmEndpointsProps>];
const endpoint = (stack: Stack): ec2.IInterfaceVpcEndpoint =>
  ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Existing', { vpcEndpointId: 'vpce-1', port: 443 });
const bare = (stack: Stack, attributes: Partial<ec2.VpcAttributes> = {}): ec2.IVpc =>
  ec2.Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], ...attributes });

const bad: Bad[] = [
  ['ec2messages asked for twice', /ec2messages: use the prop 'ec2Messages'/, () => ({ additionalServices: [SsmEndpointService.EC2_MESSAGES] })],
  ['a service that is always made', /contains ssm: it is always made/, () => ({ additionalServices: [SsmEndpointService.SSM] })],
  ['S3 as an additional service', /use 's3: S3EndpointMode.INTERFACE'/, () => ({ additionalServices: [SsmEndpointService.of('s3')] })],
  ['a service twice', /'additionalServices' contains kms twice/, () => ({ additionalServices: [SsmEndpointService.KMS, SsmEndpointService.of('kms')] })],
  ['an existing service twice', /'existing' contains kms twice/, (stack) => {
    const existing = { service: SsmEndpointService.KMS, endpoint: endpoint(stack) };
    return { existing: [existing, existing] };
  }],
  ['an existing ec2messages that is not wanted', /Remove one of the two/, (stack) =>
    ({ ec2Messages: false, existing: [{ service: SsmEndpointService.EC2_MESSAGES, endpoint: endpoint(stack) }] })],
  ['accounts without least privilege', /Set 'endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE' or leave 'principalAccounts' out/, () => ({ principalAccounts: ['222222222222'] })],
  ['no accounts', /would refuse everybody/, () => ({ endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE, principalAccounts: [] })],
  ['a wrong account', /'12345'. An account id has 12 digits/, () => ({ endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE, principalAccounts: ['12345'] })],
  ['an imported bucket without least privilege', /leave 's3Buckets' out/, (stack) => ({ s3: S3EndpointMode.GATEWAY, s3Buckets: [s3.Bucket.fromBucketName(stack, 'B', 'logs')] })],
  ['a bucket of another Region', /of Region us-east-1, but an S3 endpoint carries buckets of its own Region, eu-west-1, only/, (stack) => ({
    endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE, s3: S3EndpointMode.GATEWAY, s3Buckets: [s3.Bucket.fromBucketAttributes(stack, 'B', { bucketName: 'logs', region: 'us-east-1' })] })],
  ['an imported bucket without an S3 endpoint', /'s3Buckets' needs an endpoint for S3/, (stack) =>
    ({ endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE, s3Buckets: [s3.Bucket.fromBucketName(stack, 'B', 'logs')] })],
  ['a prefix list without gateway', /'s3PrefixList' is of use with a gateway/, (stack) => ({ s3PrefixList: ec2.PrefixList.fromPrefixListId(stack, 'L', 'pl-1') })],
  ['a gateway without route tables', /Import the VPC with its route table ids/, (stack) => ({ vpc: bare(stack, { isolatedSubnetIds: ['subnet-1'] }), s3: S3EndpointMode.GATEWAY })],
  ['no subnets at all', /Test\/Imported has no subnets known at synth/, (stack) => ({ vpc: bare(stack) })],
  ['an empty list of subnets', /'subnets' selects no subnet/, () => ({ subnets: { subnets: [] } })],
  ['a zone the VPC does not have', /'subnets' selects no subnet/, () => ({ subnets: { availabilityZones: ['eu-west-1f'] } })],
  ['VPC CIDR of a VPC that does not tell it', /Import the VPC with 'vpcCidrBlock'/, (stack) => ({ vpc: bare(stack, { isolatedSubnetIds: ['subnet-1'] }), allowVpcCidr: true })],
  ['private DNS in a VPC without DNS hostnames', /'enableDnsSupport' and 'enableDnsHostnames'/, (stack) => ({ vpc: new ec2.Vpc(stack, 'Silent', { enableDnsHostnames: false }) })],
  ['private DNS in a VPC without DNS support', /'enableDnsSupport' and 'enableDnsHostnames'/, (stack) =>
    ({ vpc: new ec2.Vpc(stack, 'Silent', { enableDnsSupport: false, enableDnsHostnames: false }) })],
  ['no VPCs for hosted zones', /'hostedZoneVpcs' is empty/, () => ({ hostedZoneVpcs: [] })],
  ['own VPC twice served', /Set 'privateDns: false' or remove it/, (_, vpc) => ({ hostedZoneVpcs: [vpc] })],
  ['hosted zones for S3', /Set 's3' to GATEWAY or NONE/, (_, vpc) => ({ privateDns: false, hostedZoneVpcs: [vpc], s3: S3EndpointMode.INTERFACE })],
  ['hosted zones for another account', /of account 222222222222.*Route 53 Profile/, (stack) => {
    const other = new Stack(stack.node.root as any, 'Other', { env: { account: '222222222222', region: 'eu-west-1' } });
    return { privateDns: false, hostedZoneVpcs: [isolatedVpc(other)] };
  }],
  ['hosted zone to an imported endpoint', /an imported endpoint does not tell its DNS name/, (stack, vpc) =>
    ({ privateDns: false, hostedZoneVpcs: [vpc], existing: [{ service: SsmEndpointService.SSM, endpoint: endpoint(stack) }] })],
];

test.each(bad)('%s', (_, cure, props) => {
  const stack = stackIn('eu-west-1');
  const vpc = isolatedVpc(stack);
  expect(() => new SsmEndpoints(stack, 'Endpoints', { vpc, ...props(stack, vpc) })).toThrow(cure);
});

test('a message begins with the path of the construct', () => {
  const stack = stackIn('mx-central-1');
  expect(() => new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), ec2Messages: true }))
    .toThrow(/^\[Test\/Endpoints\] 'ec2Messages: true', but Region mx-central-1 has no ec2messages.*Leave 'ec2Messages' out/);
});

test('ec2Messages: true is right where the Region has it, and conditional where nobody knows', () => {
  for (const region of ['eu-west-1', undefined]) {
    const stack = stackIn(region);
    expect(pathOf(new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), ec2Messages: true }).ec2Messages)).toBe('Test/Endpoints/Ec2Messages');
  }
});
