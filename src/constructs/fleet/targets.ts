import { unscopedError } from '../internal/errors';
import { RunbookTarget } from './attachment-runbook';

/** Most values of one target. */
const MOST_VALUES = 50;

/**
 * The managed nodes that associations run on.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-targets-and-rate-controls.html
 */
export class FleetTargets {
  /** All managed nodes of the account in this Region, also those that come later. */
  public static all(): FleetTargets {
    return new FleetTargets('InstanceIds', 'InstanceIds', ['*']);
  }

  /**
   * Nodes with a tag, also those that come later. Tags of an Auto Scaling group count if it hands them on.
   *
   * @param key the key of the tag
   * @param values one of these values; without any, every value
   */
  public static tag(key: string, ...values: string[]): FleetTargets {
    if (key === '') throw unscopedError('FleetTargets', 'tag() names no key. Give the key of a tag.');
    return values.length === 0 ? new FleetTargets('tag-key', 'tag-key', [key]) : new FleetTargets(`tag:${key}`, `tag:${key}`, values);
  }

  /**
   * These instances. Prefer tags where instances come and go.
   *
   * @param instanceIds ids of instances, such as `instance.instanceId`; at most 50
   */
  public static instances(...instanceIds: string[]): FleetTargets {
    if (instanceIds.length === 0) throw unscopedError('FleetTargets', 'instances() names no instance. Name one, or use tag() or all().');
    if (instanceIds.includes('*')) throw unscopedError('FleetTargets', 'instances() is given \'*\', which a runbook would take for an id. Use all().');
    return new FleetTargets('InstanceIds', 'ParameterValues', instanceIds);
  }

  /**
   * The instances of a resource group.
   *
   * @param name the name of the group
   */
  public static resourceGroup(name: string): FleetTargets {
    if (name === '') throw unscopedError('FleetTargets', 'resourceGroup() names no group. Give its name.');
    return new FleetTargets('resource-groups:Name', 'ResourceGroup', [name]);
  }

  /** @internal */
  public readonly _values: string[];

  private constructor(private readonly commandKey: string, private readonly automationKey: string, values: string[]) {
    if (values.length > MOST_VALUES) throw unscopedError('FleetTargets', `${values.length} values are given; ${MOST_VALUES} are the limit. Use a tag or a resource group.`);
    this._values = values;
  }

  /** @internal */
  public get _isAll(): boolean {
    return this.commandKey === 'InstanceIds' && this._values[0] === '*';
  }

  /** As associations with Command documents want it. @internal */
  public _forCommands(): { key: string; values: string[] }[] {
    return [{ key: this.commandKey, values: this._values }];
  }

  /** As associations with Automation runbooks want it. @internal */
  public _forAutomation(): { key: string; values: string[] }[] {
    return [{ key: this.automationKey, values: this._values }];
  }

  /** What a runbook has to check itself when an event starts it; undefined where the event names the instance. @internal */
  public _forRunbook(): RunbookTarget | undefined {
    if (this.commandKey === 'InstanceIds') return undefined;
    if (this.commandKey === 'resource-groups:Name') return { Group: this._values[0] };
    return this.commandKey === 'tag-key' ? { TagKey: this._values[0], TagValues: [] } : { TagKey: this.commandKey.slice('tag:'.length), TagValues: this._values };
  }

  /** The ids of instances, if it names instances. @internal */
  public _instanceIds(): string[] | undefined {
    return this.commandKey === 'InstanceIds' && !this._isAll ? this._values : undefined;
  }

  /** As parameters of Quick Setup, which knows one value of a tag; undefined where it cannot say it. @internal */
  public _forQuickSetup(): Record<string, string> | undefined {
    if (this._isAll) return { TargetType: '*' };
    if (this.commandKey === 'InstanceIds') return { TargetType: 'InstanceIds', TargetInstances: this._values.join(',') };
    if (this.commandKey === 'resource-groups:Name') return { TargetType: 'ResourceGroups', ResourceGroupName: this._values[0] };
    if (this.commandKey === 'tag-key' || this._values.length !== 1) return undefined;
    return { TargetType: 'Tags', TargetTagKey: this.commandKey.slice('tag:'.length), TargetTagValue: this._values[0] };
  }
}
