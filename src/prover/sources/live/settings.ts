import { unresolved } from '../../core';
import { because } from './answers';
import { Scope } from './builder';
import { documentOf, mapOf, member, text } from './json';

const SETTING = '/ssm/managed-instance/default-ec2-instance-management-role';
const PREFERENCES = 'SSM-SessionManagerRunShell';

/** What an account sets for Systems Manager in a Region: Default Host Management, and the preferences of sessions. */
export function mapSettings(scope: Scope): void {
  mapHostManagement(scope);
  mapPreferences(scope);
}

function mapHostManagement(scope: Scope): void {
  const answers = scope.answers.of('ssm', 'get-service-setting')
    .filter(({ data, parameters }) => (text(data, 'ServiceSetting', 'SettingId') ?? text(parameters, 'SettingId') ?? SETTING).endsWith(SETTING.slice(SETTING.lastIndexOf('/') + 1)));
  const setting = answers.filter(({ outcome }) => outcome === 'complete').map(({ data }) => mapOf(member(data, 'ServiceSetting')))[0];
  const value = text(setting, 'SettingValue');
  const isPending = text(setting, 'Status') === 'PendingUpdate';
  const why = isPending ? 'the setting is being changed' : because({ state: answers[0]?.outcome ?? 'not asked', service: 'ssm', operation: 'get-service-setting' });
  scope.add('default-host-management', 'AWS::SSM::ServiceSetting', {
    SettingId: SETTING,
    SettingValue: value === undefined || isPending ? unresolved(`host-management:${scope.name}`, `the Default Host Management setting (${why})`) : value === '$None' ? value : roleValue(scope, value),
  }, 'Default Host Management');
}

/** The setting names a role with its path: one of this account, by reference. */
function roleValue(scope: Scope, value: string): unknown {
  const at = value.lastIndexOf('/') + 1;
  const id = `role:${value.slice(at)}`;
  if (scope.resources[id] === undefined) return unresolved(`host-management:${scope.name}`, `the role ${value.slice(at)} of Default Host Management (${because(scope.answers.one('iam', 'get-role', { RoleName: value.slice(at) }).presence)})`);
  return { 'Fn::Join': ['', [...at === 0 ? [] : [value.slice(0, at)], { Ref: id }]] };
}

/** Without a document of this name sessions have the preferences of AWS: no logs. */
function mapPreferences(scope: Scope): void {
  const answers = scope.answers.of('ssm', 'get-document').filter(({ data, parameters }) => (text(data, 'Name') ?? text(parameters, 'Name')) === PREFERENCES);
  const found = answers.find(({ outcome }) => outcome === 'complete');
  const content = found && documentOf(member(found.data, 'Content'));
  const isAbsent = answers.some(({ outcome, error }) => outcome === 'failed' && (error ?? '').includes('InvalidDocument'));
  const why = because({ state: answers[0]?.outcome ?? 'not asked', service: 'ssm', operation: 'get-document' });
  scope.add('session-preferences', 'AWS::SSM::Document', {
    Name: PREFERENCES,
    Content: content ?? (isAbsent ? { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs: {} } : unresolved(`session-preferences:${scope.name}`, `the preferences of sessions (${why})`)),
  }, 'session preferences');
}
