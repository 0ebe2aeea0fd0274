import { App, BootstraplessSynthesizer, CfnResource, CfnStackSet, Names, Stack, Token } from 'aws-cdk-lib';
import * as quicksetup from 'aws-cdk-lib/aws-ssmquicksetup';
import { Construct } from 'constructs';
import * as data from '../data/quick-setup.json';
import { validationError } from './errors';
import { HostManagement } from './host-management';
import { HostManagementProps } from './host-management-props';
import { OrganizationEngine, OrganizationHostManagementProps } from './organization-host-management-props';
import { warn } from './warnings';

const MOST_TARGETS = 2_000;

/** What Quick Setup can be told; everything else of `HostManagement` it does its own way. */
const SWITCHES = ['updateSsmAgent', 'collectInventory', 'scanForPatches', 'updateLaunchAgent', 'cloudWatchAgent', 'profileAttachment', 'targets'];

/** What belongs to the account of this stack, and does not exist in the others. */
const OF_ONE_ACCOUNT = ['outputBucket'];

/**
 * Host management for the accounts of an organization: organizational units times Regions, all nodes of each.
 *
 * By default makes a service-managed StackSet that carries the very template of `HostManagement`, also to accounts that join the units
 * later; an account that leaves loses it. Or has Quick Setup do it, with its own documents.
 *
 * **Limits**: deployed in the management account or by a delegated administrator, with trusted access for StackSets. A StackSet with
 * service-managed permissions never reaches the management account itself. No instance or tag targets. Two Quick Setup configurations must not
 * cover the same Region; Quick Setup may refuse with AccessDenied where the organization is not set up for it. A template may have 51,200 bytes. As
 * `HostManagement`, nothing of it costs more for many accounts.
 *
 * **cdk-nag**: finds nothing here; what it would find in the accounts is argued at `HostManagement`.
 *
 * ```ts
 * new OrganizationHostManagement(this, 'Fleet', { organizationalUnits: ['ou-ab12-cdef3456'], regions: ['eu-west-1', 'us-east-1'] });
 * ```
 *
 * Throws where units or Regions are missing or not valid, where only some nodes are targeted, and where the engine cannot do what is asked; the
 * message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/quick-setup-host-management.html
 */
export class OrganizationHostManagement extends Construct {
  /** The StackSet, or Quick Setup's configuration. */
  public readonly configuration: CfnResource;

  constructor(scope: Construct, id: string, private readonly props: OrganizationHostManagementProps) {
    super(scope, id);
    const engine = props.engine ?? OrganizationEngine.STACK_SET;
    this.checkTargets();
    this.checkManagement(engine, props.management ?? {});
    this.configuration = engine === OrganizationEngine.STACK_SET ? this.stackSet() : this.quickSetup();
  }

  private stackSet(): CfnStackSet {
    return new CfnStackSet(this, 'StackSet', {
      stackSetName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      description: 'Host management of cdk-ssm-ready',
      permissionModel: 'SERVICE_MANAGED',
      callAs: this.props.delegatedAdministrator ? 'DELEGATED_ADMIN' : 'SELF',
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      capabilities: ['CAPABILITY_IAM'],
      managedExecution: { Active: true },
      operationPreferences: { regionConcurrencyType: 'PARALLEL', maxConcurrentPercentage: 100, failureTolerancePercentage: 100 }, // one odd account must not stop the others
      stackInstancesGroup: [{ deploymentTargets: { organizationalUnitIds: this.props.organizationalUnits }, regions: this.props.regions }],
      templateBody: managementTemplate(this.props.management ?? {}),
    });
  }

  private quickSetup(): quicksetup.CfnConfigurationManager {
    const { management = {}, organizationalUnits, regions, defaultHostManagement } = this.props;
    const where = { TargetOrganizationalUnits: organizationalUnits.join(','), TargetRegions: regions.join(',') };
    const agent = { UpdateSsmAgent: text(management.updateSsmAgent ?? true) };
    const hosts = {
      ...agent,
      UpdateEc2LaunchAgent: text(management.updateLaunchAgent ?? false),
      CollectInventory: text(management.collectInventory ?? true),
      ScanInstances: text(management.scanForPatches ?? true),
      InstallCloudWatchAgent: text(management.cloudWatchAgent !== undefined),
      UpdateCloudWatchAgent: text(management.cloudWatchAgent !== undefined && (management.cloudWatchAgent.update ?? true)),
      IsPolicyAttachAllowed: text(management.profileAttachment?.addPoliciesToExistingRoles ?? false),
      ...where,
    };
    return new quicksetup.CfnConfigurationManager(this, 'QuickSetup', {
      name: Names.uniqueResourceName(this, { maxLength: 100, separator: '-' }),
      description: 'Host management of cdk-ssm-ready',
      configurationDefinitions: [
        this.definition('AWSQuickSetupType-SSMHostMgmt', hosts),
        ...defaultHostManagement ? [this.definition('AWSQuickSetupType-DHMC', { ...agent, ...where })] : [],
      ],
    });
  }

