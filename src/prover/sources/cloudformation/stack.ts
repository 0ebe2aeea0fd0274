import { isMap, own, Place } from '../../core';

/** One resource of one stack, as written. */
export interface Resource {
  /** Unique over all input: stack id and logical id. */
  readonly key: string;
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A parameter's value as a parent stack passes it: an expression to resolve there. */
export interface Binding {
  readonly stack: Stack;
  readonly expression: unknown;
}

export interface StackInit {
  readonly id: string;
  /** The template as the user named it. */
  readonly template: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly stackName?: string;
  readonly account?: string;
  readonly region?: string;
  /** The `AWS::CloudFormation::Stack` this template is nested under. */
  readonly parent?: Resource;
  /** What the assembly's manifest tells of the stack's constructs; read when first asked for. */
  readonly constructs?: () => Constructs;
}

/** What CDK tells of the constructs of a stack, by logical id. */
export interface Constructs {
  readonly paths: ReadonlyMap<string, string>;
  /** `file:line:column` of the app's code that made a resource, where CDK recorded a trace (`CDK_DEBUG=1`). */
  readonly sources: ReadonlyMap<string, string>;
}

const NO_CONSTRUCTS: Constructs = { paths: new Map(), sources: new Map() };

/** One template as it would be deployed once. */
export class Stack {
  public readonly id: string;
  public readonly template: string;
  public readonly data: Readonly<Record<string, unknown>>;
  public readonly stackName?: string;
  public readonly account?: string;
  public readonly region?: string;
  public readonly parent?: Resource;
  public readonly constructs: () => Constructs;
  public readonly resources = new Map<string, Resource>();
  /** Parameters passed down by a parent stack. */
  public readonly bindings = new Map<string, Binding>();
  /** Nested stacks by the logical id of their `AWS::CloudFormation::Stack`. */
  public readonly nested = new Map<string, Stack>();

  constructor(init: StackInit) {
    this.id = init.id;
    this.template = init.template;
    this.data = init.data;
    this.stackName = init.stackName;
    this.account = init.account;
    this.region = init.region;
    this.parent = init.parent;
    this.constructs = init.constructs ?? (() => NO_CONSTRUCTS);
  }

  /** A section of the template; an empty one where it is missing or no object. */
  public section(name: string): Readonly<Record<string, unknown>> {
    const found = own(this.data, name);
    return isMap(found) ? found : {};
  }

  /** Same account and Region, as far as either is known. */
  public sameEnvironment(other: Stack): boolean {
    const same = (a?: string, b?: string) => a === undefined || b === undefined || a === b;
    return same(this.account, other.account) && same(this.region, other.region);
  }
}

/** Where a resource (or one of its properties) stands. */
export function placeOf(resource: Resource, property?: string): Place {
  const metadata = own(resource.raw, 'Metadata');
  const path = (isMap(metadata) ? own(metadata, 'aws:cdk:path') : undefined) ?? resource.stack.constructs().paths.get(resource.logicalId);
  return {
    template: resource.stack.template,
    logicalId: resource.logicalId,
    ...(property === undefined ? {} : { property }),
    ...(typeof path === 'string' ? { constructPath: withoutDefaultChild(path) } : {}),
  };
}

/** CDK's path of an L1 is that of its L2 plus `/Resource` or `/Default`; people know the L2. */
function withoutDefaultChild(path: string): string {
  return path.replace(/\/(Resource|Default)$/, '');
}
