import { Answers, Json, maps, member, text } from '../../prover/sources/live';
import type { CallRequest } from './caller';
import { request, valuesOf } from './plan-tools';
import { Estate } from './scope';

export interface IdentityOptions {
  /** Whether AWS's own policy of this name is known without a call. */
  readonly isKnownPolicy: (name: string) => boolean;
  /** Whether some instance is not proved ready, so that the role of Default Host Management may decide. */
  readonly isUnproved?: boolean;
  /** Whether one sweep of the account may stand for the calls of each role. Default: yes. */
  readonly maySweep?: boolean;
}

/** From this many instance profiles on, one sweep of the account is cheaper than four calls for each. */
const MANY_PROFILES = 5;

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Instance profiles, their roles, and what the roles allow. */
export function identityRequests(answers: Answers, { instances }: Estate, options: IdentityOptions): CallRequest[] {
  const profiles = [...new Set(valuesOf(instances, 'IamInstanceProfile', 'Arn').map(nameOf))];
  const sweep = answers.of('iam', 'get-account-authorization-details');
  const wantsSweep = profiles.length >= MANY_PROFILES && options.maySweep !== false;
  const isSwept = sweep.some((a) => a.outcome === 'complete');
  const requests = wantsSweep ? [request('iam', 'get-account-authorization-details', { Filter: ['Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] })] : [];
  if (wantsSweep && sweep.length === 0) return requests;
  const swept = rolesOfSweep(answers);
  const held = isSwept ? new Set(swept.flatMap((r) => maps(r, 'InstanceProfileList').map((p) => text(p, 'InstanceProfileName')))) : new Set();
  const asked = profiles.filter((name) => !held.has(name));
  const roles = [...new Set([...answers.of('iam', 'get-instance-profile').flatMap(({ data }) => valuesOf(maps(member(data, 'InstanceProfile'), 'Roles'), 'RoleName')), ...hostManagementRole(answers, instances, options)])];
  const known = new Set(isSwept ? swept.map((r) => text(r, 'RoleName')) : []);
  return [
    ...requests,
    ...asked.map((InstanceProfileName) => request('iam', 'get-instance-profile', { InstanceProfileName })),
    ...roles.filter((name) => !known.has(name)).flatMap((name) => roleRequests(answers, name)),
    ...policyRequests(answers, [...roles, ...rolesHolding(swept, profiles)], options),
  ];
}

const rolesOfSweep = (answers: Answers) => answers.items('iam', 'get-account-authorization-details', 'RoleDetailList', 'RoleName');

const rolesHolding = (swept: readonly Json[], profiles: readonly string[]) => valuesOf(swept.filter((r) => maps(r, 'InstanceProfileList').some((p) => profiles.includes(text(p, 'InstanceProfileName') ?? ''))), 'RoleName');

/** The role of Default Host Management, where an instance without a profile, or one that is not proved, may depend on it. */
function hostManagementRole(answers: Answers, instances: readonly Json[], { isUnproved = false }: IdentityOptions): string[] {
  const value = answers.of('ssm', 'get-service-setting').map(({ data }) => text(data, 'ServiceSetting', 'SettingValue')).find((v) => v !== undefined);
  const matters = isUnproved || instances.some((i) => member(i, 'IamInstanceProfile') === undefined);
  return value === undefined || value === '$None' || !matters ? [] : [nameOf(value)];
}

function roleRequests(answers: Answers, RoleName: string): CallRequest[] {
  const { items } = answers.pages('iam', 'list-role-policies', 'PolicyNames', { RoleName });
  return [
    request('iam', 'get-role', { RoleName }),
    request('iam', 'list-role-policies', { RoleName }),
    request('iam', 'list-attached-role-policies', { RoleName }),
    ...items.filter((name): name is string => typeof name === 'string').map((PolicyName) => request('iam', 'get-role-policy', { RoleName, PolicyName })),
  ];
}

/** The text of each managed policy that neither the sweep nor this library has. */
function policyRequests(answers: Answers, roles: readonly string[], { isKnownPolicy }: IdentityOptions): CallRequest[] {
  const swept = rolesOfSweep(answers);
  const have = new Set(answers.items('iam', 'get-account-authorization-details', 'Policies').map((p) => text(p, 'Arn')));
  const arns = roles.flatMap((RoleName) => {
    const role = swept.find((r) => text(r, 'RoleName') === RoleName) ?? answers.one('iam', 'get-role', { RoleName }).data?.Role;
    const attached = [...maps(role, 'AttachedManagedPolicies'), ...answers.pages('iam', 'list-attached-role-policies', 'AttachedPolicies', { RoleName }).items];
    return [...attached.map((p) => text(p, 'PolicyArn')), text(role, 'PermissionsBoundary', 'PermissionsBoundaryArn')];
  });
  const wanted = [...new Set(arns.filter((arn): arn is string => arn !== undefined && !have.has(arn) && !isOfAws(arn, isKnownPolicy)))].sort();
  return wanted.flatMap((PolicyArn) => {
    const PolicyName = nameOf(PolicyArn);
    const VersionId = text(answers.one('iam', 'get-policy', { PolicyName }).data, 'Policy', 'DefaultVersionId');
    return [request('iam', 'get-policy', { PolicyArn, PolicyName }), ...VersionId === undefined ? [] : [request('iam', 'get-policy-version', { PolicyArn, PolicyName, VersionId })]];
  });
}

const isOfAws = (arn: string, isKnown: IdentityOptions['isKnownPolicy']) => /:iam::aws:policy\//.test(arn) && isKnown(arn.slice(arn.indexOf(':policy/') + ':policy/'.length));
