import { Budget, identity, InputError, isMap, Link, own, Place, scalar, Unknown, Value, Worlds } from '../../core';
import { Assumed, saidOf } from './assumed';
import { SAME_AS_PROPERTY, SAME_AS_REF } from './attributes';
import { asInputError } from './files';
import { Expanded, expandForEach } from './foreach';
import { intrinsicOf } from './functions';
import type { ImageHint } from './image-lookups';
import { circlesOf } from './references';
import { ChainTooLong, Resolver } from './resolver';
import { Resource, Stack } from './stack';

/** Transforms of AWS that leave hosts and networks as they stand. */
const KNOWN_TRANSFORMS = new Set(['AWS::LanguageExtensions', 'AWS::Serverless', 'AWS::SecretsManager', 'AWS::CodeDeployBlueGreen', 'AWS::ServiceCatalog']);

/** AWS's own macro that puts a part of another template in its place. */
const INCLUDE = 'AWS::Include';

/** The types of the resources that a loop makes; undefined where one of them is not written out. */
function typesIn(loop: unknown): string[] | undefined {
  const body: unknown = Array.isArray(loop) ? loop[2] : undefined;
  if (!isMap(body)) return undefined;
  const found: string[] = [];
  for (const key in body) {
    const entry = body[key];
    const type = isMap(entry) ? own(entry, 'Type') : undefined;
    const inner = key.startsWith('Fn::ForEach::') ? typesIn(entry) : typeof type === 'string' && !type.includes('${') ? [type] : undefined;
    if (!inner) return undefined;
    found.push(...inner);
  }
  return found;
}

export interface EstateOptions {
  /** Values for parameters of top-level templates, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What is known of images, by id. */
  readonly images?: Readonly<Record<string, ImageHint>>;
  /** What somebody says of things that are made elsewhere. */
  readonly assumed?: Assumed;
  /** The input is what accounts hold, not what templates will make: nothing is added to it out of sight, and each host is proved by itself. */
  readonly live?: boolean;
  /** What the run may expand its input to. Default: a budget of its own. */
  readonly budget?: Budget;
}

/** Everything that was loaded, with a resolver over it. */
export class Estate {
  public readonly worlds = new Worlds();
  public readonly resolver: Resolver;
  /** Names of macros that may rewrite a stack before it is deployed, other than AWS's own harmless ones. */
  public macrosOf(stack: Stack): readonly string[] {
    const transform = own(stack.data, 'Transform');
    const names = (Array.isArray(transform) ? transform as unknown[] : [transform]).map((t) => scalar((isMap(t) ? own(t, 'Name') : t) as Value));
    const inside = own(stack.section('Resources'), 'Fn::Transform');
    const included = isMap(inside) ? scalar(own(inside, 'Name') as Value) : undefined;
    return [...names, included].filter((n): n is string => n !== undefined && !KNOWN_TRANSFORMS.has(n.replace(/-\d{4}-\d{2}-\d{2}$/, '')));
  }

  /** What makes resources that nobody knows (loops that cannot be written out, templates that are included), with the types it names. */
  public readonly hidden: { readonly stack: Stack; readonly what: string; readonly types: readonly string[] | undefined }[] = [];
  /** What is wrong with a template although it could be read. */
  public readonly errors: InputError[] = [];
  private readonly byType = new Map<string, Resource[]>();
  private readonly literalExports = new Map<string, { stack: Stack; expression: unknown }[]>();
  private readonly otherExports: { stack: Stack; name: unknown; expression: unknown }[] = [];
  private readonly existence = new Map<string, () => boolean>();
  /** Locates a path of a template for messages; set by the loader. */
  public locate: (template: string, path: readonly string[]) => { line: number; column: number } | undefined = () => undefined;

  public readonly budget: Budget;

  constructor(public readonly stacks: readonly Stack[], public readonly options: EstateOptions = {}) {
    this.budget = options.budget ?? new Budget();
    this.resolver = new Resolver({
      worlds: this.worlds,
      parameters: options.parameters ?? {},
      exported: (name, from) => this.exported(name, from),
      attribute: (resource, name) => this.attribute(resource, name),
      report: (stack, message, path) => this.report(stack.template, message, path),
      budget: this.budget,
    }, stacks);
    for (const stack of stacks) {
      try {
        this.index(stack);
      } catch (error) {
        // Whatever it is, it is this template's: the others are read.
        this.errors.push(asInputError(stack.template, error));
      }
    }
  }

