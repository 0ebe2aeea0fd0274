import { unresolved } from '../../core';
import { Answers, because, Presence } from './answers';
import { Scope } from './builder';
import { documentOf, Json, mapOf, maps, member, text } from './json';

/** Instance profiles, roles and policies: from one sweep of the account, or call by call. */

const lastOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
const profileId = (name: string) => `instance-profile:${name}`;
const roleId = (name: string) => `role:${name}`;

/** A reference to an instance profile by its ARN. */
export function profileRef(scope: Scope, arn: string): unknown {
  const name = lastOf(arn);
  if (scope.resources[profileId(name)] !== undefined) return { Ref: profileId(name) };
  const presence = scope.answers.one('iam', 'get-instance-profile', { InstanceProfileName: name }).presence;
  return unresolved(profileId(name), `the instance profile ${name} (${because(presence)})`);
}

/** Which policies of AWS's are known to this library, so that their text is not needed. */
export type IsKnownPolicy = (name: string) => boolean;

interface RoleFacts {
  readonly item: Json;
  /** Whether the answer tells a permissions boundary where there is one. */
  readonly hasBoundary: boolean;
}

export function mapIdentities(scope: Scope, isKnown: IsKnownPolicy): void {
  const { answers } = scope;
  const profiles = new Map<string, Json>();
  const roles = new Map<string, RoleFacts>();
  const addRole = (item: Json, hasBoundary: boolean) => {
    const name = text(item, 'RoleName');
    // What says more was read first.
    if (name !== undefined && roles.get(name)?.hasBoundary !== true && (hasBoundary || !roles.has(name))) roles.set(name, { item, hasBoundary });
  };
  const sweep = answers.list('iam', 'get-account-authorization-details');
  for (const role of sweepOf(answers)) {
    addRole(role, true);
    for (const profile of maps(role, 'InstanceProfileList')) profiles.set(text(profile, 'InstanceProfileName') ?? '', profile);
  }
  for (const { data } of answers.of('iam', 'get-role')) addRole(mapOf(member(data, 'Role')), true);
  for (const { data } of answers.of('iam', 'get-instance-profile')) {
    const profile = mapOf(member(data, 'InstanceProfile'));
    profiles.set(text(profile, 'InstanceProfileName') ?? '', profile);
    for (const role of maps(profile, 'Roles')) addRole(role, false);
  }
  for (const [name, { item, hasBoundary }] of roles) mapRole(scope, name, item, hasBoundary, sweep, isKnown);
  for (const [name, profile] of profiles) if (name !== '') mapProfile(scope, name, profile, sweep, roles);
}

const sweepOf = (answers: Answers) => answers.items('iam', 'get-account-authorization-details', 'RoleDetailList', 'RoleName');

function mapProfile(scope: Scope, name: string, profile: Json, sweep: Presence, roles: ReadonlyMap<string, RoleFacts>): void {
  const held = member(profile, 'Roles');
  // In the sweep a profile is listed under the role it holds.
  const under = sweepOf(scope.answers).find((r) => maps(r, 'InstanceProfileList').some((p) => text(p, 'InstanceProfileName') === name));
  const names = maps(profile, 'Roles').map((r) => text(r, 'RoleName')).filter((n) => n !== undefined);
  if (names.length === 0 && under) names.push(text(under, 'RoleName')!);
  const isWhole = !Array.isArray(held) || held.length <= names.length;
  scope.add(profileId(name), 'AWS::IAM::InstanceProfile', {
    InstanceProfileName: name,
    Roles: isWhole && names.length > 0 ? names.map((n) => (roles.has(n) ? { Ref: roleId(n) } : unresolved(roleId(n), `the role ${n} (${because(sweep)})`)))
      : isWhole && Array.isArray(held) ? [] : unresolved(`roles:${name}`, `the role of the instance profile ${name}`),
  }, name);
}

function mapRole(scope: Scope, name: string, item: Json, hasBoundary: boolean, sweep: Presence, isKnown: IsKnownPolicy): void {
  const boundary = text(item, 'PermissionsBoundary', 'PermissionsBoundaryArn');
  scope.add(roleId(name), 'AWS::IAM::Role', {
    RoleName: name,
    Path: text(item, 'Path'),
    AssumeRolePolicyDocument: documentOf(member(item, 'AssumeRolePolicyDocument')) ?? unresolved(`trust:${name}`, `the trust policy of role ${name}`),
    Policies: inlineOf(scope, name, item),
    ManagedPolicyArns: attachedOf(scope, name, item, sweep, isKnown),
    PermissionsBoundary: boundary !== undefined ? policyRef(scope, boundary, sweep, isKnown)
      : hasBoundary ? undefined : unresolved(`boundary:${name}`, `the permissions boundary of role ${name} (${because(scope.answers.one('iam', 'get-role', { RoleName: name }).presence)})`),
  }, name);
}

