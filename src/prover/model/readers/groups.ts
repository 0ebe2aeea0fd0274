import { asList, identity, isMap, own, Place, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, Fields, lazy, ReaderSpec } from '../fields';
import { GroupRule, Peer, RuleSet, SecurityGroup } from '../types';
import { ALL_EGRESS } from './egress';
import { prefixListBlocks, prefixListService } from './prefix-lists';

const GROUP = declareReader({
  type: 'AWS::EC2::SecurityGroup',
  reads: ['VpcId', 'GroupName', 'SecurityGroupEgress', 'SecurityGroupIngress'],
  assumes: ['no egress rule at all means all IPv4 egress', 'any separate egress rule replaces the default one'],
});
const RULE_FIELDS = ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6'];
const INGRESS = declareReader({
  type: 'AWS::EC2::SecurityGroupIngress',
  reads: [...RULE_FIELDS, 'GroupName', 'SourceSecurityGroupId', 'SourceSecurityGroupName', 'SourceSecurityGroupOwnerId', 'SourcePrefixListId'],
});
const EGRESS = declareReader({
  type: 'AWS::EC2::SecurityGroupEgress',
  reads: [...RULE_FIELDS, 'DestinationSecurityGroupId', 'DestinationPrefixListId'],
});

/** What CDK's custom resource does with a default group: see `Groups`. */
declareReader({ type: 'Custom::VpcRestrictDefaultSG', reads: ['DefaultSecurityGroupId'], assumes: ['it takes all rules of the default group away'] });

type Direction = 'egress' | 'ingress';
const SEPARATE: Record<Direction, ReaderSpec> = { egress: EGRESS, ingress: INGRESS };

export function readSecurityGroup(model: ReaderContext, resource: Resource): SecurityGroup {
  const group = model.fields(resource, GROUP);
  const fields = lazy(model.estate, {
    vpc: () => {
      const id = group.value('VpcId');
      return id === undefined ? model.defaultVpc() : model.vpc(id);
    },
    egress: () => egressOf(model, group),
    ingress: () => rulesOf(model, group, 'ingress'),
  });
  return model.entity(resource, {}, fields);
}


/** EKS makes a group for each; the second is CDK's custom resource that makes the first. */
export const EKS_CLUSTERS: readonly string[] = ['AWS::EKS::Cluster', 'Custom::AWSCDK-EKS-Cluster'];

function egressOf(model: ReaderContext, group: Fields): RuleSet {
  const set = rulesOf(model, group, 'egress');
  if (set.rules.length > 0 || set.open) return set;
  // No egress rule anywhere: the default one stays. An empty list is not the same as none; what CloudFormation does is not documented.
  return group.value('SecurityGroupEgress') === undefined ? { rules: [ALL_EGRESS], open: false, openForIpv6: true } : { rules: [], open: true };
}

function rulesOf(model: ReaderContext, group: Fields, direction: Direction): RuleSet {
  const property = direction === 'egress' ? 'SecurityGroupEgress' : 'SecurityGroupIngress';
  const inline = group.value(property);
  const rules: GroupRule[] = [];
  const { key } = group.resource;
  // What is made out of sight adds to the rules that are there; that it takes the default one away is assumed of no macro.
  let open = inline instanceof Unknown || model.isHanded(key) || ((direction === 'ingress' || inline !== undefined) && model.meddler(key) !== undefined);
  if (!(inline instanceof Unknown)) {
    asList(inline).forEach((item, index) => {
      if (!isMap(item)) open = true;
      else rules.push(ruleOf(model, item as Record<string, Value>, direction, group.place(property, String(index)), index));
    });
  }
  rules.push(...separateRules(model, group.resource.key, direction));
  return { rules, open };
}

/** Rules that are resources of their own and name the group (or `attribute` of a resource) by reference. */
export function separateRules(model: ReaderContext, key: string, direction: Direction, attribute = 'Ref'): GroupRule[] {
  const spec = SEPARATE[direction];
  const found = new Set(model.pointing(spec.type, 'GroupId', key, attribute));
  // In the default VPC a rule may name its group by name, which `Ref` gives as well.
  if (direction === 'ingress') for (const r of model.pointing(spec.type, 'GroupName', key, attribute)) found.add(r);
  return [...found].map((r) => separateRule(model, r, direction));
}

/** Rules on a group that is only named: by id, parameter or import. */
export function rulesElsewhere(model: ReaderContext, identityKey: string, direction: Direction): GroupRule[] {
  const spec = SEPARATE[direction];
  return model.naming(spec.type, 'GroupId', identityKey).map((r) => separateRule(model, r, direction));
}

function separateRule(model: ReaderContext, resource: Resource, direction: Direction): GroupRule {
  const fields = model.fields(resource, SEPARATE[direction]);
  const item: Record<string, Value> = {};
  for (const name of SEPARATE[direction].reads) item[name] = fields.value(name);
  return ruleOf(model, item, direction, fields.place());
}

function ruleOf(model: ReaderContext, item: Record<string, Value>, direction: Direction, place: Place, index?: number): GroupRule {
  return {
    place,
    ...(index === undefined ? {} : { index }),
    protocol: own(item, 'IpProtocol'),
    from: own(item, 'FromPort'),
    to: own(item, 'ToPort'),
    peer: peerOf(model, item, direction),
  };
}

function peerOf(model: ReaderContext, item: Record<string, Value>, direction: Direction): Peer {
  const group = own(item, direction === 'egress' ? 'DestinationSecurityGroupId' : 'SourceSecurityGroupId');
  const cidr = own(item, 'CidrIp') ?? own(item, 'CidrIpv6');
  const list = own(item, direction === 'egress' ? 'DestinationPrefixListId' : 'SourcePrefixListId');
  if (cidr !== undefined) return { kind: 'cidr', value: cidr };
  if (group !== undefined) {
    const made = model.made(group, 'AWS::EC2::SecurityGroup');
    return { kind: 'group', group: made ? { key: made.key, made: true } : model.securityGroup(group) };
  }
  if (list !== undefined) {
    const listed = prefixListBlocks(model, list);
    const service = prefixListService(model, list);
    return { kind: 'prefix-list', value: list, ...listed ? { listed } : {}, ...service === undefined ? {} : { service } };
  }
  const name = own(item, 'SourceSecurityGroupName');
  if (name !== undefined) {
    const named = model.groupNamed(name);
    return named ? { kind: 'group', group: named } : { kind: 'unknown', value: name };
  }
  return { kind: 'unknown', value: undefined };
}

/** A group of the input by its GroupName, or by a reference where a name belongs. */
export function groupByName(model: ReaderContext, name: Value): Resource | undefined {
  const made = model.made(name, 'AWS::EC2::SecurityGroup');
  if (made) return made;
  return model.estate.ofType('AWS::EC2::SecurityGroup')
    .find((r) => model.estate.exists(r) && identity(model.fields(r, GROUP).value('GroupName')) === identity(name));
}
