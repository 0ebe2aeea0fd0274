import { actionsOf, HostProof } from '../analysis';
import { NO_CONTEXT, permits } from '../analysis/iam';
import { Model, Placement } from '../model';

/** Endpoints nobody makes for anything but Systems Manager. */
const FAMILY = new Set(['ssm', 'ssmmessages', 'ec2messages']);

/**
 * Whether a host shows that it wants Systems Manager: its role may do any of the agent's calls, its VPC has an endpoint of the family,
 * or an association targets it.
 */
export function isDeclared(model: Model, { host, placements }: HostProof): boolean {
  return host.launches.some(({ identity }) => identity.kind === 'role' && actionsOf('logging').some((action) =>
    permits(identity.role, action, { resource: undefined, context: NO_CONTEXT }).answer === 'yes'))
    || placements.some(({ placement }) => hasEndpoint(model, placement))
    || model.associations().some((association) => model.targetsHost(association, host) === 'yes');
}

function hasEndpoint(model: Model, { vpc }: Placement): boolean {
  return vpc !== undefined && model.endpointsOf(vpc).some((e) => e.kind === 'interface' && e.service !== undefined && FAMILY.has(e.service));
}
