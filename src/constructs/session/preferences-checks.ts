import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { validationError } from '../internal/errors';
import { deploymentOf } from '../internal/references';
import { SessionPreferencesProps } from './preferences-props';

/** Finds contradictions between props, with what to change. */
export function checkPreferences(scope: IConstruct, props: SessionPreferencesProps): void {
  const { documentName, bucket, prefix, logGroup, createLogGroup, linuxShellProfile, windowsShellProfile, runAs } = props;
  if (documentName !== undefined && !Token.isUnresolved(documentName) && (!/^[\w.-]{3,128}$/.test(documentName) || /^(aws|amazon|amzn)/i.test(documentName))) {
    throw validationError(scope, `'documentName' is '${documentName}'. Give 3 to 128 letters, digits, '.', '-' or '_', not beginning with aws, amazon or amzn.`);
  }
  if (prefix !== undefined && !bucket) throw validationError(scope, '\'prefix\' is a place in a bucket, but no \'bucket\' is given. Give one, or leave the prefix out.');
  if (prefix?.startsWith('/')) throw validationError(scope, `'prefix' is '${prefix}'. S3 keys have no leading slash: remove it.`);
  if (createLogGroup && logGroup) throw validationError(scope, '\'createLogGroup\' makes a log group, but \'logGroup\' is given. Leave one out.');
  checkLogGroup(scope, props);
  checkMinutes(scope, 'idleTimeout', props.idleTimeout, 60);
  checkMinutes(scope, 'maxDuration', props.maxDuration, 1440);
  for (const [prop, value] of Object.entries({ linuxShellProfile, windowsShellProfile })) {
    if (value !== undefined && !Token.isUnresolved(value) && value.length > 512) {
      throw validationError(scope, `'${prop}' has ${value.length} characters; 512 are the limit. Put the commands into a script on the image.`);
    }
  }
  if (runAs?._user === 'root') throw validationError(scope, '\'runAs\' names root, which Session Manager refuses. Name another user.');
}

/** Two documents of one name in one account and Region do not deploy, or overwrite each other. */
export function refuseSecondOwner(scope: IConstruct, documentName: string, isOwner: (construct: IConstruct) => boolean): void {
  const { account, region } = Stack.of(scope);
  const other = deploymentOf(scope).find((each) => each !== scope && isOwner(each) && Stack.of(each).account === account && Stack.of(each).region === region);
  if (other) {
    throw validationError(scope, `${other.node.path} already makes the document ${documentName} for this account and Region, which has one owner. Use that one, or give another 'documentName'.`);
  }
}

/** Session Manager refuses sessions whose log group is not encrypted; of a group made in this app that can be seen now. */
function checkLogGroup(scope: IConstruct, { logGroup, requireEncryptedLogs }: SessionPreferencesProps): void {
  const resource = logGroup?.node.defaultChild;
  if (requireEncryptedLogs !== false && resource instanceof logs.CfnLogGroup && resource.kmsKeyId === undefined) {
    throw validationError(scope, `'logGroup' ${logGroup!.node.path} is not encrypted with a KMS key, so every session would be refused. Give it an 'encryptionKey', use 'createLogGroup', or set 'requireEncryptedLogs: false'.`);
  }
}

function checkMinutes(scope: IConstruct, prop: string, duration: Duration | undefined, most: number): void {
  if (duration === undefined || duration.isUnresolved()) return;
  const minutes = duration.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > most) {
    throw validationError(scope, `'${prop}' is ${minutes} minutes. Give whole minutes from 1 to ${most}.`);
  }
}
