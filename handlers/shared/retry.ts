/** Errors that pass by themselves. */
const PASSING = /Throttl|TooManyRequests|TooManyUpdates|RequestLimitExceeded|ServiceUnavailable|InternalServerError|InternalError|TimeoutError|ECONNRESET/i;

/** A role or policy that was just made is not seen everywhere at once: refusals are believed after a few attempts. */
const SETTLING = /AccessDenied|UnauthorizedOperation|ValidationException/;
const SETTLING_ATTEMPTS = 5;

export interface Waiting {
  /** Milliseconds that are left for everything. */
  left(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Repeats a call while its error may pass, waiting longer each time, and gives up with that error when time runs out. */
export async function retried<T>(call: () => Promise<T>, { left, sleep }: Waiting): Promise<T> {
  for (let attempt = 1, wait = 500; ; attempt++, wait = Math.min(wait * 2, 8_000)) {
    try {
      return await call();
    } catch (error) {
      const { name } = error as Error;
      const again = PASSING.test(name) || (SETTLING.test(name) && attempt < SETTLING_ATTEMPTS);
      if (!again || left() < wait) throw error;
      await sleep(wait);
    }
  }
}
