import { Atom, asList, Budget, extentOf, holdsUnknown, identity, isMap, LIMITS, Link, own, plenty, scalar, Text, TooLarge, Unknown, Value, wordOf, Worlds, ACROSS, UNRESOLVED } from '../../core';
import { Conditions, hasHole } from './conditions';
import { expandForEach } from './foreach';
import { cidr, concatenate, describeLink, dynamicReference, intrinsicOf, join, select, split, subParts, whatOf } from './functions';
import { candidatesOf } from './mappings';
import { ANYTHING_ELSE, atomOf, comparedConstants, isNeverEmpty, Parameter, PSEUDO_PARAMETERS, readParameters, typed } from './parameters';
import { Resource, Stack } from './stack';

/** What the resolver needs to know of everything else that was loaded. */
export interface ResolverContext {
  readonly worlds: Worlds;
  /** Values the user gave for parameters of top-level templates. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The stack and expression of an export, where the input has it. */
  readonly exported: (name: string, from: Stack) => { stack: Stack; expression: unknown } | undefined;
  /** The value of an attribute that can be told from the resource's own properties. */
  readonly attribute: (resource: Resource, name: string) => { value: Value } | undefined;
  readonly report: (stack: Stack, message: string, path: readonly string[]) => void;
  readonly budget: Budget;
}

interface StackTables {
  readonly parameters: Map<string, Parameter>;
  readonly atoms: Map<string, Atom | undefined>;
  readonly compared: Map<string, Set<string>>;
  /** As written, loops written out. */
  conditionExpressions: Readonly<Record<string, unknown>>;
}

/** Deeper chains of references than any real set of templates. */
const MAX_CHAIN = 200;

/** Resolves template expressions in the current world. */
export class Resolver {
  private readonly tables = new Map<Stack, StackTables>();
  private readonly conditions: Conditions;
  private chain = 0;

  constructor(private readonly context: ResolverContext, stacks: Iterable<Stack>) {
    this.conditions = new Conditions({
      worlds: context.worlds,
      expressionsOf: (stack) => this.table(stack).conditionExpressions,
      resolve: (expression, stack) => this.resolve(expression, stack),
      decide: (value) => this.decide(value),
      report: context.report,
    });
    for (const stack of stacks) {
      try {
        this.table(stack);
      } catch (error) {
        // The collection of a loop of conditions: they stay as they are written.
        if (!(error instanceof ChainTooLong)) throw error;
        context.report(stack, 'a loop of conditions rests on a chain of references without end', ['Conditions']);
      }
    }
  }

  /** The value of an expression, all the way down. */
  public resolve(expression: unknown, stack: Stack): Value {
    if (typeof expression === 'string') return dynamicReference(expression);
    if (expression === null || typeof expression !== 'object') return expression as Value;
    if (++this.chain > MAX_CHAIN) {
      this.chain = 0;
      throw new ChainTooLong();
    }
    this.context.budget.tick();
    try {
      return this.resolveObject(expression, stack);
    } catch (error) {
      if (error instanceof TooLarge) return this.tooLarge(expression, stack, error);
      throw error;
    } finally {
      if (this.chain > 0) this.chain--;
    }
  }

  private readonly shared = new Map<Stack, WeakMap<object, () => Value>>();

  /**
   * The value of something that may be referred to from many places. It is evaluated once: where each of forty values refers to the one
   * before twice, each reference by itself would be evaluated a billion times.
   */
  public resolveShared(expression: unknown, stack: Stack): Value {
    if (typeof expression !== 'object' || expression === null || typeof own(expression as Record<string, unknown>, 'Ref') === 'string') return this.resolve(expression, stack);
    let cells = this.shared.get(stack);
    if (!cells) this.shared.set(stack, cells = new WeakMap());
    let cell = cells.get(expression);
    if (!cell) {
      cell = this.context.worlds.cell(() => this.limited(expression, stack), () => {
        throw new ChainTooLong();
      });
      cells.set(expression, cell);
    }
    return cell();
  }

  private limited(expression: object, stack: Stack): Value {
    const value = this.resolve(expression, stack);
    const { nodes, characters } = extentOf(value);
    if (nodes <= LIMITS.nodes && characters <= LIMITS.characters) return value;
    return this.tooLarge(expression, stack, new TooLarge(nodes > LIMITS.nodes ? plenty(LIMITS.nodes, 'nodes') : plenty(LIMITS.characters, 'characters')));
  }

