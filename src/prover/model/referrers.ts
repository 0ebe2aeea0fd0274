import { isMap, own, scalar, Value } from '../core';
import { Estate, intrinsicOf, Resource, Stack, subParts } from '../sources/cloudformation';
import { isDeclared } from './fields';

/** Deeper than anything the loader accepts, and the references of a chain that can be resolved. */
const MAX_DEPTH = 1000;

/** What a property mentions. */
interface Found {
  readonly targets: Set<string>;
  other: boolean;
  any: boolean;
  /** Expressions elsewhere that were followed, by stack: once is enough, and each may refer to the one before it twice. */
  readonly followed: Map<Stack, Set<unknown>>;
}

interface Index {
  readonly byTarget: Map<string, Resource[]>;
  /** Those that name something by a literal, a parameter or an import. */
  readonly others: Resource[];
  /** Those that may name anything: by a function whose result may differ from world to world. */
  readonly any: Resource[];
}

/**
 * Which resources of a type point at a given resource through a given property. It looks at the text of the property only, so that
 * asking about one group does not read the conditions of all rules; who asks must still resolve the property and compare.
 */
export class Referrers {
  private readonly indexes = new Map<string, Index>();

  constructor(private readonly estate: Estate) {}

  /** Candidates of `type` whose `property` may name the resource with this key. */
  public to(type: string, property: string, key: string): readonly Resource[] {
    const { byTarget, any } = this.index(type, property);
    return [...byTarget.get(key) ?? [], ...any];
  }

  /** Candidates of `type` whose `property` names something that is not made in the input, or by its physical name. */
  public elsewhere(type: string, property: string): readonly Resource[] {
    return this.index(type, property).others;
  }

  private index(type: string, property: string): Index {
    const id = `${type} ${property}`;
    let index = this.indexes.get(id);
    if (!index) {
      if (!isDeclared(type, property)) throw new Error(`${property} of ${type} is looked at without a reader that declares it`);
      index = { byTarget: new Map(), others: [], any: [] };
      for (const resource of this.estate.ofType(type)) this.add(index, resource, property);
      this.indexes.set(id, index);
    }
    return index;
  }

  private add(index: Index, resource: Resource, property: string): void {
    const found: Found = { targets: new Set(), other: false, any: false, followed: new Map() };
    for (const expression of propertyOf(own(resource.raw, 'Properties'), property)) this.mentions(expression, resource.stack, found, 0);
    for (const target of found.any ? [] : found.targets) {
      const list = index.byTarget.get(target);
      if (list) list.push(resource);
      else index.byTarget.set(target, [resource]);
    }
    if (found.other) index.others.push(resource);
    if (found.any) index.any.push(resource);
  }

  /** What an expression elsewhere mentions, which a reference leads to. */
  private follow(expression: unknown, stack: Stack, found: Found, depth: number): void {
    const followed = found.followed.get(stack) ?? new Set();
    found.followed.set(stack, followed);
    if (followed.has(expression)) return;
    followed.add(expression);
    this.mentions(expression, stack, found, depth + 1);
  }

  private mentions(node: unknown, stack: Stack, found: Found, depth: number): void {
    if (depth > MAX_DEPTH) {
      found.any = true;
      return;
    }
    if (typeof node === 'string') found.other = true;
    if (typeof node !== 'object' || node === null) return;
    const call = intrinsicOf(node);
    const argument = call?.argument;
    if (call?.name === 'Ref') return this.named(argument, (name) => this.name(name, stack, found, depth), found);
    if (call?.name === 'Fn::GetAtt') {
      const parts = Array.isArray(argument) ? argument as unknown[] : [argument];
      if (parts.some((part) => scalar(part as Value) === undefined)) return this.named(undefined, () => {}, found);
      const path = attributePath(argument);
      return this.attribute(path[0], path, stack, found, depth);
    }
    if (call?.name === 'Fn::Sub') {
      const [text, map] = Array.isArray(argument) ? argument as unknown[] : [argument, undefined];
      if (map) this.mentions(map, stack, found, depth + 1);
      for (const part of typeof text === 'string' ? subParts(text) : []) {
        if ('name' in part) this.name(part.name.split('.')[0], stack, found, depth);
        else if (part.literal !== '') found.other = true;
      }
      return;
    }
    if (call?.name === 'Fn::ImportValue') {
      found.other = true;
      const target = typeof argument === 'string' ? this.estate.exportedBy(argument, stack) : undefined;
      if (target) this.follow(target.expression, target.stack, found, depth);
      else this.mentions(argument, stack, found, depth + 1);
      return;
    }
    for (const item of Array.isArray(node) ? node : Object.values(node)) this.mentions(item, stack, found, depth + 1);
  }

  /** A name that is given by a function (AWS::LanguageExtensions) may be any. */
  private named(argument: unknown, use: (name: string) => void, found: Found): void {
    const name = scalar(argument as Value);
    if (name === undefined) found.any = true;
    else use(name);
  }

  private name(name: string, stack: Stack, found: Found, depth: number): void {
    const resource = stack.resources.get(name);
    if (resource) {
      found.targets.add(resource.key);
      return;
    }
    const binding = stack.bindings.get(name);
    if (binding) this.follow(binding.expression, binding.stack, found, depth);
    else found.other = true;
  }

  private attribute(id: string, path: readonly string[], stack: Stack, found: Found, depth: number): void {
    // CDK's way to hand something of another Region over.
    if (stack.resources.get(id)?.type === 'Custom::CrossRegionExportReader') found.any = true;
    const nested = stack.nested.get(id);
    const output = nested && own(nested.section('Outputs'), path[2] ?? '');
    if (nested && isMap(output)) this.follow(own(output, 'Value'), nested, found, depth);
    else this.name(id, stack, found, depth);
  }
}

/** `[id, attribute…]` of either form of `Fn::GetAtt`. */
function attributePath(argument: unknown): string[] {
  const parts = Array.isArray(argument) ? argument.map((part) => scalar(part as Value) ?? '') : [scalar(argument as Value) ?? ''];
  return parts.join('.').split('.');
}

/** The expressions of a property, also where the whole of `Properties` is an `Fn::If`. */
function propertyOf(properties: unknown, name: string): unknown[] {
  const call = intrinsicOf(properties);
  if (call?.name === 'Fn::If' && Array.isArray(call.argument)) return call.argument.slice(1).flatMap((branch) => propertyOf(branch, name));
  if (!isMap(properties)) return [];
  const value = own(properties, name);
  // A loop may be written out to any property.
  const loops = Object.keys(properties).filter((key) => key.startsWith('Fn::ForEach::')).map((key) => properties[key]);
  return value === undefined ? loops : [value, ...loops];
}
