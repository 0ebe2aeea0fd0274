import { Duration, Names, Token } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { refuseSecondSettingOwner } from '../fleet/setting-owner';
import { PatchPolicyBaseline } from '../quick-setup/props';
import { checkPatchBaseline, severityKey, SHORTEST_NAME, takesNoDelay } from './baseline-checks';
import { PatchBaselineProps, PatchOperatingSystem, PatchRule } from './baseline-props';

/**
 * Which patches Patch Manager looks for and installs on nodes of one operating system.
 *
 * Patches are approved by rules, seven days after their release by default, or by name. Nodes take the baseline of their patch group, else the
 * default one of their operating system: without `patchGroups` and `defaultBaseline` it is for patch policies and for
 * overrides only. `HostManagement` scans and installs by it.
 *
 * **Limits**: one operating system each. What the service knows no filter for is refused here: classifications on Ubuntu and Debian, severities on
 * macOS, and so on; AlmaLinux and Rocky Linux are not in its table, and are not checked. When a default baseline is deleted, the one AWS
 * provides takes its place presumably; the documentation does not say. Patch Manager costs nothing for EC2 instances.
 *
 * **cdk-nag**: finds nothing.
 *
 * ```ts
 * new PatchBaseline(this, 'Baseline', {
 *   operatingSystem: PatchOperatingSystem.AMAZON_LINUX_2023,
 *   rules: [{ classifications: ['Security'], severities: ['Critical', 'Important'] }],
 *   patchGroups: ['web'],
 * });
 * ```
 *
 * Throws where nothing is approved, where the operating system does not have what a rule asks for, where a patch group is empty or named twice,
 * and where a second baseline of the app is the default one, or that of the same patch group, for the same operating system, account and Region;
 * the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-create-a-patch-baseline.html
 */
export class PatchBaseline extends Construct {
  /** The id of the baseline, `pb-…`. */
  public readonly baselineId: string;

  /** Its name. */
  public readonly baselineName: string;

  /** Its operating system. */
  public readonly operatingSystem: PatchOperatingSystem;

  constructor(scope: Construct, id: string, props: PatchBaselineProps) {
    super(scope, id);
    checkPatchBaseline(this, props);
    const { operatingSystem, rules = [], patchGroups = [], defaultBaseline } = props;
    const rejectedPatches = props.rejectedPatches?.length ? props.rejectedPatches : undefined;
    if (defaultBaseline) refuseSecondSettingOwner(this, `default patch baseline of ${operatingSystem}`);
    patchGroups.filter((each) => !Token.isUnresolved(each)).forEach((each) => refuseSecondSettingOwner(this, `patch group '${each}' for ${operatingSystem}`));
    this.operatingSystem = operatingSystem;
    this.baselineName = props.baselineName ?? generatedName(this);
    const baseline = new ssm.CfnPatchBaseline(this, 'Resource', {
      name: this.baselineName,
      operatingSystem,
      approvalRules: rules.length > 0 ? { patchRules: rules.map((rule) => ruleOf(operatingSystem, rule)) } : undefined,
      approvedPatches: props.approvedPatches,
      rejectedPatches,
      rejectedPatchesAction: rejectedPatches ? (props.blockRejectedPatches ? 'BLOCK' : 'ALLOW_AS_DEPENDENCY') : undefined,
      patchGroups: patchGroups.length > 0 ? patchGroups : undefined,
      defaultBaseline,
    });
    this.baselineId = baseline.ref;
  }

  /** As a patch policy of Quick Setup takes it. */
  public forPatchPolicy(): PatchPolicyBaseline {
    return { operatingSystem: this.operatingSystem, baseline: this.baselineId, label: this.baselineName };
  }
}

/** Made of one short id only, a name would be shorter than the service takes. */
function generatedName(scope: Construct): string {
  const name = Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' });
  return name.length < SHORTEST_NAME ? `${name}-patch-baseline` : name;
}

function ruleOf(operatingSystem: PatchOperatingSystem, rule: PatchRule): ssm.CfnPatchBaseline.RuleProperty {
  const filters: [string, string[] | undefined][] = [
    ['PRODUCT', rule.products ?? ['*']], ['CLASSIFICATION', rule.classifications], [severityKey(operatingSystem), rule.severities], ['PRIORITY', rule.priorities],
  ];
  const delayed = !takesNoDelay(operatingSystem) && rule.approveUntil === undefined;
  return {
    approveAfterDays: delayed ? (rule.approveAfter ?? Duration.days(7)).toDays() : undefined,
    approveUntilDate: rule.approveUntil,
    complianceLevel: rule.complianceLevel,
    enableNonSecurity: rule.includeNonSecurity,
    patchFilterGroup: { patchFilters: filters.flatMap(([key, values]) => (values === undefined ? [] : [{ key, values }])) },
  };
}
