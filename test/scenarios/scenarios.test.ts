import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { cureFinder } from '../../src/prover/remediation';
import { makeReport, Report } from '../../src/prover/report';
import { load } from '../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../src/prover/verdict';
import { expectFile, expectJson } from '../helpers/expectations';
import { sentencesOf, structureOf } from './structure';

/**
 * Each folder is a sentence: a template, and what must be concluded from it: verdict, faults, hops and places. The words of all of them are
 * in one file, each once. `npm run update` rewrites both; a person reads the difference before committing it.
 */
const folders = readdirSync(__dirname, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();

function reportOf(folder: string): Report {
  const here = process.cwd();
  process.chdir(join(__dirname, folder));
  try {
    const loaded = load(['template.json']);
    return makeReport(judge(loaded), (place) => loaded.estate.lineOf(place), { paths: 'all', cures: cureFinder(loaded, DEFAULT_OPTIONS) });
  } finally {
    process.chdir(here);
  }
}

test('there are scenarios of every verdict', () => {
  const verdicts = folders.flatMap((f) => (JSON.parse(readFileSync(join(__dirname, f, 'expected.json'), 'utf8')) as { hosts: { verdict: string }[] }).hosts.map((h) => h.verdict));
  expect(new Set(verdicts)).toEqual(new Set(['ready', 'never', 'unknown']));
});

const sentences = new Set<string>();

test.each(folders)('%s', (folder) => {
  const report = reportOf(folder);
  for (const sentence of sentencesOf(report)) sentences.add(sentence);
  for (const host of report.hosts) {
    for (const { message, cure, at } of host.findings) {
      expect(message).not.toBe('');
      expect(cure).not.toBe('');
      // Where a thing is in the file is told of everything that has a logical id there.
      for (const place of at) expect(place).toMatchObject({ template: 'template.json', line: expect.any(Number) as unknown, column: expect.any(Number) as unknown });
    }
  }
  expectJson(join(__dirname, folder, 'expected.json'), structureOf(report));
});

test('what is said in all of them, each sentence once', () => {
  expect(sentences.size).toBeGreaterThan(200);
  expectFile(join(__dirname, 'sentences.txt'), `${[...sentences].sort().join('\n')}\n`);
});
