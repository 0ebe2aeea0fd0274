import { Annotations, Aspects, IAspect, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { ReportFinding, ReportHost } from '../prover/report';
import type { Finding } from '../prover/verdict';
import { acknowledgementsBelow } from './acknowledgements';
import { checkOptions, judgeLoaded, loadOptions, unmatchedIn } from './judge-options';
import { prover } from './load-prover';
import { SsmReadyOptions, UnknownPolicy } from './options';
import { loadStacks } from './stacks';

/** Properties of {@link SsmReadyAspect}. */
export interface SsmReadyAspectProps extends SsmReadyOptions {}

/**
 * Judges the hosts below one stack (or any other scope) and adds what it finds as annotations to their constructs: an error where
 * a host could never become a managed node, a warning where that cannot be told. `cdk synth` fails on an error annotation.
 *
 * For a whole app use {@link SsmReadyValidation}, which also sees every Stage: an aspect does not cross into one. On an App (or
 * another scope) that holds Stages synthesis fails and names them, rather than pass them in silence.
 *
 * @example
 * Aspects.of(stack).add(new SsmReadyAspect());
 */
export class SsmReadyAspect implements IAspect {
  private readonly props: SsmReadyAspectProps;
  private readonly registered = new Set<IConstruct>();

  constructor(props: SsmReadyAspectProps = {}) {
    checkOptions(props);
    this.props = props;
  }

  /** Called by CDK for every construct; acts on the one the aspect was added to. */
  public visit(node: IConstruct): void {
    if (this.registered.has(node) || !Aspects.of(node).all.includes(this)) return;
    this.registered.add(node);
    // References between stacks are settled only after aspects have run, so the work waits for the validation phase.
    node.node.addValidation({ validate: () => this.judge(node) });
  }

  private judge(scope: IConstruct): string[] {
    const stages = scope.node.findAll().filter((c) => c !== scope && Stage.isStage(c));
    const errors = stages.length === 0 ? [] : [`SsmReadyAspect does not see the Stages ${stages.map((s) => s.node.path).join(', ')}: `
      + 'add it to their stacks, or register SsmReadyValidation on the App'];
    const { acknowledge, makeReport } = prover();
    const loaded = loadStacks(Stage.isStage(scope) ? scope : Stage.of(scope) ?? scope, loadOptions(this.props, scope.node.root));
    const acknowledged = acknowledgementsBelow(scope.node.root).filter((entry) => !stages.some((stage) => isBelow(entry.path, stage.node.path)));
    const judgement = acknowledge(judgeLoaded(loaded, this.props, scope.node.root), acknowledged);
    const report = makeReport({ ...judgement, hosts: judgement.hosts.filter((host) => !host.quiet) }, () => undefined);
    for (const host of report.hosts) this.annotate(scope, host);
    // What stands above the scope, or above a Stage that is not seen, may match elsewhere.
    if (stages.length === 0) judgement.findings.forEach((finding, i) => this.annotateGeneral(scope, finding, report.findings[i]));
    if (stages.length === 0) this.warnOfInput(scope, [...(report.warnings ?? []).map(({ template, message }) => `${template}: ${message}`), ...unmatchedIn(loaded, judgement, this.props)]);
    errors.push(...report.errors.map((error) => `cdk-ssm-ready: ${error.template}: ${error.message}`));
    // Annotations of an App or a Stage are in no stack's metadata, so the command line would not see them: these end the synthesis.
    if (!isInStack(scope)) return errors;
    for (const error of errors) Annotations.of(scope).addError(error);
    return [];
  }

  /** About the input or the options: at a stack, since the command line sees no annotation of an App. */
  private warnOfInput(scope: IConstruct, warnings: readonly string[]): void {
    const target = isInStack(scope) ? scope : scope.node.findAll().find((each) => Stack.isStack(each));
    if (target) for (const warning of warnings) Annotations.of(target).addWarningV2(`cdk-ssm-ready::Input:${warning}`, `SsmReadyAspect: ${warning}`);
  }

  /** About no host in particular: an acknowledgement that matches nothing, or something of the fleet. */
  private annotateGeneral(scope: IConstruct, { data, at }: Finding, { id, message, cure }: ReportFinding): void {
    const path = typeof data.path === 'string' ? data.path : at[0]?.constructPath;
    const target = path !== undefined && isBelow(path, scope.node.path) ? constructAt(scope.node.root, path) : undefined;
    if (target) Annotations.of(target).addWarningV2(`cdk-ssm-ready::${id}`, `${message}. ${cure} (cdk-ssm-ready::${id})`);
  }

  private annotate(scope: IConstruct, host: ReportHost): void {
    const target = host.constructPath === undefined ? undefined : constructAt(scope.node.root, host.constructPath);
    if (!target || !isWithin(target, scope)) return;
    for (const finding of host.findings) {
      if (finding.severity === 'info' || finding.acknowledged !== undefined) continue;
      const message = `${finding.message}. Cure: ${finding.cure} (cdk-ssm-ready::${finding.id})`;
      const open = finding.id === 'HostNotProven';
      if (finding.severity === 'error' || (open && this.props.unknown === UnknownPolicy.FAIL)) Annotations.of(target).addError(message);
      else Annotations.of(target).addWarningV2(`cdk-ssm-ready::${finding.id}`, message);
    }
  }
}

function constructAt(root: IConstruct, path: string): IConstruct | undefined {
  let node: IConstruct | undefined = root;
  if (path === '') return root;
  for (const id of path.split('/')) node = node?.node.tryFindChild(id);
  return node;
}

const isInStack = (scope: IConstruct) => scope.node.scopes.some((c) => Stack.isStack(c));

const isBelow = (path: string, above: string) => above === '' || path === above || path.startsWith(`${above}/`);

function isWithin(construct: IConstruct, scope: IConstruct): boolean {
  return construct.node.scopes.includes(scope);
}
