import type { Json } from '../../prover/sources/live';

/** Members in which IAM answers with JSON that is encoded as in a URL; the AWS CLI prints the document. */
const ENCODED: ReadonlySet<string> = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Document']);

/** An answer of the SDK as `aws … --output json` prints it. */
export function asPrinted(service: string, output: object): Json {
  const { $metadata, ...data } = output as Record<string, unknown>;
  return printed(data, service === 'iam') as Json;
}

function printed(value: unknown, isIam: boolean): unknown {
  if (value instanceof Date) return timestamp(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => printed(item, isIam));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined && item !== null)
    .map(([key, item]: [string, unknown]) => [key, isIam && ENCODED.has(key) && typeof item === 'string' ? decoded(item) : printed(item, isIam)]));
}

function timestamp(date: Date): string {
  const text = date.toISOString();
  return text.endsWith('.000Z') ? text.replace('.000Z', '+00:00') : text.replace(/\.(\d{3})Z$/, '.$1000+00:00');
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(text)) as unknown;
  } catch {
    // Not encoded, or no JSON: as it came.
    return text;
  }
}
