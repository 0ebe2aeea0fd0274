import { asBoolean, asList, isMap, own, Place, scalar, Truth, truthOf, Unknown, Value } from '../core';
import { Estate, intrinsicOf, placeOf, Resource } from '../sources/cloudformation';
import { PropertyKind, PROPERTY_KINDS } from './property-kinds';

/** What a reader declares: the type it reads, the properties it looks at, and what it takes for granted. */
export interface ReaderSpec {
  readonly type: string;
  /** Property paths below `Properties`; a list's members are meant without an index. */
  readonly reads: readonly string[];
  /** Plain-English notes for docs/supported-resources.md. */
  readonly assumes?: readonly string[];
}

const specs: ReaderSpec[] = [];

/** Declares what is read of a resource type. Reading anything else is a mistake that throws. */
export function declareReader(spec: ReaderSpec): ReaderSpec {
  specs.push(spec);
  return spec;
}

/** Every declared reader, by resource type. */
export function declaredReaders(): readonly ReaderSpec[] {
  const byType = new Map<string, ReaderSpec>();
  // Several readers may look at one type, each at its own properties.
  for (const { type, reads, assumes = [] } of specs) {
    const known = byType.get(type);
    byType.set(type, { type, reads: [...new Set([...known?.reads ?? [], ...reads])], assumes: [...known?.assumes ?? [], ...assumes] });
  }
  return [...byType.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** Whether some reader declares a property, or members of it. */
export function isDeclared(type: string, property: string): boolean {
  return specs.some((spec) => spec.type === type && spec.reads.some((path) => path === property || path.startsWith(`${property}.`)));
}

const declared = new WeakMap<ReaderSpec, Set<string>>();

/** The properties of one resource, resolved on demand in the current world. */
export class Fields {
  private readonly allowed: Set<string>;
  /** The properties as written, where they are no function's result. */
  private readonly plain: Readonly<Record<string, unknown>> | undefined;

  constructor(public readonly estate: Estate, public readonly resource: Resource, spec: ReaderSpec) {
    let allowed = declared.get(spec);
    if (!allowed) declared.set(spec, allowed = new Set(spec.reads));
    this.allowed = allowed;
    const properties = own(resource.raw, 'Properties');
    let plain = isMap(properties) && intrinsicOf(properties) === undefined;
    if (plain) for (const key in properties as object) if (key.startsWith('Fn::')) plain = false;
    this.plain = plain ? properties as Record<string, unknown> : undefined;
  }

  /** The value of a property; undefined where it is absent or `AWS::NoValue`. */
  public value(...path: string[]): Value {
    this.check(path);
    // Most properties are asked for by name alone, and most are absent or literal.
    if (path.length === 1 && this.plain) {
      const written = own(this.plain, path[0]);
      if (written === undefined) return undefined;
      if (typeof written === 'string' || typeof written === 'object') return this.ofItsKind(path, this.estate.resolver.decide(this.estate.resolver.resolve(written, this.resource.stack)));
    }
    const { resolver } = this.estate;
    const { stack } = this.resource;
    let expression: unknown = own(this.resource.raw, 'Properties');
    for (const step of path) {
      const head = resolver.head(expression, stack);
      if ('value' in head) {
        const shape = shapeOf(head.value);
        if (shape !== undefined && shape !== 'map') return this.malformed(path.slice(0, path.indexOf(step)), `must be ${SHAPES.map}, not ${SHAPES[shape]}`);
        if (!isMap(head.value)) return head.value instanceof Unknown ? head.value : undefined;
        expression = own(head.value as Record<string, unknown>, step);
      } else {
        if (Array.isArray(head.raw)) return this.malformed(path.slice(0, path.indexOf(step)), `must be ${SHAPES.map}, not ${SHAPES.list}`);
        const object = head.raw as Record<string, unknown>;
        expression = own(object, step);
        // A macro beside the other properties may add any that are not there.
        if (expression === undefined && own(object, 'Fn::Transform') !== undefined) {
          return new Unknown('macro', `macro:${this.resource.key}.${path.join('.')}`, `what a macro (Fn::Transform) adds to ${this.resource.logicalId}`);
        }
      }
      if (expression === undefined) return undefined;
    }
    return this.ofItsKind(path, resolver.decide(resolver.resolve(expression, stack)));
  }

  /** A value of a shape CloudFormation would refuse is an input error, and unknown. */
  private ofItsKind(path: readonly string[], value: Value): Value {
    const kind = own(own(PROPERTY_KINDS, this.resource.type), path.length === 1 ? path[0] : path.join('.'));
    const found = shapeOf(value);
    if (kind === undefined || found === undefined || kind === found) return value;
    return this.malformed(path, `must be ${SHAPES[kind]}, not ${SHAPES[found]}`);
  }

  private malformed(path: readonly string[], fault: string): Unknown {
    const { resource, estate } = this;
    const what = ['Properties', ...path].join('.');
    estate.report(resource.stack.template, `${resource.logicalId}: ${what} ${fault}`, ['Resources', resource.logicalId, 'Properties', ...path]);
    return new Unknown('malformed', `${resource.key}.${what}`, `${what} of ${resource.logicalId}, which is malformed`);
  }

  /** A property that is one value or a list of them. */
  public list(...path: string[]): readonly Value[] | Unknown {
    const value = this.value(...path);
    return value instanceof Unknown ? value : asList(value).map((v) => this.estate.resolver.decide(v));
  }

  /** A boolean property, CloudFormation's default where it is absent. */
  public truth(fallback: boolean, ...path: string[]): Truth {
    const value = this.value(...path);
    if (value === undefined || value === null) return truthOf(fallback);
    const known = asBoolean(value);
    return known === undefined ? 'unknown' : truthOf(known);
  }

  public place(...path: string[]): Place {
    return placeOf(this.resource, path.length === 0 ? undefined : ['Properties', ...path].join('.'));
  }

  /** Whether this reader looks at a property at all. */
  public has(...path: string[]): boolean {
    for (let n = path.length; n > 0; n--) if (this.allowed.has(path.slice(0, n).join('.'))) return true;
    return false;
  }

  private check(path: readonly string[]): void {
    if (path.length === 1 && this.allowed.has(path[0])) return;
    if (this.has(...path)) return;
    throw new Error(`the reader of ${this.resource.type} reads ${path.join('.')} without declaring it`);
  }
}

const SHAPES: Readonly<Record<PropertyKind, string>> = { scalar: 'a text or number', list: 'a list', map: 'an object' };

/** The shape of a value, as far as it is known: what a function comes to at deployment may have any. */
function shapeOf(value: Value): PropertyKind | undefined {
  if (scalar(value) !== undefined) return 'scalar';
  if (Array.isArray(value)) return 'list';
  return isMap(value) ? 'map' : undefined;
}

type Computations = Readonly<Record<string, () => unknown>>;

/** What stands behind the fields of a lazy object. */
class Cells {
  private readonly made: Record<string, () => unknown> = Object.create(null);

  constructor(public readonly estate: Estate, public readonly computations: Computations) {}

  public read(name: string): unknown {
    return (this.made[name] ??= this.estate.worlds.cell(this.computations[name]))();
  }
}

const CELLS = Symbol('cells');

/** Prototypes of lazy objects by the names of their fields: making an object of a known shape costs two small allocations. */
const shapes = new Map<string, object>();

function shapeFor(names: readonly string[]): object {
  const id = names.join(' ');
  let shape = shapes.get(id);
  if (!shape) {
    shapes.set(id, shape = {});
    for (const name of names) {
      Object.defineProperty(shape, name, { enumerable: true, get(this: { readonly [CELLS]: Cells }) { return this[CELLS].read(name); } });
    }
  }
  return shape;
}

/** An object whose fields are computed when first asked for, and once for each world they differ in. They are not its own: no spreading. */
export function lazy<T extends Record<string, () => unknown>>(estate: Estate, fields: T): { readonly [K in keyof T]: ReturnType<T[K]> } {
  const result = Object.create(shapeFor(Object.keys(fields))) as { [CELLS]: Cells };
  result[CELLS] = new Cells(estate, fields);
  return result as unknown as { readonly [K in keyof T]: ReturnType<T[K]> };
}

/** `head` with the lazy fields of another object, and further ones. */
export function withLazy<H extends object, F extends object>(head: H, fields: F, more: Computations = {}): H & F {
  const cells = (fields as { [CELLS]?: Cells })[CELLS];
  if (!cells) return Object.assign(head, fields);
  const extended = Object.keys(more).length === 0 ? cells : new Cells(cells.estate, { ...cells.computations, ...more });
  const result = Object.create(shapeFor(Object.keys(extended.computations))) as { [CELLS]: Cells };
  result[CELLS] = extended;
  return Object.assign(result, head) as unknown as H & F;
}