function inlineOf(scope: Scope, role: string, item: Json): unknown[] {
  if (Array.isArray(member(item, 'RolePolicyList'))) return (member(item, 'RolePolicyList') as unknown[]).map((p) => inlinePolicy(text(p, 'PolicyName') ?? '', member(p, 'PolicyDocument'), role));
  const { presence, items } = scope.answers.pages('iam', 'list-role-policies', 'PolicyNames', { RoleName: role });
  const found = items.filter((n): n is string => typeof n === 'string').map((name) => {
    const one = scope.answers.one('iam', 'get-role-policy', { RoleName: role, PolicyName: name });
    return inlinePolicy(name, member(one.data, 'PolicyDocument'), role, one.presence);
  });
  return presence.state === 'complete' ? found : [...found, unresolved(`inline:${role}`, `the inline policies of role ${role} (${because(presence)})`)];
}

function inlinePolicy(name: string, document: unknown, role: string, presence?: Presence): unknown {
  const read = documentOf(document);
  return read === undefined ? unresolved(`inline:${role}:${name}`, `the inline policy ${name} of role ${role}${presence ? ` (${because(presence)})` : ''}`) : { PolicyName: name, PolicyDocument: read };
}

function attachedOf(scope: Scope, role: string, item: Json, sweep: Presence, isKnown: IsKnownPolicy): unknown[] {
  const inSweep = Array.isArray(member(item, 'AttachedManagedPolicies'));
  const pages = scope.answers.pages('iam', 'list-attached-role-policies', 'AttachedPolicies', { RoleName: role });
  const list = inSweep ? member(item, 'AttachedManagedPolicies') as unknown[] : pages.items;
  const found = list.map((p) => text(p, 'PolicyArn')).map((arn) => (arn === undefined ? unresolved(`attached:${role}:?`, `a policy attached to role ${role}`) : policyRef(scope, arn, sweep, isKnown)));
  return inSweep || pages.presence.state === 'complete' ? found : [...found, unresolved(`attached:${role}`, `the attached policies of role ${role} (${because(pages.presence)})`)];
}

/** A managed policy: its text where an answer has it, else by its ARN if it is one of AWS's that is known. */
function policyRef(scope: Scope, arn: string, sweep: Presence, isKnown: IsKnownPolicy): unknown {
  const id = `policy:${arn.replace(/\//g, ':')}`;
  if (scope.resources[id] !== undefined) return { Ref: id };
  const document = policyText(scope, arn);
  if (document !== undefined) {
    scope.add(id, 'AWS::IAM::ManagedPolicy', { PolicyDocument: document }, lastOf(arn));
    return { Ref: id };
  }
  if (/:iam::aws:policy\//.test(arn) && isKnown(arn.slice(arn.indexOf(':policy/') + ':policy/'.length))) return arn;
  const version = scope.answers.one('iam', 'get-policy-version', { PolicyName: lastOf(arn) }).presence;
  return unresolved(id, `the text of policy ${lastOf(arn)} (${because(version.state === 'not asked' && sweep.state !== 'not asked' ? sweep : version)})`);
}

/** The default version of a policy. */
function policyText(scope: Scope, arn: string): unknown {
  const { answers } = scope;
  const policy = answers.items('iam', 'get-account-authorization-details', 'Policies').find((p) => text(p, 'Arn') === arn);
  const swept = maps(policy, 'PolicyVersionList').find((v) => member(v, 'IsDefaultVersion') === true);
  if (swept) return documentOf(member(swept, 'Document'));
  const name = lastOf(arn);
  const versions = answers.of('iam', 'get-policy-version').filter(({ parameters, outcome }) => outcome === 'complete' && [name, arn].includes(text(parameters, 'PolicyName') ?? text(parameters, 'PolicyArn') ?? ''));
  const wanted = text(answers.of('iam', 'get-policy').map(({ data }) => member(data, 'Policy')).find((p) => text(p, 'Arn') === arn), 'DefaultVersionId');
  const version = versions.map(({ data }) => mapOf(member(data, 'PolicyVersion'))).find((v) => (wanted === undefined ? member(v, 'IsDefaultVersion') === true : text(v, 'VersionId') === wanted));
  return version && documentOf(member(version, 'Document'));
}
