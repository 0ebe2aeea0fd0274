import { Unknown } from '../core';
import { Estate, namesByFunction, referencesOf, Resource } from '../load';

/** Custom resources of CDK that are known to add nothing to a network or a role. */
const HARMLESS = /^Custom::(?:VpcRestrictDefaultSG|S3AutoDeleteObjects|S3BucketNotifications|LogRetention|CrossRegionExport\w+|CDKBucketDeployment|AWSCDKOpenIdConnectProvider|AWSCDK-EKS-(?!Cluster$).*)$/;

/**
 * Resources whose doing the input does not show (nested stacks whose template is not there, modules, custom resources), by what they
 * are handed: they may add a rule, a route, an endpoint or a policy to it.
 */
export class Meddlers {
  private index?: Map<string, Resource[]>;

  constructor(private readonly estate: Estate) {}

  /** The first one that is handed the resource with this key. */
  public of(key: string): Unknown | undefined {
    const index = this.all();
    const handed = [...index.get(key) ?? [], ...index.get(anyOf(key.slice(0, key.lastIndexOf('/')))) ?? []];
    const found = handed.find((r) => this.estate.exists(r));
    return found && new Unknown('attribute', `meddler:${found.key}:${key}`, `what ${found.logicalId} (${found.type}) does with ${key.slice(key.lastIndexOf('/') + 1)}`);
  }

  private all(): Map<string, Resource[]> {
    if (this.index) return this.index;
    this.index = new Map();
    for (const type of this.estate.types()) {
      if (!isOpaque(type)) continue;
      for (const resource of this.estate.ofType(type)) {
        if (resource.stack.nested.has(resource.logicalId)) continue;
        const add = (key: string) => this.index!.set(key, [...this.index!.get(key) ?? [], resource]);
        for (const id of referencesOf(resource)) add(`${resource.stack.id}/${id}`);
        if (namesByFunction(resource)) add(anyOf(resource.stack.id));
      }
    }
    return this.index;
  }
}

/** Stacks of templates that are not here. */
const STACKS: ReadonlySet<string> = new Set(['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet', 'AWS::Serverless::Application', 'AWS::ServiceCatalog::CloudFormationProvisionedProduct']);

/** The key of whatever a stack may make: what is named by a function may be any of it. */
const anyOf = (stack: string) => `${stack}/*`;

/** Whether a resource of this type does what the input does not show. */
export function isOpaque(type: string): boolean {
  if (STACKS.has(type) || type.endsWith('::MODULE')) return true;
  return (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') && !HARMLESS.test(type);
}
