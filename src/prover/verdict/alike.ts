import { actionsOf } from '../analysis';
import { isMap, own } from '../core';
import { isOpaque, runsPrograms } from '../model';
import { Estate, namesByFunction, referencesIn, referencesOf, Resource, Stack, subParts } from '../sources/cloudformation';
import { ASIDE, isPlain, NAMES, Reads } from './reads';

/** More resources of its own than any real host has. */
const MAX_OWN = 40;

/** Kinds of hosts that come in numbers. */
const KINDS: ReadonlySet<string> = new Set(['AWS::EC2::Instance', 'AWS::AutoScaling::AutoScalingGroup']);

/** Services a role's permissions for which may matter to the agent, or to what its sessions leave behind. */
const ASKED_ALWAYS = [...new Set(actionsOf('logging').map((action) => action.slice(0, action.indexOf(':')))), 'ec2messages', 'ec2', 'sts', 'iam'];
const ASKED_OF_SESSIONS = ['s3', 'kms', 'logs'];

/** What a host and its own resources say, and which resources these are. */
export interface Likeness {
  readonly text: string;
  /** The condition the host itself is made under; no part of the text. */
  readonly condition?: string;
  readonly members: readonly Resource[];
}

const RULES: ReadonlySet<string> = new Set(['SecurityGroupIngress', 'SecurityGroupEgress']);

interface StackIndex {
  /** Who names a resource, by logical id; in the template's order. */
  readonly referrers: ReadonlyMap<string, readonly Resource[]>;
  /** What other stacks may use. */
  readonly shown: ReadonlySet<string>;
  /** Some resource names another by a function: nobody can say who names whom. */
  readonly unclear: boolean;
}

/**
 * Which hosts differ in names only, so that the proof of one is the proof of all.
 *
 * A resource is a host's own if nobody but the host, and what is the host's own, names it. Two hosts are alike if their own resources
 * can be matched one to one so that each says the same as its partner, and names the same things where these are nobody's own. Then
 * swapping the two leaves the whole input as it is, and so each answer with it.
 */
export class Alike {
  private readonly indexes = new Map<Stack, StackIndex>();
  private readonly owners = new Map<string, string | undefined>();
  private readonly hosts: ReadonlySet<string>;
  private readonly asked: ReadonlySet<string>;

  constructor(estate: Estate, hosts: Iterable<Resource>, private readonly reads = new Reads(estate)) {
    this.hosts = new Set([...hosts].map((r) => r.key));
    this.asked = new Set(estate.ofType('AWS::SSM::Document').length > 0 ? [...ASKED_ALWAYS, ...ASKED_OF_SESSIONS] : ASKED_ALWAYS);
  }

  /** Equal texts for hosts that are alike; undefined for one that is like no other. */
  public classOf(host: Resource): Likeness | undefined {
    if (!KINDS.has(host.type) || this.indexOf(host.stack).unclear || this.ownerOf(host) !== host.key) return undefined;
    return new Portrait(host, this).drawn();
  }

  /** The key of the host that a resource belongs to. */
  public ownerOf(resource: Resource): string | undefined {
    if (this.owners.has(resource.key)) return this.owners.get(resource.key);
    const owner = this.findOwner(resource);
    this.owners.set(resource.key, owner);
    return owner;
  }

  public referrersOf(resource: Resource): readonly Resource[] {
    return this.indexOf(resource.stack).referrers.get(resource.logicalId) ?? [];
  }

  /** The properties of a type that are read; undefined: any may be. */
  public readsOf(type: string): ReadonlySet<string> | undefined {
    return this.reads.of(type);
  }

  /** Whether a statement of a policy can have no part in any answer. */
  public isAside(statement: unknown): boolean {
    if (!isMap(statement) || own(statement, 'Effect') !== 'Allow') return false;
    for (const key in statement) if (key !== 'Effect' && key !== 'Action' && key !== 'Resource' && key !== 'Sid') return false;
    const literal = (value: unknown) => typeof value === 'string' || (Array.isArray(value) && value.every((v) => typeof v === 'string'));
    const actions = own(statement, 'Action');
    if (!literal(actions) || !literal(own(statement, 'Resource'))) return false;
    return (typeof actions === 'string' ? [actions] : actions as string[]).every((action) => {
      const service = action.slice(0, action.indexOf(':')).toLowerCase();
      return /^[a-z0-9-]+$/.test(service) && !this.asked.has(service);
    });
  }

