import { DescribeManagedPrefixListsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { Context, Event, Outcome } from '../shared/events';
import { RESERVE, respond } from '../shared/respond';
import { retried, Waiting } from '../shared/retry';

const client = new EC2Client({});

/** What is replaced in tests. */
export interface Outside {
  readonly respond: (event: Event, outcome: Outcome, left: () => number) => Promise<void>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const REAL: Outside = { respond, sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };

/** Looks up the id of an AWS-managed prefix list; property `PrefixListName`, attribute `PrefixListId`. It changes nothing in the account. */
export function prefixList(outside: Outside = REAL): (event: Event, context: Context) => Promise<void> {
  return async (event, context) => {
    const waiting: Waiting = { left: () => context.getRemainingTimeInMillis() - RESERVE, sleep: outside.sleep };
    const physicalId = event.PhysicalResourceId ?? 'not-found';
    let outcome: Outcome;
    try {
      const id = event.RequestType === 'Delete' ? undefined : await retried(() => lookUp(event.ResourceProperties.PrefixListName), waiting);
      outcome = { status: 'SUCCESS', physicalId: id ?? physicalId, data: id === undefined ? {} : { PrefixListId: id } };
    } catch (error) {
      outcome = { status: 'FAILED', physicalId, reason: `${event.RequestType} of ${event.LogicalResourceId} failed: ${(error as Error).message}` };
    }
    await outside.respond(event, outcome, () => context.getRemainingTimeInMillis());
  };
}

async function lookUp(name: unknown): Promise<string> {
  if (typeof name !== 'string' || name === '') throw new Error('the property PrefixListName must be a text');
  const { PrefixLists: lists = [] } = await client.send(new DescribeManagedPrefixListsCommand({ Filters: [{ Name: 'prefix-list-name', Values: [name] }, { Name: 'owner-id', Values: ['AWS'] }] }));
  const [id] = lists.map(({ PrefixListId }) => PrefixListId);
  if (id === undefined) throw new Error(`this Region has no AWS-managed prefix list ${name}`);
  return id;
}

export const handler = prefixList();