  /** Reports what is too large, and goes on with a value that is not known. */
  private tooLarge(expression: object, stack: Stack, { limit }: TooLarge): Unknown {
    const path = pathOf(expression, stack.data);
    const where = path.length > 1 ? ` in ${path[1]}` : '';
    this.context.report(stack, `${intrinsicOf(expression)?.name ?? 'a value'}${where} expands to more than ${limit}; its value is not evaluated`, path);
    return new Unknown('too-large', `too-large:${stack.id}:${path.join('.')}`, `a value${where} that is too large`);
  }

  private resolveObject(expression: object, stack: Stack): Value {
    const call = intrinsicOf(expression);
    if (call && (call.name !== 'Condition' || typeof call.argument === 'string')) return this.call(call.name, call.argument, stack);
    if (Array.isArray(expression)) {
      return expression.map((item) => this.resolve(item, stack)).filter((item) => item !== undefined);
    }
    const result: Record<string, Value> = Object.create(null);
    for (const [key, item] of Object.entries(this.writtenOut(expression as Record<string, unknown>, stack))) {
      const value = this.resolve(item, stack);
      if (value !== undefined) result[key] = value;
    }
    return result;
  }

  /** An object with its `Fn::ForEach` loops written out; one whose collection is not known is left out and reported. */
  private writtenOut(object: Readonly<Record<string, unknown>>, stack: Stack): Readonly<Record<string, unknown>> {
    if (!Object.keys(object).some((key) => key.startsWith('Fn::ForEach::'))) return object;
    const { expanded, unexpanded, tooLarge } = expandForEach(object, (expression) => this.collection(expression, stack), this.context.budget);
    for (const key of unexpanded) this.context.report(stack, `the loop ${key} cannot be written out: its collection is not known`, []);
    for (const { key, limit } of tooLarge) this.context.report(stack, `the loop ${key} expands to more than ${limit}; it is not evaluated`, pathOf(object[key] as object, stack.data));
    return expanded;
  }

  /** The items of a loop's collection, where all of them are known. */
  public collection(expression: unknown, stack: Stack): readonly string[] | undefined {
    const value = this.resolve(expression, stack);
    return Array.isArray(value) && value.every((v) => typeof v === 'string') ? value as string[] : undefined;
  }

  /**
   * Takes `Fn::If`s (and other functions) off the head of an expression, without going into its members: either an object or list
   * as written, or a value.
   */
  public head(expression: unknown, stack: Stack): { raw: object } | { value: Value } {
    const call = intrinsicOf(expression);
    if (!call || (call.name === 'Condition' && typeof call.argument !== 'string')) {
      if (Array.isArray(expression)) return { raw: expression };
      return isMap(expression) ? { raw: this.writtenOut(expression, stack) } : { value: this.resolve(expression, stack) };
    }
    if (call.name === 'Fn::If') {
      const branch = this.branch(call.argument, stack);
      return branch ? this.head(branch.expression, stack) : { value: new Unknown('malformed', `if:${identity(call.argument as Value)}`, 'a malformed Fn::If') };
    }
    return { value: this.call(call.name, call.argument, stack) };
  }

  /** Whether a condition holds in the current world. What cannot be told is an atom, so there is always an answer. */
  public condition(name: string, stack: Stack): boolean {
    return this.conditions.holds(name, stack);
  }

  /** A literal for a value that rests on a parameter with few choices; otherwise the value itself. */
  public decide(value: Value): Value {
    if (!(value instanceof Unknown)) return value;
    const atom = this.atoms.get(value.key);
    if (!atom) return value;
    const choice = atom.atom.choices[this.context.worlds.choose(atom.atom)];
    if (choice === ANYTHING_ELSE) {
      return new Unknown(value.why, value.key, value.what, [...value.excludes, ...atom.atom.choices.filter((c) => c !== ANYTHING_ELSE)]);
    }
    return atom.parameter ? typed(atom.parameter, choice) : choice;
  }

  private readonly atoms = new Map<string, { atom: Atom; parameter?: Parameter }>();

