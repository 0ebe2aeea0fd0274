import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

export interface AttachmentAtStartProps {
  readonly document: ssm.CfnDocument;
  readonly automationRole: iam.Role;
  readonly instanceProfileArn: string;
  /** The policy that the runbook needs when it runs. */
  readonly policy: iam.Policy;
  /** Only these instances; undefined for every instance. */
  readonly instanceIds?: string[];
}

/**
 * Runs the runbook for each instance that starts. State Manager runs an association with a runbook on its schedule, and for new targets only under
 * conditions that Quick Setup's own associations meet.
 */
export function attachAtStart(scope: Construct, id: string, props: AttachmentAtStartProps): events.CfnRule {
  const { document, automationRole, instanceProfileArn, instanceIds } = props;
  const stack = Stack.of(scope);
  const definition = (version: string): string =>
    stack.formatArn({ service: 'ssm', resource: 'automation-definition', resourceName: `${document.ref}:${version}` });
  const role = new iam.Role(scope, `${id}Role`, {
    assumedBy: new iam.ServicePrincipal('events.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': stack.account } } }),
    description: 'Starts the runbook that attaches an instance profile',
  });
  const policy = new iam.Policy(scope, `${id}Policy`, { roles: [role] });
  policy.addStatements(
    new iam.PolicyStatement({ sid: 'Start', actions: ['ssm:StartAutomationExecution'], resources: [definition('*')] }),
    new iam.PolicyStatement({
      sid: 'PassAutomationRole', actions: ['iam:PassRole'], resources: [automationRole.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    }),
  );
  const rule = new events.CfnRule(scope, id, {
    description: 'Attaches an instance profile to instances that start without one',
    eventPattern: {
      'source': ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      'detail': { 'state': ['running'], 'instance-id': instanceIds },
    },
    targets: [{
      id: 'Runbook',
      arn: definition('$DEFAULT'),
      roleArn: role.roleArn,
      inputTransformer: {
        inputPathsMap: { instance: '$.detail.instance-id' },
        inputTemplate: `{"InstanceId":[<instance>],"AutomationAssumeRole":["${automationRole.roleArn}"],"InstanceProfileArn":["${instanceProfileArn}"]}`,
      },
    }],
  });
  rule.node.addDependency(policy, props.policy);
  return rule;
}
