import { own } from '../core';
import { Estate, referencesOf, Resource } from '../sources/cloudformation';

/** What the input as a whole does with things. */
export class Usage {
  private referred?: Set<string>;
  private serialConsole?: boolean;

  constructor(private readonly estate: Estate) {}

  /** Whether any other resource of the input refers to this one. */
  public isReferred(resource: Resource): boolean {
    if (!this.referred) {
      this.referred = new Set();
      for (const stack of this.estate.stacks) {
        for (const from of stack.resources.values()) {
          for (const id of referencesOf(from)) if (id !== from.logicalId) this.referred.add(`${stack.id}/${id}`);
        }
      }
    }
    return this.referred.has(resource.key);
  }

  /** Whether another resource of the stack has the same value under `property`: that is how things are used by their physical name. */
  public isNamed(resource: Resource, property: string): boolean {
    const properties = own(resource.raw, 'Properties') as Record<string, unknown> | undefined;
    const name = own(properties, property);
    if (name === undefined) return false;
    const text = `"${property}":${JSON.stringify(name)}`;
    for (const other of resource.stack.resources.values()) {
      if (other.type !== resource.type && JSON.stringify(own(other.raw, 'Properties') ?? null).includes(text)) return true;
    }
    return false;
  }

  /** Whether the input means to use the EC2 serial console: a policy allows it, or a custom resource switches it on. */
  public meansSerialConsole(): boolean {
    this.serialConsole ??= this.estate.stacks.some((stack) => [...stack.resources.values()]
      .some((r) => /SerialConsole/.test(r.type) || (r.type.startsWith('AWS::IAM::') && JSON.stringify(r.raw).includes('SendSerialConsoleSSHPublicKey'))));
    return this.serialConsole;
  }
}
