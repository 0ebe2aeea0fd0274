import { CfnOutput, Duration, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { SsmManagedInstanceRole } from '../identity/ssm-managed-instance-role';
import { automationPrincipal } from '../internal/service-trust';
import { overlappingInventory } from '../inventory/overlap';
import { FleetAssociationProps, fleetAssociation } from './association';
import { agentConfiguration } from './cloudwatch-configuration';
import { checkHostManagement } from './host-management-checks';
import { HostManagementProps } from './host-management-props';
import { grantOutput } from './output-grant';
import { ProfileAttachment } from './profile-attachment';
import { FleetSchedule } from './schedule';
import { FleetTargets } from './targets';

const days = (count: number): FleetSchedule => FleetSchedule.rate(Duration.days(count));
const enabled = ['Enabled'];

/**
 * What Quick Setup's host management does, in one account and Region, without Quick Setup: State Manager associations.
 *
 * By default, on all managed nodes: the SSM Agent is updated every 14 days, inventory collected every 30 minutes, missing patches looked for
 * every day; and instances without an instance profile get one when they start, and every 30 days. Each can be switched off. On request: patches are installed, the
 * CloudWatch agent is installed and configured, EC2 launch agents are updated, Explorer is set up. An instance that has a profile keeps
 * it, always. Deleting the stack deletes the associations, and takes the role from
 * instances that were given it.
 *
 * An EventBridge rule starts the runbook that attaches the profile, because State Manager runs an association with a runbook on its schedule only. A short
 * schedule would execute the runbook for every instance at each interval; the rule executes it once for each start.
 *
 * **Limits**: associations run on managed nodes; a host the prover calls `never` is none. A node takes one specific inventory association
 * beside one for all. Several patch scanners of one node overwrite each other's findings. An instance that gets a profile is managed after up
 * to 30 minutes. An account runs up to 100 automations at once: EventBridge tries again for 24 hours, and the schedule covers instances that were missed. A
 * resource group can list a new instance late: the schedule covers that too. No page lists the parameters of `AWSEC2-UpdateLaunchAgent` (none is given) and `AWS-EnableExplorer` (its role is given as
 * `AutomationAssumeRole`). State Manager takes 2,000 associations an account and Region. State Manager, inventory and scans cost nothing for EC2
 * instances; metrics, logs, kept output and executions of the runbook do, the latter three Automation steps for each start of an instance and for each scheduled check of an instance.
 *
 * **cdk-nag**: `AwsSolutions-IAM4` names `AmazonSSMManagedInstanceCore`. `AwsSolutions-IAM5` names `*`, which describing instances and
 * groups asks for; `instance/*`, narrowed to instances without a profile; `automation-execution/*` and `…:*`, ids and versions that AWS
 * gives (the rule's role names the versions of its runbook too). With `addPoliciesToExistingRoles` also `instance-profile/*` and `role/*`, which it is about, narrowed to one policy; with the
 * CloudWatch agent the prefix of its parameters, with `outputBucket` the objects below the prefix. NIST names inline policies, by which every grant of CDK works.
 *
 * ```ts
 * new HostManagement(this, 'HostManagement', { targets: FleetTargets.tag('Team', 'web'), maxConcurrency: '10%', maxErrors: '5%' });
 * ```
 *
 * Throws where props contradict each other or nothing is asked for, and, at synth, where a second inventory association surely meets the same nodes.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/quick-setup-host-management.html
 */
export class HostManagement extends Construct {
  /** The associations with Command documents, by what they do. */
  public readonly associations: { [name: string]: ssm.CfnAssociation } = {};

  /** The role and profile that instances without one get; undefined with `attachProfile: false`. */
  public readonly identity?: SsmManagedInstanceRole;

  /** The role of the runbook that attaches it. */
  public readonly attachmentRole?: iam.IRole;

  /** The commands that show how the configuration stands, one a line. */
  public readonly statusCommands: string[];

  private readonly targets: FleetTargets;

  constructor(scope: Construct, id: string, private readonly props: HostManagementProps = {}) {
    super(scope, id);
    checkHostManagement(this, props);
    this.targets = props.targets ?? FleetTargets.all();
    if (props.attachProfile ?? true) {
      this.identity = this.makeIdentity();
      const attachment = this.attachProfile(this.identity);
      this.attachmentRole = attachment.automationRole;
      this.associations.AttachProfile = attachment.association;
    }
    if (props.outputBucket) grantOutput([...this.identity ? [this.identity.role] : [], ...props.nodeRoles ?? []], props.outputBucket, props.outputPrefix);
    this.manageAgents();
    if (props.collectInventory ?? true) this.collectInventory();
    this.patch();
    if (props.cloudWatchAgent) this.manageCloudWatchAgent();
    if (props.enableExplorer) this.enableExplorer();
    this.statusCommands = this.commands();
    if (props.statusOutputs) this.statusCommands.forEach((value, index) => new CfnOutput(this, `Status${index + 1}`, { value }));
  }

  private makeIdentity(): SsmManagedInstanceRole {
    return new SsmManagedInstanceRole(this, 'Identity', { cloudWatchAgent: this.props.cloudWatchAgent !== undefined });
  }

  private attachProfile(identity: SsmManagedInstanceRole): ProfileAttachment {
    const { profileAttachment = {} } = this.props;
    return new ProfileAttachment(this, 'AttachProfile', {
      ...profileAttachment, identity, targets: this.targets, limits: this.props, associationName: this.nameOf('AttachProfile'), schedule: profileAttachment.schedule ?? days(30),
    });
  }

  private manageAgents(): void {
    if (this.props.updateSsmAgent ?? true) {
      this.associate('UpdateSsmAgent', { document: 'AWS-UpdateSSMAgent', schedule: this.props.updateSsmAgentSchedule ?? days(14) });
    }
    if (this.props.updateLaunchAgent) this.associate('UpdateLaunchAgent', { document: 'AWSEC2-UpdateLaunchAgent', schedule: days(30) });
  }

  private collectInventory(): void {
    const { schedule, customInventory, files, windowsRegistry } = this.props.inventory ?? {};
    const association = this.associate('CollectInventory', {
      document: 'AWS-GatherSoftwareInventory',
      schedule: schedule ?? FleetSchedule.rate(Duration.minutes(30)),
      parameters: {
        applications: enabled, awsComponents: enabled, instanceDetailedInformation: enabled, networkConfig: enabled, services: enabled,
        windowsRoles: enabled, windowsUpdates: enabled,
        customInventory: [customInventory ? 'Enabled' : 'Disabled'], // the document's own default is Enabled
        files: files === undefined ? undefined : [files],
        windowsRegistry: windowsRegistry === undefined ? undefined : [windowsRegistry],
      },
    });
    this.node.addValidation({ validate: () => overlappingInventory(association) });
  }

  private patch(): void {
    const { installPatches: install, baselineOverride, scanSchedule } = this.props;
    const document = 'AWS-RunPatchBaseline';
    const baseline = { BaselineOverride: baselineOverride === undefined ? undefined : [baselineOverride] };
    if (this.props.scanForPatches ?? true) {
      this.associate('ScanForPatches', { document, schedule: scanSchedule ?? days(1), parameters: { Operation: ['Scan'], ...baseline } });
    }
    if (install) {
      const parameters = { Operation: ['Install'], RebootOption: [install.reboot ?? 'RebootIfNeeded'], ...baseline };
      this.associate('InstallPatches', { document, schedule: install.schedule, onlyAtItsTimes: true, parameters });
    }
  }

  private manageCloudWatchAgent(): void {
    const { configuration, update = true } = this.props.cloudWatchAgent!;
    const parameter = configuration ?? agentConfiguration(this, 'CloudWatchAgentConfiguration');
    const agent = { action: ['Install'], name: ['AmazonCloudWatchAgent'], version: ['latest'] };
    const document = 'AWS-ConfigureAWSPackage';
    const install = this.associate('InstallCloudWatchAgent', { document, schedule: update ? days(30) : FleetSchedule.ONCE, parameters: agent });
    const configure = this.associate('ConfigureCloudWatchAgent', {
      document: 'AmazonCloudWatch-ManageAgent',
      // Nothing orders two associations on a node that comes later: where this one came first, the next day it succeeds.
      schedule: days(1),
      parameters: {
        action: ['configure'], mode: ['ec2'], optionalConfigurationSource: ['ssm'], optionalConfigurationLocation: [parameter.parameterName], optionalRestart: ['yes'],
      },
    });
    configure.node.addDependency(install);
  }

  /** The actions that Quick Setup's own role has for it, without those for its other runbooks. */
  private enableExplorer(): void {
    const stack = Stack.of(this);
    const setting = (name: string): string => stack.formatArn({ service: 'ssm', resource: 'servicesetting', resourceName: `ssm/${name}` });
    const settings = ['opsitem/ssm-patchmanager', 'opsitem/EC2', ...['ExplorerOnboarded', 'Association', 'ComputeOptimizer', 'ConfigCompliance', 'OpsData-TrustedAdvisor', 'SupportCenterCase'].map((each) => `opsdata/${each}`)];
    const linked = stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM' });
    const role = new iam.Role(this, 'ExplorerRole', { assumedBy: automationPrincipal(stack), description: 'Sets up Systems Manager Explorer' });
    const policy = new iam.Policy(this, 'ExplorerPolicy', { roles: [role] });
    policy.addStatements(
      new iam.PolicyStatement({
        sid: 'Look', actions: ['iam:ListRoles', 'config:DescribeConfigurationRecorders', 'compute-optimizer:GetEnrollmentStatus', 'support:DescribeTrustedAdvisorChecks'], resources: ['*'],
      }),
      new iam.PolicyStatement({ sid: 'Settings', actions: ['ssm:GetServiceSetting', 'ssm:UpdateServiceSetting'], resources: settings.map(setting) }),
      new iam.PolicyStatement({
        sid: 'LinkedRole', actions: ['iam:CreateServiceLinkedRole'], resources: [linked], conditions: { StringEquals: { 'iam:AWSServiceName': 'ssm.amazonaws.com' } },
      }),
    );
    const parameters = { AutomationAssumeRole: [role.roleArn] };
    this.associate('EnableExplorer', { document: 'AWS-EnableExplorer', schedule: FleetSchedule.ONCE, targets: undefined, outputBucket: undefined, parameters })
      .node.addDependency(policy);
  }

  private associate(what: string, props: Omit<FleetAssociationProps, 'name'>): ssm.CfnAssociation {
    const association = fleetAssociation(this, what, { ...this.props, targets: this.targets._forCommands(), ...props, name: this.nameOf(what) });
    this.associations[what] = association;
    return association;
  }

  /** Names that tell where they come from, and differ between two constructs of an account. */
  private nameOf(what: string): string {
    return `${Names.uniqueResourceName(this, { maxLength: 90, separator: '-' })}-${what}`;
  }

  private commands(): string[] {
    const region = Stack.of(this).region;
    const ids = Object.values(this.associations).map((each) => each.attrAssociationId);
    return [
      ...ids.map((id) => `aws ssm describe-association --region ${region} --association-id ${id} --query 'AssociationDescription.[AssociationName,Overview]'`),
      `aws ssm list-compliance-summaries --region ${region}`,
    ];
  }
}
