import { INVENTORY } from '../../../data/command-documents';
import { identity, Place, Step, Unknown } from '../../core';
import { Association, Host, NetworkModel } from '../../model';
import { associationTargetsNobody } from '../../rules/fleet/association-targets-nobody';
import { defaultHostManagementSeveralOwners } from '../../rules/fleet/default-host-management-several-owners';
import { inventoryAssociationsOverlap } from '../../rules/fleet/inventory-associations-overlap';
import { nameOf } from './associations';

/** What is wrong with the fleet as a whole, whatever each host is like. Every step fails. */
export function fleetSteps(model: NetworkModel, hosts: readonly Host[]): Step[] {
  const associations = model.associations();
  return [...overlappingInventory(model, associations, hosts), ...targetsNobody(model, associations, hosts), ...severalOwners(model)];
}

const sameEnvironment = (a: { account?: string; region?: string }, b: { account?: string; region?: string }) =>
  (a.account === undefined || b.account === undefined || a.account === b.account) && (a.region === undefined || b.region === undefined || a.region === b.region);

/** An instance takes one specific inventory association; a second one fails. One for all instances (`*`) may stand beside it. */
function overlappingInventory(model: NetworkModel, associations: readonly Association[], hosts: readonly Host[]): Step[] {
  const specific = associations.filter((a) => nameOf(identity(a.document)) === INVENTORY && !isGlobal(a));
  const steps: Step[] = [];
  specific.forEach((a, i) => specific.slice(i + 1).forEach((b) => {
    if (!sameEnvironment(a, b)) return;
    const both = hosts.filter((host) => model.targetsHost(a, host) === 'yes' && model.targetsHost(b, host) === 'yes');
    if (both.length === 0 && !sameTargets(a, b)) return;
    const at = [a.place, b.place].filter((p): p is Place => p !== undefined);
    steps.push({ reason: inventoryAssociationsOverlap.faults.inventoryOverlaps, answer: 'no', at, data: { first: a.name, second: b.name, hosts: both.map((h) => h.name).join(', ') } });
  }));
  return steps;
}

function isGlobal({ targets }: Association): boolean {
  return !(targets instanceof Unknown) && targets.some((t) => t.key === 'InstanceIds' && t.values.includes('*'));
}

function sameTargets(a: Association, b: Association): boolean {
  if (a.targets instanceof Unknown || b.targets instanceof Unknown || a.targets.length === 0) return false;
  const key = ({ targets }: Association) => (targets instanceof Unknown ? '' : JSON.stringify(targets.map((t) => [t.key, t.values.map(identity).sort()]).sort()));
  return key(a) === key(b);
}

/**
 * An association by a tag that hosts of the input nearly have: on the group but not handed on, on the volume, with another value. A tag
 * that nobody here speaks of may be that of hosts made elsewhere.
 */
function targetsNobody(model: NetworkModel, associations: readonly Association[], hosts: readonly Host[]): Step[] {
  return associations.flatMap((association) => {
    const { targets } = association;
    const near = hosts.filter((host) => sameEnvironment(association, host));
    if (targets instanceof Unknown || near.length === 0 || near.some((host) => model.targetsHost(association, host) !== 'no')) return [];
    const missed = targets.filter((t) => t.key.startsWith('tag:')).flatMap(({ key, values }) => near.flatMap((host) => nearMiss(host, key.slice(4), values.map(identity))));
    if (missed.length === 0) return [];
    const [{ host, ...miss }] = missed;
    return [{ reason: associationTargetsNobody.faults.associationTargetsNobody, answer: 'no', at: association.place ? [association.place, host.place] : [host.place], data: { association: association.name, host, ...miss } }];
  });
}

function nearMiss(host: Host, key: string, values: readonly string[]): { host: Host; miss: string; tag: string; value: string }[] {
  const { tags } = host;
  if (tags instanceof Unknown) return [];
  const own = tags.filter((t) => identity(t.key) === key);
  const lost = own.find((t) => t.carried === 'no' && values.includes(identity(t.value)));
  if (lost) return [{ host, miss: 'kept', tag: key, value: '' }];
  const other = own.find((t) => t.carried === 'yes' && typeof t.value === 'string');
  if (other) return [{ host, miss: 'value', tag: key, value: identity(other.value) }];
  const cased = tags.find((t) => typeof t.key === 'string' && t.key !== key && t.key.toLowerCase() === key.toLowerCase());
  return cased ? [{ host, miss: 'case', tag: identity(cased.key), value: '' }] : [];
}

/** The account has one value of the setting in a Region: who is deployed last wins, and who is deleted first takes it away. */
function severalOwners(model: NetworkModel): Step[] {
  const owners = model.hostManagementOwners();
  return owners.flatMap((a, i) => owners.slice(i + 1).filter((b) => sameEnvironment(a, b))
    .map((b) => ({ reason: defaultHostManagementSeveralOwners.faults.severalOwners, answer: 'no', at: [a.place, b.place], data: { first: a.place.logicalId ?? '', second: b.place.logicalId ?? '' } })));
}
