import { isMap, own, scalar, Value } from '../core';
import { actionsOf, HostProof } from '../facts';
import { NO_CONTEXT, permits } from '../facts/iam';
import { referencesIn, Resource } from '../load';
import { Model, Placement } from '../model';

/** Endpoints nobody makes for anything but Systems Manager. */
const FAMILY = new Set(['ssm', 'ssmmessages', 'ec2messages']);

/**
 * Whether a host shows that it wants Systems Manager: its role may do any of the agent's calls, its VPC has an endpoint of the family,
 * or an association names it (or every node).
 */
export function isDeclared(model: Model, { host, placements }: HostProof): boolean {
  return host.launches.some(({ identity }) => identity.kind === 'role' && actionsOf('logging').some((action) =>
    permits(identity.role, action, { resource: undefined, context: NO_CONTEXT }).answer === 'yes'))
    || placements.some(({ placement }) => hasEndpoint(model, placement))
    || model.estate.ofType('AWS::SSM::Association').some((association) => names(model, association, host.key));
}

function hasEndpoint(model: Model, { vpc }: Placement): boolean {
  return vpc !== undefined && model.endpointsOf(vpc).some((e) => e.kind === 'interface' && e.service !== undefined && FAMILY.has(e.service));
}

function names(model: Model, association: Resource, hostKey: string): boolean {
  if (!model.estate.exists(association)) return false;
  const properties = own(association.raw, 'Properties');
  for (const id of referencesIn(properties)) if (`${association.stack.id}/${id}` === hostKey) return true;
  const targets = model.estate.resolver.resolve(isMap(properties) ? own(properties, 'Targets') : undefined, association.stack);
  return Array.isArray(targets) && (targets as readonly Value[]).some((target) => {
    const values = isMap(target) ? own(target, 'Values') as Value : undefined;
    return isMap(target) && scalar(own(target, 'Key') as Value) === 'InstanceIds' && Array.isArray(values) && values.includes('*');
  });
}
