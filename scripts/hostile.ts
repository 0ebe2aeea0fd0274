/**
 * npx tsx scripts/hostile.ts [PART OF A NAME]
 *
 * Runs the command line on each hostile input and prints its CPU time, peak memory, exit status and errors as a table.
 */
import { HOSTILE } from '../test/slow/robustness/hostile';
import { bench } from '../test/slow/robustness/measure';

const [, , part = '', limit = '60'] = process.argv;
const { run, close } = bench();
process.stdout.write('| input | CPU s | peak MB | exit status | errors |\n|---|---|---|---|---|\n');
for (const hostile of HOSTILE.filter(({ name }) => name.includes(part))) {
  const { seconds, megabytes, status, errors, hosts, stderr } = run(hostile, Number(limit));
  const said = errors.length > 0 ? `${errors.length}: ${errors[0].message.slice(0, 110)}` : `${Object.keys(hosts).length} hosts ${stderr.split('\n')[0].slice(0, 90)}`;
  process.stdout.write(`| ${hostile.name} | ${Number.isNaN(seconds) ? `more than ${limit}` : seconds.toFixed(2)} | ${Number.isNaN(megabytes) ? '?' : megabytes.toFixed(0)} | ${status ?? 'none'} | ${said.replaceAll('|', '\\|')} |\n`);
}
close();
