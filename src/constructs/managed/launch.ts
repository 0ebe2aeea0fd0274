import { Token } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { deploymentOf, referredTo } from '../internal/references';

type LaunchResource = ec2.CfnInstance | ec2.CfnLaunchTemplate | autoscaling.CfnLaunchConfiguration;

/** What brings instances into being, besides a launch itself: it has subnets, and must not start before its network. */
export type Starter = ec2.CfnInstance | autoscaling.CfnAutoScalingGroup | eks.CfnNodegroup;

/**
 * The settings one or many instances start with, read and written alike whether they stand in an instance, a launch template or a
 * launch configuration.
 *
 * User data of an L2 is never resolved: CDK would keep that result, and lose what is added later.
 */
export class Launch {
  /** What a person would look at: the L2 if there is one. */
  public readonly host: IConstruct;
  public readonly l2?: ec2.Instance | ec2.LaunchTemplate | autoscaling.AutoScalingGroup;

  constructor(public readonly resource: LaunchResource) {
    this.l2 = l2Of(resource);
    this.host = this.l2 ?? resource;
  }

  /** Whether the settings can be read and changed: a launch template's may be a token as a whole. */
  public get readable(): boolean {
    return !(this.resource instanceof ec2.CfnLaunchTemplate) || !Token.isUnresolved(this.resource.launchTemplateData);
  }

  public get(name: string): unknown {
    return this.settings[name];
  }

  public set(name: string, value: unknown): void {
    if (this.resource instanceof ec2.CfnLaunchTemplate) this.resource.launchTemplateData = { ...this.settings, [name]: value };
    else (this.resource as unknown as Record<string, unknown>)[name] = value;
  }

  /** The role, if the L2 tells it. */
  public get role(): iam.IRole | undefined {
    return attempt(() => this.l2?.role);
  }

  /** The user data, if an L2 holds it. */
  public get userData(): ec2.UserData | undefined {
    return attempt(() => this.l2?.userData);
  }

  /** The security groups, if the L2 tells them. */
  public get connectable(): ec2.IConnectable | undefined {
    const { l2 } = this;
    return l2 && attempt(() => l2.connections) ? l2 : undefined;
  }

  /** The operating system, if the L2 tells it. */
  public get osType(): ec2.OperatingSystemType | undefined {
    return this.l2?.osType;
  }

  /** The network interface that takes groups, if the settings list interfaces. */
  public get primaryInterface(): Record<string, unknown> | undefined {
    const list = this.get('networkInterfaces');
    if (!Array.isArray(list) || Token.isUnresolved(list)) return undefined;
    const all = list.filter((each): each is Record<string, unknown> => typeof each === 'object' && !Token.isUnresolved(each));
    return all.find(({ deviceIndex }) => String(deviceIndex) === '0') ?? all[0];
  }

  private get settings(): Record<string, unknown> {
    const holder: unknown = this.resource instanceof ec2.CfnLaunchTemplate ? this.resource.launchTemplateData : this.resource;
    return holder as Record<string, unknown>;
  }
}

/** What the mixin acts on: settings, what starts instances with them, or both. */
export interface ManagedSubject {
  readonly launches: Launch[];
  readonly starter?: Starter;
  /** What a launch names that this app does not make. */
  readonly foreign?: string;
}

/** The subject behind a construct; an L1 that belongs to an L2 leads to the same as the L2. */
export function subjectOf(construct: IConstruct): ManagedSubject | undefined {
  if (construct instanceof ec2.BastionHostLinux) return subjectOf(construct.instance);
  const resource = attempt(() => construct.node.defaultChild) ?? construct;
  if (resource instanceof ec2.CfnInstance) return { launches: [new Launch(resource)], starter: resource };
  if (resource instanceof autoscaling.CfnLaunchConfiguration) return { launches: [new Launch(resource)] };
  if (resource instanceof ec2.CfnLaunchTemplate) return isPartOfInstance(resource) ? undefined : { launches: [new Launch(resource)] };
  if (resource instanceof autoscaling.CfnAutoScalingGroup) return groupSubject(resource);
  if (resource instanceof eks.CfnNodegroup) return nodeGroupSubject(resource);
  return undefined;
}

