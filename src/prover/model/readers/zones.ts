import { asList, isMap, own, Unknown, Value, NOT_SEEN } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader } from '../fields';
import { OtherAnswer } from '../network-model';
import { Vpc } from '../types';
import { domainOf, recordsOfZone } from './records';

const ZONE = declareReader({ type: 'AWS::Route53::HostedZone', reads: ['Name', 'VPCs'] });
const RULE = declareReader({ type: 'AWS::Route53Resolver::ResolverRule', reads: ['DomainName', 'RuleType'] });
const RULE_ASSOCIATION = declareReader({ type: 'AWS::Route53Resolver::ResolverRuleAssociation', reads: ['VPCId', 'ResolverRuleId'] });
const PROFILE = declareReader({
  type: 'AWS::Route53Profiles::ProfileAssociation',
  reads: ['ResourceId'],
  assumes: ['what a Route 53 Profile answers is not looked at: names of its VPCs are unknown'],
});
const FIREWALL = declareReader({
  type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
  reads: ['VpcId'],
  assumes: ['what a DNS firewall blocks is not looked at: names of its VPC are unknown'],
});

const UNSEEN = declareReader({ type: NOT_SEEN, reads: ['VpcId', 'Kind', 'What'], assumes: ['what may exist in a live VPC and was not seen is unknown'] });

/** What may exist in a VPC although no answer shows it. */
export function notSeenIn(model: ReaderContext, vpc: Vpc, kind: 'filters' | 'answers' | 'internet gateway'): Unknown | undefined {
  if (!model.estate.options.live || !vpc.made) return undefined;
  for (const resource of model.pointing(NOT_SEEN, 'VpcId', vpc.key)) {
    const fields = model.fields(resource, UNSEEN);
    const what = fields.value('What');
    if (fields.value('Kind') === kind && what instanceof Unknown) return what;
  }
  return undefined;
}

/** Whatever else may answer for a service's name in a VPC: hosted zones, forwarding rules, a DNS firewall. */
export function otherAnswers(model: ReaderContext, service: string, vpc: Vpc, region: string | undefined): OtherAnswer | undefined {
  const doubt = notSeenIn(model, vpc, 'filters') ?? notSeenIn(model, vpc, 'answers') ?? forwarding(model, service, vpc) ?? firewall(model, vpc) ?? profile(model, service, vpc);
  return doubt ?? privateZone(model, service, vpc, region);
}

/** What stands before an endpoint's own zone: a DNS firewall, or a forwarding rule for exactly the service's name. */
export function nameFilter(model: ReaderContext, service: string, vpc: Vpc): Unknown | undefined {
  return notSeenIn(model, vpc, 'filters') ?? firewall(model, vpc) ?? forwarding(model, service, vpc, true);
}

/** Private hosted zones for a service's name, or for a parent domain of it, take the name over in the VPCs they are associated with. */
function privateZone(model: ReaderContext, service: string, vpc: Vpc, region: string | undefined): OtherAnswer | undefined {
  const found: { resource: Resource; name: string }[] = [];
  for (const resource of model.estate.ofType(ZONE.type)) {
    if (!model.estate.exists(resource)) continue;
    const fields = model.fields(resource, ZONE);
    const name = domainOf(fields.value('Name'));
    if (!answersFor(name, service) || ofAnotherRegion(name, region)) continue;
    const vpcs = fields.value('VPCs');
    if (vpcs === undefined) continue;
    if (vpcs instanceof Unknown || asList(vpcs).some((v) => !isMap(v) || model.vpc(own(v as Record<string, Value>, 'VPCId'))?.key === vpc.key)) found.push({ resource, name });
  }
  if (found.length === 0) return undefined;
  // The most specific zone answers, and it alone.
  const [{ resource, name }] = found.sort((a, b) => b.name.split('.').length - a.name.split('.').length);
  const records = recordsOfZone(model, resource, name).filter((r) => (r.type === 'A' || r.type === 'CNAME') && isNameOf(r.name, service, region));
  const endpoints = records.map((r) => (r.endpointKey === undefined ? undefined : model.endpointByKey(r.endpointKey)));
  if (endpoints.length > 0 && endpoints.every((e) => e !== undefined)) return { zone: { key: resource.key, name: resource.logicalId }, endpoints };
  return new Unknown('attribute', `zone:${resource.key}`, `what the private hosted zone ${resource.logicalId} answers for ${service}`);
}

/** Exactly `service.REGION.amazonaws.com`, of the host's Region where that is known. */
function isNameOf(name: string, service: string, region: string | undefined): boolean {
  const match = /^([a-z0-9-]+)\.([a-z0-9-]+|\$\{[^}]*\})\.(?:amazonaws\.com(?:\.cn)?|\$\{aws::urlsuffix\})$/.exec(name);
  return match !== null && match[1] === service && (match[2].startsWith('${') || region === undefined || match[2] === region);
}

/** `ssm.us-east-1.amazonaws.com` does not matter to a host in eu-west-1. */
function ofAnotherRegion(zone: string, region: string | undefined): boolean {
  const named = /(?:^|\.)([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(zone)?.[1];
  return named !== undefined && region !== undefined && named !== region;
}

function forwarding(model: ReaderContext, service: string, vpc: Vpc, exactly = false): Unknown | undefined {
  for (const association of of(model, RULE_ASSOCIATION.type, 'VPCId', vpc)) {
    const rule = model.madeAs(model.fields(association, RULE_ASSOCIATION).value('ResolverRuleId'), RULE.type);
    const unknown = new Unknown('attribute', `rule:${association.key}`, `where the resolver rule of ${association.logicalId} sends questions for ${service}`);
    if (!rule && exactly && !model.estate.options.live) continue;
    if (!rule) return unknown;
    const fields = model.fields(rule, RULE);
    const name = domainOf(fields.value('DomainName'));
    const type = fields.value('RuleType');
    if (type !== 'SYSTEM' && (exactly ? answersFor(name, service) && name.startsWith(`${service}.`) : name === '' || answersFor(name, service))) return unknown;
  }
  return undefined;
}

function firewall(model: ReaderContext, vpc: Vpc): Unknown | undefined {
  const [association] = of(model, FIREWALL.type, 'VpcId', vpc);
  return association && new Unknown('attribute', `dns-firewall:${association.key}`, `what the DNS firewall of ${association.logicalId} blocks`);
}

/** A Route 53 Profile shares hosted zones and rules with VPCs, those of central endpoints among them. */
function profile(model: ReaderContext, service: string, vpc: Vpc): Unknown | undefined {
  const [association] = of(model, PROFILE.type, 'ResourceId', vpc);
  return association && new Unknown('attribute', `profile:${association.key}`, `what the Route 53 Profile of ${association.logicalId} answers for ${service}`);
}

function of(model: ReaderContext, type: string, property: string, vpc: Vpc): readonly Resource[] {
  return vpc.made ? model.pointing(type, property, vpc.key) : model.naming(type, property, vpc.key.replace(/^vpc:/, ''));
}

/** `ssm.REGION.amazonaws.com` and its parents down to `com`. A zone beside them does not matter. */
function answersFor(zone: string, service: string): boolean {
  if (zone === 'com' || zone === 'cn' || zone === 'com.cn') return true;
  const match = /^(?:([a-z0-9-]+)\.)?(?:([a-z0-9-]+|\$\{[^}]*\})\.)?(?:amazonaws\.com(?:\.cn)?|\$\{aws::urlsuffix\})$/.exec(zone);
  if (!match) return zone.includes('${') && zone.startsWith(`${service}.`);
  return match[1] === undefined || match[2] === undefined || match[1] === service;
}