  private definition(type: keyof typeof data.types, parameters: Record<string, string>): quicksetup.CfnConfigurationManager.ConfigurationDefinitionProperty {
    const unknown = Object.keys(parameters).filter((name) => !data.types[type].includes(name));
    if (unknown.length > 0) throw validationError(this, `${type} has no parameter ${unknown.join(', ')}.`);
    return { type, parameters };
  }

  private checkTargets(): void {
    const { organizationalUnits, regions, accountCount, maxTargets = MOST_TARGETS } = this.props;
    if (organizationalUnits.length === 0) throw validationError(this, '\'organizationalUnits\' is empty. Name one (ou-…), or the root (r-…).');
    if (regions.length === 0) throw validationError(this, '\'regions\' is empty. Name one.');
    const odd = organizationalUnits.find((each) => !Token.isUnresolved(each) && !/^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/.test(each));
    if (odd !== undefined) throw validationError(this, `'organizationalUnits' holds '${odd}', which is no id of an organizational unit (ou-…) or root (r-…).`);
    if (new Set(regions).size < regions.length) throw validationError(this, '\'regions\' names one twice. Name each once.');
    const targets = (accountCount ?? 0) * regions.length;
    if (targets > maxTargets) {
      warn(this, 'organizationTargets', `${accountCount} accounts in ${regions.length} Regions are ${targets} targets, more than ${maxTargets}. Divide them among several constructs, or raise 'maxTargets' if the quota was raised.`);
    }
  }

  private checkManagement(engine: OrganizationEngine, management: HostManagementProps): void {
    const given = Object.entries(management).filter(([, value]) => value !== undefined).map(([name]) => name);
    if (management.targets && !management.targets._isAll) {
      throw validationError(this, '\'management.targets\' names some nodes, but an organization is targeted by units and Regions only. Leave it out.');
    }
    const foreign = given.find((name) => OF_ONE_ACCOUNT.includes(name)) ?? (management.cloudWatchAgent?.configuration && 'cloudWatchAgent.configuration');
    if (foreign) throw validationError(this, `'management.${foreign}' is a resource of one account, which the other ones do not have. Leave it out.`);
    if (engine === OrganizationEngine.STACK_SET) {
      if (this.props.defaultHostManagement) throw validationError(this, '\'defaultHostManagement\' is for Quick Setup. Choose OrganizationEngine.QUICK_SETUP, or leave it out.');
      return;
    }
    const beyond = given.find((name) => !SWITCHES.includes(name)) ?? (management.profileAttachment?.schedule && 'profileAttachment.schedule');
    if (beyond) throw validationError(this, `Quick Setup does not know 'management.${beyond}'. Choose OrganizationEngine.STACK_SET, or leave it out.`);
    if (this.props.delegatedAdministrator) throw validationError(this, '\'delegatedAdministrator\' is for StackSets. Quick Setup finds out by itself: leave it out.');
    const without = this.props.regions.find((region) => !Token.isUnresolved(region) && !data.regions.includes(region));
    if (without) throw validationError(this, `Quick Setup for organizations does not reach ${without}. Choose OrganizationEngine.STACK_SET, or leave the Region out.`);
  }
}

/** The template that a stack with nothing but `HostManagement` has, for any account and Region. */
function managementTemplate(props: HostManagementProps): string {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'HostManagement', { synthesizer: new BootstraplessSynthesizer() });
  new HostManagement(stack, 'Fleet', props);
  return JSON.stringify(app.synth().getStackArtifact(stack.artifactId).template);
}

/** Quick Setup's parameters are all texts. */
function text(value: boolean): string {
  return value ? 'true' : 'false';
}
