import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { InputError } from '../../src/prover/core';
import { cureFinder } from '../../src/prover/remediation';
import { makeReport, Report, toJson, toText } from '../../src/prover/report';
import { toHtml } from '../../src/prover/report/html';
import { toJunit } from '../../src/prover/report/junit';
import { toMarkdown } from '../../src/prover/report/markdown';
import { toSarif } from '../../src/prover/report/sarif';
import { loadTemplates, parseTemplate } from '../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../src/prover/verdict';
import { addNoise, hurt, mutations, noises } from './mutations';

const SCENARIOS = join(__dirname, '../scenarios');
const EXAMPLES = join(__dirname, '../../examples/cloudformation');

/** The templates that are mutated: the project's own, ready and broken. */
export function seeds(): { name: string; data: unknown }[] {
  const scenarios = readdirSync(SCENARIOS, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();
  const files = readdirSync(EXAMPLES).filter((f) => /\.(yaml|json)$/.test(f)).sort();
  return [
    ...scenarios.map((name) => ({ name, data: JSON.parse(readFileSync(join(SCENARIOS, name, 'template.json'), 'utf8')) as unknown })),
    ...files.map((f) => ({ name: f, data: parseTemplate(f, readFileSync(join(EXAMPLES, f), 'utf8')).data })),
  ];
}

export function judged(data: unknown): Report {
  const loaded = loadTemplates([{ name: 't', data }]);
  return makeReport(judge(loaded), (place) => loaded.estate.lineOf(place));
}

/** Verdicts and faults, without their words. */
export function essence(report: Report): unknown {
  return report.hosts.map((h) => [h.logicalId, h.verdict, h.findings.map((f) => [f.id, f.code, f.severity])]);
}

/** Paths, drawing and all: what the command line makes of a judgement. */
function everyFormat(data: unknown): void {
  const loaded = loadTemplates([{ name: 't', data }]);
  const judgement = judge(loaded, { ...DEFAULT_OPTIONS, hosts: 'declared', exclude: ['*Excluded*'] });
  const report = makeReport(judgement, (place) => loaded.estate.lineOf(place), { paths: 'all', cures: cureFinder(loaded, judgement.options) });
  JSON.parse(toSarif(report, '0.0.0'));
  for (const text of [toText(report, { color: true, verbose: true }), toJunit(report), toMarkdown(report), toHtml(report, judgement.networks(), { version: '0.0.0' }).replace(/<script>[^]*?<\/script>/, '')]) {
    if (/\[object Object\]|NaN/.test(text)) throw new Error(`a report says ${/.{0,60}(\[object Object\]|NaN).{0,60}/.exec(text)?.[0]}`);
  }
}

/** Whatever stands in a template: an answer or one of our own errors, in no more than two seconds. */
export function survives(beat: (what: string) => void = () => {}) {
  const all = seeds();
  return fc.property(fc.nat(all.length - 1), mutations, (n, list) => {
    const template = hurt(all[n].data, list);
    const text = JSON.stringify(template);
    beat(text);
    const started = process.hrtime.bigint();
    try {
      // As a file would be read: what JSON cannot say is no template either.
      const report = judged(parseTemplate('t', text).data);
      toText(report, { color: false });
      JSON.parse(toJson(report));
      everyFormat(parseTemplate('t', text).data);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
    if (({} as Record<string, unknown>).polluted !== undefined || Object.keys(Object.prototype).length > 0) throw new Error('the prototype of all objects was changed');
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (seconds > 2) throw new Error(`took ${seconds.toFixed(1)} s`);
  });
}

/** Rewriting a template without changing its meaning changes neither verdict nor findings. */
export function noiseChangesNothing(beat: (what: string) => void = () => {}) {
  const all = seeds();
  const expected = all.map((s) => JSON.stringify(essence(judged(s.data))));
  return fc.property(fc.nat(all.length - 1), noises, (n, list) => {
    const template = addNoise(all[n].data, list);
    beat(JSON.stringify(template));
    const got = JSON.stringify(essence(judged(template)));
    if (got !== expected[n]) throw new Error(`${all[n].name}: expected ${expected[n]}, got ${got}`);
  });
}
