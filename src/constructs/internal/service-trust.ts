import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * Trust in Automation for executions of this account only: another account cannot make Systems Manager use the role.
 * Source: User Guide, Setting up Automation ("confused deputy"), whose value of `aws:SourceArn` has a wildcard for the Region.
 */
export function automationPrincipal(stack: Stack): iam.ServicePrincipal {
  const executions = stack.formatArn({ service: 'ssm', region: '*', resource: 'automation-execution', resourceName: '*' });
  return new iam.ServicePrincipal('ssm.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': executions } },
  });
}
