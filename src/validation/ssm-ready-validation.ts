import { existsSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { App, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { ReportFinding, ReportHost } from '../prover/report';
import { acknowledgementsBelow, PLUGIN_NAME } from './acknowledgements';
import { checkOptions, judgeLoaded, loadOptions, unmatchedIn } from './judge-options';
import { prover } from './load-prover';
import { SsmReadyOptions, UnknownPolicy } from './options';
import { packageVersion } from './version';

/** Properties of {@link SsmReadyValidation}. */
export interface SsmReadyValidationProps extends SsmReadyOptions {
  /**
   * Only hosts below this construct are reported. Networks are still seen as a whole.
   *
   * @default - every host
   */
  readonly scope?: IConstruct;
}

/** Set to false by the cdk command line, which reads the validation report by itself. */
const FAIL_SYNTH_CONTEXT = '@aws-cdk/core:failSynthOnValidationErrors';
/** What is said of no host. The path of the app lies in no stack; with no resource at all the command line would fail without a word. */
const THE_APP = [{ constructPath: '', locations: [] }];
const ISSUES = 'https://github.com/cdk-ssm-ready/cdk-ssm-ready/issues';

/**
 * Fails synthesis when an EC2 instance of the app could never become a Systems Manager managed node, and says why, hop by hop.
 *
 * It reads the synthesized templates of every stack and Stage, so it sees what CloudFormation will see; a ready app gives no output.
 * A host that cannot be judged (an imported subnet, a parameter) is a warning, see `unknown`. It costs no AWS calls.
 * A fault that is meant is acknowledged at its host or any construct above it:
 * `Validations.of(instance).acknowledge({ id: 'cdk-ssm-ready::InstanceProfileMissing', reason: '…' })`.
 *
 * @example
 * const app = new App();
 * Validations.of(app).addPlugins(new SsmReadyValidation());
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html
 */
export class SsmReadyValidation implements IPolicyValidationPlugin {
  /** The name CDK shows, and the prefix of acknowledgements. */
  public readonly name: string = PLUGIN_NAME;
  /** The version of this package. */
  public readonly version?: string = packageVersion();

  private readonly props: SsmReadyValidationProps;

  constructor(props: SsmReadyValidationProps = {}) {
    checkOptions(props);
    this.props = props;
  }

  /** The ids of all checks. */
  public get ruleIds(): string[] | undefined {
    return prover().RULES.map((rule) => rule.id);
  }

  /** Called by CDK once the templates are written. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    try {
      return this.judge(context);
    } catch (error) {
      // Never a silent pass: what we could not judge may hide anything.
      const message = error instanceof Error ? error.message.split('\n')[0] : 'unknown error';
      return {
        success: false,
        violations: [{
          ruleName: 'InternalError',
          description: `cdk-ssm-ready failed and judged nothing: ${message}. Nothing is proved, so synthesis fails. Please report it with the templates of cdk.out: ${ISSUES}`,
          severity: 'fatal',
          violatingResources: THE_APP,
        }],
      };
    }
  }

  private judge(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { acknowledge, load, makeReport } = prover();
    const wanted = new Set(context.templatePaths.map((path) => resolve(path)));
    const paths = inputsOf(context);
    const known = loadOptions(this.props, context.appConstruct);
    const acknowledged = acknowledgementsBelow(context.appConstruct);
    // CDK versions below 2.263 or so drop an acknowledged rule everywhere, which is not what was asked for: only `fatal` is safe from that.
    const anywhere = new Set(acknowledged.map((entry) => entry.check));
    const loaded = load(paths, known);
    const judgement = acknowledge(judgeLoaded(loaded, this.props, context.appConstruct), acknowledged);
    // Notes are for who asks: SsmReadiness, and the command line with --verbose.
    const report = makeReport({ ...judgement, hosts: judgement.hosts.filter((host) => !host.quiet) }, () => undefined);
    const violations: PolicyViolation[] = [];
    let success = true;
    for (const host of report.hosts) {
      if ((!wanted.has(resolve(host.template)) && !isNested(host, wanted)) || !this.isInScope(host)) continue;
      for (const finding of host.findings.filter((f) => f.severity !== 'info')) {
        const violation = this.violation(host, finding, anywhere);
        violations.push(violation);
        if ((violation.severity === 'error' || violation.severity === 'fatal') && finding.acknowledged === undefined) success = false;
      }
    }
    violations.push(...report.findings.filter((f) => f.severity !== 'info').map(generalViolation), ...stageViolations(context.appConstruct, violations));
    for (const { template, message } of report.warnings ?? []) violations.push(optionViolation('InputWarning', `${template}: ${message}`, 'check what is written there'));
    for (const words of unmatchedIn(loaded, judgement, this.props)) violations.push(optionViolation('OptionMatchesNothing', words, 'correct the name, or remove it from the options of SsmReadyValidation'));
    for (const error of report.errors) {
      success = false;
      violations.push({ ruleName: 'UnreadableTemplate', description: `${error.template}: ${error.message}`, severity: 'fatal', violatingResources: THE_APP });
    }
    return { success, violations };
  }

  private isInScope({ constructPath }: ReportHost): boolean {
    const scope = this.props.scope?.node.path ?? '';
    return scope === '' || constructPath === scope || (constructPath?.startsWith(`${scope}/`) ?? false);
  }

  private violation(host: ReportHost, finding: ReportFinding, anywhere: ReadonlySet<string>): PolicyViolation {
    const fails = finding.severity === 'error' || (finding.id === 'HostNotProven' && this.props.unknown === UnknownPolicy.FAIL);
    const reason = finding.acknowledged;
    const severity = !fails ? finding.severity : reason === undefined && anywhere.has(finding.id) ? 'fatal' : 'error';
    return {
      ruleName: finding.id,
      description: finding.message,
      fix: finding.cure,
      severity,
      ruleMetadata: { code: finding.code, host: host.constructPath ?? host.logicalId, ...(reason === undefined ? {} : { acknowledged: reason }) },
      violatingResources: [{
        resourceLogicalId: host.logicalId,
        templatePath: resolve(host.template),
        locations: finding.at.map((at) => (at.property === undefined ? at.logicalId : `${at.logicalId}/${at.property.replace(/\./g, '/')}`)),
      }],
    };
  }
}

/** A warning about the input or the options, which fails nothing. */
function optionViolation(ruleName: string, description: string, fix: string): PolicyViolation {
  return { ruleName, description, fix, severity: 'warning', violatingResources: THE_APP };
}

/** A finding about no host in particular. */
function generalViolation(finding: ReportFinding): PolicyViolation {
  return { ruleName: finding.id, description: finding.message, fix: finding.cure, severity: finding.severity, ruleMetadata: { code: finding.code }, violatingResources: THE_APP };
}

/**
 * The cdk command line turns off that CDK itself fails, and looks only at what lies in the stacks it was asked for; a plain `cdk synth`
 * asks for none inside of a Stage, and would pass. What lies in no stack it always sees, so each Stage with faults gets one line.
 */
function stageViolations(app: IConstruct, violations: readonly PolicyViolation[]): PolicyViolation[] {
  if (app.node.tryGetContext(FAIL_SYNTH_CONTEXT) !== false) return [];
  const faults = new Map<string, string[]>();
  for (const { severity, ruleName, ruleMetadata, description, fix } of violations) {
    const host = ruleMetadata?.host;
    if ((severity !== 'error' && severity !== 'fatal') || host === undefined || ruleMetadata?.acknowledged !== undefined) continue;
    const stage = stageOf(app, host);
    if (stage !== undefined) faults.set(stage, [...faults.get(stage) ?? [], `${host}: ${ruleName}: ${description}${fix === undefined ? '' : `. Fix: ${fix}`}`]);
  }
  return [...faults].map(([stage, list]) => ({
    ruleName: 'StageNotReady',
    description: [`Stage ${stage} has ${list.length} ${list.length === 1 ? 'finding that fails' : 'findings that fail'}:`, ...list.slice(0, MAX_TOLD).map((line) => `- ${line}`), ...list.length > MAX_TOLD ? [`- and ${list.length - MAX_TOLD} more`] : []].join('\n'),
    fix: `fix or acknowledge them; cdk synth '${stage}/**' shows all of them`,
    severity: 'error',
    violatingResources: THE_APP,
  }));
}

/** So many findings of a Stage are told in a pipeline's log, where nothing else is. */
const MAX_TOLD = 10;

/** The path of the Stage a construct lies in; undefined for one of the app itself. */
function stageOf(app: IConstruct, path: string): string | undefined {
  let node: IConstruct | undefined = app;
  let stage: string | undefined;
  for (const id of path.split('/')) {
    node = node?.node.tryFindChild(id);
    if (node !== undefined && Stage.isStage(node)) stage = node.node.path;
  }
  return stage;
}

/** The whole assembly where it can be found, since stacks import from each other; otherwise just the templates. */
function inputsOf(context: IPolicyValidationContext): string[] {
  const root = outdirOf(context.appConstruct) ?? (context.templatePaths[0] === undefined ? undefined : dirname(context.templatePaths[0]));
  if (root !== undefined && existsSync(join(root, 'manifest.json'))) return [root];
  return [...context.templatePaths];
}

function outdirOf(root: IConstruct | undefined): string | undefined {
  return root !== undefined && App.isApp(root) ? root.outdir : undefined;
}

/** Templates of nested stacks are assets, which CDK does not list. */
function isNested(host: ReportHost, wanted: ReadonlySet<string>): boolean {
  const folder = dirname(resolve(host.template));
  return /\.nested\.template\.json$/.test(host.template) && [...wanted].some((path) => dirname(path) === folder);
}
