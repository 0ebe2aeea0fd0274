import { AMI_NAMES } from './ami-names';
import { AMI_PARAMETERS } from './ami-parameters';
import type { AmiFamily, AmiReferenceKind } from './ami-rows';
import { globMatches, globMayMatch, UNKNOWN_PART } from './glob';

export { AMI_FAMILIES_DATE, type AmiFamily, type AmiReferenceKind } from './ami-rows';

/** The table, parameters first. Within a kind the first match wins. */
export const AMI_FAMILIES: readonly AmiFamily[] = [
  ...AMI_PARAMETERS.map((row): AmiFamily => ({ ...row, kind: 'ssm-parameter' })),
  ...AMI_NAMES.map((row): AmiFamily => ({ ...row, kind: 'image-name' })),
];

/**
 * The family of an image, only where it is certain.
 *
 * @param text the parameter path or AMI name. `${...}` stands for text nobody knows yet, and so do the wildcards `*` and `?`
 *   of a name in a lookup: a row is taken only if it matches whatever they turn out to be. Where they could also make an earlier
 *   row match that says otherwise about the agent, the answer's `agent` is `unknown`.
 * @param owners owners of the lookup, none by default: account ids, or `amazon` for AWS's verified publishers. An owner who is not
 *   the publisher (`self`, another account) makes nothing certain, since anybody may give an image any name.
 * @returns undefined: no row is certain.
 */
export function amiFamily(kind: AmiReferenceKind, text: string, owners: readonly string[] = []): AmiFamily | undefined {
  const key = `${kind}\n${text}\n${owners.join()}`;
  if (!known.has(key)) {
    // A fleet names the same few images over and over.
    if (known.size > 10_000) known.clear();
    known.set(key, classify(kind, text, owners));
  }
  return known.get(key);
}

const known = new Map<string, AmiFamily | undefined>();

function classify(kind: AmiReferenceKind, text: string, owners: readonly string[]): AmiFamily | undefined {
  const blurred = blur(kind, text);
  const mayMatch = blurred.includes(UNKNOWN_PART) ? globMayMatch : globMatches;
  const rows = AMI_FAMILIES.filter((row) => row.kind === kind && mayMatch(row.pattern, blurred) && mayPublish(owners, row));
  const index = rows.findIndex((row) => globMatches(row.pattern, blurred) && (owners.length > 0 || !row.ownerRequired));
  const row = rows[index];
  if (row === undefined || !owners.every((owner) => publishes(owner, row))) return undefined;
  const rival = rows.slice(0, index).find((each) => each.agent !== row.agent || each.os !== row.os);
  if (rival === undefined) return row;
  return rival.os === row.os ? { ...row, agent: 'unknown', note: `may also be ${rival.family}` } : undefined;
}

function blur(kind: AmiReferenceKind, text: string): string {
  const literal = text.replace(/\$\{[^{}]*\}/g, UNKNOWN_PART);
  return kind === 'image-name' ? literal.replace(/[*?]/g, UNKNOWN_PART) : literal;
}

function mayPublish(owners: readonly string[], row: AmiFamily): boolean {
  return owners.length === 0 || owners.some((owner) => publishes(owner, row));
}

function publishes(owner: string, row: AmiFamily): boolean {
  return row.owners === undefined || owner === 'amazon' || row.owners.includes(owner);
}
