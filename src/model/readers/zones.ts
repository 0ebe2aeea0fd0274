import { asList, identity, isMap, own, Unknown, Value } from '../../core';
import { Resource } from '../../load';
import { declareReader } from '../fields';
import type { Model } from '../model';
import { Vpc } from '../types';

const ZONE = declareReader({ type: 'AWS::Route53::HostedZone', reads: ['Name', 'VPCs'] });
const RULE = declareReader({ type: 'AWS::Route53Resolver::ResolverRule', reads: ['DomainName', 'RuleType'] });
const RULE_ASSOCIATION = declareReader({ type: 'AWS::Route53Resolver::ResolverRuleAssociation', reads: ['VPCId', 'ResolverRuleId'] });
const FIREWALL = declareReader({
  type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
  reads: ['VpcId'],
  assumes: ['what a DNS firewall blocks is not looked at: names of its VPC are unknown'],
});

/** Whatever else may answer for a service's name in a VPC: hosted zones, forwarding rules, a DNS firewall. */
export function otherAnswers(model: Model, service: string, vpc: Vpc): Unknown | undefined {
  return privateZone(model, service, vpc) ?? forwarding(model, service, vpc) ?? firewall(model, vpc);
}

/** Private hosted zones for a service's name, or for a parent domain of it, take the name over in the VPCs they are associated with. */
function privateZone(model: Model, service: string, vpc: Vpc): Unknown | undefined {
  for (const resource of model.estate.ofType(ZONE.type)) {
    if (!model.estate.exists(resource)) continue;
    const fields = model.fields(resource, ZONE);
    if (!answersFor(domain(fields.value('Name')), service)) continue;
    const vpcs = fields.value('VPCs');
    if (vpcs === undefined) continue;
    const here = vpcs instanceof Unknown || asList(vpcs).some((v) => !isMap(v) || model.vpc(own(v as Record<string, Value>, 'VPCId'))?.key === vpc.key);
    if (here) return new Unknown('attribute', `zone:${resource.key}`, `what the private hosted zone ${resource.logicalId} answers for ${service}`);
  }
  return undefined;
}

function forwarding(model: Model, service: string, vpc: Vpc): Unknown | undefined {
  for (const association of of(model, RULE_ASSOCIATION.type, 'VPCId', vpc)) {
    const rule = model.madeAs(model.fields(association, RULE_ASSOCIATION).value('ResolverRuleId'), RULE.type);
    const unknown = new Unknown('attribute', `rule:${association.key}`, `where the resolver rule of ${association.logicalId} sends questions for ${service}`);
    if (!rule) return unknown;
    const fields = model.fields(rule, RULE);
    const name = domain(fields.value('DomainName'));
    const type = fields.value('RuleType');
    if (type !== 'SYSTEM' && (name === '' || answersFor(name, service))) return unknown;
  }
  return undefined;
}

function firewall(model: Model, vpc: Vpc): Unknown | undefined {
  const [association] = of(model, FIREWALL.type, 'VpcId', vpc);
  return association && new Unknown('attribute', `dns-firewall:${association.key}`, `what the DNS firewall of ${association.logicalId} blocks`);
}

function of(model: Model, type: string, property: string, vpc: Vpc): readonly Resource[] {
  return vpc.made ? model.pointing(type, property, vpc.key) : model.naming(type, property, vpc.key.replace(/^vpc:/, ''));
}

const domain = (name: Value) => identity(name).replace(/\.$/, '').toLowerCase();

/** `ssm.REGION.amazonaws.com` and its parents down to `com`. A zone beside them does not matter. */
function answersFor(zone: string, service: string): boolean {
  if (zone === 'com' || zone === 'cn' || zone === 'com.cn') return true;
  const match = /^(?:([a-z0-9-]+)\.)?(?:([a-z0-9-]+|\$\{[^}]*\})\.)?(?:amazonaws\.com(?:\.cn)?|\$\{aws::urlsuffix\})$/.exec(zone);
  if (!match) return zone.includes('${') && zone.startsWith(`${service}.`);
  return match[1] === undefined || match[2] === undefined || match[1] === service;
}
