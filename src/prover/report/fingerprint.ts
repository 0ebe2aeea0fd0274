import { NAMING } from '../rules';
import { Finding, HostVerdict } from '../verdict';
import { nameOf } from './wording';

/**
 * A name for a finding that stays while lines move, rules are reordered and unrelated things change: made of the check, its reason code,
 * the host and what the fault is about, never of lines or positions in a list.
 */
export function fingerprint(finding: Finding, host: HostVerdict | undefined): string {
  const owner = host === undefined ? '' : host.place.constructPath ?? `${host.place.template.replace(/\\/g, '/')}#${host.place.logicalId ?? host.name}`;
  const subject = NAMING.map((key) => nameOf(finding.data[key]).split(', ').sort().join(', '));
  // Most runs find nothing, and loading it takes as long as a proof.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('crypto') as typeof import('crypto');
  return createHash('sha256').update(JSON.stringify([finding.id, finding.code, owner, ...subject])).digest('hex').slice(0, 24);
}
