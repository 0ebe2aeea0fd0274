/**
 * npm run bench [-- --json FILE]
 *
 * CPU time, as ratios within one run: what `validate()` of our plugin costs against `app.synth()` and against cdk-nag's
 * AwsSolutions pack on the same app, and what loading and judging costs against reading and JSON.parse of the same files. Medians of
 * interleaved runs. CDK's own validator is off.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { AwsSolutionsChecks } from 'cdk-nag';
import { SsmReadyValidation } from '../src';
import { load } from '../src/load';
import { makeReport } from '../src/present';
import { judge } from '../src/verdict';
import { makeApp } from './apps';

process.env.CDK_VALIDATION = 'false';

interface Measure { readonly name: string; readonly value: number; readonly unit: string; readonly goal: string; readonly met: boolean }

const RUNS = 5;

function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value: number) => Number(value.toPrecision(3));

function measure(hosts: number, folder: string): { resources: number; synth: number; validate: number; nag: number; judged: number; parsed: number } {
  const times = { synth: [] as number[], validate: [] as number[], nag: [] as number[], judged: [] as number[], parsed: [] as number[] };
  let resources = 0;
  for (let run = 0; run <= RUNS; run++) {
    const app = makeApp(hosts, join(folder, `${hosts}-${run}`));
    let paths: string[] = [];
    const synth = cpu(() => { paths = app.synth().stacksRecursively.map((s) => s.templateFullPath); });
    const validate = cpu(() => {
      const report = new SsmReadyValidation().validate({ templatePaths: paths, appConstruct: app });
      if (!report.success) throw new Error('the generated app is not ready');
    });
    const nag = cpu(() => { new AwsSolutionsChecks().validate({ templatePaths: paths, appConstruct: app }); });
    const judged = cpu(() => {
      const loaded = load([app.outdir]);
      makeReport(judge(loaded), (place) => loaded.estate.lineOf(place));
    });
    const parsed = cpu(() => { resources = paths.map((p) => Object.keys((JSON.parse(readFileSync(p, 'utf8')) as { Resources: object }).Resources).length).reduce((a, b) => a + b, 0); });
    // The first run warms up.
    if (run > 0) Object.entries({ synth, validate, nag, judged, parsed }).forEach(([key, value]) => times[key as keyof typeof times].push(value));
  }
  return { resources, synth: median(times.synth), validate: median(times.validate), nag: median(times.nag), judged: median(times.judged), parsed: median(times.parsed) };
}

function main(): void {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-bench-'));
  const measures: Measure[] = [];
  const add = (name: string, value: number, unit: string, goal: string, met: boolean) => measures.push({ name, value: round(value), unit, goal, met });
  try {
    for (const hosts of [10, 100, 400]) {
      const m = measure(hosts, folder);
      const size = `${hosts} hosts, ${m.resources} resources`;
      add(`validate(), CPU: ${size}`, m.validate, 'ms', '', true);
      add(`cdk-nag AwsSolutions against validate(): ${size}`, m.nag / m.validate, 'times', hosts === 400 ? '>= 20' : '', hosts !== 400 || m.nag / m.validate >= 20);
      add(`share of app.synth(): ${size}`, 100 * m.validate / m.synth, '%', hosts === 400 ? '<= 3' : '', hosts !== 400 || m.validate / m.synth <= 0.03);
      add(`load and judge against read and JSON.parse: ${size}`, m.judged / m.parsed, 'times', hosts === 400 ? '<= 5' : '', hosts !== 400 || m.judged / m.parsed <= 5);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const m of measures) process.stdout.write(`${m.name.padEnd(80)} ${String(m.value).padStart(8)} ${m.unit}${m.goal === '' ? '' : `  goal ${m.goal}: ${m.met ? 'met' : 'missed'}`}\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ measures }, undefined, 2)}\n`);
}

main();
