/**
 * npm run test:fuzz -- --runs N --seed S [--only PROPERTY[,PROPERTY]]
 *
 * Mutates the project's own templates: nothing may throw or hang, rewriting a template without changing its meaning may change neither
 * verdict nor findings, and choices nobody made must lead to what each of them leads to. Values that refer to themselves, aliases, loops, broken manifests and templates that nest each other end soon, and
 * taking away a permission or a path makes no host ready. Runs in a worker; a run that takes more than a few seconds is a hang and is printed.
 */
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as fc from 'fast-check';
import { choicesAddUp } from '../test/fuzz/choices';
import { foldersEnd, selfReferencesEnd, yamlEnds } from '../test/fuzz/expansions';
import { lessIsNeverReady } from '../test/fuzz/monotony';
import { noiseChangesNothing, survives } from '../test/fuzz/properties';
import { judgeSize, SIZES } from '../test/fuzz/sizes';

interface Task { readonly runs: number; readonly seed: number; readonly only: readonly string[] }

type Beat = (what: string) => void;

const PROPERTIES: Readonly<Record<string, (beat: Beat) => unknown>> = {
  'survives': survives,
  'noise': noiseChangesNothing,
  'choices': choicesAddUp,
  'self-references': selfReferencesEnd,
  'yaml': yamlEnds,
  'folders': foldersEnd,
  'monotony': lessIsNeverReady,
};

/** A run must end within two seconds; the rest is for a busy machine. */
const HANG_SECONDS = 20;
const SIZE_SECONDS = 60;

function work({ runs, seed, only }: Task): void {
  const beat = (what: string, limit = HANG_SECONDS) => parentPort!.postMessage({ beat: what, limit });
  const results: { name: string; failed: boolean; message: string; runs: number }[] = [];
  for (const [name, make] of Object.entries(PROPERTIES).filter(([property]) => only.length === 0 || only.includes(property))) {
    const result = fc.check(make((what) => beat(what)) as fc.IProperty<unknown>, { numRuns: runs, seed });
    const message = result.failed ? `${name} fails with seed ${seed}, path ${result.counterexamplePath}:\n${JSON.stringify(result.counterexample)}\n${String(result.errorInstance)}` : '';
    results.push({ name, failed: result.failed, message, runs: result.numRuns });
  }
  for (const size of only.length === 0 ? SIZES : []) {
    beat(size.name, SIZE_SECONDS);
    let message = '';
    try {
      judgeSize(size);
    } catch (error) {
      message = String(error);
    }
    results.push({ name: size.name, failed: message !== '', message, runs: 1 });
  }
  parentPort!.postMessage({ results });
}

function main(): void {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' } } });
  const only = values.only.split(',').filter((name) => name !== '');
  const unknown = only.find((name) => !Object.hasOwn(PROPERTIES, name));
  if (unknown !== undefined) throw new Error(`unknown property ${unknown} (expected ${Object.keys(PROPERTIES).join(', ')})`);
  const task: Task = { runs: Number(values.runs), seed: Number(values.seed), only };
  // tsx hooks into the main thread only.
  const worker = new Worker(`require('tsx/cjs'); require(${JSON.stringify(__filename)})`, { eval: true, workerData: task });
  let last = '';
  let timer: NodeJS.Timeout | undefined;
  const watch = (limit: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      process.stdout.write(`a run hangs: ${last}\n0 passed, 1 failed\n`);
      process.exit(1);
    }, limit * 1000);
  };
  worker.on('message', (message: { beat?: string; limit?: number; results?: { name: string; failed: boolean; message: string; runs: number }[] }) => {
    if (message.beat !== undefined) last = message.beat;
    watch(message.limit ?? HANG_SECONDS);
    if (!message.results) return;
    clearTimeout(timer);
    for (const result of message.results) process.stdout.write(result.failed ? `${result.message}\n` : `${result.name}: ${result.runs} runs\n`);
    const failed = message.results.filter((r) => r.failed).length;
    process.stdout.write(`${message.results.length - failed} passed, ${failed} failed\n`);
    process.exitCode = failed > 0 ? 1 : 0;
  });
  worker.on('error', (error) => {
    process.stdout.write(`${String(error)}\n0 passed, 1 failed\n`);
    process.exit(1);
  });
}

if (isMainThread) main();
else work(workerData as Task);