  public ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource at a place of a step. */
  public resourceAt({ template, logicalId }: Place): Resource | undefined {
    if (logicalId === undefined) return undefined;
    for (const stack of this.stacks) {
      const resource = stack.template === template ? stack.resources.get(logicalId) : undefined;
      if (resource) return resource;
    }
    return undefined;
  }

  public types(): Iterable<string> {
    return this.byType.keys();
  }

  public report(template: string, message: string, path: readonly string[] = []): void {
    if (this.errors.some((e) => e.template === template && e.message === message)) return;
    this.errors.push(new InputError(template, message, this.locate(template, path)?.line));
  }

  /** Whether the resource is made in the current world: its condition, and those of the stacks it is nested in. */
  public exists(resource: Resource): boolean {
    const condition = own(resource.raw, 'Condition');
    const parent = resource.stack.parent;
    if (typeof condition !== 'string' && !parent) return true;
    let cell = this.existence.get(resource.key);
    if (!cell) {
      cell = this.worlds.cell(() => (!parent || this.exists(parent))
        && (typeof condition !== 'string' || this.resolver.condition(condition, resource.stack)));
      this.existence.set(resource.key, cell);
    }
    return cell();
  }

  /** Names of things defined elsewhere that some assumption was used for. */
  public readonly usedAssumptions = new Set<string>();

  /** What is assumed of a value that is defined elsewhere. */
  public assumptionFor(kind: keyof Assumed, value: Value): { readonly name: string; readonly word: string } | undefined {
    const said = saidOf(this.options.assumed?.[kind], value);
    if (said) this.usedAssumptions.add(said.name);
    return said;
  }

  /** Line and column of a place, where known. */
  public lineOf(place: Place): { line: number; column: number } | undefined {
    if (place.logicalId === undefined) return this.locate(place.template, place.property?.split('.') ?? []);
    return this.locate(place.template, ['Resources', place.logicalId, ...place.property?.split('.') ?? []]);
  }

  /** Line and column of a place, and the code of a CDK app that made it, as far as they are known. */
  public originOf(place: Place): { line?: number; column?: number; source?: string } {
    const id = place.logicalId;
    const stack = id === undefined ? undefined : this.stacks.find((s) => s.template === place.template);
    const source = id === undefined ? undefined : stack?.constructs().sources.get(id);
    return { ...this.lineOf(place), ...(source === undefined ? {} : { source }) };
  }

  /** The export with this literal name, as a stack would import it. */
  public exportedBy(name: string, from: Stack): { stack: Stack; expression: unknown } | undefined {
    return this.exported(name, from);
  }

  private index(stack: Stack): void {
    this.expand(stack);
    for (const resource of stack.resources.values()) {
      const list = this.byType.get(resource.type);
      if (list) list.push(resource);
      else this.byType.set(resource.type, [resource]);
    }
    const outputs = this.written(stack, 'Outputs');
    for (const output of Object.values(outputs.expanded)) {
      const exported = isMap(output) ? own(output, 'Export') : undefined;
      const name = isMap(exported) ? own(exported, 'Name') : undefined;
      if (name === undefined || !isMap(output)) continue;
      const expression = own(output, 'Value');
      if (typeof name !== 'string') this.otherExports.push({ stack, name, expression });
      else if (this.literalExports.has(name)) this.literalExports.get(name)!.push({ stack, expression });
      else this.literalExports.set(name, [{ stack, expression }]);
    }
  }

