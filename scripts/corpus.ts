/**
 * Judges the corpus of public templates beside the checkout and compares with the verdicts made by hand.
 *
 *   npm run corpus [-- --verbose]
 *
 * Exit status 1 where a host judged `ready` by hand comes out `never`, or one judged `never` comes out `ready`.
 */
import { existsSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { load } from '../src/load';
import { makeReport, ReportHost } from '../src/present';
import { judge } from '../src/verdict';

export interface Judged {
  readonly file: string;
  readonly logicalId: string;
  readonly verdict: 'ready' | 'never' | 'unknown';
  readonly accept?: readonly string[];
  readonly why: string;
}

export interface CorpusResult {
  readonly right: number;
  readonly wrong: readonly { judged: Judged; got: string; host?: ReportHost }[];
  readonly falseNever: number;
  readonly falseReady: number;
  /** Hosts we found that nobody judged. */
  readonly extra: readonly string[];
}

export const CORPUS = resolve(__dirname, '../../shared/corpus');

/** Undefined where the corpus is not there. */
export function judgeCorpus(folder = CORPUS): CorpusResult | undefined {
  const list = join(folder, 'verdicts.jsonl');
  if (!existsSync(list)) return undefined;
  const judged = readFileSync(list, 'utf8').split('\n').filter((l) => l.trim() !== '').map((l) => JSON.parse(l) as Judged);
  const byFile = new Map<string, ReportHost[]>();
  for (const file of new Set(judged.map((j) => j.file))) {
    const loaded = load([join(folder, 'templates', file)]);
    byFile.set(file, [...makeReport(judge(loaded), (p) => loaded.estate.lineOf(p)).hosts]);
  }
  const wrong: { judged: Judged; got: string; host?: ReportHost }[] = [];
  let right = 0;
  for (const j of judged) {
    const host = byFile.get(j.file)!.find((h) => h.logicalId === j.logicalId);
    const got = host?.verdict ?? 'absent';
    if ((j.accept ?? [j.verdict]).includes(got)) right++;
    else wrong.push({ judged: j, got, ...(host ? { host } : {}) });
  }
  const known = new Set(judged.map((j) => `${j.file} ${j.logicalId}`));
  const extra = [...byFile].flatMap(([file, hosts]) => hosts.filter((h) => !known.has(`${file} ${h.logicalId}`)).map((h) => `${file} ${h.logicalId}: ${h.verdict}`));
  return {
    right,
    wrong,
    falseNever: wrong.filter((w) => w.judged.verdict === 'ready' && w.got === 'never').length,
    falseReady: wrong.filter((w) => w.judged.verdict === 'never' && w.got === 'ready').length,
    extra,
  };
}

function main(): void {
  const result = judgeCorpus();
  if (!result) {
    process.stdout.write('skipped: the corpus is not beside the checkout (../shared/corpus)\n');
    return;
  }
  for (const { judged, got, host } of result.wrong) {
    process.stdout.write(`wrong: ${judged.file} ${judged.logicalId}: judged ${judged.verdict} by hand, got ${got}\n  by hand: ${judged.why}\n`);
    for (const finding of host?.findings ?? []) process.stdout.write(`  ${finding.id} [${finding.code}] ${finding.message}\n`);
    for (const open of host?.unknowns ?? []) process.stdout.write(`  open: ${open.what}: ${open.why}\n`);
  }
  if (process.argv.includes('--verbose')) for (const line of result.extra) process.stdout.write(`not judged by hand: ${line}\n`);
  process.stdout.write(`${result.right} right, ${result.wrong.length} wrong; false never: ${result.falseNever}, false ready: ${result.falseReady}; ${result.extra.length} hosts nobody judged\n`);
  process.exitCode = result.falseNever + result.falseReady > 0 ? 1 : 0;
}

if (require.main === module) main();
