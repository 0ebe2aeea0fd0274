import { isMap, own, Unknown } from '../core';
import { Estate, namesByFunction, referencesOf, Resource, Stack } from '../sources/cloudformation';
import { declaredReaders } from './fields';

/** Custom resources of CDK that are known to add nothing to a network or a role. */
const HARMLESS = /^Custom::(?:VpcRestrictDefaultSG|S3AutoDeleteObjects|S3BucketNotifications|LogRetention|CrossRegionExport\w+|CDKBucketDeployment|AWSCDKOpenIdConnectProvider|AWSCDK-EKS-(?!Cluster$).*)$/;

/**
 * Resources whose doing the input does not show (nested stacks whose template is not there, modules, custom resources), by what they
 * are handed: they may add a rule, a route, an endpoint or a policy to it.
 */
export class Meddlers {
  private index?: Map<string, Resource[]>;

  constructor(private readonly estate: Estate) {}

  /** The first one that is handed the resource with this key, or else what makes resources out of sight beside it. */
  public of(key: string): Unknown | undefined {
    const stack = key.slice(0, key.lastIndexOf('/'));
    const found = this.handed(key);
    if (found) return new Unknown('attribute', `meddler:${found.key}:${key}`, `what ${found.logicalId} (${found.type}) does with ${key.slice(key.lastIndexOf('/') + 1)}`);
    const hidden = this.estate.hidden.find((h) => h.stack.id === stack && (h.types?.some(isRead) ?? true));
    return hidden && new Unknown('attribute', `hidden:${stack}:${hidden.what}`, hidden.what);
  }

  /** The first one that is handed the resource with this key. */
  public handed(key: string): Resource | undefined {
    const index = this.all();
    const handed = [...index.get(key) ?? [], ...index.get(anyOf(key.slice(0, key.lastIndexOf('/')))) ?? []];
    return handed.find((r) => this.estate.exists(r));
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
    this.addActors(this.index);
    return this.index;
  }

  /** Functions, documents and user data that name a route table write its routes while the stack runs: instances do so for each other. */
  private addActors(index: Map<string, Resource[]>): void {
    const tables = new Map<Stack, Resource[]>();
    for (const table of this.estate.ofType('AWS::EC2::RouteTable')) tables.set(table.stack, [...tables.get(table.stack) ?? [], table]);
    if (tables.size === 0) return;
    for (const type of [...LAUNCHES, ...PROGRAMS]) {
      for (const actor of this.estate.ofType(type)) {
        const known = tables.get(actor.stack) ?? [];
        const named = new Set(referencesOf(actor));
        const all = writesRoutes(actor);
        for (const { key, logicalId } of known) if (all || named.has(logicalId)) index.set(key, [...index.get(key) ?? [], actor]);
      }
    }
  }
}

/** What runs user data. */
const LAUNCHES = ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration'];
/** What runs other programs. */
const PROGRAMS: ReadonlySet<string> = new Set(['AWS::Lambda::Function', 'AWS::Serverless::Function', 'AWS::SSM::Document', 'AWS::SSM::Association', 'AWS::SSM::MaintenanceWindowTask', 'AWS::StepFunctions::StateMachine',
  'AWS::Events::Rule', 'AWS::CodeBuild::Project', 'AWS::ECS::TaskDefinition']);
/** The calls of EC2 that do, in the words of the command line and of the libraries. */
const WRITES_ROUTES = /\b(?:create|replace)[-_]route\b(?![-_])|\bec2:(?:Create|Replace)Route\b|\b(?:Create|Replace)Route(?:Command|Request)\b|\b(?:create|replace)Route\(/;

/** Whether a resource of this type runs programs, and is no host. */
export function runsPrograms(type: string): boolean {
  return PROGRAMS.has(type);
}

/** Whether what a resource runs says that it writes routes. */
export function writesRoutes({ type, raw }: Resource): boolean {
  const properties = own(raw, 'Properties');
  if (!isMap(properties)) return false;
  if (PROGRAMS.has(type)) return WRITES_ROUTES.test(JSON.stringify(properties));
  const data = own(properties, 'LaunchTemplateData');
  const script = own(properties, 'UserData') ?? (isMap(data) ? own(data, 'UserData') : undefined);
  return script !== undefined && WRITES_ROUTES.test(JSON.stringify(script));
}

const isRead = (type: string) => declaredReaders().some((spec) => spec.type === type) || isOpaque(type);

/** Stacks of templates that are not here. */
const STACKS: ReadonlySet<string> = new Set(['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet', 'AWS::Serverless::Application', 'AWS::ServiceCatalog::CloudFormationProvisionedProduct']);

/** The key of whatever a stack may make: what is named by a function may be any of it. */
const anyOf = (stack: string) => `${stack}/*`;

/** Whether a resource of this type does what the input does not show. */
export function isOpaque(type: string): boolean {
  if (STACKS.has(type) || type.endsWith('::MODULE')) return true;
  return (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') && !HARMLESS.test(type);
}
