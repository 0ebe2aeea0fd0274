import { spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync } from 'fs';
import { join } from 'path';
import { buildSync } from 'esbuild';
import { makeApp } from './apps';
import { Measures, median, RUNS } from './measure';

const ROOT = process.cwd();

function bundle(entry: string, outfile: string): string {
  buildSync({
    entryPoints: [join(ROOT, entry)], outfile, bundle: true, platform: 'node', target: 'node20', mainFields: ['module', 'main'], minifySyntax: true, minifyWhitespace: true,
    external: ['aws-cdk-lib', 'constructs'], logLevel: 'error',
  });
  return outfile;
}

/** How much higher the peak of memory is with the plugin, at 400 hosts. */
export function measurePeak(folder: string, measures: Measures): void {
  const child = bundle('benchmarks/peak-child.ts', join(folder, 'peak.js'));
  const peaks: Record<string, number[]> = { with: [], without: [] };
  for (let run = 0; run < RUNS; run++) {
    for (const plugin of ['with', 'without']) {
      const { stdout, status, stderr } = spawnSync(process.execPath, [child, join(folder, `peak-${plugin}-${run}`), plugin], { encoding: 'utf8', env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules') } });
      if (status !== 0) throw new Error(stderr);
      peaks[plugin].push(Number(stdout) / 1024);
    }
  }
  measures.add('peak memory of synthesis without the plugin: 400 hosts', median(peaks.without), 'MB');
  measures.add('extra peak memory with the plugin: 400 hosts', median(peaks.with) - median(peaks.without), 'MB', { atMost: 20 });
}

/** What loading the compiled package adds to an app that has loaded what it needs of aws-cdk-lib, and its first proof, of one host. */
export function measureLoading(folder: string, measures: Measures): void {
  if (!existsSync(join(ROOT, 'lib/index.js'))) return measures.skip('loading the package', 'it is not compiled (npx projen compile && node scripts/after-compile.js)');
  const script = `
    const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
    const { App, Stack } = require('aws-cdk-lib');
    const { Vpc, Instance, InstanceType, MachineImage } = require('aws-cdk-lib/aws-ec2');
    const start = used();
    const { SsmReadyValidation } = require(${JSON.stringify(ROOT)});
    const loaded = used();
    const app = new App({ outdir: process.argv[1] });
    const stack = new Stack(app, 'Stack');
    new Instance(stack, 'Host', { vpc: new Vpc(stack, 'Vpc', { maxAzs: 1 }), instanceType: new InstanceType('t3.micro'), machineImage: MachineImage.latestAmazonLinux2023(), ssmSessionPermissions: true });
    const templatePaths = app.synth().stacks.map((s) => s.templateFullPath);
    const made = used();
    if (!new SsmReadyValidation().validate({ templatePaths, appConstruct: app }).success) throw new Error('the host is not ready');
    console.log(JSON.stringify([loaded - start, used() - made]));`;
  const times: number[][] = [];
  for (let run = 0; run <= RUNS; run++) {
    const { stdout, status, stderr } = spawnSync(process.execPath, ['-e', script, join(folder, `loading-${run}`)], { encoding: 'utf8', cwd: ROOT });
    if (status !== 0) throw new Error(stderr);
    if (run > 0) times.push(JSON.parse(stdout) as number[]);
  }
  measures.add('loading the package in a CDK app, CPU', median(times.map(([loading]) => loading)), 'ms');
  measures.add('the first proof of a process, one host, prover loaded for it, CPU', median(times.map(([, proof]) => proof)), 'ms');
}

/** The command line as it is installed: the starter, and what it starts bundled as `scripts/after-compile.js` does. */
function install(folder: string): string {
  const bin = join(folder, 'bin', 'cdk-ssm-ready');
  mkdirSync(join(folder, 'bin'), { recursive: true });
  copyFileSync(join(ROOT, 'bin/cdk-ssm-ready'), bin);
  bundle('src/cli/main.ts', join(folder, 'lib/cli/main.js'));
  copyFileSync(join(folder, 'lib/cli/main.js'), join(folder, 'lib/cli/bundle.js'));
  return bin;
}

/**
 * The command line from a cold start on one template of nearly 500 resources, against linters that look at the same file. The others
 * find what they keep of earlier runs (Python's compiled modules); ours keeps nothing.
 */
export function measureCold(folder: string, measures: Measures): void {
  const app = makeApp(95, join(folder, 'cold'), 95);
  const [template] = app.synth().stacksRecursively.map((s) => s.templateFullPath);
  const bin = install(join(folder, 'installed'));
  const ours = [process.execPath, bin, 'check', template];
  const works: Record<string, (() => number) | undefined> = {
    ours: () => cpuOf(ours, {}, SHORT),
    bare: () => cpuOf([process.execPath, '-e', '0'], {}, SHORT),
  };
  const rivals = { 'cfn-lint': inVenv('cfn-lint', [template]), 'checkov': inVenv('checkov', ['--quiet', '--compact', '-f', template]) };
  for (const [name, command] of Object.entries(rivals)) if (command) works[name] = () => cpuOf(command, {}, 1);
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let run = 0; run <= RUNS; run++) {
    for (const [name, work] of Object.entries(works)) {
      const time = work!();
      if (run > 0) times[name].push(time);
    }
  }
  measures.add('command line, cold, 95 hosts in one template, CPU', median(times.ours), 'ms');
  measures.add('node -e 0, CPU', median(times.bare), 'ms');
  for (const [name, command] of Object.entries(rivals)) {
    if (command === undefined) {
      measures.skip(`${name} against the command line`, `${name} is neither in .venv/${name} nor on the path`);
      continue;
    }
    measures.add(`${name} against the command line, cold`, median(times[name]) / median(times.ours), 'times', name === 'cfn-lint' ? { atLeast: 40 } : undefined);
  }
}

function inVenv(name: string, args: string[]): string[] | undefined {
  const own = join(ROOT, '.venv', name, 'bin', name);
  if (existsSync(own)) return [own, ...args];
  return spawnSync(name, ['--version']).status === 0 ? [name, ...args] : undefined;
}

/** The shell counts in hundredths of a second: what is short is run this often, and divided. */
const SHORT = 5;

/** User and system time of a child, as the shell counts it, in milliseconds; the mean of some runs in a row. */
function cpuOf(command: readonly string[], env: NodeJS.ProcessEnv, often: number): number {
  const { stdout } = spawnSync('sh', ['-c', `for i in ${'x '.repeat(often)}; do "$@" >/dev/null 2>&1; done; times`, 'sh', ...command], { encoding: 'utf8', env: { ...process.env, ...env } });
  const children = stdout.trim().split('\n')[1] ?? '';
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map((m) => Number(m[1]) * 60 + Number(m[2]));
  if (seconds.length !== 2) throw new Error(`the shell's times said ${JSON.stringify(stdout)}`);
  return (seconds[0] + seconds[1]) * 1000 / often;
}
