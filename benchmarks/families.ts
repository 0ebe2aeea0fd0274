import { App, Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * Apps as people write them, generated: `equal` stacks, stacks that differ from each other (`stacks`) while the hosts of one are alike, and
 * `hosts` that all differ. They know nothing of this package, so that one and the same app runs with any plugin or none.
 */
export type Family = 'equal' | 'stacks' | 'hosts';

export const FAMILIES: readonly Family[] = ['equal', 'stacks', 'hosts'];

/** Hosts in one stack at the most, as large apps divide themselves. */
const HOSTS_A_STACK = 25;

const CORE = 'AmazonSSMManagedInstanceCore';

/** Fills an app. */
export function fill(app: App, family: Family, hosts: number): void {
  for (let made = 0, n = 0; made < hosts; n++) {
    const stack = new Stack(app, `Stack${n}`, { env: { account: '111111111111', region: 'us-east-1' } });
    const place = family === 'equal' ? 0 : n;
    const network = networkOf(stack, place);
    for (let i = 0; i < HOSTS_A_STACK && made < hosts; i++, made++) addHost(stack, network, i, family === 'hosts' ? made + 1 : place);
  }
}

interface Network {
  readonly vpc: ec2.Vpc;
  readonly endpoints?: ec2.SecurityGroup;
  readonly subnetType: ec2.SubnetType;
}

/** Two of three networks are isolated and have endpoints, the third has a NAT gateway. */
function networkOf(stack: Stack, n: number): Network {
  const subnetType = n % 3 === 2 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr(`10.${n % 200}.0.0/16`),
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    natGateways: n % 3 === 2 ? 1 : 0,
    subnetConfiguration: [
      { name: 'app', subnetType, cidrMask: 20 + n % 4 },
      ...n % 3 === 2 ? [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 26 }] : [],
    ],
  });
  if (n % 3 === 2) return { vpc, subnetType };
  const endpoints = new ec2.SecurityGroup(stack, 'EndpointGroup', { vpc, allowAllOutbound: false });
  endpoints.addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.tcp(443));
  const { SSM, SSM_MESSAGES, EC2_MESSAGES } = ec2.InterfaceVpcEndpointAwsService;
  for (const [id, service] of Object.entries({ Ssm: SSM, SsmMessages: SSM_MESSAGES, Ec2Messages: EC2_MESSAGES })) {
    vpc.addInterfaceEndpoint(id, { service, securityGroups: [endpoints], open: false });
  }
  return { vpc, endpoints, subnetType };
}

/** A host with a group, a role and user data of its own. Each `kind` has other rules, permissions and commands. */
function addHost(stack: Stack, { vpc, endpoints, subnetType }: Network, i: number, kind: number): void {
  const group = new ec2.SecurityGroup(stack, `Group${i}`, { vpc, allowAllOutbound: !(endpoints && kind % 4 === 1) });
  if (endpoints && kind % 4 === 1) group.addEgressRule(endpoints, ec2.Port.HTTPS);
  group.addIngressRule(ec2.Peer.ipv4(`10.${kind % 200}.${kind % 250}.0/24`), ec2.Port.tcp(1024 + kind));
  group.addIngressRule(ec2.Peer.ipv4(`172.16.${kind % 250}.0/24`), ec2.Port.tcpRange(9000 + kind, 9010 + kind));
  const role = new iam.Role(stack, `Role${i}`, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(CORE)] });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:ListBucket'], resources: [`arn:aws:s3:::bucket-${kind}`, `arn:aws:s3:::bucket-${kind}/*`] }));
  if (kind % 5 === 0) role.addToPolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [`arn:aws:dynamodb:us-east-1:111111111111:table/table-${kind}`] }));
  const userData = ec2.UserData.forLinux();
  userData.addCommands('set -eu', `echo "service-${kind}" > /etc/service-name`, `dnf install -y package-${kind % 17} || true`, `systemctl enable --now service-${kind}`);
  const launch = {
    instanceType: new ec2.InstanceType(kind % 2 === 0 ? 't4g.micro' : 't4g.small'),
    machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
    role, userData, securityGroup: group,
  };
  if (kind % 6 === 4) {
    const launchTemplate = new ec2.LaunchTemplate(stack, `Template${i}`, launch);
    new autoscaling.AutoScalingGroup(stack, `Fleet${i}`, { vpc, vpcSubnets: { subnetType }, launchTemplate, maxCapacity: 1 + kind % 5 });
  } else {
    new ec2.Instance(stack, `Host${i}`, { ...launch, vpc, vpcSubnets: { subnetType } });
  }
}
