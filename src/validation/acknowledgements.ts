import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgement, ACKNOWLEDGEMENT_PREFIX, acknowledgementsIn } from '../verdict';

/** The name under which CDK knows us; acknowledgements are `cdk-ssm-ready::<check id>`. */
export const PLUGIN_NAME = ACKNOWLEDGEMENT_PREFIX;

/** What was acknowledged of ours, at a construct or below it. */
export function acknowledgementsBelow(scope: IConstruct): Acknowledgement[] {
  return scope.node.findAll().flatMap((construct) => construct.node.metadata
    .filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap((entry) => acknowledgementsIn(construct.node.path, entry.data)));
}
