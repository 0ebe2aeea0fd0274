import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { buildSync } from 'esbuild';
import { FAMILIES, Family } from './families';
import { Measures, median } from './measure';

const ROOT = process.cwd();
const SIZES = [16, 100, 400];
const PLUGINS = ['none', 'ours', 'nag'] as const;

/** What of a cold synthesis the plugin may take, at the most, in percent. */
const GOALS: Readonly<Record<string, number>> = { 'hosts 400': 5, 'hosts 100': 6, 'hosts 16': 10 };

/**
 * What an author waits for: `node app.js` from a cold start, with our plugin against the same without any, and against the same with
 * cdk-nag's. CPU of the whole process, medians of runs in turns.
 */
export function measureColdApps(folder: string, measures: Measures, runs: number): void {
  if (!existsSync(join(ROOT, 'lib/index.js'))) return measures.skip('cold synthesis', 'the package is not compiled (npx projen compile && node scripts/after-compile.js)');
  const app = install(folder);
  for (const hosts of SIZES) for (const family of FAMILIES) measureFamily(app, folder, family, hosts, measures, runs);
}

function measureFamily(app: string, folder: string, family: Family, hosts: number, measures: Measures, runs: number): void {
  const times: Record<(typeof PLUGINS)[number], number[]> = { none: [], ours: [], nag: [] };
  for (let run = 0; run <= runs; run++) {
    for (const plugin of PLUGINS) {
      const outdir = join(folder, `out-${plugin}`);
      rmSync(outdir, { recursive: true, force: true });
      // cdk-nag finds something in every app.
      const time = cpuOf(app.replace(/app\.js$/, 'meter.js'), [app, family, String(hosts), outdir, plugin], plugin === 'nag');
      // The first run fills the file cache.
      if (run > 0) times[plugin].push(time);
    }
  }
  const [none, ours, nag] = PLUGINS.map((plugin) => median(times[plugin]));
  const goal = GOALS[`${family} ${hosts}`];
  const name = `${hosts} hosts, ${family === 'hosts' ? 'hosts that differ' : family === 'stacks' ? 'stacks that differ' : 'equal stacks'}`;
  measures.add(`cold synthesis without a plugin, CPU: ${name}`, none, 'ms');
  measures.add(`our plugin adds to a cold synthesis: ${name}`, 100 * (ours - none) / none, '%', goal === undefined ? undefined : { atMost: goal });
  measures.add(`cdk-nag AwsSolutions adds, against what ours adds: ${name}`, (nag - none) / (ours - none), 'times', family === 'hosts' && hosts === 400 ? { atLeast: 10 } : undefined);
}

/** The app in a folder of its own, with the compiled package as it is installed. */
function install(folder: string): string {
  const outfile = join(folder, 'app', 'app.js');
  buildSync({ entryPoints: [join(ROOT, 'benchmarks/cold-app.ts')], outfile, bundle: true, platform: 'node', target: 'node20', external: ['aws-cdk-lib', 'constructs', 'cdk-nag', 'cdk-ssm-ready'], logLevel: 'error' });
  writeFileSync(join(folder, 'app', 'meter.js'), TELL);
  const modules = join(folder, 'app', 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const name of ['aws-cdk-lib', 'constructs', 'cdk-nag']) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  symlinkSync(ROOT, join(modules, 'cdk-ssm-ready'));
  return outfile;
}

/** CPU time of a process, which tells it itself when it ends. */
const TELL = 'process.on("exit", () => { const { user, system } = process.cpuUsage(); require("fs").writeSync(3, String((user + system) / 1000)); });';

function cpuOf(meter: string, args: readonly string[], mayFail: boolean): number {
  const { status, stderr, output } = spawnSync(process.execPath, ['--require', meter, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: { ...process.env, CDK_VALIDATION: 'false' } });
  // A process that was ended from outside tells no time.
  if (!output[3] || (status !== 0 && !mayFail)) throw new Error(stderr);
  return Number(output[3]);
}