  private table(stack: Stack): StackTables {
    let table = this.tables.get(stack);
    if (!table) {
      const conditionExpressions = stack.section('Conditions');
      table = { parameters: readParameters(stack), atoms: new Map(), compared: comparedConstants(stack), conditionExpressions };
      this.tables.set(stack, table);
      table.conditionExpressions = this.writtenOut(conditionExpressions, stack);
    }
    return table;
  }

  private call(name: string, argument: unknown, stack: Stack): Value {
    switch (name) {
      case 'Ref': {
        // With the transform AWS::LanguageExtensions a Ref may name its target by a function.
        const target = typeof argument === 'string' ? argument : this.resolve(argument, stack);
        return typeof target === 'string' ? this.ref(target, stack) : this.malformed(name, stack);
      }
      case 'Fn::GetAtt': return this.getAtt(argument, stack);
      case 'Fn::Sub': return this.sub(argument, stack);
      case 'Fn::If': {
        const branch = this.branch(argument, stack);
        return branch ? this.resolve(branch.expression, stack) : this.malformed(name, stack);
      }
      case 'Fn::Base64': return this.resolve(argument, stack);
      case 'Fn::ImportValue': return this.importValue(this.resolve(argument, stack), stack);
      case 'Fn::FindInMap': return this.findInMap(argument, stack);
      case 'Fn::GetAZs': {
        const region = this.resolve(argument, stack);
        const key = region === '' || region === undefined || region === null ? 'AWS::Region' : identity(region);
        return new Unknown('attribute', `zones(${stack.region !== undefined && key === 'AWS::Region' ? stack.region : key})`, 'the Region\'s Availability Zones');
      }
      case 'Fn::ToJsonString': {
        const value = this.resolve(argument, stack);
        if (holdsUnknown(value) || hasHole(value)) return new Unknown('attribute', `json(${JSON.stringify(argument).slice(0, 200)})`, 'a JSON text');
        const text = JSON.stringify(value);
        if (text !== undefined && text.length > LIMITS.characters) throw new TooLarge(plenty(LIMITS.characters, 'characters'));
        return text;
      }
      case 'Fn::And': case 'Fn::Or': case 'Fn::Not': case 'Fn::Equals': case 'Condition': return this.conditions.test({ [name]: argument }, stack);
      case UNRESOLVED: return unresolvedValue(argument);
      case ACROSS: return this.across(argument);
      case 'Fn::Transform': return new Unknown('macro', `macro:${stack.id}:${JSON.stringify(argument).slice(0, 200)}`, 'the result of a macro (Fn::Transform)');
      default: return this.callOnList(name, argument, stack);
    }
  }

  private callOnList(name: string, argument: unknown, stack: Stack): Value {
    const value = this.resolve(argument, stack);
    const [a, b, c] = Array.isArray(value) ? value as Value[] : [];
    switch (name) {
      case 'Fn::Join': return join(a, b);
      case 'Fn::Split': return split(a, b);
      case 'Fn::Select': return select(this.decide(a), b);
      case 'Fn::Cidr': return cidr(a, b, c);
      case 'Fn::Length': return Array.isArray(value) ? value.length : new Unknown('attribute', `length(${identity(value)})`, 'the length of a list');
      default: return new Unknown('macro', `${name}:${stack.id}:${JSON.stringify(argument)?.slice(0, 200)}`, `what ${name} comes to`);
    }
  }

  /** A resource of another stack, by the ids of both. */
  private across(argument: unknown): Value {
    const [id, logicalId] = Array.isArray(argument) ? argument as unknown[] : [];
    for (const stack of this.tables.keys()) {
      const resource = stack.id === id && typeof logicalId === 'string' ? stack.resources.get(logicalId) : undefined;
      if (resource) return new Link(resource, resource.key, 'Ref');
    }
    return new Unknown('reference', `missing:${String(id)}/${String(logicalId)}`, `${String(logicalId)} (not defined in ${String(id)})`);
  }

  private malformed(name: string, stack: Stack): Unknown {
    return new Unknown('malformed', `malformed:${stack.id}:${name}`, `a malformed ${name}`);
  }

