import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as data from '../../data/recovery-runbooks.json';

/** Starting runbooks of AWS. The document is authorized as an automation definition. */
export function startable(stack: Stack, documentNames: string[]): iam.PolicyStatement {
  const resources = documentNames.map((name) => stack.formatArn({ service: 'ssm', account: '', resource: 'automation-definition', resourceName: `${name}:*` }));
  return new iam.PolicyStatement({ sid: 'Start', actions: ['ssm:StartAutomationExecution'], resources });
}

/** Runbooks that start further ones hand their own role on. */
export function passable(role: iam.IRole): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'PassRole', actions: ['iam:PassRole'], resources: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
  });
}

/** Commands by documents of AWS only. */
export function commands(stack: Stack): iam.PolicyStatement {
  const documents = ['AWS-*', 'AWSSupport-*'].map((name) => stack.formatArn({ service: 'ssm', account: '', resource: 'document', resourceName: name }));
  const instances = stack.formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' });
  return new iam.PolicyStatement({ sid: 'SendCommands', actions: ['ssm:SendCommand'], resources: [...documents, instances] });
}

/** What EC2Rescue makes around a stopped instance, and clears away. */
export function offlineStatements(stack: Stack): iam.PolicyStatement[] {
  const { functions, identities, network } = data.offlineRescue;
  return [
    new iam.PolicyStatement({ sid: 'RescueFunctions', actions: functions, resources: [`arn:${stack.partition}:lambda:${stack.region}:${stack.account}:function:AWSSupport-EC2Rescue-*`] }),
    new iam.PolicyStatement({
      sid: 'RescueFiles',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: ['template', 'zip'].map((kind) => `arn:${stack.partition}:s3:::awssupport-ssm.*/*.${kind}`),
    }),
    new iam.PolicyStatement({
      sid: 'RescueIdentities',
      actions: identities,
      resources: ['role', 'instance-profile'].map((resource) => stack.formatArn({ service: 'iam', region: '', resource, resourceName: 'AWSSupport-EC2Rescue-*' })),
    }),
    new iam.PolicyStatement({ sid: 'RescueNetwork', actions: network, resources: ['*'] }),
  ];
}
