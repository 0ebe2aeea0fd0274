/**
 * npm run test:kernel -- --networks N --seed S
 *
 * Random VPCs are judged by the prover and built out of Linux network namespaces; then real TCP connections to port 443 decide.
 * README.md says how. The exit code is 1 where the two contradict each other.
 */
import { skip } from '../../scripts/skip';
import { compare, Row } from './compare';
import { randomNetwork } from './generate';
import { askKernel, KernelAnswers, removeEverything, whyNot } from './kernel';
import { Options, readOptions } from './options';
import { askProver, ProverAnswers } from './prover';
import { selfCheck } from './self-check';
import { shrink } from './shrink';
import { Spec } from './spec';
import { Tally } from './tally';
import { toTemplate } from './template';

const AT_ONCE = 2;
const SHRINK_STEPS = 300;
const SHOWN = 3;

interface Outcome {
  readonly spec: Spec;
  readonly prover: ProverAnswers;
  readonly kernel: KernelAnswers;
  readonly rows: readonly Row[];
  /** Whether the network was built again and the same connections worked. */
  readonly repeatable: boolean;
}

async function judgeBoth(spec: Spec, repeat = 1): Promise<Outcome> {
  const prover = askProver(toTemplate(spec), spec.hosts);
  const kernel = await askKernel(spec);
  let repeatable = true;
  for (let i = 1; i < repeat && repeatable; i += 1) repeatable = JSON.stringify(await askKernel(spec)) === JSON.stringify(kernel);
  return { spec, prover, kernel, rows: compare(prover, kernel), repeatable };
}

const disagrees = ({ rows }: Pick<Outcome, 'rows'>) => rows.some((r) => !r.agree);

async function run({ networks, seed, only, index, unknowns, repeat }: Options): Promise<void> {
  const why = whyNot();
  if (why !== undefined) {
    process.exitCode = skip(why);
    return;
  }
  const fault = await selfCheck();
  if (fault !== undefined) throw new Error(fault);
  const tally = new Tally();
  const wrong: { index: number; outcome: Outcome }[] = [];
  const waiting = index === undefined ? Array.from({ length: networks }, (_, i) => i) : [index];
  const nameOf = (i: number) => `network ${i} of seed ${seed}${only ? ` (--only ${only.join(',')})` : ''}`;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await judgeBoth(randomNetwork(seed, next, only), repeat).catch((error: Error) => {
        throw new Error(`${nameOf(next)}: ${error.message}`);
      });
      if (!outcome.repeatable) throw new Error(`${nameOf(next)}: built again, it lets other connections through`);
      tally.add(outcome.spec.kind, outcome.rows);
      if (unknowns) tellUnknowns(next, outcome);
      if (disagrees(outcome)) wrong.push({ index: next, outcome });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  wrong.sort((a, b) => a.index - b.index);
  for (const { index: at, outcome } of wrong.slice(0, SHOWN)) await report(`--seed ${seed} --index ${at}${only ? ` --only ${only.join(',')}` : ''}`, outcome);
  if (wrong.length > SHOWN) console.log(`further disagreements: ${wrong.slice(SHOWN).map((w) => `--index ${w.index}`).join(', ')}`);
  console.log(tally.text());
  if (tally.failed > 0) process.exitCode = 1;
}

async function report(repeat: string, outcome: Outcome): Promise<void> {
  console.log(`the prover and the kernel disagree: npm run test:kernel -- ${repeat}\n${JSON.stringify(outcome.spec)}\n${told(outcome)}`);
  const { host, service, prover, kernel } = outcome.rows.find((r) => !r.agree)!;
  const same = (rows: readonly Row[]) => rows.some((r) => r.host === host && r.service === service && r.prover === prover && r.kernel === kernel);
  let smallest = outcome;
  await shrink(outcome.spec, async (spec) => {
    if (!spec.hosts.some((h) => h.id === host)) return false;
    const candidate = await judgeBoth(spec);
    if (!same(candidate.rows)) return false;
    smallest = candidate;
    return true;
  }, SHRINK_STEPS);
  console.log(`shrunk:\n${told(smallest)}\n${JSON.stringify(toTemplate(smallest.spec), undefined, 2)}\n`);
}

/** Both answers, with the prover's steps and the connections that worked. */
function told({ prover, kernel, rows }: Outcome): string {
  return rows.filter((r) => !r.agree).map(({ host, service, prover: ours, kernel: theirs }) => {
    const tried = kernel[host][service].map(({ offer, worked }) => {
      const flat = worked.flat();
      return `    ${offer.name} over IPv${offer.family}: ${flat.filter((ok) => ok).length} of ${flat.length} connections`;
    });
    const steps = prover[host][service].steps.map((step) => `    ${step}`);
    return [`${host}, ${service}: the prover says ${ours}, the kernel ${theirs}`, '  kernel:', ...(tried.length > 0 ? tried : ['    the name leads nowhere']), '  prover:', ...steps].join('\n');
  }).join('\n');
}

/** Doubts the prover need not have had, as far as the tried addresses and ports show. */
function tellUnknowns(index: number, { spec, prover, rows }: Outcome): void {
  for (const { host, service, kernel } of rows.filter((r) => r.prover === 'unknown' && r.kernel !== 'mixed')) {
    console.log(`--index ${index} (${spec.kind}) ${host}, ${service}: unknown, while the kernel says ${kernel}\n${prover[host][service].steps.filter((s) => s.includes(': unknown ')).map((s) => `    ${s}`).join('\n')}`);
  }
}

function stop(signal: NodeJS.Signals): void {
  removeEverything();
  // As if nobody had listened for the signal.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    await run(readOptions(process.argv.slice(2)));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

void main();