  /** Makes the resources of a stack, `Fn::ForEach` loops written out. */
  private expand(stack: Stack): void {
    const { expanded, unexpanded, tooLarge } = this.written(stack, 'Resources');
    for (const key of unexpanded) this.report(stack.template, `the loop ${key} cannot be written out: its collection is not known`, ['Resources', key]);
    for (const key of [...unexpanded, ...tooLarge.map((loop) => loop.key)]) {
      this.hidden.push({ stack, what: `what the loop ${key} makes`, types: typesIn(own(stack.section('Resources'), key)) });
    }
    if (this.macrosOf(stack).includes(INCLUDE)) this.hidden.push({ stack, what: `what ${INCLUDE} puts into ${stack.template}`, types: undefined });
    for (const logicalId in expanded) {
      const raw = expanded[logicalId];
      // A macro puts further resources here, which nobody can know.
      if (logicalId === 'Fn::Transform') continue;
      if (!isMap(raw)) {
        this.report(stack.template, `the resource ${logicalId} is no object`, ['Resources', logicalId]);
        continue;
      }
      const type = own(raw, 'Type');
      if (typeof type !== 'string') {
        // A type given by a tag (`!Rain::Module x`) is a module that is yet to be unpacked.
        if (intrinsicOf(type) === undefined) this.report(stack.template, `the resource ${logicalId} has no Type`, ['Resources', logicalId]);
        continue;
      }
      stack.resources.set(logicalId, { key: `${stack.id}/${logicalId}`, stack, logicalId, type, raw });
    }
    for (const circle of circlesOf(stack)) {
      const shown = circle.length > 8 ? [...circle.slice(0, 8), '…'] : [...circle, circle[0]];
      this.report(stack.template, `resources that wait for each other in a circle: ${shown.join(' → ')}`, ['Resources', circle[0]]);
    }
  }

  /** A section of a template, loops written out; one that is too large is reported. */
  private written(stack: Stack, section: string): Expanded {
    const result = expandForEach(stack.section(section), (expression) => this.knownCollection(expression, stack), this.budget);
    for (const { key, limit } of result.tooLarge) this.report(stack.template, `the loop ${key} expands to more than ${limit}; it is not evaluated`, [section, key]);
    return result;
  }

  private knownCollection(expression: unknown, stack: Stack): readonly string[] | undefined {
    try {
      return this.resolver.collection(expression, stack);
    } catch (error) {
      // What goes round in circles is not known.
      if (error instanceof ChainTooLong) return undefined;
      throw error;
    }
  }

  private exported(name: string, from: Stack): { stack: Stack; expression: unknown } | undefined {
    const literal = (this.literalExports.get(name) ?? []).filter((e) => e.stack.sameEnvironment(from));
    if (literal.length > 0) return literal.length === 1 ? literal[0] : undefined;
    const found = this.otherExports.filter((e) => e.stack.sameEnvironment(from) && identity(this.resolver.resolveShared(e.name, e.stack)) === name);
    return found.length === 1 ? found[0] : undefined;
  }

  private attribute(resource: Resource, name: string): { value: Value } | undefined {
    if (own(SAME_AS_REF, resource.type)?.includes(name)) return { value: new Link(resource, resource.key, 'Ref') };
    const property = own(own(SAME_AS_PROPERTY, resource.type), name);
    const properties = own(resource.raw, 'Properties');
    if (property !== undefined && isMap(properties) && own(properties, property) !== undefined) {
      return { value: this.resolver.resolveShared(own(properties, property), resource.stack) };
    }
    if (resource.type === 'Custom::CrossRegionExportReader') return this.crossRegionExport(resource, name);
    if (resource.type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.')) return this.nestedOutput(resource, name.slice('Outputs.'.length));
    return undefined;
  }

  /** CDK hands values to stacks of another Region by a custom resource that writes SSM parameters there, and one that reads them. */
  private crossRegionExport(reader: Resource, name: string): { value: Value } | undefined {
    for (const writer of this.ofType('Custom::CrossRegionExportWriter')) {
      const properties = own(writer.raw, 'Properties');
      const props = isMap(properties) ? own(properties, 'WriterProps') : undefined;
      const exports = isMap(props) ? own(props, 'exports') : undefined;
      const expression = isMap(exports) ? own(exports, name) : undefined;
      if (!isMap(props) || expression === undefined) continue;
      const region = own(props, 'region');
      if (reader.stack.region !== undefined && region !== reader.stack.region) continue;
      return { value: this.resolver.resolveShared(expression, writer.stack) };
    }
    return undefined;
  }

  private nestedOutput(resource: Resource, name: string): { value: Value } {
    const child = resource.stack.nested.get(resource.logicalId);
    const output = child && own(child.section('Outputs'), name);
    if (!child || !isMap(output)) {
      return { value: new Unknown('attribute', `${resource.key}.Outputs.${name}`, `the output ${name} of the nested stack ${resource.logicalId}`) };
    }
    return { value: this.resolver.resolveShared(own(output, 'Value'), child) };
  }
}
