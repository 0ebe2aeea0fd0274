import { Finding, HostVerdict } from '../verdict';

/** What names the same fault again after other things have moved: which parts of a finding's data count, in this order. */
const SUBJECT = ['service', 'endpoint', 'actions', 'action', 'acl', 'aclSubnet', 'direction', 'role', 'nat', 'table', 'blockedSubnet', 'check', 'path'];

/**
 * A name for a finding that stays while lines move, rules are reordered and unrelated things change: made of the check, its reason code,
 * the host and what the fault is about, never of lines or positions in a list.
 */
export function fingerprint(finding: Finding, host: HostVerdict | undefined): string {
  const owner = host === undefined ? '' : host.place.constructPath ?? `${host.place.template.replace(/\\/g, '/')}#${host.place.logicalId ?? host.name}`;
  const subject = SUBJECT.map((key) => (finding.data[key] ?? '').split(', ').sort().join(', '));
  // Most runs find nothing, and loading it takes as long as a proof.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('crypto') as typeof import('crypto');
  return createHash('sha256').update(JSON.stringify([finding.id, finding.code, owner, ...subject])).digest('hex').slice(0, 24);
}
