import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as data from '../../data/recovery-runbooks.json';
import { SessionTargets } from '../session/access';

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

/** Commands by these documents of AWS, on these instances. */
export function commands(stack: Stack, documentNames: string[], targets: SessionTargets): iam.PolicyStatement[] {
  const documents = documentNames.map((name) => stack.formatArn({ service: 'ssm', account: '', resource: 'document', resourceName: name }));
  return [
    new iam.PolicyStatement({ sid: 'SendCommands', actions: ['ssm:SendCommand'], resources: documents }),
    new iam.PolicyStatement({ sid: 'SendCommandsTo', actions: ['ssm:SendCommand'], resources: targets._arns(stack), conditions: targets._conditions() }),
  ];
}

/**
 * What EC2Rescue creates around a stopped instance, and deletes. Its roles get policies from a list and are passed to EC2 and Lambda only. The runbook
 * writes inline policies too, for which IAM has no such condition, and sets no permissions boundary that could be required.
 */
export function offlineStatements(stack: Stack): iam.PolicyStatement[] {
  const { functions, identities, attachments, helperPolicies, functionPolicies, passedTo, network, instanceGroups } = data.offlineRescue;
  const named = (resource: string): string => stack.formatArn({ service: 'iam', region: '', resource, resourceName: 'AWSSupport-EC2Rescue-*' });
  const policies = [...helperPolicies, ...functionPolicies].map((name) => `arn:${stack.partition}:iam::aws:policy/${name}`);
  return [
    new iam.PolicyStatement({ sid: 'RescueFunctions', actions: functions, resources: [`arn:${stack.partition}:lambda:${stack.region}:${stack.account}:function:AWSSupport-EC2Rescue-*`] }),
    new iam.PolicyStatement({
      sid: 'RescueFiles',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: ['template', 'zip'].map((kind) => `arn:${stack.partition}:s3:::awssupport-ssm.*/*.${kind}`),
    }),
    new iam.PolicyStatement({ sid: 'RescueIdentities', actions: identities, resources: ['role', 'instance-profile'].map(named) }),
    new iam.PolicyStatement({ sid: 'RescuePolicies', actions: attachments, resources: [named('role')], conditions: { ArnEquals: { 'iam:PolicyARN': policies } } }),
    new iam.PolicyStatement({ sid: 'PassRescueRoles', actions: ['iam:PassRole'], resources: [named('role')], conditions: { StringEquals: { 'iam:PassedToService': passedTo } } }),
    new iam.PolicyStatement({ sid: 'RescueNetwork', actions: [...network, ...instanceGroups], resources: ['*'] }),
  ];
}
