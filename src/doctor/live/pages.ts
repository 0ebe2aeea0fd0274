import type { Json } from '../../prover/sources/live';

/** Members by which an answer says that it goes on. */
const TOKENS: ReadonlySet<string> = new Set(['NextToken', 'nextToken', 'Marker', 'NextMarker', 'IsTruncated', 'MaxItems', 'MaxResults', 'NextRecordName', 'NextRecordType', 'NextRecordIdentifier']);

/** One answer of several pages, as the AWS CLI puts them together: lists one after the other, everything else from the first page. */
export function mergePages(pages: readonly Json[], isComplete: boolean): Json {
  const merged: Record<string, unknown> = {};
  for (const page of pages) {
    for (const [key, value] of Object.entries(page)) {
      if (TOKENS.has(key)) continue;
      if (Array.isArray(merged[key]) && Array.isArray(value)) (merged[key] as unknown[]).push(...value as unknown[]);
      else if (merged[key] === undefined) merged[key] = Array.isArray(value) ? [...value as unknown[]] : value;
    }
  }
  // What is cut short says so, as an answer of the AWS CLI with --max-items does.
  const last = Object.entries(pages[pages.length - 1] ?? {}).filter(([key]) => TOKENS.has(key));
  return isComplete ? merged : { ...merged, NextToken: 'the next page has no answer', ...Object.fromEntries(last) };
}
