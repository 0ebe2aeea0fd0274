import { request } from 'https';
import { Event, Outcome } from './events';

/** The time kept for the answer to CloudFormation, in milliseconds. All attempts together fit into it. */
export const RESERVE = 15_000;
/** The longest time for one attempt, in milliseconds. */
const LONGEST_ATTEMPT = 4_000;
/** The time between two attempts, in milliseconds. */
const PAUSE = 500;
/** No attempt begins with less time left, in milliseconds. */
const SHORTEST_ATTEMPT = 500;
/** CloudFormation takes answers of up to 4096 bytes. */
const LONGEST_REASON = 1000;

/** What is replaced in tests. */
export interface Sending {
  readonly put: typeof putOnce;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const REAL: Sending = { put: putOnce, sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };

/**
 * Sends the outcome to CloudFormation. Without an answer a stack waits for its time limit, so a lost connection is tried again while the
 * function has time left.
 */
export async function respond(event: Event, outcome: Outcome, left: () => number, { put, sleep }: Sending = REAL): Promise<void> {
  const body = JSON.stringify({
    Status: outcome.status,
    Reason: (outcome.reason ?? 'done').slice(0, LONGEST_REASON),
    PhysicalResourceId: outcome.physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: outcome.data ?? {},
  });
  for (;;) {
    try {
      return await put(event.ResponseURL, body, Math.max(Math.min(LONGEST_ATTEMPT, left() - SHORTEST_ATTEMPT), SHORTEST_ATTEMPT));
    } catch (error) {
      if (left() < PAUSE + 2 * SHORTEST_ATTEMPT) throw error;
      await sleep(PAUSE);
    }
  }
}

/**
 * One attempt, which ends after this many milliseconds however the connection behaves: the time-out of a socket begins anew with each byte.
 * The address is signed: the header for the content type must be empty, as it was when signed.
 */
export function putOnce(address: string, body: string, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(address, { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      clearTimeout(limit);
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(new Error(`CloudFormation's answer address returned ${statusCode}`));
    });
    const limit = setTimeout(() => call.destroy(new Error('CloudFormation\'s answer address did not answer')), milliseconds);
    call.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    call.end(body);
  });
}
