import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Says what could not be done, and what the reader can do instead. Acknowledged as `cdk-ssm-ready:<id>`. */
export function warn(construct: IConstruct, id: string, message: string): void {
  Annotations.of(construct).addWarningV2(`cdk-ssm-ready:${id}`, message);
}
