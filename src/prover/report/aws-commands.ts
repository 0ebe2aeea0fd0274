import { isMap, own } from '../core';
import type { Cure } from '../remediation';

type Edit = Cure['repairs'][number]['edits'][number];
type Properties = Readonly<Record<string, unknown>>;

/** Changes of a fix as commands of the AWS CLI; none where one of them has no command. What one command makes and the next needs is in a shell variable. */
export function awsCommands(cure: Cure, region: string | undefined): string[] {
  const edits = cure.repairs.flatMap((repair) => repair.edits);
  const made = new Map(edits.flatMap((edit): [string, string][] => (edit.op === 'add' ? [[edit.logicalId, variableOf(edit.resource.Type as string, edit.logicalId)]] : [])));
  const at = region === undefined ? '' : ` --region ${region}`;
  const commands = edits.map((edit) => commandsOf(edit, { made, at, region: region ?? 'REGION' }));
  // Half of a fix is none.
  return commands.every((each) => each.length > 0) ? commands.flat() : [];
}

interface Setting {
  readonly made: ReadonlyMap<string, string>;
  /** ` --region eu-west-1` */
  readonly at: string;
  readonly region: string;
}

function variableOf(type: string, id: string): string {
  const kind = type.slice(type.lastIndexOf(':') + 1).replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  return `${kind}_${id.replace(/[^A-Za-z0-9]/g, '').slice(-6)}`;
}

/** An id, or the variable that will hold it. */
function idOf(value: unknown, { made }: Setting): string {
  if (typeof value === 'string') return value;
  const ref = isMap(value) ? own(value, 'Ref') ?? own(value, 'Fn::GetAtt') : undefined;
  const id = Array.isArray(ref) ? ref[0] as unknown : ref;
  if (typeof id !== 'string') return '…';
  const variable = made.get(id);
  return variable === undefined ? id : `"$${variable}"`;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value as unknown[] : value === undefined ? [] : [value]);

/** A word of a shell command, quoted where it must be. */
export const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, '\'\\\'\'')}'`);

function commandsOf(edit: Edit, setting: Setting): string[] {
  if (edit.op === 'add') {
    const make = Object.hasOwn(ADD, edit.resource.Type as string) ? ADD[edit.resource.Type as string] : undefined;
    return make ? make((edit.resource.Properties ?? {}) as Properties, setting, setting.made.get(edit.logicalId)!) : [];
  }
  const property = edit.path.join('.');
  const change = CHANGE.find(([name]) => name === property);
  return change ? change[1](edit.logicalId, edit.value, setting) : [];
}

const ADD: Readonly<Record<string, (p: Properties, s: Setting, variable: string) => string[]>> = {
  'AWS::EC2::SecurityGroup': (p, s, variable) => [
    `${variable}=$(aws ec2 create-security-group --group-name ${variable.toLowerCase().replace(/_/g, '-')} --description ${quoted(String(p.GroupDescription ?? 'Systems Manager endpoints'))} --vpc-id ${idOf(p.VpcId, s)} --query GroupId --output text${s.at})`,
    ...list(p.SecurityGroupIngress).map((rule) => rule as Properties).map((rule) => `aws ec2 authorize-security-group-ingress --group-id "$${variable}" ${permission(rule, s)}${s.at}`),
  ],
  'AWS::EC2::SecurityGroupIngress': (p, s) => [`aws ec2 authorize-security-group-ingress --group-id ${idOf(p.GroupId, s)} ${permission(p, s)}${s.at}`],
  'AWS::EC2::SecurityGroupEgress': (p, s) => [`aws ec2 authorize-security-group-egress --group-id ${idOf(p.GroupId, s)} ${permission(p, s)}${s.at}`],
  'AWS::EC2::VPCEndpoint': (p, s) => [`aws ec2 create-vpc-endpoint --vpc-id ${idOf(p.VpcId, s)} --vpc-endpoint-type Interface --service-name ${serviceName(p.ServiceName, s)} --subnet-ids ${list(p.SubnetIds).map((id) => idOf(id, s)).join(' ')} --security-group-ids ${list(p.SecurityGroupIds).map((id) => idOf(id, s)).join(' ')} --private-dns-enabled${s.at}`],
  'AWS::EC2::Route': (p, s) => [`aws ec2 create-route --route-table-id ${idOf(p.RouteTableId, s)} ${destination(p)} ${target(p, s)}${s.at}`],
  'AWS::EC2::NetworkAclEntry': (p, s) => [`aws ec2 create-network-acl-entry --network-acl-id ${idOf(p.NetworkAclId, s)} --rule-number ${String(p.RuleNumber)} ${p.Egress === true ? '--egress' : '--ingress'} --rule-action allow --protocol 6 --port-range From=${String((p.PortRange as Properties).From)},To=${String((p.PortRange as Properties).To)} ${p.Ipv6CidrBlock === undefined ? `--cidr-block ${String(p.CidrBlock)}` : `--ipv6-cidr-block ${String(p.Ipv6CidrBlock)}`}${s.at}`],
  'AWS::EC2::EIP': (p, s, variable) => [
    `${variable}=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text${s.at})`,
    ...p.InstanceId === undefined ? [] : [`aws ec2 associate-address --allocation-id "$${variable}" --instance-id ${idOf(p.InstanceId, s)}${s.at}`],
  ],
  'AWS::EC2::VPCGatewayAttachment': (p, s) => [`aws ec2 attach-internet-gateway --internet-gateway-id ${idOf(p.InternetGatewayId, s)} --vpc-id ${idOf(p.VpcId, s)}${s.at}`],
  'AWS::EC2::VPCBlockPublicAccessExclusion': (p, s) => [`aws ec2 create-vpc-block-public-access-exclusion --subnet-id ${idOf(p.SubnetId, s)} --internet-gateway-exclusion-mode ${String(p.InternetGatewayExclusionMode)}${s.at}`],
  'AWS::IAM::Role': (p, _, variable) => [
    `${variable}=${roleName(variable)}; aws iam create-role --role-name "$${variable}" --assume-role-policy-document ${quoted(JSON.stringify(p.AssumeRolePolicyDocument))}`,
    ...list(p.ManagedPolicyArns).map((arn) => `aws iam attach-role-policy --role-name "$${variable}" --policy-arn ${policyArn(arn)}`),
  ],
  'AWS::IAM::InstanceProfile': (p, s, variable) => [
    `${variable}=${roleName(variable)}; aws iam create-instance-profile --instance-profile-name "$${variable}"`,
    ...list(p.Roles).map((role) => `aws iam add-role-to-instance-profile --instance-profile-name "$${variable}" --role-name ${idOf(role, s)}`),
  ],
  'AWS::EC2::TransitGatewayRoute': (p, s) => [`aws ec2 create-transit-gateway-route --transit-gateway-route-table-id ${idOf(p.TransitGatewayRouteTableId, s)} --destination-cidr-block ${String(p.DestinationCidrBlock)} --transit-gateway-attachment-id ${idOf(p.TransitGatewayAttachmentId, s)}${s.at}`],
  'AWS::EC2::TransitGatewayRouteTableAssociation': (p, s) => [`aws ec2 associate-transit-gateway-route-table --transit-gateway-route-table-id ${idOf(p.TransitGatewayRouteTableId, s)} --transit-gateway-attachment-id ${idOf(p.TransitGatewayAttachmentId, s)}${s.at}`],
};

