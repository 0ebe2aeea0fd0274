/** IAM's own simulator says whom the user may open a session with, and whom not. */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SessionAccess, SessionTargets } from '../src';
import { setting, testOf } from './support';

const here = setting('Access');
const instance = (id: string) => Stack.of(here.stack).formatArn({ service: 'ec2', resource: 'instance', resourceName: id });
const document = Stack.of(here.stack).formatArn({ service: 'ssm', resource: 'document', resourceName: 'SSM-SessionManagerRunShell' });
const operators = new iam.Role(here.stack, 'Operators', { assumedBy: new iam.AccountRootPrincipal() });
SessionAccess.grant(operators, SessionTargets.instances('i-0aaaaaaaaaaaaaaaa'));

const test = testOf(here);
const decision = (target: string, expected: string) => test.assertions.awsApiCall('IAM', 'simulatePrincipalPolicy', {
  PolicySourceArn: operators.roleArn,
  ActionNames: ['ssm:StartSession'],
  ResourceArns: [instance(target), document],
}).expect(ExpectedResult.objectLike({ EvaluationResults: Match.arrayWith([Match.objectLike({ EvalResourceName: instance(target), EvalDecision: expected })]) }));
decision('i-0aaaaaaaaaaaaaaaa', 'allowed');
decision('i-0bbbbbbbbbbbbbbbb', 'implicitDeny');
