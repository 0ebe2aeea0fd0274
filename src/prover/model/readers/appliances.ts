import { asList, identity, isMap, Link, own, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader } from '../fields';
import { Appliance } from '../network-model';
import { readInstance } from './hosts';

const FIREWALL = declareReader({ type: 'AWS::NetworkFirewall::Firewall', reads: ['FirewallPolicyArn'], assumes: ['what a network firewall lets through is not looked at: ways through it are unknown'] });
const POLICY = declareReader({
  type: 'AWS::NetworkFirewall::FirewallPolicy',
  reads: ['FirewallPolicy.StatefulRuleGroupReferences', 'FirewallPolicy.StatelessRuleGroupReferences'],
});

/** The instance that a route's target stands for: by its own id, or by that of a network interface it has. */
export function applianceOf(model: ReaderContext, value: Value): Appliance | undefined {
  const instance = model.made(value, 'AWS::EC2::Instance') ?? ownerOf(model, value);
  const host = instance && readInstance(model, instance);
  const placement = host?.placements[0];
  return host && placement && { key: host.key, name: host.name, place: host.place, made: true, placement };
}

function ownerOf(model: ReaderContext, value: Value): Resource | undefined {
  const networkInterface = model.made(value, 'AWS::EC2::NetworkInterface');
  if (!networkInterface) return undefined;
  return model.estate.ofType('AWS::EC2::Instance').find((r) => {
    if (!model.estate.exists(r)) return false;
    const [launch] = readInstance(model, r).launches;
    return launch.existingInterface instanceof Link && launch.existingInterface.target === networkInterface.key;
  });
}

/** What stands behind a VPC endpoint that routes lead to: a network firewall with its rule groups, or a load balancer's appliances. */
export function behindEndpoint(model: ReaderContext, value: Value): Unknown | undefined {
  if (value instanceof Link && (value.resource as Resource).type === 'AWS::EC2::VPCEndpoint') {
    return new Unknown('attribute', `behind:${value.target}`, `what the appliances behind the Gateway Load Balancer endpoint ${(value.resource as Resource).logicalId} let through`);
  }
  const key = value instanceof Link ? value.target : /(?:^|[(,])([^(),]+)\.EndpointIds/.exec(value instanceof Unknown ? value.key : '')?.[1];
  const firewall = model.estate.ofType(FIREWALL.type).find((r) => r.key === key && model.estate.exists(r));
  if (!firewall) return undefined;
  const groups = ruleGroups(model, model.fields(firewall, FIREWALL).value('FirewallPolicyArn'));
  const named = groups.length > 0 ? ` (rule groups ${groups.join(', ')})` : '';
  return new Unknown('attribute', `behind:${firewall.key}`, `what the network firewall ${firewall.logicalId}${named} lets through`);
}

function ruleGroups(model: ReaderContext, policy: Value): string[] {
  const made = model.madeAs(policy, POLICY.type);
  if (!made) return [];
  const fields = model.fields(made, POLICY);
  return ['StatefulRuleGroupReferences', 'StatelessRuleGroupReferences']
    .flatMap((property) => asList(fields.value('FirewallPolicy', property)))
    .map((item) => (isMap(item) ? own(item as Record<string, Value>, 'ResourceArn') : item))
    .map((arn) => (arn instanceof Link ? (arn.resource as Resource).logicalId : identity(arn)));
}
