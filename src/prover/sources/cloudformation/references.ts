import { Once, own, scalar, Value } from '../../core';
import { intrinsicOf, subParts } from './functions';
import { Resource, Stack } from './stack';

/** Logical ids that an expression names by `Ref`, `Fn::GetAtt` or `Fn::Sub`, whether or not they exist, each once. */
export function referencesIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const found = new Named();
  collect(node, true, found);
  return found.list;
}

function collect(node: object, always: boolean, found: Named): void {
  if (Array.isArray(node)) {
    for (let i = 0; i < node.length; i++) {
      const item: unknown = node[i];
      if (typeof item === 'object' && item !== null) collect(item, always, found);
    }
    return;
  }
  const map = node as Record<string, unknown>;
  for (const key in map) {
    const value = map[key];
    let below = always;
    if (key === 'Ref') {
      found.add(scalar(value as Value), always);
    } else if (key.charCodeAt(0) === LETTER_F && key.startsWith('Fn::')) {
      if (key === 'Fn::GetAtt') found.add(Array.isArray(value) ? value[0] : scalar(value as Value)?.split('.')[0], always);
      else if (key === 'Fn::Sub') addNames(value, always, found);
      else if (key === 'Fn::If') below = always && !intrinsicOf(node);
      else if (key.startsWith('Fn::ForEach::')) found.computed = true;
    }
    if (typeof value === 'object' && value !== null) collect(value, below, found);
  }
}

const LETTER_F = 70;

function addNames(argument: unknown, always: boolean, found: Named): void {
  const text = Array.isArray(argument) ? argument[0] as unknown : argument;
  if (typeof text === 'string' && text.includes('${')) for (const part of subParts(text)) if ('name' in part) found.add(part.name.split('.')[0], always);
}

/** What properties name, each once, in the order it came. */
class Named {
  public readonly all = new Once<string>();
  /** A name is made by a function (AWS::LanguageExtensions), so that not all that is named is listed. */
  public computed = false;
  /** Those that stand outside of the branches of an `Fn::If`, which may never be both there. Absent: all do. */
  private certain?: Once<string>;

  public add(id: unknown, always: boolean): void {
    // `${Item}` is of a loop (Fn::ForEach) within the properties.
    if (typeof id !== 'string' || id.includes('{')) {
      this.computed = true;
      return;
    }
    if (!always) this.certain ??= Once.of(this.all.list);
    this.all.add(id);
    if (always) this.certain?.add(id);
  }

  public get list(): readonly string[] {
    return this.all.list;
  }

  public always(): readonly string[] {
    return (this.certain ?? this.all).list;
  }
}

const NOTHING = new Named();
const known = new WeakMap<object, Named>();

function namedBy(resource: Resource): Named {
  let found = known.get(resource.raw);
  if (!found) {
    const properties = own(resource.raw, 'Properties');
    if (typeof properties !== 'object' || properties === null) return NOTHING;
    known.set(resource.raw, found = new Named());
    collect(properties, true, found);
  }
  return found;
}

/** What the properties of a resource name, looked for once. */
export function referencesOf(resource: Resource): readonly string[] {
  return namedBy(resource).list;
}

/** Whether the properties of a resource name something by a function. */
export function namesByFunction(resource: Resource): boolean {
  return namedBy(resource).computed;
}

/** The resources of a stack that wait for each other in a circle, one list a circle. CloudFormation refuses such a template. */
export function circlesOf(stack: Stack): string[][] {
  if (isOrdered(stack)) return [];
  const next = new Map<string, string[]>();
  for (const resource of stack.resources.values()) next.set(resource.logicalId, waitsFor(resource).filter((id) => stack.resources.has(id)));
  if (!hasCircle(next)) return [];
  return components(next).filter((c) => c.length > 1 || next.get(c[0])!.includes(c[0]));
}

/** Most templates are in order after this many looks at what is left. */
const MAX_LOOKS = 4;

/** Whether a few looks put every resource after what it waits for. If not, there may still be no circle. */
function isOrdered(stack: Stack): boolean {
  const done = new Set<string>();
  let left: Iterable<Resource> = stack.resources.values();
  for (let look = 0; look < MAX_LOOKS && done.size < stack.resources.size; look++) {
    const waiting: Resource[] = [];
    for (const resource of left) {
      if (isAfter(resource, done)) done.add(resource.logicalId);
      else waiting.push(resource);
    }
    left = waiting;
  }
  return done.size === stack.resources.size;
}

function isAfter(resource: Resource, done: ReadonlySet<string>): boolean {
  for (const id of waitsFor(resource)) if (!done.has(id) && resource.stack.resources.has(id)) return false;
  return true;
}

function waitsFor(resource: Resource): readonly string[] {
  const always = namedBy(resource).always();
  const explicit = own(resource.raw, 'DependsOn');
  if (explicit === undefined) return always;
  return [...always, ...(Array.isArray(explicit) ? explicit as unknown[] : [explicit]).filter((id): id is string => typeof id === 'string')];
}

/** Whether anything waits for itself, by a walk that costs less than finding out what does. */
function hasCircle(next: ReadonlyMap<string, readonly string[]>): boolean {
  const done = new Set<string>();
  const onPath = new Set<string>();
  for (const start of next.keys()) {
    if (done.has(start)) continue;
    const path = [{ id: start, child: 0 }];
    while (path.length > 0) {
      const frame = path[path.length - 1];
      if (frame.child === 0) onPath.add(frame.id);
      const child = next.get(frame.id)![frame.child++];
      if (child === undefined) {
        onPath.delete(frame.id);
        done.add(frame.id);
        path.pop();
      } else if (onPath.has(child)) {
        return true;
      } else if (!done.has(child)) {
        path.push({ id: child, child: 0 });
      }
    }
  }
  return false;
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
    component.push(member);
    if (member === id) return component.reverse();
  }
}