function groupSubject(group: autoscaling.CfnAutoScalingGroup): ManagedSubject {
  const configuration = referredTo(group, group.launchConfigurationName);
  if (configuration instanceof autoscaling.CfnLaunchConfiguration) return { launches: [new Launch(configuration)], starter: group };
  const templates = templatesOf(group);
  const made = templates.map((specification) => templateOf(group, specification));
  return {
    launches: made.filter((each): each is ec2.CfnLaunchTemplate => each !== undefined).map((each) => new Launch(each)),
    starter: group,
    foreign: made.includes(undefined) || (templates.length === 0 && group.launchConfigurationName !== undefined)
      ? 'its launch template or launch configuration' : undefined,
  };
}

interface Specification { readonly launchTemplateId?: string; readonly launchTemplateName?: string; readonly id?: string; readonly name?: string }

function templatesOf(group: autoscaling.CfnAutoScalingGroup): Specification[] {
  const policy = group.mixedInstancesPolicy;
  if (group.launchTemplate) return [group.launchTemplate as Specification];
  if (!policy || Token.isUnresolved(policy)) return [];
  const { launchTemplate } = policy as autoscaling.CfnAutoScalingGroup.MixedInstancesPolicyProperty;
  const { launchTemplateSpecification, overrides } = launchTemplate as autoscaling.CfnAutoScalingGroup.LaunchTemplateProperty;
  const own = (Array.isArray(overrides) ? overrides as autoscaling.CfnAutoScalingGroup.LaunchTemplateOverridesProperty[] : [])
    .map((override) => override.launchTemplateSpecification)
    .filter((each) => each !== undefined);
  return [launchTemplateSpecification, ...own] as Specification[];
}

function nodeGroupSubject(group: eks.CfnNodegroup): ManagedSubject {
  const specification = group.launchTemplate as Specification | undefined;
  const template = specification && templateOf(group, specification);
  return {
    launches: template ? [new Launch(template)] : [],
    starter: group,
    foreign: specification && !template ? 'its launch template' : undefined,
  };
}

function templateOf(at: IConstruct, specification: Specification): ec2.CfnLaunchTemplate | undefined {
  const { launchTemplateId, id, launchTemplateName, name } = specification;
  const element = referredTo(at, launchTemplateId ?? id ?? launchTemplateName ?? name);
  return element instanceof ec2.CfnLaunchTemplate ? element : undefined;
}

/** Whether a node group names the launch template. EKS refuses one with an instance profile. */
export function isForNodeGroup(resource: IConstruct): boolean {
  return resource instanceof ec2.CfnLaunchTemplate && deploymentOf(resource).some((each) => each instanceof eks.CfnNodegroup
    && each.launchTemplate !== undefined && !Token.isUnresolved(each.launchTemplate)
    && templateOf(each, each.launchTemplate as eks.CfnNodegroup.LaunchTemplateSpecificationProperty) === resource);
}

/** CDK's `requireImdsv2` of an instance makes a launch template with nothing else in it. */
function isPartOfInstance(template: ec2.CfnLaunchTemplate): boolean {
  return template.node.scopes.slice(0, -1).some((each) => each instanceof ec2.Instance);
}

function l2Of(resource: LaunchResource): Launch['l2'] {
  const parent = resource.node.scope;
  if (parent instanceof autoscaling.AutoScalingGroup) return parent;
  const owns = parent instanceof ec2.Instance || parent instanceof ec2.LaunchTemplate;
  return owns && parent.node.defaultChild === resource ? parent : undefined;
}

/** Some L2s throw where they have nothing to tell. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
