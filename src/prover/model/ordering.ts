import { own } from '../core';
import { Estate, referencesOf, Resource } from '../sources/cloudformation';

/**
 * Whether CloudFormation makes `first` before it makes `then`: `then` names it, directly or through others, or depends on it.
 * Resources of different stacks: yes, since nothing can be said against it.
 */
export function isMadeBefore(estate: Estate, first: { template: string; logicalId?: string }, then: { template: string; logicalId?: string }): boolean {
  if (first.template !== then.template || first.logicalId === undefined || then.logicalId === undefined) return true;
  const stack = estate.stacks.find((s) => s.template === then.template);
  if (!stack) return true;
  const seen = new Set<string>();
  const open = [then.logicalId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === first.logicalId) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    const resource = stack.resources.get(id);
    if (resource) open.push(...waitsFor(resource));
  }
  return false;
}

function waitsFor(resource: Resource): string[] {
  const explicit = own(resource.raw, 'DependsOn');
  const named = (Array.isArray(explicit) ? explicit as unknown[] : [explicit]).filter((id): id is string => typeof id === 'string');
  return [...named, ...referencesOf(resource)];
}
