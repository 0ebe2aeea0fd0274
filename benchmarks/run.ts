/**
 * npm run bench [-- --json FILE] [--only apps,assemblies,peak,loading,cold,synth] [--hosts 1000,10000] [--runs 5]
 *
 * CPU time, as ratios within one run: what `validate()` of our plugin costs against `app.synth()` and against cdk-nag's AwsSolutions
 * pack on the same app; what loading and judging costs against reading and JSON.parse of the same files, and how it grows; peak memory;
 * what loading the package costs; the command line from a cold start against other linters. Medians of interleaved runs. CDK's own
 * validator is off.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { Measures } from './measure';
import { measureApps } from './on-apps';
import { measureAssemblies } from './on-assemblies';
import { measureColdApps } from './on-cold-apps';
import { measureCold, measureLoading, measurePeak } from './on-processes';

process.env.CDK_VALIDATION = 'false';

const PARTS: Readonly<Record<string, (folder: string, measures: Measures, sizes: readonly number[], runs: number) => void>> = {
  apps: (folder, measures) => [10, 100, 400].forEach((hosts) => measureApps(hosts, folder, measures)),
  assemblies: measureAssemblies,
  peak: measurePeak,
  loading: measureLoading,
  cold: measureCold,
  synth: (folder, measures, _sizes, runs) => measureColdApps(folder, measures, runs),
};

function main(): void {
  const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string', default: Object.keys(PARTS).join(',') }, hosts: { type: 'string', default: '1000,10000' }, runs: { type: 'string', default: '5' } } });
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-bench-'));
  const measures = new Measures();
  try {
    for (const part of values.only.split(',')) {
      const measure = PARTS[part];
      if (!measure) throw new Error(`--only: there is no part ${part}, only ${Object.keys(PARTS).join(', ')}`);
      measure(folder, measures, values.hosts.split(',').map(Number), Number(values.runs));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const m of measures.list) process.stdout.write(`${m.name.padEnd(80)} ${String(m.value).padStart(8)} ${m.unit}${m.goal === '' ? '' : `  goal ${m.goal}: ${m.met ? 'met' : 'missed'}`}\n`);
  for (const line of measures.skipped) process.stdout.write(`${line}\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ measures: measures.list }, undefined, 2)}\n`);
}

main();
