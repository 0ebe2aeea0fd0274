import { Answer, conjunction, Place, Reason, Step, Value } from '../../core';
import { facts } from '../../rules/facts';
import { endpointPolicyBlocks } from '../../rules/network/endpoint-policy-blocks';
import { unresolved } from '../../rules/unresolved';
import { RequestContext } from './context';
import { Decision, evaluate } from './evaluate';
import { readPolicy } from './policy';
import { resourceOf } from './request';

/**
 * Whether the policy of a VPC endpoint lets a role do an action over it. No policy: AWS's default, which lets everything pass.
 *
 * @param place where the policy stands: the endpoint's `Properties.PolicyDocument`
 */
export function endpointPermits(
  document: Value, place: Place, action: string, context: RequestContext, resource: Value = resourceOf(action, context),
): Answer {
  const step = (reason: Reason, answer: Step['answer'], decision?: Decision): Answer => conjunction([{
    reason,
    answer,
    at: decision && decision.statements.length > 0 ? decision.statements.map((s) => s.place) : [place],
    data: {
      action,
      ...(decision && decision.statements.length > 0 && { statement: decision.statements.map((s) => `statement ${s.statement + 1}`).join(', ') }),
    },
    ...(answer === 'unknown' && { unknowns: decision?.unknowns ?? [] }),
  }]);
  if (document === undefined || document === null) return step(facts.endpointPolicyAllows, 'yes');
  const policies = [{ policy: readPolicy(document), place, name: 'PolicyDocument' }];
  const { allowed, denied } = evaluate(policies, { action, resource, context, principal: 'role' });
  if (denied.truth === 'yes') return step(endpointPolicyBlocks.faults.endpointPolicyBlocks, 'no', denied);
  if (allowed.truth === 'no') return step(endpointPolicyBlocks.faults.endpointPolicyBlocks, 'no');
  if (denied.truth === 'unknown') return step(unresolved.endpointPolicyUnknown, 'unknown', denied);
  return allowed.truth === 'yes' ? step(facts.endpointPolicyAllows, 'yes', allowed) : step(unresolved.endpointPolicyUnknown, 'unknown', allowed);
}