  private findOwner(resource: Resource): string | undefined {
    const index = this.indexOf(resource.stack);
    const open = [resource];
    const seen = new Set<string>([resource.logicalId]);
    let owner: string | undefined;
    for (let next = open.pop(); next; next = open.pop()) {
      if (index.shown.has(next.logicalId) || isOpaque(next.type) || runsPrograms(next.type) || seen.size > MAX_OWN) return undefined;
      if (this.hosts.has(next.key)) {
        if (owner !== undefined) return undefined;
        owner = next.key;
      }
      for (const referrer of index.referrers.get(next.logicalId) ?? []) {
        if (seen.has(referrer.logicalId)) continue;
        seen.add(referrer.logicalId);
        open.push(referrer);
      }
    }
    return owner;
  }

  private indexOf(stack: Stack): StackIndex {
    let index = this.indexes.get(stack);
    if (!index) this.indexes.set(stack, index = this.makeIndex(stack));
    return index;
  }

  private makeIndex(stack: Stack): StackIndex {
    const referrers = new Map<string, Resource[]>();
    let unclear = false;
    for (const resource of stack.resources.values()) {
      unclear ||= namesByFunction(resource);
      // What nobody reads changes nothing by naming something.
      if (!this.reads.of(resource.type) && !this.hosts.has(resource.key) && !isOpaque(resource.type) && !runsPrograms(resource.type)) continue;
      const add = (id: string) => {
        const list = referrers.get(id);
        if (!list) referrers.set(id, [resource]);
        else if (list[list.length - 1] !== resource) list.push(resource);
      };
      for (const id of referencesOf(resource)) add(id);
      const waits = own(resource.raw, 'DependsOn');
      for (const id of Array.isArray(waits) ? waits as unknown[] : [waits]) if (typeof id === 'string') add(id);
    }
    // CDK writes these into parameters, which stacks of other Regions read.
    const shown = new Set([...stack.resources.values()].filter((r) => r.type === 'Custom::CrossRegionExportWriter').flatMap(referencesOf));
    for (const [name, output] of Object.entries(stack.section('Outputs'))) {
      unclear ||= name.startsWith('Fn::ForEach::');
      if (stack.parent || (isMap(output) && own(output, 'Export') !== undefined)) for (const id of referencesIn(output)) shown.add(id);
    }
    return { referrers, shown, unclear };
  }
}

function conditionOf({ raw }: Resource): string | undefined {
  const condition = own(raw, 'Condition');
  return typeof condition === 'string' ? condition : undefined;
}

/** A text that ends where it says, whatever it holds. */
const counted = (text: string) => `${text.length}"${text}`;

/** What a host and its own resources say, with numbers in the place of their names. */
class Portrait {
  private readonly numbers = new Map<string, number>();
  private readonly members: Resource[] = [];
  private out = '';
  private unique = false;

  constructor(private readonly host: Resource, private readonly alike: Alike) {}

  public drawn(): Likeness | undefined {
    this.enter(this.host);
    for (let i = 0; i < this.members.length && !this.unique; i++) {
      this.writeMember(this.members[i]);
      for (const referrer of this.alike.referrersOf(this.members[i])) this.enter(referrer);
    }
    if (this.unique) return undefined;
    const condition = conditionOf(this.host);
    return { text: `${this.host.stack.id}\n${this.out}`, members: this.members, ...(condition === undefined ? {} : { condition }) };
  }

  private enter(resource: Resource): number {
    let n = this.numbers.get(resource.logicalId);
    if (n === undefined) {
      n = this.members.push(resource);
      this.numbers.set(resource.logicalId, n);
    }
    return n;
  }