  private ref(name: string, stack: Stack): Value {
    if (PSEUDO_PARAMETERS.has(name)) return this.pseudo(name, stack);
    const { parameters } = this.table(stack);
    const parameter = parameters.get(name);
    if (parameter) return this.parameter(parameter, stack);
    const resource = stack.resources.get(name);
    if (resource) return new Link(resource, resource.key, 'Ref');
    return new Unknown('reference', `missing:${stack.id}/${name}`, `${name} (not defined in the template)`);
  }

  private pseudo(name: string, stack: Stack): Value {
    if (name === 'AWS::NoValue') return undefined;
    if (name === 'AWS::Region' && stack.region !== undefined) return stack.region;
    if (name === 'AWS::AccountId' && stack.account !== undefined) return stack.account;
    if (name === 'AWS::StackName' && stack.stackName !== undefined) return stack.stackName;
    const own_ = name === 'AWS::StackName' || name === 'AWS::StackId';
    const unknown = new Unknown('pseudo', own_ ? `${name}:${stack.id}` : name, name);
    if ((name === 'AWS::Region' || name === 'AWS::Partition') && !this.atoms.has(unknown.key)) this.registerPseudo(name, unknown.key);
    return unknown;
  }

  private registerPseudo(name: string, key: string): void {
    const compared = new Set([...this.tables.values()].flatMap((t) => [...t.compared.get(name) ?? []]));
    const atom = name === 'AWS::Partition'
      ? atomOf(key, name, { fallback: 'aws', allowed: [], compared }, { kind: 'partition', subject: name, value: 'aws' })
      : atomOf(key, name, { allowed: [], compared }, undefined);
    if (atom) this.atoms.set(key, { atom });
  }

  private parameter(parameter: Parameter, stack: Stack): Value {
    const binding = stack.bindings.get(parameter.name);
    if (binding) return retype(parameter, this.resolveShared(binding.expression, binding.stack));
    const given = stack.parent ? undefined : own(this.context.parameters, parameter.name);
    if (given !== undefined) return typed(parameter, given);
    const { atoms, compared } = this.table(stack);
    const impossible = isNeverEmpty(parameter) ? [''] : [];
    if (!atoms.has(parameter.name)) {
      atoms.set(parameter.name, atomOf(
        `parameter:${stack.id}/${parameter.name}`,
        `parameter ${parameter.name}`,
        { fallback: parameter.default, allowed: parameter.allowed, compared: new Set([...compared.get(parameter.name) ?? []].filter((value) => !impossible.includes(value))) },
        parameter.default === undefined ? undefined : { kind: 'parameter-default', subject: parameter.name, value: parameter.default },
      ));
    }
    const atom = atoms.get(parameter.name);
    const unknown = new Unknown('parameter', `parameter:${stack.id}/${parameter.name}`, `parameter ${parameter.name}`, impossible);
    if (!atom) return unknown;
    this.atoms.set(unknown.key, { atom, parameter });
    // A default is a value like any other; without one, only a comparison or a property that matters makes us branch.
    return atom.assumption ? this.decide(unknown) : unknown;
  }

  private getAtt(argument: unknown, stack: Stack): Value {
    const parts = typeof argument === 'string' ? [argument.split('.')[0], argument.slice(argument.indexOf('.') + 1)] : asList(argument as Value);
    const [id, ...rest] = parts.map((p) => this.resolve(p, stack));
    const attribute = rest.map((r) => scalar(r) ?? '').join('.');
    if (typeof id !== 'string' || attribute === '') return this.malformed('Fn::GetAtt', stack);
    const resource = stack.resources.get(id);
    if (!resource) return new Unknown('reference', `missing:${stack.id}/${id}.${attribute}`, `${id} (not defined in the template)`);
    return this.context.attribute(resource, attribute)?.value ?? new Link(resource, resource.key, attribute);
  }

  private sub(argument: unknown, stack: Stack): Value {
    const [text, map] = Array.isArray(argument) ? argument as unknown[] : [argument, undefined];
    if (typeof text !== 'string') return this.malformed('Fn::Sub', stack);
    return concatenate(subParts(text).map((part) => {
      if ('literal' in part) return dynamicReference(part.literal);
      const local = isMap(map) ? own(map, part.name) : undefined;
      if (local !== undefined) return this.resolve(local, stack);
      const dot = part.name.indexOf('.');
      return dot < 0 ? this.ref(part.name, stack) : this.getAtt([part.name.slice(0, dot), part.name.slice(dot + 1)], stack);
    }));
  }

