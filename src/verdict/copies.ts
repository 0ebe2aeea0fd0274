import { isMap, own } from '../core';
import { Copy, Estate, referencesOf, Resource, Stack } from '../load';
import { ASIDE, isPlain, Reads } from './reads';
import { isShown, StandingAlone, WORDS } from './standing-alone';

/**
 * Whether the stacks that were left unread can stay so: each says what its original says, in other words only where a word is a name of
 * its own, and neither it nor the original has to do with any other stack. Then swapping the two leaves the input as it is, leaving one
 * out changes nothing for the others, and what is proved of a host holds for its copies.
 */
export function areMereCopies(estate: Estate, copies: readonly Copy[]): boolean {
  const reads = new Reads(estate);
  const alone = new StandingAlone(reads);
  const meanings = new Map<Stack, Meaning>();
  const isNamed = (resource: Resource, property: string) => {
    const properties = own(resource.raw, 'Properties');
    return !isPlain(properties) || own(properties, property) !== undefined;
  };
  if (LAUNCH_NAMES.some(([type, property]) => estate.ofType(type).some((resource) => isNamed(resource, property)))) return false;
  return copies.every(({ of: original, names }) => {
    let meaning = meanings.get(original);
    if (!meaning) {
      if (original.parent || original.nested.size > 0 || isShown(original) || !alone.has(original)) return false;
      meanings.set(original, meaning = new Meaning(original, reads));
    }
    return meaning.survives(names);
  });
}

/** What CloudFormation or the prover understands. */
const LANGUAGE = ['AWS', 'Ref', 'Fn', 'GetAtt', 'Sub', 'If', 'Join', 'Select', 'Split', 'Base64', 'Cidr', 'GetAZs', 'ImportValue', 'FindInMap', 'Transform', 'Condition', 'Equals', 'And', 'Or', 'Not', 'Contains',
  'EachMemberEquals', 'EachMemberIn', 'RefAll', 'ValueOf', 'ValueOfAll', 'Length', 'ToJsonString', 'ForEach', 'GetStackOutput', 'DefaultValue', 'NoValue', 'resolve', 'Custom', 'MODULE'];

/** Parts of what is looked for in the whole text of resources that no reader declares (model/readers/settings.ts, model/usage.ts, model/meddlers.ts). */
const LOOKED_FOR = /(?:Create|Replace|create|replace)Route|^(?:create|replace|route|ec2|instance|management.*|role.*|DHMC.*)$|default$|AWSQuickSetupType$|SerialConsole/;

/** What launches may be named by in any property of any resource. */
const LAUNCH_NAMES = [['AWS::EC2::LaunchTemplate', 'LaunchTemplateName'], ['AWS::AutoScaling::LaunchConfiguration', 'LaunchConfigurationName']] as const;

/** The words of a stack that mean something by themselves, and those that are names of its own resources. */
class Meaning {
  private readonly words = new Set<string>(LANGUAGE);
  private readonly texts = new Set<string>();
  private readonly names: ReadonlySet<string>;
  private readonly isClear: boolean;

  constructor(private readonly stack: Stack, private readonly reads: Reads) {
    this.names = new Set(stack.resources.keys());
    this.isClear = this.collect();
    for (const text of this.texts) for (const word of text.match(/[A-Za-z0-9]+/g) ?? []) this.words.add(word);
  }

  /** Whether the stack means the same if these of its words are others. */
  public survives(names: ReadonlyMap<string, string>): boolean {
    if (!this.isClear) return false;
    for (const [word, other] of names) {
      if (this.words.has(word) || this.words.has(other) || this.names.has(other) || LOOKED_FOR.test(word) || LOOKED_FOR.test(other)) return false;
    }
    return true;
  }

  private collect(): boolean {
    const { data } = this.stack;
    for (const section in data) {
      this.texts.add(section);
      if (!WORDS.has(section)) this.addAll(data[section]);
    }
    this.addKeys(data.Outputs);
    // Every resource was understood, and has a name that is one word.
    if (this.names.size !== Object.keys(this.stack.section('Resources')).length) return false;
    for (const resource of this.stack.resources.values()) if (!/^[A-Za-z0-9]+$/.test(resource.logicalId) || !this.addResource(resource)) return false;
    return true;
  }

  private addResource(resource: Resource): boolean {
    const { raw, type } = resource;
    this.texts.add(type);
    for (const key in raw) {
      this.texts.add(key);
      if (key === 'DependsOn') this.addNames(raw[key]);
      else if (!ASIDE.has(key)) this.addAll(raw[key]);
    }
    const properties = own(raw, 'Properties');
    if (properties === undefined) return true;
    if (!isPlain(properties)) return false;
    const reads = this.reads.of(type);
    for (const key in properties) {
      this.texts.add(key);
      if (reads?.has(key)) this.addAll(properties[key]);
    }
    // What is not read may still name things.
    this.addNames(referencesOf(resource));
    return true;
  }

  /** Logical ids: those of resources are names, any other is taken by its word. */
  private addNames(node: unknown): void {
    for (const name of Array.isArray(node) ? node as unknown[] : [node]) if (typeof name !== 'string' || !this.names.has(name)) this.addAll(name);
  }

  private addAll(node: unknown): void {
    if (typeof node === 'string') this.texts.add(node);
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      for (const item of node) this.addAll(item);
      return;
    }
    const map = node as Record<string, unknown>;
    for (const key in map) {
      const value = map[key];
      this.texts.add(key);
      if (key === 'Ref') {
        this.addNames(value);
      } else if (key === 'Fn::GetAtt' && Array.isArray(value)) {
        this.addNames(value[0]);
        this.addAll(value.slice(1));
      } else {
        this.addAll(value);
      }
    }
  }

  private addKeys(node: unknown): void {
    if (Array.isArray(node)) {
      for (const item of node) this.addKeys(item);
    } else if (isMap(node)) {
      for (const key in node) {
        this.texts.add(key);
        this.addKeys(node[key]);
      }
    }
  }
}
