import { Annotations, Stack } from 'aws-cdk-lib';
import { ArtifactMetadataEntryType } from 'aws-cdk-lib/cloud-assembly-schema';
import { IConstruct } from 'constructs';

/** Says what could not be done, and what the reader can do instead. Acknowledged as `cdk-ssm-ready:<id>`. */
export function warn(construct: IConstruct, id: string, message: string): void {
  Annotations.of(construct).addWarningV2(`cdk-ssm-ready:${id}`, message);
}

/** Tells once in a stack what is good to know and no fault: it does not fail `cdk synth --strict`. */
export function inform(construct: IConstruct, message: string): void {
  const stack = Stack.of(construct);
  if (stack.node.metadata.some(({ type, data }) => type === ArtifactMetadataEntryType.INFO && data === message)) return;
  Annotations.of(stack).addInfo(message);
}
