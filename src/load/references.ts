import { own, scalar, Value } from '../core';
import { intrinsicOf, subParts } from './functions';
import { Resource, Stack } from './stack';

/**
 * Logical ids that an expression names by `Ref`, `Fn::GetAtt` or `Fn::Sub`, whether or not they exist.
 *
 * @param branches whether to look into `Fn::If`, whose branches may never be both there
 */
export function referencesIn(node: unknown, branches = true): string[] {
  const found: string[] = [];
  collect(node, branches, found);
  return found;
}

function collect(node: unknown, branches: boolean, found: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) collect(item, branches, found);
    return;
  }
  const map = node as Record<string, unknown>;
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (key === 'Ref') {
      const id = scalar(value as Value);
      if (id !== undefined) found.push(id);
    } else if (key === 'Fn::GetAtt') {
      const [id] = Array.isArray(value) ? value as Value[] : [scalar(value as Value)?.split('.')[0]];
      if (typeof id === 'string') found.push(id);
    } else if (key === 'Fn::Sub') {
      const text = Array.isArray(value) ? value[0] as unknown : value;
      if (typeof text === 'string') for (const part of subParts(text)) if ('name' in part) found.push(part.name.split('.')[0]);
    } else if (key === 'Fn::If' && !branches && intrinsicOf(node)) {
      continue;
    }
    collect(value, branches, found);
  }
}

const known = new WeakMap<object, readonly string[]>();

/** What the properties of a resource name, looked for once. */
export function referencesOf(resource: Resource): readonly string[] {
  let found = known.get(resource.raw);
  if (!found) known.set(resource.raw, found = [...new Set(referencesIn(own(resource.raw, 'Properties')))]);
  return found;
}

/** The resources of a stack that wait for each other in a circle, one list a circle. CloudFormation refuses such a template. */
export function circlesOf(stack: Stack): string[][] {
  const next = new Map<string, string[]>();
  for (const resource of stack.resources.values()) next.set(resource.logicalId, [...waitsFor(resource)].filter((id) => stack.resources.has(id)));
  return components(next).filter((c) => c.length > 1 || next.get(c[0])!.includes(c[0]));
}

function waitsFor(resource: Resource): Set<string> {
  const found = new Set(referencesIn(own(resource.raw, 'Properties'), false));
  const explicit = own(resource.raw, 'DependsOn');
  for (const id of Array.isArray(explicit) ? explicit as unknown[] : [explicit]) if (typeof id === 'string') found.add(id);
  return found;
}

/** Tarjan's strongly connected components, with a stack of its own so that long chains are no danger. */
function components(next: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const result: string[][] = [];
  for (const start of next.keys()) {
    if (order.has(start)) continue;
    const work: { id: string; child: number }[] = [{ id: start, child: 0 }];
    while (work.length > 0) {
      const frame = work[work.length - 1];
      if (frame.child === 0 && !order.has(frame.id)) {
        order.set(frame.id, order.size);
        low.set(frame.id, order.get(frame.id)!);
        open.push(frame.id);
        isOpen.add(frame.id);
      }
      const child = next.get(frame.id)![frame.child++];
      if (child !== undefined) {
        if (!order.has(child)) work.push({ id: child, child: 0 });
        else if (isOpen.has(child)) low.set(frame.id, Math.min(low.get(frame.id)!, order.get(child)!));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low.set(parent.id, Math.min(low.get(parent.id)!, low.get(frame.id)!));
      if (low.get(frame.id) === order.get(frame.id)) result.push(close(frame.id, open, isOpen));
    }
  }
  return result;
}

function close(id: string, open: string[], isOpen: Set<string>): string[] {
  const component: string[] = [];
  for (let member = open.pop()!; ; member = open.pop()!) {
    isOpen.delete(member);
    component.unshift(member);
    if (member === id) return component;
  }
}
