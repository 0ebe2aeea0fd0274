/** Endpoints in a VPC that is there already, one zone only, with least-privilege endpoint policies: they let the agent work. */
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { EndpointPolicyMode, S3EndpointMode, SsmEndpoints, SsmManagedInstanceRole } from '../src';
import { online, setting, SMALL, testOf } from './support';

const here = setting('Endpoints');
const vpc = new ec2.Vpc(here.stack, 'Vpc', {
  maxAzs: 1,
  natGateways: 0,
  subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  restrictDefaultSecurityGroup: false,
});
const endpoints = new SsmEndpoints(here.stack, 'Endpoints', { vpc, s3: S3EndpointMode.GATEWAY, endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE });
const host = new ec2.Instance(here.stack, 'Host', {
  ...SMALL,
  vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  allowAllOutbound: false, // the pairing must open the way out, too
  role: new SsmManagedInstanceRole(here.stack, 'Role').role,
});
endpoints.allowFrom(host);

online(testOf(here), host.instanceId);