const roleName = (variable: string) => `ssm-managed-${variable.split('_').pop()!.toLowerCase()}`;
const policyArn = (arn: unknown) => (typeof arn === 'string' ? arn : 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore');

function serviceName(value: unknown, { region }: Setting): string {
  const text = isMap(value) ? own(value, 'Fn::Sub') : value;
  return typeof text === 'string' ? text.replace('${AWS::Region}', region) : '…';
}

function permission(rule: Properties, setting: Setting): string {
  const peer = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId;
  const to = peer !== undefined ? `UserIdGroupPairs=[{GroupId=${idOf(peer, setting)}}]` : rule.CidrIpv6 !== undefined ? `Ipv6Ranges=[{CidrIpv6=${String(rule.CidrIpv6)}}]` : `IpRanges=[{CidrIp=${String(rule.CidrIp)}}]`;
  return `--ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,${to.replace(/"/g, '\'"')}'`.replace(/'"(\$\w+)'"/g, '\'"$1"\'');
}

function destination(p: Properties): string {
  return p.DestinationIpv6CidrBlock === undefined ? `--destination-cidr-block ${String(p.DestinationCidrBlock)}` : `--destination-ipv6-cidr-block ${String(p.DestinationIpv6CidrBlock)}`;
}

const TARGETS: Readonly<Record<string, string>> = {
  GatewayId: '--gateway-id', NatGatewayId: '--nat-gateway-id', TransitGatewayId: '--transit-gateway-id', InstanceId: '--instance-id', EgressOnlyInternetGatewayId: '--egress-only-internet-gateway-id', VpcPeeringConnectionId: '--vpc-peering-connection-id',
};

function target(p: Properties, setting: Setting): string {
  const name = Object.keys(TARGETS).find((key) => p[key] !== undefined);
  return name === undefined ? '' : `${TARGETS[name]} ${idOf(p[name], setting)}`;
}

const CHANGE: readonly (readonly [string, (id: string, value: unknown, s: Setting) => string[]])[] = [
  ['EnableDnsSupport', (id, _, s) => [`aws ec2 modify-vpc-attribute --vpc-id ${id} --enable-dns-support Value=true${s.at}`]],
  ['EnableDnsHostnames', (id, _, s) => [`aws ec2 modify-vpc-attribute --vpc-id ${id} --enable-dns-hostnames Value=true${s.at}`]],
  ['PrivateDnsEnabled', (id, _, s) => [`aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${id} --private-dns-enabled${s.at}`]],
  ['SubnetIds', (id, value, s) => [`aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${id} --add-subnet-ids ${list(value).map((v) => idOf(v, s)).join(' ')}${s.at}`]],
  ['PolicyDocument', (id, _, s) => [`aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${id} --reset-policy${s.at}`]],
  ['IamInstanceProfile', (id, value, s) => [`aws ec2 associate-iam-instance-profile --instance-id ${id} --iam-instance-profile Name=${idOf(value, s)}${s.at}`]],
  ['MetadataOptions.HttpEndpoint', (id, _, s) => [`aws ec2 modify-instance-metadata-options --instance-id ${id} --http-endpoint enabled${s.at}`]],
  ['SourceDestCheck', (id, _, s) => [`aws ec2 modify-instance-attribute --instance-id ${id} --no-source-dest-check${s.at}`]],
  ['MapPublicIpOnLaunch', (id, _, s) => [`aws ec2 modify-subnet-attribute --subnet-id ${id} --map-public-ip-on-launch${s.at}`]],
  ['EnableDns64', (id, _, s) => [`aws ec2 modify-subnet-attribute --subnet-id ${id} --enable-dns64${s.at}`]],
  ['ManagedPolicyArns', (id, value) => [`aws iam attach-role-policy --role-name ${quoted(id.replace(/^role:/, ''))} --policy-arn ${policyArn(value)}`]],
];
