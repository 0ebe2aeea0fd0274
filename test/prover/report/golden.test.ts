import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { Format, FORMATS as ALL, render, RenderOptions } from '../../../src/cli/formats';
import { run } from '../../../src/cli/main';
import { version } from '../../../src/cli/streams';
import { cureFinder } from '../../../src/prover/remediation';
import { makeReport, Report } from '../../../src/prover/report';
import { load } from '../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../../src/prover/verdict';
import { expectFile } from '../../helpers/expectations';
import { allWell, faults, hostile, noHosts } from './inputs';

/**
 * One file a format and case: what people and machines really get, but for the sentences, which are asserted once (faults.txt here, and
 * sentences.txt of the scenarios). `npm run update` rewrites them; a person reads the difference before committing it.
 */
const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-golden-'));
const golden = join(__dirname, 'golden');
const home = process.cwd();
const CASES = { 'faults': faults, 'all-well': allWell, 'no-hosts': noHosts, 'hostile': hostile };
const FORMATS = { text: 'txt', json: 'json', sarif: 'sarif', junit: 'xml', markdown: 'md', html: 'html', github: 'github', gitlab: 'gitlab.json' };

beforeAll(() => {
  process.chdir(folder);
  for (const [name, template] of Object.entries(CASES)) writeFileSync(`${name}.json`, JSON.stringify(template(), undefined, 2));
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

function print(name: string, format: string): string {
  let printed = '';
  void run(['check', '--no-config', '--format', format, `${name}.json`], { out: (text) => { printed += text; }, err: () => {}, color: false });
  return printed;
}

function judged(file: string) {
  const loaded = load([file]);
  const judgement = judge(loaded);
  return { report: makeReport(judgement, (place) => loaded.estate.originOf(place), { paths: 'all', cures: cureFinder(loaded, DEFAULT_OPTIONS) }), networks: judgement.networks };
}

/** A report in which each sentence is cut to the names in it: what is escaped, cut, linked and laid out can be seen, and no wording. */
function withoutSentences(report: Report): Report {
  const SENTENCES = new Set(['message', 'cure', 'words', 'what', 'why', 'acknowledged']);
  const cut = (text: string) => text.replace(/\b[a-z][a-z'-]*(?: [a-z][a-z'-]*)*\b/g, '…');
  const walk = (node: unknown, key: string): unknown => {
    if (typeof node === 'string') return SENTENCES.has(key) ? cut(node) : node;
    if (Array.isArray(node)) return node.map((item) => walk(item, key === 'assumptions' || key === 'changes' ? 'message' : ''));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, walk(value, name)]));
  };
  return walk(report, '') as Report;
}

/** The package's version changes with each release, and style and script have tests of their own. */
function settled(text: string): string {
  return text.split(`cdk-ssm-ready ${version()}.`).join('cdk-ssm-ready VERSION.').split(`"version": "${version()}",\n          "informationUri"`).join('"version": "VERSION",\n          "informationUri"')
    .replace(/<style>[^]*?<\/style>/, '<style></style>')
    .replace(/<script>[^]*?<\/script>/, '<script></script>')
    .replace(/'sha256-[^']*'/g, "'sha256'");
}

test('every format has a golden', () => {
  expect(Object.keys(FORMATS).sort()).toEqual([...ALL].sort());
});

const all = Object.keys(CASES).flatMap((name) => Object.entries(FORMATS).map(([format, extension]) => ({ name, format: format as Format, extension })));

test.each(all)('$name as $format', ({ name, format, extension }) => {
  const options: RenderOptions = { color: false, verbose: false, quiet: false, strict: false, version: version(), networks: () => [] };
  const { report, networks } = judged(`${name}.json`);
  expectFile(join(golden, `${name}.${extension}`), settled(render(withoutSentences(report), format, { ...options, networks })));
});

test.each(Object.keys(CASES))('%s says the same on every run and names nothing of this machine', (name) => {
  for (const format of Object.keys(FORMATS)) {
    const text = print(name, format);
    expect(print(name, format)).toBe(text);
    expect(text).not.toContain(folder);
    expect(text).not.toMatch(/\d{4}-\d\d-\d\dT/);
  }
});

describe('shapes', () => {
  const schema = (path: string) => JSON.parse(readFileSync(join(__dirname, '../../..', path), 'utf8')) as Record<string, unknown>;

  test.each(Object.keys(CASES))('%s: JSON is what schemas/report.schema.json says', (name) => {
    const validate = new Ajv({ allErrors: true, strict: false }).compile(schema('schemas/report.schema.json'));
    for (const args of [[], ['--verbose']]) {
      let printed = '';
      void run(['check', '--no-config', '--format', 'json', ...args, `${name}.json`], { out: (text) => { printed += text; }, err: () => {}, color: false });
      validate(JSON.parse(printed));
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test.each(Object.keys(CASES))('%s: SARIF is what its schema says', (name) => {
    const { $schema: _draft4, id: _id, ...draft7 } = schema('test/fixtures/sarif-2.1.0-rtm.5.json');
    // One of its patterns is none in Unicode mode.
    const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(draft7);
    const log = JSON.parse(print(name, 'sarif')) as { runs: { results: { ruleId: string; ruleIndex: number }[]; tool: { driver: { rules: { id: string }[] } } }[] };
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    const [{ results, tool }] = log.runs;
    for (const result of results) expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  });

  test('the schemas refuse what is wrong', () => {
    const validate = new Ajv({ strict: false }).compile(schema('schemas/report.schema.json'));
    const report = JSON.parse(print('faults', 'json')) as { hosts: { verdict: string }[] };
    report.hosts[0].verdict = 'perhaps';
    expect(validate(report)).toBe(false);
  });
});
