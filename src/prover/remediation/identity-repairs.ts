import { isIn, own, textOf } from '../core';
import { Model, Role } from '../model';
import { add, Fault, homeOf, idFor, RANK, Repair } from './repair';
import { setting } from './way-repairs';

/** Repairs of what a host is, and of what its role may do. */

const TRUST_STATEMENT = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
const CORE = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore' };

function roleOf({ placement, step, model }: Fault): Role | undefined {
  const { identity } = placement.launch;
  if (identity.kind === 'role' && (step.data.role === undefined || isIn(step.data.role, identity.role))) return identity.role;
  const named = model.estate.ofType('AWS::IAM::Role').find((r) => isIn(step.data.role, r));
  return named && model.role(named);
}

/** The AWS managed policy with everything the agent calls, or of the calls that lack only those. */
export function attachPolicy(fault: Fault): Repair[] {
  const role = roleOf(fault);
  const home = homeOf(role);
  if (!role || !home) return [];
  return [{ kind: 'attachPolicy', rank: RANK.leastPrivilege, data: { role: role.name, policy: 'AmazonSSMManagedInstanceCore' }, edits: [{ op: 'append', ...home, path: ['ManagedPolicyArns'], value: CORE }] }];
}

export function addTrust(fault: Fault): Repair[] {
  const role = roleOf(fault);
  const home = homeOf(role);
  if (!role || !home) return [];
  const document = own(own(resourceOf(fault.model, home)?.raw, 'Properties') as Record<string, unknown> | undefined, 'AssumeRolePolicyDocument');
  // A document given as text is replaced whole.
  const edit = typeof document === 'object' && document !== null && !('Fn::Sub' in document)
    ? { op: 'append' as const, ...home, path: ['AssumeRolePolicyDocument', 'Statement'], value: TRUST_STATEMENT }
    : { op: 'set' as const, ...home, path: ['AssumeRolePolicyDocument'], value: { Version: '2012-10-17', Statement: [TRUST_STATEMENT] } };
  return [{ kind: 'addTrust', rank: RANK.leastPrivilege, data: { role: role.name }, edits: [edit] }];
}

/** A role and a profile for a host that has none, where its launch is written. */
export function addProfile({ model, host, placement }: Fault): Repair[] {
  const { identity } = placement.launch;
  const home = 'place' in identity ? model.estate.resourceAt(identity.place) : undefined;
  if (!home) return [];
  const stack = home.stack.id;
  const [roleId, profileId] = [idFor(home.logicalId, 'Role'), idFor(home.logicalId, 'Profile')];
  const role = add(stack, roleId, 'AWS::IAM::Role', { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [TRUST_STATEMENT] }, ManagedPolicyArns: [CORE] });
  if (identity.kind === 'profile-without-role') {
    const profile = home.type === 'AWS::IAM::InstanceProfile' ? home : undefined;
    if (profile) return [{ kind: 'addProfile', rank: RANK.leastPrivilege, data: { host: host.name }, edits: [role, { op: 'set', stack, logicalId: profile.logicalId, path: ['Roles'], value: [{ Ref: roleId }] }] }];
  }
  const where = PROFILE_PROPERTY[home.type];
  if (!where) return [];
  return [{
    kind: 'addProfile',
    rank: RANK.leastPrivilege,
    data: { host: host.name },
    edits: [role, add(stack, profileId, 'AWS::IAM::InstanceProfile', { Roles: [{ Ref: roleId }] }), { op: 'set', stack, logicalId: home.logicalId, path: where.path, value: where.value(profileId) }],
  }];
}

const PROFILE_PROPERTY: Readonly<Record<string, { path: readonly string[]; value: (id: string) => unknown } | undefined>> = {
  'AWS::EC2::Instance': { path: ['IamInstanceProfile'], value: (id) => ({ Ref: id }) },
  'AWS::EMR::Cluster': { path: ['JobFlowRole'], value: (id) => ({ Ref: id }) },
  'AWS::AutoScaling::LaunchConfiguration': { path: ['IamInstanceProfile'], value: (id) => ({ Ref: id }) },
  'AWS::EC2::LaunchTemplate': { path: ['LaunchTemplateData', 'IamInstanceProfile'], value: (id) => ({ Arn: { 'Fn::GetAtt': [id, 'Arn'] } }) },
};

/** The property that switches the instance metadata service off. */
export function switchOnMetadata({ model, placement }: Fault): Repair[] {
  const place = placement.launch.metadataPlace;
  const home = model.estate.resourceAt(place);
  const path = place.property?.split('.').slice(1);
  return home && path ? [setting({ stack: home.stack.id, logicalId: home.logicalId }, path, 'enabled', home.logicalId, `${path.join('.')}: enabled`, RANK.setting)] : [];
}

/** A statement that lets the agent's calls through an endpoint, else no policy at all. */
export function openPolicy({ path, step }: Fault): Repair[] {
  const home = homeOf(path?.endpoint);
  if (!home) return [];
  const actions = (textOf(step.data.actions) ?? '').split(', ').filter((a) => a !== '').sort();
  return [
    {
      kind: 'addEndpointStatement',
      rank: RANK.leastPrivilege,
      data: { endpoint: path!.endpoint!.name, actions: actions.join(', ') },
      edits: [{ op: 'append', ...home, path: ['PolicyDocument', 'Statement'], value: { Effect: 'Allow', Principal: '*', Action: actions, Resource: '*' } }],
    },
    { kind: 'setProperty', rank: RANK.everything, data: { resource: path!.endpoint!.name, what: 'PolicyDocument to nothing: AWS\'s default allows everything' }, edits: [{ op: 'set', ...home, path: ['PolicyDocument'] }] },
  ];
}

function resourceOf(model: Model, home: { stack: string; logicalId: string }) {
  return model.estate.stacks.find((s) => s.id === home.stack)?.resources.get(home.logicalId);
}
