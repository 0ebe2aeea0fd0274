/**
 * Cloud assemblies of many hosts, written as files without synthesizing them: 1,000 hosts in 20 stacks, 10,000 in 200. Not to be
 * changed: figures over time are compared with each other.
 *
 * Each pair of stacks is a network and a fleet of 100 hosts: cross-stack imports (exports of the network), many groups (one a host, one
 * shared by all, rules inline and separate), many network ACL entries, conditions with parameter defaults, roles of their own and
 * shared ones, instances with launch templates and Auto Scaling groups. A seed decides who has what; about one host in twenty has a
 * fault.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';

type Json = Record<string, unknown>;

const HOSTS_A_FLEET = 100;
export const SEED = 20261122;

/** A small generator of random numbers (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const imported = (name: string) => ({ 'Fn::ImportValue': name });
const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const CORE = { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':iam::aws:policy/AmazonSSMManagedInstanceCore']] };
const IMAGE = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}';

/** VPC of three zones with public and private subnets, endpoints or a NAT gateway by condition, network ACLs of 40 entries. */
function network(name: string, n: number, chance: (p: number) => boolean): Json {
  const resources: Json = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: `10.${n % 250}.0.0/16`, EnableDnsHostnames: true, EnableDnsSupport: true } },
    EndpointGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'endpoints', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: att('Vpc', 'CidrBlock') }] },
    },
    Gateway: { Type: 'AWS::EC2::InternetGateway' },
    Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') } },
    Address: { Type: 'AWS::EC2::EIP', Condition: 'WithNat', Properties: { Domain: 'vpc' } },
    Nat: { Type: 'AWS::EC2::NatGateway', Condition: 'WithNat', Properties: { SubnetId: ref('Public0'), AllocationId: att('Address', 'AllocationId') } },
    Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } },
  };
  const outputs: Json = { Vpc: { Value: ref('Vpc'), Export: { Name: `${name}-Vpc` } }, EndpointGroup: { Value: att('EndpointGroup', 'GroupId'), Export: { Name: `${name}-EndpointGroup` } } };
  for (let zone = 0; zone < 3; zone++) subnets(name, n, zone, resources, outputs);
  for (const service of ['ssm', 'ssmmessages', 'ec2messages']) {
    resources[`Endpoint${service}`] = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName: `com.amazonaws.eu-west-1.${service}`, PrivateDnsEnabled: true, SubnetIds: [0, 1, 2].map((z) => ref(`Private${z}`)), SecurityGroupIds: [att('EndpointGroup', 'GroupId')],
      },
    };
  }
  aclEntries(resources, chance);
  return { Parameters: { Nat: { Type: 'String', Default: n % 2 === 0 ? 'yes' : 'no', AllowedValues: ['yes', 'no'] } }, Conditions: { WithNat: { 'Fn::Equals': [ref('Nat'), 'yes'] } }, Resources: resources, Outputs: outputs };
}

function subnets(name: string, n: number, zone: number, resources: Json, outputs: Json): void {
  for (const kind of ['Public', 'Private']) {
    const id = `${kind}${zone}`;
    const third = zone * 2 + (kind === 'Public' ? 0 : 1);
    resources[id] = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: `10.${n % 250}.${third * 16}.0/20`, AvailabilityZone: `eu-west-1${'abc'[zone]}`, MapPublicIpOnLaunch: kind === 'Public' } };
    resources[`${id}Table`] = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } };
    resources[`${id}TableAssociation`] = { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(id), RouteTableId: ref(`${id}Table`) } };
    resources[`${id}AclAssociation`] = { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: ref(id), NetworkAclId: ref('Acl') } };
    outputs[id] = { Value: ref(id), Export: { Name: `${name}-${id}` } };
  }
  resources[`Public${zone}Route`] = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(`Public${zone}Table`), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Gateway') } };
  resources[`Private${zone}Route`] = { Type: 'AWS::EC2::Route', Condition: 'WithNat', Properties: { RouteTableId: ref(`Private${zone}Table`), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') } };
}

/** Everything is let through in the end, after many entries about something else. */
function aclEntries(resources: Json, chance: (p: number) => boolean): void {
  for (let i = 0; i < 20; i++) {
    for (const egress of [true, false]) {
      const last = i === 19;
      resources[`Acl${egress ? 'Out' : 'In'}${i}`] = {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: {
          NetworkAclId: ref('Acl'), RuleNumber: 100 + i * 10, Egress: egress, RuleAction: last || chance(0.5) ? 'allow' : 'deny', Protocol: last ? -1 : 6,
          CidrBlock: last ? '0.0.0.0/0' : `198.51.100.${i * 8}/29`, ...last ? {} : { PortRange: { From: 1000 + i, To: 60000 + i } },
        },
      };
    }
  }
}

/** A hundred hosts with what they have of their own and share. */
function fleet(networkName: string, chance: (p: number) => boolean, pick: (n: number) => number): Json {
  const resources: Json = {
    Shared: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'shared', VpcId: imported(`${networkName}-Vpc`) } },
    SharedRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ManagedPolicyArns: [CORE] } },
    SharedProfile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('SharedRole')] } },
  };
  for (let i = 0; i < HOSTS_A_FLEET; i++) host(i, networkName, resources, chance, pick);
  return { Parameters: { Size: { Type: 'Number', Default: 1 } }, Conditions: { Many: { 'Fn::Not': [{ 'Fn::Equals': [ref('Size'), '0'] }] } }, Resources: resources };
}

