/** When a network is at rest: then what has not been answered never will be. */

/** How often in a row every count must be the same. Twice would do, were it not for packets that wait in a queue of the kernel. */
const ROUNDS = 4;
const PAUSE_MS = 5;
/** Far above what the slowest machine needs: a network that still moves then is an error of the run, never an answer. */
const LIMIT_MS = 120_000;

/**
 * Waits until nothing moves. `count` asks every process of the network how many packets have passed its links, which each answers
 * after it has served every socket that waited. So a slow process is waited for, however busy the machine is: no clock decides.
 */
export async function untilAtRest(count: () => Promise<unknown>, limit = LIMIT_MS): Promise<void> {
  const end = Date.now() + limit;
  let last = JSON.stringify(await count());
  for (let same = 1; same < ROUNDS;) {
    if (Date.now() > end) throw new Error(`packets still pass after ${limit / 1000} seconds`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const now = JSON.stringify(await count());
    same = now === last ? same + 1 : 1;
    last = now;
  }
}
