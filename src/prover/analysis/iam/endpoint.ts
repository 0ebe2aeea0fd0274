import { Answer, conjunction, Place, Step, Value } from '../../core';
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
  const step = (reason: string, answer: Step['answer'], decision?: Decision): Answer => conjunction([{
    reason,
    answer,
    at: decision && decision.statements.length > 0 ? decision.statements.map((s) => s.place) : [place],
    data: {
      action,
      ...(decision && decision.statements.length > 0 && { statement: decision.statements.map((s) => `statement ${s.statement + 1}`).join(', ') }),
    },
    ...(answer === 'unknown' && { unknowns: decision?.unknowns ?? [] }),
  }]);
  if (document === undefined || document === null) return step('endpointPolicyAllows', 'yes');
  const policies = [{ policy: readPolicy(document), place, name: 'PolicyDocument' }];
  const { allowed, denied } = evaluate(policies, { action, resource, context, principal: 'role' });
  if (denied.truth === 'yes') return step('endpointPolicyDenies', 'no', denied);
  if (allowed.truth === 'no') return step('endpointPolicyLacksAction', 'no');
  if (denied.truth === 'unknown') return step('endpointPolicyUnknown', 'unknown', denied);
  return allowed.truth === 'yes' ? step('endpointPolicyAllows', 'yes', allowed) : step('endpointPolicyUnknown', 'unknown', allowed);
}