function host(i: number, networkName: string, resources: Json, chance: (p: number) => boolean, pick: (n: number) => number): void {
  const faulty = chance(0.05);
  const own = chance(0.7);
  resources[`Group${i}`] = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: `host ${i}`, VpcId: imported(`${networkName}-Vpc`), SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: faulty && chance(0.5) ? 442 : 443, CidrIp: '0.0.0.0/0' }, { IpProtocol: 'udp', FromPort: 123, ToPort: 123, CidrIp: '0.0.0.0/0' }],
    },
  };
  resources[`Rule${i}`] = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: att(`Group${i}`, 'GroupId'), IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: att('Shared', 'GroupId') } };
  if (own) {
    const policies = faulty ? [] : [CORE];
    resources[`Role${i}`] = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ManagedPolicyArns: policies } };
    resources[`Policy${i}`] = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: `p${i}`, Roles: [ref(`Role${i}`)], PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: `arn:aws:s3:::bucket-${i}/*` }] } },
    };
    resources[`Profile${i}`] = { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref(`Role${i}`)] } };
  }
  const profile = ref(own ? `Profile${i}` : 'SharedProfile');
  const groups = chance(0.5) ? [att(`Group${i}`, 'GroupId'), att('Shared', 'GroupId')] : [att(`Group${i}`, 'GroupId')];
  const subnet = (zone: number) => imported(`${networkName}-Private${zone}`);
  const condition = chance(0.2) ? { Condition: 'Many' } : {};
  if (chance(0.8)) {
    resources[`Host${i}`] = { Type: 'AWS::EC2::Instance', ...condition, Properties: { ImageId: IMAGE, InstanceType: 't4g.micro', SubnetId: subnet(pick(3)), SecurityGroupIds: groups, IamInstanceProfile: profile } };
    return;
  }
  resources[`Template${i}`] = {
    Type: 'AWS::EC2::LaunchTemplate',
    Properties: { LaunchTemplateData: { ImageId: IMAGE, InstanceType: 't4g.micro', SecurityGroupIds: groups, IamInstanceProfile: { Arn: att(own ? `Profile${i}` : 'SharedProfile', 'Arn') }, MetadataOptions: { HttpTokens: 'required' } } },
  };
  resources[`Host${i}`] = {
    Type: 'AWS::AutoScaling::AutoScalingGroup',
    ...condition,
    Properties: { MinSize: '1', MaxSize: '3', VPCZoneIdentifier: [0, 1, 2].map(subnet), LaunchTemplate: { LaunchTemplateId: ref(`Template${i}`), Version: att(`Template${i}`, 'LatestVersionNumber') } },
  };
}

/** Writes an assembly of `hosts` (a multiple of 100) and returns the template files. */
export function writeAssembly(hosts: number, folder: string, seed = SEED): string[] {
  mkdirSync(folder, { recursive: true });
  const next = random(seed);
  const chance = (p: number) => next() < p;
  const pick = (n: number) => Math.floor(next() * n);
  const artifacts: Json = {};
  const files: string[] = [];
  const write = (name: string, template: Json) => {
    const file = `${name}.template.json`;
    writeFileSync(join(folder, file), JSON.stringify(template, undefined, 1));
    files.push(join(folder, file));
    const metadata: Json = {};
    for (const id of Object.keys(template.Resources as Json)) metadata[`/${name}/${id}/Resource`] = [{ type: 'aws:cdk:logicalId', data: id }];
    artifacts[name] = { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', properties: { templateFile: file, stackName: name }, metadata, displayName: name };
  };
  for (let n = 0; n < hosts / HOSTS_A_FLEET; n++) {
    write(`Network${n}`, network(`Network${n}`, n, chance));
    write(`Fleet${n}`, fleet(`Network${n}`, chance, pick));
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '53.0.0', artifacts }, undefined, 1));
  return files;
}