  private branch(argument: unknown, stack: Stack): { expression: unknown } | undefined {
    if (!Array.isArray(argument) || argument.length !== 3) return undefined;
    const [condition, yes, no] = argument as unknown[];
    const holds = typeof condition === 'string' ? this.condition(condition, stack) : this.conditions.test(condition, stack);
    return { expression: holds ? yes : no };
  }

  private importValue(name: Value, stack: Stack): Value {
    const key = identity(name);
    const found = this.context.exported(key, stack);
    if (found) return this.resolveShared(found.expression, found.stack);
    return new Unknown('import', `import:${key}`, `the import ${wordOf(name)}`);
  }

  private findInMap(argument: unknown, stack: Stack): Value {
    const args = Array.isArray(argument) ? argument as unknown[] : [];
    const [name, first, second] = args.slice(0, 3).map((a) => this.decide(this.resolve(a, stack)));
    const fallback = isMap(args[3]) ? own(args[3], 'DefaultValue') : undefined;
    const map = typeof name === 'string' ? own(stack.section('Mappings'), name) : undefined;
    if (!isMap(map)) {
      return fallback === undefined ? new Unknown('mapping', `map:${stack.id}:${identity(name)}`, `the mapping ${identity(name)}`) : this.resolve(fallback, stack);
    }
    const exact = scalar(first) !== undefined && scalar(second) !== undefined;
    // A key that is not known may be one that the mapping does not have.
    const { distinct, literals } = candidatesOf(map, first, second, exact ? undefined : fallback);
    if (distinct.length === 1) return this.resolveShared(distinct[0], stack);
    if (distinct.length === 0 && exact && fallback !== undefined) return this.resolve(fallback, stack);
    const why = [first, second].map((v) => whatOf(v)).filter((v) => v !== undefined).join(' and ');
    return new Unknown('mapping', `map:${stack.id}:${identity(name)}[${identity(first)}][${identity(second)}]`,
      distinct.length === 0 ? `the entry ${wordOf(first)}.${wordOf(second)}, which mapping ${wordOf(name)} does not have` : `an entry of the mapping ${identity(name)} chosen by ${why}`,
      [], distinct.length > 0 ? literals ?? distinct.map((entry) => this.resolveShared(entry, stack)) : undefined);
  }
}

/** What a live source could not read; its key is its identity. */
function unresolvedValue(argument: unknown): Unknown {
  const read = (name: string) => (isMap(argument) ? scalar(own(argument, name) as Value) : undefined) ?? 'a value';
  return new Unknown('not-seen', read('key'), read('what'));
}

type Parents = ReadonlyMap<object, { readonly parent: object; readonly key: string }>;

/** What holds each object of a template: one walk, and only where something is reported. */
const parents = new WeakMap<object, Parents>();

/** The path of an object within a template; empty if a loop was written out to it. */
function pathOf(target: object, root: object): string[] {
  let known = parents.get(root);
  if (!known) parents.set(root, known = parentsIn(root));
  const path: string[] = [];
  for (let held = known.get(target); held; held = known.get(held.parent)) path.unshift(held.key);
  return path;
}

function parentsIn(root: object): Parents {
  const found = new Map<object, { parent: object; key: string }>();
  const waiting: object[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    for (const [key, item] of Object.entries(node)) {
      if (typeof item !== 'object' || item === null || item === root || found.has(item)) continue;
      found.set(item, { parent: node, key });
      waiting.push(item);
    }
  }
  return found;
}

/** A chain of references that does not end. */
export class ChainTooLong extends Error {
  constructor() {
    super('a chain of references without end');
  }
}

/** A list passed down as a joined text is a list again. */
function retype(parameter: Parameter, value: Value): Value {
  const list = parameter.type === 'CommaDelimitedList' || parameter.type.startsWith('List<');
  if (list && !Array.isArray(value)) {
    const literal = scalar(value);
    if (literal !== undefined) return typed(parameter, literal);
    return value instanceof Text || value instanceof Link ? split(',', value) : value;
  }
  return typeof value === 'string' && parameter.type.startsWith('AWS::SSM::Parameter::Value<') ? typed(parameter, value) : value;
}

export { describeLink };
