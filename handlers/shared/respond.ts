import { request } from 'https';
import { Event, Outcome } from './events';

const ATTEMPTS = 4;
/** CloudFormation takes answers of up to 4096 bytes. */
const LONGEST_REASON = 1000;

/** Tells CloudFormation how it went. Without an answer a stack waits for its time limit, so a lost connection is tried again. */
export async function respond(event: Event, outcome: Outcome, put: typeof putOnce = putOnce): Promise<void> {
  const body = JSON.stringify({
    Status: outcome.status,
    Reason: (outcome.reason ?? 'done').slice(0, LONGEST_REASON),
    PhysicalResourceId: outcome.physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: outcome.data ?? {},
  });
  for (let attempt = 1; ; attempt++) {
    try {
      return await put(event.ResponseURL, body);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** The address is signed: the header for the content type must be empty, as it was when signed. */
export function putOnce(address: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(address, { method: 'PUT', timeout: 5_000, headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(new Error(`CloudFormation's answer address returned ${statusCode}`));
    });
    call.on('timeout', () => call.destroy(new Error('CloudFormation\'s answer address did not answer')));
    call.on('error', reject);
    call.end(body);
  });
}
