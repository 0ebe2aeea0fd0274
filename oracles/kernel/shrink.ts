/** Makes a network smaller while something stays true of it: what remains is what matters. */
import { Spec, tidy } from './spec';

/** Parts that can be taken out, biggest first. */
const LISTS = ['hosts', 'endpoints', 'zones', 'nats', 'natInstances', 'peerings', 'vpcs', 'subnets', 'acls', 'tables', 'groups', 'lists'] as const;

/** Every network with one part less. A network keeps at least one VPC, one subnet and one host. */
export function* smaller(spec: Spec): Generator<Spec> {
  const without = (change: (copy: Spec) => void) => {
    const copy = structuredClone(spec);
    change(copy);
    return tidy(copy);
  };
  for (const list of LISTS) {
    for (let i = 0; i < spec[list].length; i += 1) yield without((copy) => copy[list].splice(i, 1));
  }
  for (const [i, table] of spec.tables.entries()) for (const j of table.routes.keys()) yield without((copy) => copy.tables[i].routes.splice(j, 1));
  for (const [i, acl] of spec.acls.entries()) for (const j of acl.entries.keys()) yield without((copy) => copy.acls[i].entries.splice(j, 1));
  for (const [i, group] of spec.groups.entries()) for (const j of group.rules.keys()) yield without((copy) => copy.groups[i].rules.splice(j, 1));
  for (const [i, endpoint] of spec.endpoints.entries()) {
    if (endpoint.subnets.length > 1) for (const j of endpoint.subnets.keys()) yield without((copy) => copy.endpoints[i].subnets.splice(j, 1));
    for (const j of endpoint.groups.keys()) yield without((copy) => copy.endpoints[i].groups.splice(j, 1));
  }
  for (const [i, list] of spec.lists.entries()) if (list.cidrs.length > 1) for (const j of list.cidrs.keys()) yield without((copy) => copy.lists[i].cidrs.splice(j, 1));
  for (const [i, subnet] of spec.subnets.entries()) {
    if (subnet.acl) yield without((copy) => delete copy.subnets[i].acl);
    if (subnet.table) yield without((copy) => delete copy.subnets[i].table);
  }
}

/** The smallest network found for which `stays` holds. It is asked at most `limit` times. */
export async function shrink(spec: Spec, stays: (smaller: Spec) => Promise<boolean>, limit: number): Promise<Spec> {
  let best = spec;
  let asked = 0;
  for (let found = true; found && asked < limit;) {
    found = false;
    for (const candidate of smaller(best)) {
      if (candidate.hosts.length === 0 || asked >= limit) continue;
      asked += 1;
      if (!await stays(candidate)) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return best;
}
