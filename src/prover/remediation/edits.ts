import { isMap, own } from '../core';
import { Estate, Resource, Stack } from '../sources/cloudformation';

/** One change of a template, as data. */
export type Edit =
  | { readonly op: 'add'; readonly stack: string; readonly logicalId: string; readonly resource: Readonly<Record<string, unknown>> }
  /** Sets (or, without a value, removes) a property; missing objects on the way are made. */
  | { readonly op: 'set'; readonly stack: string; readonly logicalId: string; readonly path: readonly string[]; readonly value?: unknown }
  /** Puts an item at the end of a list property; makes the list where there is none. */
  | { readonly op: 'append'; readonly stack: string; readonly logicalId: string; readonly path: readonly string[]; readonly value: unknown };

/** The same input with some templates changed. What was there is not touched. */
export function edited(estate: Estate, edits: readonly Edit[]): Estate {
  const made = new Map<Stack, Stack>();
  const order = [...estate.stacks].sort((a, b) => depthOf(a) - depthOf(b));
  for (const stack of order) {
    const mine = edits.filter((e) => e.stack === stack.id);
    const parent = stack.parent && moved(stack.parent, made);
    const copy = new Stack({ ...stack, data: mine.length > 0 ? withEdits(stack.data, mine) : stack.data, ...parent ? { parent } : {} });
    made.set(stack, copy);
  }
  for (const [stack, copy] of made) {
    for (const [name, binding] of stack.bindings) copy.bindings.set(name, { ...binding, stack: made.get(binding.stack) ?? binding.stack });
    for (const [id, child] of stack.nested) copy.nested.set(id, made.get(child) ?? child);
  }
  return new Estate(estate.stacks.map((s) => made.get(s)!), estate.options);
}

function depthOf(stack: Stack): number {
  return stack.parent ? depthOf(stack.parent.stack) + 1 : 0;
}

function moved(resource: Resource, made: ReadonlyMap<Stack, Stack>): Resource {
  return { ...resource, stack: made.get(resource.stack) ?? resource.stack };
}

function withEdits(data: Readonly<Record<string, unknown>>, edits: readonly Edit[]): Record<string, unknown> {
  const resources: Record<string, unknown> = { ...own(data, 'Resources') as Record<string, unknown> };
  for (const edit of edits) {
    if (edit.op === 'add') resources[edit.logicalId] = edit.resource;
    else resources[edit.logicalId] = withChange(own(resources, edit.logicalId), ['Properties', ...edit.path], edit);
  }
  return { ...data, Resources: resources };
}

/** A copy of an object (or list) with one place in it changed. */
function withChange(node: unknown, path: readonly string[], edit: Exclude<Edit, { op: 'add' }>): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (edit.op === 'set') return edit.value;
    return [...Array.isArray(node) ? node as unknown[] : node === undefined || node === null ? [] : [node], edit.value];
  }
  if (Array.isArray(node)) return node.map((item, i) => (String(i) === step ? withChange(item, rest, edit) : item as unknown));
  const map: Record<string, unknown> = isMap(node) ? { ...node } : {};
  const value = withChange(own(map, step), rest, edit);
  if (value === undefined) delete map[step];
  else map[step] = value;
  return map;
}
