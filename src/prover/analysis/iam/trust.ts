import { Answer, conjunction, Reason, Step, Unknown } from '../../core';
import { Role } from '../../model';
import { facts } from '../../rules/facts';
import { roleTrustMissing } from '../../rules/identity/role-trust-missing';
import { unresolved } from '../../rules/unresolved';
import { RequestContext } from './context';
import { Decision, evaluate } from './evaluate';
import { readPolicy } from './policy';

/** A service that assumes a role sends no external id and no web identity; the rest of its request is not documented. */
const SERVICE_CALL: RequestContext = { 'sts:ExternalId': null, 'aws:SecureTransport': ['true'], 'aws:PrincipalIsAWSService': ['true'] };

/**
 * Whether the trust policy of a role lets a service assume it: EC2 for an instance profile, Systems Manager for Default Host
 * Management. A role whose trust policy the input does not show: unknown.
 */
export function trusts(role: Role, service: 'ec2' | 'ssm'): Answer {
  const place = trustPlace(role);
  const step = (reason: Reason, answer: Step['answer'], decision?: Decision): Answer => conjunction([{
    reason,
    answer,
    at: decision && decision.statements.length > 0 ? decision.statements.map((s) => s.place) : place ? [place] : [],
    data: {
      service: `${service}.amazonaws.com`,
      role,
      ...(decision && decision.statements.length > 0 && { statement: decision.statements.map((s) => `statement ${s.statement + 1}`).join(', ') }),
    },
    ...(answer === 'unknown' && { unknowns: decision?.unknowns ?? [unseenTrust(role)] }),
  }]);
  if (role.trust === undefined || !place) return step(unresolved.trustUnknown, 'unknown');
  const policy = readPolicy(role.trust);
  const { allowed, denied } = evaluate([{ policy, place, name: 'AssumeRolePolicyDocument' }], {
    action: 'sts:AssumeRole', context: SERVICE_CALL, principal: { service },
  });
  if (denied.truth === 'yes') return step(roleTrustMissing.faults.trustDenied, 'no', denied);
  if (allowed.truth === 'no') return step(roleTrustMissing.faults.trustMissing, 'no');
  if (denied.truth === 'unknown') return step(unresolved.trustUnknown, 'unknown', denied);
  return allowed.truth === 'yes' ? step(facts.trusted, 'yes', allowed) : step(unresolved.trustUnknown, 'unknown', allowed);
}

function trustPlace(role: Role) {
  return role.place && { ...role.place, property: 'Properties.AssumeRolePolicyDocument' };
}

function unseenTrust(role: Role): Unknown {
  return new Unknown('reference', `trust: ${role.key}`, `the trust policy of ${role.name}`);
}
