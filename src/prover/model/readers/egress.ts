import type { GroupRule } from '../types';

/** Everything, to everywhere: what AWS puts into a new group. */
export const ALL_EGRESS: GroupRule = { protocol: '-1', from: undefined, to: undefined, peer: { kind: 'cidr', value: '0.0.0.0/0' } };
export const ALL_IPV6_EGRESS: GroupRule = { ...ALL_EGRESS, peer: { kind: 'cidr', value: '::/0' } };
