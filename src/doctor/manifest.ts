import { isAccount, isMap, isRegion, own } from '../prover/core';
import { Outcome } from '../prover/sources/live';

/** `snapshot.json`: how a folder came to be. */
export interface Manifest {
  readonly account?: string;
  readonly partition?: string;
  readonly region?: string;
  readonly from?: string;
  readonly to?: string;
  readonly calls: readonly ManifestCall[];
  /** Instances whose user data was left unread on purpose, because they are online and everything else is proved. */
  readonly settled: readonly string[];
}

export interface ManifestCall {
  readonly service: string;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly file?: string;
  readonly outcome: Outcome;
  readonly error?: string;
}

const OUTCOMES: readonly string[] = ['complete', 'partial', 'denied', 'failed'];

/** The manifest in a parsed file, or what is wrong with it. */
export function readManifest(data: unknown): Manifest | string {
  if (!isMap(data)) return 'is not a manifest: the document is not an object';
  if (own(data, 'version') !== 1) return 'has no version 1, which is the only one this command reads';
  const texts: Record<string, string> = {};
  for (const key of ['account', 'partition', 'region', 'from', 'to']) {
    const value = own(data, key);
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') return `${key} must be a text`;
    texts[key] = value;
  }
  if (texts.account !== undefined && !isAccount(texts.account)) return `account must be 12 digits, not ${JSON.stringify(texts.account)}`;
  if (texts.region !== undefined && !isRegion(texts.region)) return `region must be the name of a Region, not ${JSON.stringify(texts.region)}`;
  const listed = own(data, 'calls') ?? [];
  if (!Array.isArray(listed)) return 'calls must be a list';
  const calls: ManifestCall[] = [];
  const settled: string[] = [];
  for (const [i, call] of (listed as unknown[]).entries()) {
    const read = callOf(call, `calls[${i}]`);
    if (typeof read === 'string') return read;
    if (read) calls.push(read);
    else settled.push(...settledOf(call));
  }
  return { ...texts, calls, settled };
}

function callOf(call: unknown, where: string): ManifestCall | string | undefined {
  if (!isMap(call)) return `${where} must be an object`;
  const [service, operation, outcome, file, error] = ['service', 'operation', 'outcome', 'file', 'error'].map((key) => own(call, key));
  if (typeof service !== 'string' || typeof operation !== 'string') return `${where} must name its service and operation`;
  // What was not asked need not be listed.
  if (outcome === 'not asked') return undefined;
  if (typeof outcome !== 'string' || !OUTCOMES.includes(outcome)) return `${where}.outcome must be ${OUTCOMES.join(', ')}`;
  if (file !== undefined && file !== null && typeof file !== 'string') return `${where}.file must be a text`;
  const parameters = own(call, 'parameters') ?? {};
  if (!isMap(parameters)) return `${where}.parameters must be an object`;
  return { service, operation, parameters, outcome: outcome as Outcome, ...typeof file === 'string' ? { file } : {}, ...typeof error === 'string' ? { error } : {} };
}

/** `"reason": "settled"`: the call was not needed, which is not the same as a call that is missing. */
function settledOf(call: unknown): string[] {
  if (!isMap(call) || own(call, 'operation') !== 'describe-instance-attribute' || own(call, 'reason') !== 'settled') return [];
  const parameters = own(call, 'parameters');
  const id = isMap(parameters) ? own(parameters, 'InstanceId') : undefined;
  return typeof id === 'string' ? [id] : [];
}
