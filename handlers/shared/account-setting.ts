import { Context, Event, Outcome } from './events';
import { RESERVE, respond } from './respond';
import { retried, Waiting } from './retry';

/** A setting of the account in this Region that has one value at any time. */
export interface AccountSetting {
  /** The value that the resource asks for; throws on properties that make no sense. */
  wanted(properties: Event['ResourceProperties']): string;
  read(properties: Event['ResourceProperties']): Promise<string>;
  write(properties: Event['ResourceProperties'], value: string): Promise<void>;
}

/** What is replaced in tests. */
export interface Outside {
  readonly respond: (event: Event, outcome: Outcome, left: () => number) => Promise<void>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const REAL: Outside = { respond, sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };

/** The prefix of the physical id of a resource that remembers a value. */
const REMEMBERED = 'former-value:';
/** The physical id of a resource that remembers nothing yet. */
const NOTHING = 'nothing-remembered';
/** The physical id of a resource that writes the setting. An account and Region has one such setting. */
const SETTING = 'account-setting';
/** The physical id of one whose creation failed before it wrote: its removal must succeed without a call, or the stack cannot roll back. */
const UNTOUCHED = 'nothing-changed';

/**
 * Two custom resources share this function. One remembers the value that the setting has before anything is written. The other one writes the
 * setting, gets the remembered value as its property `FormerValue`, and restores it when it is removed.
 *
 * Lambda can deliver a request twice. A single resource would read its own value on the second delivery and record it as the former one. With
 * two resources CloudFormation stores the former value before the first write, and every request can run again with the same result.
 */
export function serve(setting: AccountSetting, outside: Outside = REAL): (event: Event, context: Context) => Promise<void> {
  return async (event, context) => {
    const left = (): number => context.getRemainingTimeInMillis();
    const waiting: Waiting = { left: () => left() - RESERVE, sleep: outside.sleep };
    const remembers = event.ResourceProperties.FormerValue === undefined;
    const progress: Progress = { physicalId: event.PhysicalResourceId ?? (remembers ? NOTHING : UNTOUCHED) };
    let outcome: Outcome;
    try {
      const data = await inTime(remembers ? remember(event, setting, waiting, progress) : change(event, setting, waiting, progress), waiting);
      outcome = { status: 'SUCCESS', physicalId: progress.physicalId, data };
    } catch (error) {
      outcome = { status: 'FAILED', physicalId: progress.physicalId, reason: explained(event, error) };
    }
    await outside.respond(event, outcome, left);
  };
}

/** The physical id as far as it is known: a creation that fails half way must still be undone by the removal. */
interface Progress { physicalId: string }

/** Reads the setting once, at creation. The physical id holds the value: CloudFormation returns it with every later request. */
async function remember(event: Event, setting: AccountSetting, waiting: Waiting, progress: Progress): Promise<Record<string, string>> {
  if (event.RequestType === 'Delete') return {};
  const recorded = recordedIn(progress.physicalId);
  if (recorded !== undefined) return { Value: recorded };
  const value = await retried(() => setting.read(event.ResourceProperties), waiting);
  progress.physicalId = `${REMEMBERED}${Buffer.from(value).toString('base64url')}`;
  return { Value: value };
}

async function change(event: Event, setting: AccountSetting, waiting: Waiting, progress: Progress): Promise<Record<string, string>> {
  const properties = event.ResourceProperties;
  const former = properties.FormerValue;
  if (event.RequestType === 'Delete') {
    if (progress.physicalId !== UNTOUCHED && typeof former === 'string') await restore(properties, setting, waiting, former);
    return {};
  }
  if (typeof former !== 'string') throw new Error('the property FormerValue must be a text');
  const wanted = setting.wanted(properties);
  const current = await retried(() => setting.read(properties), waiting);
  if (event.RequestType === 'Create') progress.physicalId = SETTING;
  if (current !== wanted) await retried(() => setting.write(properties, wanted), waiting);
  return { FormerValue: former, Value: wanted };
}

/** A value that another principal has set in the meantime stays. */
async function restore(properties: Event['ResourceProperties'], setting: AccountSetting, waiting: Waiting, former: string): Promise<void> {
  const wanted = setting.wanted(properties);
  const current = await retried(() => setting.read(properties), waiting);
  if (current !== former && current === wanted) await retried(() => setting.write(properties, former), waiting);
}

function recordedIn(physicalId: string): string | undefined {
  return physicalId.startsWith(REMEMBERED) ? Buffer.from(physicalId.slice(REMEMBERED.length), 'base64url').toString() : undefined;
}

/** A call that hangs must not keep the answer from CloudFormation. */
async function inTime<T>(work: Promise<T>, { left }: Waiting): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer from AWS within the time limit')), Math.max(left(), 0));
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function explained({ RequestType, LogicalResourceId }: Event, error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: JSON.stringify(error) };
  return `${RequestType} of ${LogicalResourceId} failed: ${name === 'Error' ? '' : `${name}: `}${message}`;
}
