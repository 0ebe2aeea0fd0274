import { Annotations, Aspects, IAspect, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { loadTemplates } from '../load';
import { makeReport, ReportHost } from '../present';
import { judge } from '../verdict';
import { Acknowledgements } from './acknowledgements';
import { judgeOptions } from './judge-options';
import { SsmReadyOptions, UnknownPolicy } from './options';

/** Properties of {@link SsmReadyAspect}. */
export interface SsmReadyAspectProps extends SsmReadyOptions {}

/**
 * Judges the hosts below one stack (or any other scope) and adds what it finds as annotations to their constructs: an error where
 * a host could never become a managed node, a warning where that cannot be told. `cdk synth` fails on an error annotation.
 *
 * For a whole app use {@link SsmReadyValidation}, which also sees every Stage: an aspect does not cross into one. On an App (or
 * another scope) that holds Stages it adds an error that names them, rather than pass them in silence.
 *
 * @example
 * Aspects.of(stack).add(new SsmReadyAspect());
 */
export class SsmReadyAspect implements IAspect {
  private readonly props: SsmReadyAspectProps;
  private readonly registered = new Set<IConstruct>();

  constructor(props: SsmReadyAspectProps = {}) {
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
    if (stages.length > 0) {
      Annotations.of(scope).addError(`SsmReadyAspect does not see the Stages ${stages.map((s) => s.node.path).join(', ')}: `
        + 'add it to their stacks, or register SsmReadyValidation on the App');
    }
    const stage = Stage.isStage(scope) ? scope : Stage.of(scope);
    const stacks = (stage ?? scope).node.findAll().filter((c): c is Stack => Stack.isStack(c) && !NestedStack.isNestedStack(c) && Stage.of(c) === stage);
    const inputs = stacks.map((stack) => ({ name: stack.node.path, stack, data: templateOf(stack) }));
    const loaded = loadTemplates(inputs.map(({ name, stack, data }) => ({
      name, data, stackName: stack.stackName, account: known(stack.account), region: known(stack.region), constructPaths: pathsOf(stack),
    })));
    const report = makeReport(judge(loaded, judgeOptions(this.props)), () => undefined);
    const acknowledged = new Acknowledgements(scope.node.root);
    for (const host of report.hosts) this.annotate(scope, host, acknowledged);
    for (const error of report.errors) Annotations.of(scope).addError(`cdk-ssm-ready: ${error.template}: ${error.message}`);
    return [];
  }

  private annotate(scope: IConstruct, host: ReportHost, acknowledged: Acknowledgements): void {
    const target = host.constructPath === undefined ? undefined : constructAt(scope.node.root, host.constructPath);
    if (!target || !isWithin(target, scope)) return;
    for (const finding of host.findings) {
      if (acknowledged.reasonFor(finding.id, host.constructPath) !== undefined) continue;
      const message = `${finding.message}. Cure: ${finding.cure} (cdk-ssm-ready::${finding.id})`;
      const open = finding.id === 'HostNotProven';
      if (open && this.props.unknown === UnknownPolicy.IGNORE) continue;
      if (finding.severity === 'error' || (open && this.props.unknown === UnknownPolicy.FAIL)) Annotations.of(target).addError(message);
      else if (finding.severity === 'warning') Annotations.of(target).addWarningV2(`cdk-ssm-ready::${finding.id}`, message);
      else Annotations.of(target).addInfo(message);
    }
  }
}

/** The template a stack will have. CDK offers no public way to it before synthesis is over. */
function templateOf(stack: Stack): unknown {
  const make = (stack as unknown as { _toCloudFormation: () => unknown })._toCloudFormation;
  return stack.resolve(make.call(stack));
}

const known = (value: string) => (Token.isUnresolved(value) ? undefined : value);

function pathsOf(stack: Stack): Map<string, string> {
  const paths = new Map<string, string>();
  for (const construct of stack.node.findAll()) {
    const element = construct as { logicalId?: unknown; cfnResourceType?: unknown };
    if (typeof element.cfnResourceType !== 'string' || Stack.of(construct) !== stack) continue;
    paths.set(String(stack.resolve(element.logicalId)), construct.node.path);
  }
  return paths;
}

function constructAt(root: IConstruct, path: string): IConstruct | undefined {
  let node: IConstruct | undefined = root;
  for (const id of path.split('/')) node = node?.node.tryFindChild(id);
  return node;
}

function isWithin(construct: IConstruct, scope: IConstruct): boolean {
  return construct.node.scopes.includes(scope);
}
