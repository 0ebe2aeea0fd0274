import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { cureFinder } from '../../src/cure';
import { load } from '../../src/load';
import { makeReport } from '../../src/present';
import { DEFAULT_OPTIONS, judge } from '../../src/verdict';

/**
 * Each folder is a sentence: a template, and the report it must give. `npm run scenarios:update` rewrites what is expected; a person
 * reads the difference before committing it.
 */
const folders = readdirSync(__dirname, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();

test('there are scenarios of every verdict', () => {
  const verdicts = folders.map((f) => (JSON.parse(readFileSync(join(__dirname, f, 'expected.json'), 'utf8')) as { hosts: { verdict: string }[] }).hosts.map((h) => h.verdict)).flat();
  expect(new Set(verdicts)).toEqual(new Set(['ready', 'never', 'unknown']));
});

test.each(folders)('%s', (folder) => {
  const here = process.cwd();
  process.chdir(join(__dirname, folder));
  try {
    const loaded = load(['template.json']);
    const report = makeReport(judge(loaded), (place) => loaded.estate.lineOf(place), { paths: 'all', cures: cureFinder(loaded, DEFAULT_OPTIONS) });
    if (process.env.SCENARIOS_UPDATE) writeFileSync('expected.json', `${JSON.stringify(report, undefined, 2)}\n`);
    expect(report).toEqual(JSON.parse(readFileSync('expected.json', 'utf8')));
  } finally {
    process.chdir(here);
  }
});
