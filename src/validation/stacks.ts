import { NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { Constructs, EstateOptions, Loaded } from '../prover/sources/cloudformation';
import { prover } from './load-prover';

/** Loads the stacks of one Stage (or App) as they will be synthesized, from memory; Stages below it are not entered. */
export function loadStacks(stage: IConstruct, options: EstateOptions = {}): Loaded {
  const own = Stage.isStage(stage) ? stage : undefined;
  const stacks = stage.node.findAll().filter((c): c is Stack => Stack.isStack(c) && !NestedStack.isNestedStack(c) && Stage.of(c) === own);
  return prover().loadTemplates(stacks.map((stack) => ({
    name: stack.node.path,
    data: templateOf(stack),
    stackName: stack.stackName,
    account: known(stack.account),
    region: known(stack.region),
    constructs: constructsOf(stack),
  })), options);
}

/** The template a stack will have. CDK offers no public way to it before synthesis is over. */
function templateOf(stack: Stack): unknown {
  const make = (stack as unknown as { _toCloudFormation: () => unknown })._toCloudFormation;
  return stack.resolve(make.call(stack));
}

const known = (value: string) => (Token.isUnresolved(value) ? undefined : value);

function constructsOf(stack: Stack): () => Constructs {
  const paths = new Map<string, string>();
  for (const construct of stack.node.findAll()) {
    const element = construct as { logicalId?: unknown; cfnResourceType?: unknown };
    if (typeof element.cfnResourceType !== 'string' || Stack.of(construct) !== stack) continue;
    paths.set(String(stack.resolve(element.logicalId)), construct.node.path);
  }
  return () => ({ paths, sources: new Map() });
}
