import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, BootstraplessSynthesizer, CfnResource, CfnStackSet, Fn, Names, Stack, Token } from 'aws-cdk-lib';
import * as quicksetup from 'aws-cdk-lib/aws-ssmquicksetup';
import { Construct } from 'constructs';
import { HostManagement } from '../fleet/host-management';
import { checkHostManagement } from '../fleet/host-management-checks';
import { HostManagementProps } from '../fleet/host-management-props';
import { validationError } from '../internal/errors';
import { checkRegionName } from '../internal/region-names';
import { warn } from '../internal/warnings';
import { beyondQuickSetup, checkSwitches, definition, hostParameters, patchPolicyParameters, text } from './definitions';
import { OrganizationEngine, OrganizationHostManagementProps } from './organization-host-management-props';
import { operationPreferences } from './stack-set-operations';

const MOST_TARGETS = 2_000;

/** Of a template that stands in the StackSet itself. */
const MOST_BYTES = 51_200;

/** What belongs to the account of this stack, and does not exist in the others. */
const OF_ONE_ACCOUNT = ['outputBucket', 'nodeRoles'];

/**
 * Host management for the accounts of an organization: organizational units times Regions, all nodes of each.
 *
 * By default makes a service-managed StackSet that carries the very template of `HostManagement`, also to accounts that join the units
 * later; an account that leaves loses it. Or has Quick Setup do it, with its own documents.
 *
 * **Limits**: deployed in the management account or by a delegated administrator, with trusted access for StackSets. A StackSet with
 * service-managed permissions never reaches the management account itself. No instance or tag targets. Two Quick Setup configurations must not
 * cover the same Region; a patch policy's parameters for limits and the form of its list of baselines are sourced from one example of AWS; Quick Setup may refuse with AccessDenied where the organization is not set up for it. A template may have 51,200 bytes. As
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
      operationPreferences: operationPreferences(this, this.props.regions, this.props.operations ?? {}),
      stackInstancesGroup: [{ deploymentTargets: { organizationalUnitIds: this.props.organizationalUnits }, regions: this.props.regions }],
      templateBody: this.templateBody(),
    });
  }

  private templateBody(): string {
    const body = managementTemplate(this.props.management ?? {});
    const bytes = Buffer.byteLength(body);
    if (bytes > MOST_BYTES) throw validationError(this, `The template has ${bytes} bytes; a StackSet takes ${MOST_BYTES}. Ask for less in 'management': divide it among several constructs.`);
    return body;
  }

  private quickSetup(): quicksetup.CfnConfigurationManager {
    const { management = {}, organizationalUnits, regions, defaultHostManagement, patchPolicy, localDeploymentRoles: roles } = this.props;
    const where = { TargetOrganizationalUnits: Fn.join(',', organizationalUnits), TargetRegions: Fn.join(',', regions) };
    return new quicksetup.CfnConfigurationManager(this, 'QuickSetup', {
      name: Names.uniqueResourceName(this, { maxLength: 100, separator: '-' }),
      description: 'Host management of cdk-ssm-ready',
      configurationDefinitions: [
        definition(this, 'AWSQuickSetupType-SSMHostMgmt', hostParameters(management, where)),
        ...defaultHostManagement ? [definition(this, 'AWSQuickSetupType-DHMC', { UpdateSsmAgent: text(management.updateSsmAgent ?? true), ...where })] : [],
        ...patchPolicy ? [definition(this, 'AWSQuickSetupType-PatchPolicy', patchPolicyParameters(this, patchPolicy, where), roles)] : [],
      ],
    });
  }

  private checkTargets(): void {
    const { organizationalUnits, regions, accountCount, maxTargets = MOST_TARGETS } = this.props;
    if (organizationalUnits.length === 0) throw validationError(this, '\'organizationalUnits\' is empty. Name one (ou-…), or the root (r-…).');
    if (regions.length === 0) throw validationError(this, '\'regions\' is empty. Name one.');
    const odd = Token.isUnresolved(organizationalUnits) ? undefined : organizationalUnits.find((each) => !Token.isUnresolved(each) && !/^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/.test(each));
    if (odd !== undefined) throw validationError(this, `'organizationalUnits' holds '${odd}', which is no id of an organizational unit (ou-…) or root (r-…).`);
    if (new Set(regions).size < regions.length) throw validationError(this, '\'regions\' names one twice. Name each once.');
    if (!Token.isUnresolved(regions)) regions.forEach((region) => checkRegionName(this, 'regions', region));
    if (accountCount === undefined || [accountCount, maxTargets, regions].some((each) => Token.isUnresolved(each))) return;
    const targets = accountCount * regions.length;
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
    if (engine === OrganizationEngine.STACK_SET) this.checkStackSet(management);
    else this.checkQuickSetup(management);
  }

  private checkStackSet(management: HostManagementProps): void {
    checkHostManagement(this, management); // or the error would name a construct of the template that the StackSet carries
    const { defaultHostManagement, patchPolicy, localDeploymentRoles } = this.props;
    const [ofQuickSetup] = Object.entries({ defaultHostManagement, patchPolicy, localDeploymentRoles }).filter(([, value]) => value);
    if (ofQuickSetup) throw validationError(this, `'${ofQuickSetup[0]}' is for Quick Setup. Choose OrganizationEngine.QUICK_SETUP, or leave it out.`);
  }

  private checkQuickSetup(management: HostManagementProps): void {
    const { delegatedAdministrator, operations, patchPolicy, localDeploymentRoles } = this.props;
    checkSwitches(this, management);
    const [ofStackSets] = Object.entries({ delegatedAdministrator, operations }).filter(([, value]) => value);
    if (ofStackSets) throw validationError(this, `'${ofStackSets[0]}' is for StackSets. Quick Setup finds out by itself: leave it out.`);
    if (patchPolicy && !localDeploymentRoles) {
      throw validationError(this, '\'patchPolicy\' is given, but no \'localDeploymentRoles\', for which Quick Setup asks with patch policies of an organization too. Give them.');
    }
    if (localDeploymentRoles && !patchPolicy) throw validationError(this, '\'localDeploymentRoles\' is for a patch policy, but no \'patchPolicy\' is given. Leave it out.');
    const without = beyondQuickSetup(this, this.props.regions);
    if (without) throw validationError(this, `Quick Setup for organizations does not reach ${without}. Choose OrganizationEngine.STACK_SET, or leave the Region out.`);
  }
}

/**
 * The template that a stack with nothing but `HostManagement` has, for any account and Region. Made in a folder of its own: in that of the
 * cdk command line it would stand beside the stacks of the app.
 */
function managementTemplate(props: HostManagementProps): string {
  const outdir = mkdtempSync(join(tmpdir(), 'ssm-ready-'));
  try {
    const app = new App({ analyticsReporting: false, autoSynth: false, outdir, treeMetadata: false });
    const stack = new Stack(app, 'HostManagement', { synthesizer: new BootstraplessSynthesizer() });
    new HostManagement(stack, 'Fleet', props);
    return JSON.stringify(app.synth().getStackArtifact(stack.artifactId).template);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
