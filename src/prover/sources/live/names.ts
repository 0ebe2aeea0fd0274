import { unresolved } from '../../core';
import { because } from './answers';
import { Scope } from './builder';
import { Json, maps, member, text } from './json';
import { vpcRef } from './network';

/** What answers for names in a VPC beside its endpoints: private hosted zones, resolver rules, DNS firewalls, Route 53 Profiles. */

export function mapNames(scope: Scope): void {
  mapZones(scope);
  for (const rule of scope.answers.items('route53resolver', 'list-resolver-rules', 'ResolverRules', 'Id')) {
    const id = text(rule, 'Id')!;
    if (!scope.isHome(id) || isOfAws(rule)) continue;
    scope.add(id, 'AWS::Route53Resolver::ResolverRule', { DomainName: text(rule, 'DomainName'), RuleType: text(rule, 'RuleType') });
  }
  for (const association of scope.answers.items('route53resolver', 'list-resolver-rule-associations', 'ResolverRuleAssociations', 'Id')) {
    const [id, vpcId, rule] = [text(association, 'Id')!, text(association, 'VPCId'), text(association, 'ResolverRuleId')];
    if (vpcId === undefined || rule === undefined || rule.startsWith('rslvr-autodefined-rr-')) continue;
    scope.add(id, 'AWS::Route53Resolver::ResolverRuleAssociation', { VPCId: vpcRef(scope, vpcId), ResolverRuleId: ruleRef(scope, rule) });
  }
  for (const association of scope.answers.items('route53resolver', 'list-firewall-rule-group-associations', 'FirewallRuleGroupAssociations', 'Id')) {
    const [id, vpcId] = [text(association, 'Id')!, text(association, 'VpcId')];
    if (vpcId !== undefined) scope.add(id, 'AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: vpcRef(scope, vpcId) });
  }
  for (const association of scope.answers.items('route53profiles', 'list-profile-associations', 'ProfileAssociations', 'Id')) {
    const [id, vpcId] = [text(association, 'Id')!, text(association, 'ResourceId')];
    if (vpcId !== undefined) scope.add(id, 'AWS::Route53Profiles::ProfileAssociation', { ResourceId: vpcRef(scope, vpcId) });
  }
}

/** The rules of the resolver itself, which every VPC has. */
const isOfAws = (rule: Json) => text(rule, 'RuleType') === 'RECURSIVE' || text(rule, 'Id')?.startsWith('rslvr-autodefined-rr-') === true;

/** A rule by reference. One that is shared by another account is listed as well; without the list it may be any. */
function ruleRef(scope: Scope, rule: string): unknown {
  const missing = because(scope.answers.list('route53resolver', 'list-resolver-rules'));
  return scope.isSeen(rule) ? scope.ref(rule) : unresolved(rule, `resolver rule ${rule} (${missing})`);
}

function mapZones(scope: Scope): void {
  const zones = new Map<string, { readonly zone: Json; readonly vpcs: string[] }>();
  for (const { data, parameters } of scope.answers.of('route53', 'list-hosted-zones-by-vpc')) {
    const vpcId = text(parameters, 'VPCId');
    for (const zone of vpcId === undefined ? [] : maps(data, 'HostedZoneSummaries')) {
      const id = text(zone, 'HostedZoneId')?.replace(/^\/hostedzone\//, '');
      if (id === undefined || isOfEndpoint(scope, vpcId!, zone)) continue;
      const known = zones.get(id) ?? { zone, vpcs: [] };
      known.vpcs.push(vpcId!);
      zones.set(id, known);
    }
  }
  for (const [id, { zone, vpcs }] of zones) {
    if (!scope.isHome(id) && scope.isSeen(id)) continue;
    const owner = text(zone, 'Owner', 'OwningAccount');
    scope.add(id, 'AWS::Route53::HostedZone', { Name: text(zone, 'Name'), VPCs: vpcs.map((vpcId) => ({ VPCId: vpcRef(scope, vpcId) })) },
      `hosted zone ${text(zone, 'Name') ?? id}${owner !== undefined && owner !== scope.account ? ` of account ${owner}` : ''}`);
    mapRecords(scope, id);
  }
}

/** The hidden zone that an endpoint with private DNS has: the endpoint itself stands for it. */
function isOfEndpoint(scope: Scope, vpcId: string, zone: Json): boolean {
  if (text(zone, 'Owner', 'OwningService') === undefined) return false;
  const name = (text(zone, 'Name') ?? '').replace(/\.$/, '');
  return scope.answers.items('ec2', 'describe-vpc-endpoints', 'VpcEndpoints').some((e) => text(e, 'VpcId') === vpcId && maps(e, 'DnsEntries').some((d) => text(d, 'DnsName') === name));
}

/** The records of a zone, where all of them were seen; records that lead to endpoints by reference to these. */
function mapRecords(scope: Scope, zone: string): void {
  const { presence, items } = scope.answers.pages('route53', 'list-resource-record-sets', 'ResourceRecordSets', { HostedZoneId: zone });
  if (presence.state !== 'complete') return;
  items.forEach((record, i) => {
    const type = text(record, 'Type');
    const target = text(record, 'AliasTarget', 'DNSName') ?? text(maps(record, 'ResourceRecords')[0], 'Value');
    if (type !== 'A' && type !== 'CNAME' && type !== 'AAAA') return;
    const endpoint = target === undefined ? undefined : endpointNamed(scope, target);
    scope.add(`${zone}#record${i}`, 'AWS::Route53::RecordSet', {
      HostedZoneId: { Ref: zone },
      Name: text(record, 'Name'),
      Type: type,
      ResourceRecords: [endpoint === undefined ? target ?? unresolved(`record:${zone}:${i}`, `a record of ${zone}`) : endpoint],
    });
  });
}

/** The DNS name of an endpoint, as a template names it. */
function endpointNamed(scope: Scope, name: string): unknown {
  const wanted = name.replace(/\.$/, '').toLowerCase();
  const found = scope.answers.items('ec2', 'describe-vpc-endpoints', 'VpcEndpoints').find((e) => maps(e, 'DnsEntries').some((d) => text(d, 'DnsName')?.toLowerCase() === wanted));
  const id = text(found, 'VpcEndpointId');
  if (id === undefined || member(scope.resources, id) === undefined) return undefined;
  return { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [id, 'DnsEntries'] }] }] }] };
}
