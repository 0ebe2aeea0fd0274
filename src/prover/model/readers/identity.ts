import { asList, identity, isMap, Link, own, Place, Text, Unknown, Value } from '../../core';
import { describeLink, Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { HostIdentity, PolicySource, Role } from '../types';

const PROFILE = declareReader({ type: 'AWS::IAM::InstanceProfile', reads: ['Roles', 'InstanceProfileName'] });
const ROLE = declareReader({
  type: 'AWS::IAM::Role',
  reads: ['RoleName', 'Path', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns', 'PermissionsBoundary'],
});
const POLICY = declareReader({ type: 'AWS::IAM::Policy', reads: ['Roles', 'PolicyDocument'] });
const MANAGED = declareReader({ type: 'AWS::IAM::ManagedPolicy', reads: ['Roles', 'PolicyDocument', 'ManagedPolicyName'] });
const ROLE_POLICY = declareReader({ type: 'AWS::IAM::RolePolicy', reads: ['RoleName', 'PolicyDocument'] });

/** Policies that name the roles they belong to. */
const ATTACHED = [[POLICY, 'Roles'], [MANAGED, 'Roles'], [ROLE_POLICY, 'RoleName']] as const;

/** The identity behind an instance profile, given by name, ARN or reference. */
export function readProfile(model: ReaderContext, value: Value, place: Place): HostIdentity {
  if (value === undefined || value === null || value === '') return { kind: 'none', place };
  const profile = profileOf(model, value);
  if (!profile) return elsewhere(model, value, 'the instance profile', place);
  const fields = model.fields(profile, PROFILE);
  const roles = fields.list('Roles');
  if (roles instanceof Unknown) return { kind: 'unknown', unknown: roles, place };
  if (roles.length === 0) return { kind: 'profile-without-role', place: fields.place('Roles') };
  return readRoleIdentity(model, roles[0], place, fields.place());
}

/** The identity of a role given by name, ARN or reference. */
export function readRoleIdentity(model: ReaderContext, value: Value, place: Place, profilePlace?: Place): HostIdentity {
  const role = roleOf(model, value);
  if (!role) return elsewhere(model, value, 'the role', place);
  return { kind: 'role', role: model.role(role), place, ...(profilePlace ? { profilePlace } : {}) };
}

function profileOf(model: ReaderContext, value: Value): Resource | undefined {
  const made = madeAnyAttribute(model, value, 'AWS::IAM::InstanceProfile');
  if (made) return made;
  const name = lastPart(value);
  return model.estate.ofType('AWS::IAM::InstanceProfile').find((r) => model.estate.exists(r)
    && sameName(model.fields(r, PROFILE).value('InstanceProfileName'), name));
}

function roleOf(model: ReaderContext, value: Value): Resource | undefined {
  const made = madeAnyAttribute(model, value, 'AWS::IAM::Role');
  if (made) return made;
  const name = lastPart(value);
  return model.estate.ofType('AWS::IAM::Role').find((r) => model.estate.exists(r) && sameName(model.fields(r, ROLE).value('RoleName'), name));
}

/** `Ref`, `.Arn` and the like all point at the same thing. A text that ends in a reference (`arn:…:role/${Role}`) does too. */
function madeAnyAttribute(model: ReaderContext, value: Value, type: string): Resource | undefined {
  if (value instanceof Link) {
    const resource = value.resource as Resource;
    return resource.type === type && model.estate.exists(resource) ? resource : undefined;
  }
  const last = value instanceof Text ? value.parts[value.parts.length - 1] : undefined;
  return last instanceof Link ? madeAnyAttribute(model, last, type) : undefined;
}

/** The name at the end of an ARN, or the name itself. */
function lastPart(value: Value): string {
  const text = identity(value);
  const slash = text.startsWith('arn:') ? text.lastIndexOf('/') : -1;
  return text.slice(slash + 1);
}

function sameName(given: Value, name: string): boolean {
  return given !== undefined && identity(given) === name;
}

/** A role or profile that is made elsewhere, and what somebody says of it. */
function elsewhere(model: ReaderContext, value: Value, what: string, place: Place): HostIdentity {
  const said = model.estate.assumptionFor('roles', value);
  return { kind: 'unknown', unknown: asUnknown(value, what), place, ...said ? { said } : {} };
}

function asUnknown(value: Value, what: string): Unknown {
  if (value instanceof Unknown) return value;
  if (value instanceof Link) {
    const role = (value.resource as Resource).type === 'AWS::IAM::Role' && what === 'the instance profile';
    return new Unknown('attribute', value.key, role ? `${describeLink(value)}, a role where an instance profile belongs` : describeLink(value));
  }
  return new Unknown('reference', identity(value), `${what} ${identity(value)}, which is made elsewhere`);
}

export function readRole(model: ReaderContext, resource: Resource): Role {
  const role = model.fields(resource, ROLE);
  const gathered = model.estate.worlds.cell(() => gatherPolicies(model, resource));
  const fields = lazy(model.estate, {
    trust: () => role.value('AssumeRolePolicyDocument'),
    roleName: () => role.value('RoleName'),
    path: () => role.value('Path'),
    policies: () => gathered().policies,
    unknownPolicies: () => gathered().unknown,
    boundary: () => {
      const value = role.value('PermissionsBoundary');
      return value === undefined ? undefined : managedPolicySource(model, value, role.place('PermissionsBoundary'));
    },
  });
  return model.entity(resource, {}, fields);
}

function gatherPolicies(model: ReaderContext, resource: Resource): { policies: PolicySource[]; unknown: Unknown[] } {
  const role = model.fields(resource, ROLE);
  const policies: PolicySource[] = [];
  const unknown: Unknown[] = [];
  const inline = role.list('Policies');
  if (inline instanceof Unknown) {unknown.push(inline);} else {
    inline.forEach((policy, i) => {
      if (policy instanceof Unknown) unknown.push(policy);
      else if (isMap(policy)) policies.push({ kind: 'document', document: own(policy as Record<string, Value>, 'PolicyDocument'), place: role.place('Policies', String(i)) });
    });
  }
  const arns = role.list('ManagedPolicyArns');
  if (arns instanceof Unknown) {unknown.push(arns);} else {
    arns.forEach((arn, i) => {
      const source = managedPolicySource(model, arn, role.place('ManagedPolicyArns', String(i)));
      if (source instanceof Unknown) unknown.push(source);
      else policies.push(source);
    });
  }
  policies.push(...attachedPolicies(model, resource, role.value('RoleName')));
  // A role may be named by a piece of its own ARN, which only deployment cuts out.
  for (const [spec, property] of ATTACHED) unknown.push(...model.perhapsPointing(spec.type, property, resource.key));
  const meddler = model.meddler(resource.key);
  if (meddler) unknown.push(meddler);
  return { policies, unknown };
}

/** The name of a policy of AWS's, by its ARN in any partition. */
function awsManagedName(arn: Value): string | undefined {
  const name = /^arn:[^:]+(?::[^:]*)??:iam::aws:policy\/(.+)$/.exec(identity(arn).replace(/^arn:\$\{AWS::Partition\}/, 'arn:aws'))?.[1];
  return name?.includes('${') ? undefined : name;
}

/** A managed policy by ARN: one of AWS's, one of the input's, or unknown. */
function managedPolicySource(model: ReaderContext, arn: Value, place: Place): PolicySource | Unknown {
  const made = madeAnyAttribute(model, arn, 'AWS::IAM::ManagedPolicy');
  if (made) {
    const fields = model.fields(made, MANAGED);
    return { kind: 'document', document: fields.value('PolicyDocument'), place: fields.place('PolicyDocument') };
  }
  // A mapping may hold the ARN for each partition.
  const names = new Set((arn instanceof Unknown && arn.oneOf ? arn.oneOf : [arn]).map(awsManagedName));
  const [name] = names;
  if (names.size === 1 && name !== undefined) return { kind: 'aws-managed', name, place };
  const named = model.estate.ofType('AWS::IAM::ManagedPolicy').find((r) => model.estate.exists(r)
    && sameName(model.fields(r, MANAGED).value('ManagedPolicyName'), lastPart(arn)));
  if (named) {
    const fields = model.fields(named, MANAGED);
    return { kind: 'document', document: fields.value('PolicyDocument'), place: fields.place('PolicyDocument') };
  }
  return asUnknown(arn, 'the managed policy');
}

function attachedPolicies(model: ReaderContext, role: Resource, roleName: Value): PolicySource[] {
  const result: PolicySource[] = [];
  for (const [spec, property] of ATTACHED) {
    const found = new Set(model.pointing(spec.type, property, role.key));
    if (roleName !== undefined) for (const r of model.naming(spec.type, property, identity(roleName))) found.add(r);
    for (const policy of found) {
      const fields = model.fields(policy, spec);
      const names = asList(fields.value(property));
      const meant = names.some((n) => (n instanceof Link ? n.target === role.key : roleName !== undefined && sameName(roleName, identity(n))));
      if (meant) result.push({ kind: 'document', document: fields.value('PolicyDocument'), place: fields.place('PolicyDocument') });
    }
  }
  return result;
}
