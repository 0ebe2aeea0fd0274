import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The name under which CDK knows us; acknowledgements are `cdk-ssm-ready::<check id>`. */
export const PLUGIN_NAME = 'cdk-ssm-ready';

/** Which checks were acknowledged where, by construct path. */
export class Acknowledgements {
  private readonly byPath = new Map<string, Map<string, string>>();
  private readonly ids = new Set<string>();

  constructor(root: IConstruct) {
    for (const construct of root.node.findAll()) {
      for (const entry of construct.node.metadata) {
        if (entry.type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY || typeof entry.data !== 'object' || entry.data === null) continue;
        for (const [id, reason] of Object.entries(entry.data as Record<string, unknown>)) this.add(construct.node.path, id, String(reason));
      }
    }
  }

  private add(path: string, id: string, reason: string): void {
    // CDK has changed the case of the prefix between versions.
    const [prefix, check] = id.split('::');
    if (prefix.toLowerCase() !== PLUGIN_NAME || !check) return;
    if (!this.byPath.has(path)) this.byPath.set(path, new Map());
    this.byPath.get(path)!.set(check, reason);
    this.ids.add(check);
  }

  /** The reason given at a construct or above it. */
  public reasonFor(check: string, constructPath: string | undefined): string | undefined {
    if (constructPath === undefined) return undefined;
    const parts = constructPath.split('/');
    for (let n = parts.length; n >= 0; n--) {
      const reason = this.byPath.get(parts.slice(0, n).join('/'))?.get(check);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /**
   * Whether a check is acknowledged anywhere. CDK versions below 2.263 or so then drop it everywhere, which is not what was asked
   * for; only the severity `fatal` is safe from that.
   */
  public anywhere(check: string): boolean {
    return this.ids.has(check);
  }
}
