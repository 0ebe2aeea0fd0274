/** What the kernel's connections say about a service, and whether the prover contradicts them. */
import { KernelAnswers, Tried } from './kernel';
import { ProverAnswers } from './prover';
import { Service, SERVICES } from './spec';

/**
 * `mixed`: it depends on which addresses and ports AWS will give. Then only `unknown` is right. A `yes` must hold for all of them, a
 * `no` for none.
 */
export type KernelWord = 'yes' | 'no' | 'mixed';

/** One of several offers is enough; each may have got the least favourable of its addresses. */
export function wordOf(tried: readonly Tried[]): KernelWord {
  if (!tried.some(({ worked }) => worked.some((row) => row.includes(true)))) return 'no';
  // A host has another address in each family: whatever it is, one family that always works is enough.
  const always = [4, 6].some((family) => {
    const mine = tried.filter((t) => t.offer.family === family && t.worked.length > 0);
    return mine.length > 0 && mine[0].worked.every((_, row) => mine.some((t) => t.worked[row].every((ok) => ok)));
  });
  return always ? 'yes' : 'mixed';
}

export interface Row {
  readonly host: string;
  readonly service: Service;
  readonly prover: 'yes' | 'no' | 'unknown';
  readonly kernel: KernelWord;
  readonly agree: boolean;
}

export function compare(prover: ProverAnswers, kernel: KernelAnswers): Row[] {
  return Object.entries(prover).flatMap(([host, services]) => SERVICES.map((service): Row => {
    const word = wordOf(kernel[host][service]);
    const { answer } = services[service];
    return { host, service, prover: answer, kernel: word, agree: answer === 'unknown' || answer === word };
  }));
}
