import { Context, Event, Outcome } from '../../handlers/shared/events';

export interface Run { readonly outcomes: Outcome[]; readonly sleeps: number[] }
type Handler = (event: Event, context: Context) => Promise<void>;

export function event(type: Event['RequestType'], properties: Record<string, unknown>, physicalId?: string): Event {
  return {
    RequestType: type, ResponseURL: 'https://answers.invalid/', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Setting',
    ResourceProperties: properties, ...physicalId === undefined ? {} : { PhysicalResourceId: physicalId },
  };
}

/** Runs a handler without a network; sleeping passes the time that the function has. */
export async function run(make: (outside: any) => Handler, of: Event, milliseconds = 120_000): Promise<Outcome & { sleeps: number[] }> {
  const outcomes: Outcome[] = [];
  const sleeps: number[] = [];
  let left = milliseconds;
  const handler = make({
    respond: async (_: Event, outcome: Outcome, remaining: () => number) => {
      expect(remaining()).toBe(left); // the answer has to fit into what is left of the function's time
      outcomes.push(outcome);
    },
    sleep: async (wait: number) => { sleeps.push(wait); left -= wait; },
  });
  await handler(of, { getRemainingTimeInMillis: () => left });
  expect(outcomes).toHaveLength(1); // CloudFormation hears exactly one answer
  return { ...outcomes[0], sleeps };
}

/** An error as the SDK throws it. */
export function refusal(name: string): Error {
  return Object.assign(new Error(`${name} happened`), { name });
}
