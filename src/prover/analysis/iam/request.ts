import { scalar, Text, Unknown, Value } from '../../core';
import { Role } from '../../model';
import { KeyState, lookUp, OneOf, RequestContext } from './context';
import { INSTANCE_ID } from './pattern';

/** What is known of the calls an agent makes. What is left out is not known. */
export interface AgentCall {
  readonly region?: Value;
  readonly account?: Value;
  /** Default: what follows from the Region. */
  readonly partition?: Value;
  /** The id of the endpoint the call goes through; `null`: it goes over the internet. */
  readonly vpcEndpoint?: Value;
  /** The id of the VPC the host is in. */
  readonly vpc?: Value;
  /** See {@link roleArn}. */
  readonly roleArn?: Value;
  /** Tags the instance surely has; it may have more. */
  readonly instanceTags?: Readonly<Record<string, Value>>;
  /** The metadata service gives credentials to version 2 only. Default: not known */
  readonly metadataVersion2Only?: boolean;
}

/** The condition keys of an agent's call, with credentials of an instance profile or of Default Host Management. */
export function agentContext(call: AgentCall): RequestContext {
  const region = call.region ?? pseudo('AWS::Region');
  const account = call.account ?? pseudo('AWS::AccountId');
  const partition = call.partition ?? partitionOf(scalar(region)) ?? pseudo('AWS::Partition');
  return {
    'aws:RequestedRegion': [region],
    'aws:PrincipalAccount': [account],
    'aws:PrincipalArn': [call.roleArn ?? someRole(partition, account)],
    'aws:PrincipalType': ['AssumedRole'],
    'aws:PrincipalIsAWSService': ['false'],
    'aws:SecureTransport': ['true'],
    'ec2:SourceInstanceARN': [instanceArn({ region, account, partition })],
    'ec2:RoleDelivery': call.metadataVersion2Only ? ['2.0'] : new OneOf([['1.0'], ['2.0']]),
    // Temporary credentials without a device: some pages say the key is absent then, CloudTrail shows false.
    'aws:MultiFactorAuthPresent': new OneOf([null, ['false']]),
    ...ABSENT,
    ...path(call),
    ...tags(call.instanceTags ?? {}),
    'AWS::AccountId': [account],
    'AWS::Partition': [partition],
  };
}

/** A direct call: no service makes it for the agent, and no person is behind it. */
const ABSENT: RequestContext = {
  'aws:ViaAWSService': ['false'],
  'aws:CalledVia': null,
  'aws:CalledViaFirst': null,
  'aws:CalledViaLast': null,
  'aws:SourceAccount': null,
  'aws:SourceArn': null,
  'aws:PrincipalServiceName': null,
  'aws:MultiFactorAuthAge': null,
  'aws:FederatedProvider': null,
  'aws:username': null,
  // Only hybrid nodes have it.
  'ssm:SourceInstanceARN': null,
};

/** Through an endpoint a call carries the endpoint and its VPC and no public address; over the internet the reverse. */
function path({ vpcEndpoint, vpc }: AgentCall): RequestContext {
  const inVpc: KeyState = [vpc ?? new Unknown('reference', 'host vpc', 'the VPC of the host')];
  // Instance credentials carry the VPC they were issued in, whatever way the call takes.
  const issued: RequestContext = { 'aws:Ec2InstanceSourceVpc': inVpc };
  if (vpcEndpoint === null) {
    return { ...issued, 'aws:SourceVpce': null, 'aws:SourceVpc': null, 'aws:VpcSourceIp': null };
  }
  if (vpcEndpoint !== undefined) return { ...issued, 'aws:SourceVpce': [vpcEndpoint], 'aws:SourceVpc': inVpc, 'aws:SourceIp': null };
  return issued;
}

function tags(instanceTags: Readonly<Record<string, Value>>): RequestContext {
  return Object.fromEntries(Object.entries(instanceTags).flatMap(([key, value]) => [
    [`aws:ResourceTag/${key}`, [value]],
    [`ssm:resourceTag/${key}`, [value]],
  ]));
}

/** The actions whose resource is surely the calling instance. Of the others the documents say less than the service checks. */
const ON_INSTANCE = new Set(['ssm:updateinstanceinformation', 'ssm:listinstanceassociations']);

/** The ARN an agent's action is about; undefined: not documented, or none. */
export function resourceOf(action: string, context: RequestContext): Value {
  if (!ON_INSTANCE.has(action.toLowerCase())) return undefined;
  const instance = lookUp(context, 'ec2:SourceInstanceARN');
  return Array.isArray(instance) ? instance[0] as Value : undefined;
}

/** The ARN of an instance whose id is not known. */
export function instanceArn({ region, account, partition }: Pick<AgentCall, 'region' | 'account' | 'partition'>): Value {
  return put([
    'arn:', partition ?? partitionOf(scalar(region)) ?? pseudo('AWS::Partition'), ':ec2:', region ?? pseudo('AWS::Region'), ':',
    account ?? pseudo('AWS::AccountId'), ':instance/', new Unknown('attribute', INSTANCE_ID, 'the id of the instance'),
  ]);
}

/** The ARN of a role, as far as it is known: path and name are one hole, which equals `GetAtt Role.Arn` in a policy. */
export function roleArn(role: Pick<Role, 'key' | 'name'>, { region, account, partition }: Pick<AgentCall, 'region' | 'account' | 'partition'>): Value {
  return put([
    'arn:', partition ?? partitionOf(scalar(region)) ?? pseudo('AWS::Partition'), ':iam::', account ?? pseudo('AWS::AccountId'), ':role/',
    new Unknown('attribute', `${role.key}.Arn`, `the path and name of ${role.name}`),
  ]);
}

function someRole(partition: Value, account: Value): Value {
  return put(['arn:', partition, ':iam::', account, ':role/', new Unknown('reference', 'host role', 'the role of the host')]);
}

function put(parts: readonly Value[]): Text {
  return new Text(parts.map((part) => {
    if (part instanceof Unknown) return part;
    return scalar(part) ?? new Unknown('attribute', 'arn part', 'a part of an ARN');
  }));
}

function pseudo(name: string): Unknown {
  return new Unknown('pseudo', name, name);
}

const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'], ['us-gov-', 'aws-us-gov'], ['us-isob-', 'aws-iso-b'], ['us-isof-', 'aws-iso-f'], ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'], ['eusc-', 'aws-eusc'],
];

function partitionOf(region: string | undefined): string | undefined {
  if (region === undefined) return undefined;
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
