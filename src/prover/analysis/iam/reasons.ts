/** Every reason a step of the identity proof can carry. `no` and `unknown` reasons need a message and a cure. */
export const IAM_REASONS = {
  actionAllowed: 'yes',
  actionMissing: 'no',
  actionDenied: 'no',
  boundaryLacksAction: 'no',
  actionUnknown: 'unknown',
  trusted: 'yes',
  trustMissing: 'no',
  trustDenied: 'no',
  trustUnknown: 'unknown',
  endpointPolicyAllows: 'yes',
  endpointPolicyLacksAction: 'no',
  endpointPolicyDenies: 'no',
  endpointPolicyUnknown: 'unknown',
} as const;

export type IamReason = keyof typeof IAM_REASONS;