  private writeMember(resource: Resource): void {
    this.out += `\n${resource.type}`;
    for (const key of Object.keys(resource.raw)) {
      if (!ASIDE.has(key) && !(key === 'Condition' && resource === this.host && conditionOf(resource) !== undefined)) this.writeAttribute(key, resource.raw[key]);
    }
    const properties = own(resource.raw, 'Properties');
    const reads = this.alike.readsOf(resource.type);
    if (!reads || !isPlain(properties)) return this.write(properties);
    for (const key of Object.keys(properties)) {
      if (NAMES.has(key)) this.unique = true;
      const value = properties[key];
      if (reads.has(key)) {
        this.out += `${key}=`;
        if (RULES.has(key) && Array.isArray(value)) this.writeRules(value);
        else this.write(value);
      } else if (typeof value === 'object') {
        // It may still say what is made before what.
        for (const id of referencesIn(value)) this.out += `>${this.name(id)}`;
      }
    }
  }

  private writeAttribute(key: string, value: unknown): void {
    this.out += `${key}:`;
    if (key !== 'DependsOn') return this.write(value);
    for (const id of Array.isArray(value) ? value as unknown[] : [value]) this.out += typeof id === 'string' ? `>${this.name(id)}` : '?';
  }

  private write(node: unknown): void {
    if (typeof node === 'string') this.out += counted(node);
    else if (typeof node !== 'object' || node === null) this.out += `${node as null | undefined | boolean | number},`;
    else if (Array.isArray(node)) this.writeList(node);
    else this.writeMap(node as Record<string, unknown>);
  }

  private writeList(list: readonly unknown[]): void {
    this.out += '[';
    for (const item of list) this.write(item);
    this.out += ']';
  }

  /** Rules of a security group, without what they say of themselves. */
  private writeRules(list: readonly unknown[]): void {
    this.out += '[';
    for (const item of list) {
      const described = isMap(item) && typeof own(item, 'Description') === 'string';
      this.write(described ? Object.fromEntries(Object.entries(item).filter(([key]) => key !== 'Description')) : item);
    }
    this.out += ']';
  }

  private writeStatements(list: readonly unknown[]): void {
    this.out += '[';
    for (const item of list) if (!this.alike.isAside(item)) this.write(item);
    this.out += ']';
  }

  private writeMap(map: Readonly<Record<string, unknown>>): void {
    this.out += '{';
    for (const key of Object.keys(map)) {
      const value = map[key];
      this.out += `${counted(key)}:`;
      if (key === 'Ref' && typeof value === 'string') this.out += this.name(value);
      else if (key === 'Fn::GetAtt') this.writeAttributeOf(value);
      else if (key === 'Fn::Sub') this.writeText(value);
      else if (key === 'Statement' && Array.isArray(value)) this.writeStatements(value);
      else this.write(value);
    }
    this.out += '}';
  }

  private writeAttributeOf(argument: unknown): void {
    const [id, ...path] = Array.isArray(argument) ? argument as unknown[] : typeof argument === 'string' ? argument.split('.') : [argument];
    if (typeof id === 'string') this.out += this.name(id);
    else this.write(id);
    this.write(path);
  }

  private writeText(argument: unknown): void {
    const [text, ...rest] = Array.isArray(argument) ? argument as unknown[] : [argument];
    if (typeof text !== 'string') return this.write(argument);
    const local = isMap(rest[0]) ? rest[0] : undefined;
    for (const part of subParts(text)) {
      if ('literal' in part) {
        this.write(part.literal);
        continue;
      }
      const [id, ...path] = part.name.split('.');
      if (own(local, part.name) !== undefined) this.write(`\${${part.name}}`);
      else this.out += `\${${this.name(id)}.${path.join('.')}`;
    }
    this.write(rest);
  }

  /** A number for what is the host's own, the name of anything else. */
  private name(id: string): string {
    const known = this.numbers.get(id);
    if (known !== undefined) return `#${known}`;
    const resource = this.host.stack.resources.get(id);
    if (resource && this.alike.ownerOf(resource) === this.host.key) return `#${this.enter(resource)}`;
    return counted(id);
  }
}
