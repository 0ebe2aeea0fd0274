/** Whether the oracle itself answers the same however slow the machine is. Every run begins with it. */
import { KernelWord, wordOf } from './compare';
import { askKernel } from './kernel';
import { working } from './kinds';
import { Random } from './random';
import { SERVICES } from './spec';

/**
 * One process translates every connection of a NAT64 network, one after the other. At this rate the last one is answered after more
 * than two seconds, as it happens on a machine that other work keeps busy.
 */
const SLOW_MS = 30;

/** What is wrong with the oracle, if anything. */
export async function selfCheck(): Promise<string | undefined> {
  const spec = working('nat64', Random.of(1, 0));
  const kernel = await askKernel(spec, SLOW_MS);
  const words: KernelWord[] = spec.hosts.flatMap((host) => SERVICES.map((service) => wordOf(kernel[host.id][service])));
  if (words.every((word) => word === 'yes')) return undefined;
  return `self-check failed: a working NAT64 network whose processes are slow answers ${words.join(', ')} instead of yes`;
}
