import { Context, Event, Outcome } from './events';
import { respond } from './respond';
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
  readonly respond: (event: Event, outcome: Outcome) => Promise<void>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const REAL: Outside = { respond, sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };

/** Kept for the answer to CloudFormation. */
const RESERVE = 15_000;
const PREFIX = 'former-value:';
/** The id of a resource that changed nothing, so that removing it changes nothing either. */
const NOTHING_CHANGED = 'nothing-changed';

/**
 * A custom resource that gives a setting a value, and gives it back its former value when it is removed.
 *
 * The former value stands in the physical id: CloudFormation hands it back at every update and removal, it needs no permission and
 * no storage of its own, and it is gone exactly when the resource is.
 */
export function serve(setting: AccountSetting, outside: Outside = REAL): (event: Event, context: Context) => Promise<void> {
  return async (event, context) => {
    const waiting: Waiting = { left: () => context.getRemainingTimeInMillis() - RESERVE, sleep: outside.sleep };
    const memory: Memory = { physicalId: event.PhysicalResourceId ?? NOTHING_CHANGED };
    let outcome: Outcome;
    try {
      const data = await inTime(change(event, setting, waiting, memory), waiting);
      outcome = { status: 'SUCCESS', physicalId: memory.physicalId, data };
    } catch (error) {
      outcome = { status: 'FAILED', physicalId: memory.physicalId, reason: explained(event, error) };
    }
    await outside.respond(event, outcome);
  };
}

/** The id as far as it is known: an attempt that fails half way must still tell the removal what was there before. */
interface Memory { physicalId: string }

async function change(event: Event, setting: AccountSetting, waiting: Waiting, memory: Memory): Promise<Record<string, string>> {
  const properties = event.ResourceProperties;
  if (event.RequestType === 'Delete') {
    const former = formerOf(memory.physicalId);
    return former === undefined ? {} : restore(event, setting, waiting, former);
  }
  const wanted = setting.wanted(properties);
  const current = await retried(() => setting.read(properties), waiting);
  if (event.RequestType === 'Create') memory.physicalId = `${PREFIX}${Buffer.from(current).toString('base64url')}`;
  if (current !== wanted) await retried(() => setting.write(properties, wanted), waiting);
  return { FormerValue: formerOf(memory.physicalId) ?? current, Value: wanted };
}

/** What somebody else has set meanwhile is theirs, and stays. */
async function restore({ ResourceProperties }: Event, setting: AccountSetting, waiting: Waiting, former: string): Promise<Record<string, string>> {
  const current = await retried(() => setting.read(ResourceProperties), waiting);
  if (current !== former && current === setting.wanted(ResourceProperties)) {
    await retried(() => setting.write(ResourceProperties, former), waiting);
  }
  return {};
}

function formerOf(physicalId: string): string | undefined {
  return physicalId.startsWith(PREFIX) ? Buffer.from(physicalId.slice(PREFIX.length), 'base64url').toString() : undefined;
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
