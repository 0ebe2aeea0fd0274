import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { Acknowledgement } from '../prover/verdict';
import { ACKNOWLEDGEMENT_PREFIX } from '../prover/verdict/acknowledgement-prefix';
import { prover } from './load-prover';

/** The name under which CDK knows us; acknowledgements are `cdk-ssm-ready::<check id>`. */
export const PLUGIN_NAME = ACKNOWLEDGEMENT_PREFIX;

/** What was acknowledged of ours, at a construct or below it. A large app has many constructs, and mostly none that says anything. */
export function acknowledgementsBelow(scope: IConstruct): Acknowledgement[] {
  const found: Acknowledgement[] = [];
  collect(scope, found);
  return found;
}

function collect({ node }: IConstruct, found: Acknowledgement[]): void {
  for (const entry of node.metadata) {
    if (entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY) found.push(...prover().acknowledgementsIn(node.path, entry.data));
  }
  for (const child of node.children) collect(child, found);
}
