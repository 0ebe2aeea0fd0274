import { App, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { Report, ReportFinding, ReportHost } from '../prover/report';
import type { Loaded } from '../prover/sources/cloudformation';
import type { Acknowledgement } from '../prover/verdict';
import { acknowledgementsBelow } from './acknowledgements';
import { checkOptions, judgeLoaded, loadOptions, unmatchedIn } from './judge-options';
import { prover } from './load-prover';
import { SsmReadyOptions } from './options';
import { SsmReadinessFinding, SsmReadinessHost, SsmVerdict } from './readiness-structs';
import { synthesizeForReading } from './synthesize';

/**
 * The prover for programs and unit tests: asks whether the hosts of a stack, an app or a template could become managed nodes.
 *
 * It synthesizes a stack or app to read what CloudFormation will get. That works although {@link SsmReadyValidation} is registered on
 * the app and would fail its synthesis, and it does not change what a later `app.synth()` does. It costs no AWS calls.
 *
 * @example
 * const readiness = SsmReadiness.ofStack(stack);
 * expect(readiness.neverReady()).toEqual([]);
 */
export class SsmReadiness {
  /**
   * Judges the hosts of one stack and of the stacks nested in it. Whatever they use of other stacks of the app is seen too.
   *
   * @throws Error where the app cannot be synthesized
   */
  public static ofStack(stack: Stack, options: SsmReadyOptions = {}): SsmReadiness {
    const path = stack.node.path;
    return SsmReadiness.ofRoot(stack, options, (host) => path === '' || (host.constructPath?.startsWith(`${path}/`) ?? false));
  }

  /**
   * Judges the hosts of every stack and Stage of an app.
   *
   * @throws Error where the app cannot be synthesized
   */
  public static ofApp(app: App, options: SsmReadyOptions = {}): SsmReadiness {
    return SsmReadiness.ofRoot(app, options, () => true);
  }

  /**
   * Judges a CloudFormation template that was parsed already, e.g. `Template.fromStack(stack).toJSON()`.
   *
   * @throws Error for what is no template
   */
  public static ofTemplate(template: { [section: string]: any }, options: SsmReadyOptions = {}): SsmReadiness {
    checkOptions(options);
    if (typeof template !== 'object' || template === null || Array.isArray(template) || Object.keys(template).length === 0) {
      throw new Error('SsmReadiness.ofTemplate(): the template is empty, so nothing can be proved of it. Give a parsed CloudFormation template, such as Template.fromStack(stack).toJSON().');
    }
    return SsmReadiness.judge(prover().loadTemplates([{ name: 'template', data: template }], loadOptions(options)), [], options, () => true);
  }

  private static ofRoot(scope: Stack | App, options: SsmReadyOptions, wanted: (host: ReportHost) => boolean): SsmReadiness {
    checkOptions(options);
    const root = scope.node.root;
    const loaded = prover().load([synthesizeForReading(root)], loadOptions(options, root));
    return SsmReadiness.judge(loaded, acknowledgementsBelow(root), options, wanted, root);
  }

  private static judge(loaded: Loaded, acknowledged: readonly Acknowledgement[], options: SsmReadyOptions, wanted: (host: ReportHost) => boolean, root?: IConstruct): SsmReadiness {
    const { acknowledge, makeReport } = prover();
    const judged = judgeLoaded(loaded, options, root);
    const unmatched = unmatchedIn(loaded, judged, options).map((message) => ({ template: 'options', message }));
    const judgement = acknowledge({ ...judged, warnings: [...judged.warnings, ...unmatched] }, acknowledged);
    const report = makeReport(judgement, (place) => loaded.estate.originOf(place), { paths: 'failing' });
    const [error] = report.errors;
    if (error) throw new Error(`${error.template}: ${error.message}`);
    return new SsmReadiness(narrow(report, wanted));
  }

  /** Every host, sorted by template and logical id. */
  public readonly hosts: SsmReadinessHost[];
  /** The findings of all hosts, those about none in particular last. */
  public readonly findings: SsmReadinessFinding[];
  /** Whether every host is proved ready. True also where there is no host. */
  public readonly isReady: boolean;

  private readonly report: Report;

  private constructor(report: Report) {
    this.report = report;
    this.hosts = report.hosts.map(hostOf);
    this.findings = [...report.hosts.flatMap((h) => h.findings), ...report.findings].map(findingOf);
    this.isReady = report.hosts.every((h) => h.verdict === 'ready');
  }

  /**
   * The names (construct paths where known) of hosts that can never become managed nodes. Those whose every error is acknowledged are
   * not among them.
   */
  public neverReady(): string[] {
    return this.report.hosts.filter((h) => h.verdict === 'never' && prover().hostFails(h, false)).map(nameOf);
  }

  /** The report for people, without colours. */
  public toText(): string {
    return prover().toText(this.report, { color: false });
  }

  /** The report as JSON text; its shape is `schemas/report.schema.json` of the package. */
  public toJson(): string {
    return prover().toJson(this.report);
  }
}

function narrow(report: Report, wanted: (host: ReportHost) => boolean): Report {
  const hosts = report.hosts.filter(wanted);
  const count = (verdict: string) => hosts.filter((h) => h.verdict === verdict).length;
  const { excluded } = report.summary;
  const spared = hosts.filter((h) => h.verdict === 'never' && !prover().hostFails(h, false)).length;
  const summary = { ready: count('ready'), never: count('never'), unknown: count('unknown'), ...(excluded ? { excluded } : {}), ...(spared > 0 ? { spared } : {}) };
  return { ...report, hosts, summary };
}

const nameOf = (host: ReportHost) => host.constructPath ?? host.logicalId;

const VERDICTS = { ready: SsmVerdict.READY, never: SsmVerdict.NEVER, unknown: SsmVerdict.UNKNOWN } as const;

function hostOf(host: ReportHost): SsmReadinessHost {
  return {
    name: nameOf(host),
    logicalId: host.logicalId,
    resourceType: host.type,
    verdict: VERDICTS[host.verdict],
    findings: host.findings.map(findingOf),
    assumptions: [...host.assumptions],
    unknowns: host.unknowns.map(({ what, why }) => `${what}: ${why}`),
  };
}

function findingOf({ id, code, severity, message, cure, at, acknowledged }: ReportFinding): SsmReadinessFinding {
  return { id, code, severity, message, cure, resources: at.map((a) => a.logicalId), ...(acknowledged === undefined ? {} : { acknowledged }) };
}
