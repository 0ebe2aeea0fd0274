/**
 * Judges templates and cloud assemblies of others and compares with the verdicts made by hand.
 *
 *   npm run corpus [-- --verbose]
 *
 * `test/corpus` comes with the project; the corpora of public templates and CDK apps lie beside the checkout where the project is developed,
 * and are not part of it. Exit status 1 where a host comes out wrong that is not in the list of known faults.
 */
import { existsSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { makeReport, ReportHost } from '../src/prover/report';
import { load } from '../src/prover/sources/cloudformation';
import { judge } from '../src/prover/verdict';

export interface Judged {
  /** A template, or the folder of a cloud assembly. */
  readonly file: string;
  /** The template within the assembly. */
  readonly template?: string;
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

interface Corpus {
  readonly name: string;
  readonly folder: string;
  /** How many hosts are judged right; what was reached once is not given up. */
  readonly right: number;
  /** Hosts that are known to come out wrong. One that comes out right has to be taken from here. */
  readonly knownWrong?: readonly string[];
}

export const OWN_CORPUS = resolve(__dirname, '../test/corpus');
const beside = (name: string) => resolve(__dirname, '../../shared', name);

export const CORPORA: readonly Corpus[] = [
  { name: 'test/corpus', folder: OWN_CORPUS, right: 15 },
  { name: 'corpus', folder: beside('corpus'), right: 54 },
  { name: 'corpus-2', folder: beside('corpus-2'), right: 217 },
  { name: 'corpus-cdk', folder: beside('corpus-cdk'), right: 109 },
];

/** Undefined where the corpus is not there. */
export function judgeCorpus(folder: string): CorpusResult | undefined {
  const list = join(folder, 'verdicts.jsonl');
  if (!existsSync(list)) return undefined;
  const judged = readFileSync(list, 'utf8').split('\n').filter((l) => l.trim() !== '').map((l) => JSON.parse(l) as Judged & { app?: string })
    .map(({ app, ...j }) => (app === undefined ? j : { ...j, file: app, template: j.template ?? j.file }));
  const templates = join(folder, 'templates');
  const byFile = new Map<string, ReportHost[]>();
  for (const file of new Set(judged.map((j) => j.file))) {
    const loaded = load([join(existsSync(templates) ? templates : folder, file)]);
    byFile.set(file, [...makeReport(judge(loaded), (p) => loaded.estate.lineOf(p)).hosts]);
  }
  const isMeant = (host: ReportHost, j: Judged) => host.logicalId === j.logicalId && (j.template === undefined || host.template.endsWith(j.template));
  const wrong: { judged: Judged; got: string; host?: ReportHost }[] = [];
  let right = 0;
  for (const j of judged) {
    const host = byFile.get(j.file)!.find((h) => isMeant(h, j));
    const got = host?.verdict ?? 'absent';
    if ([j.verdict, ...j.accept ?? []].includes(got)) right++;
    else wrong.push({ judged: j, got, ...(host ? { host } : {}) });
  }
  const extra = [...byFile].flatMap(([file, hosts]) => hosts.filter((h) => !judged.some((j) => j.file === file && isMeant(h, j))).map((h) => `${file} ${h.logicalId}: ${h.verdict}`));
  return {
    right,
    wrong,
    falseNever: wrong.filter((w) => w.judged.verdict === 'ready' && w.got === 'never').length,
    falseReady: wrong.filter((w) => w.judged.verdict === 'never' && w.got === 'ready').length,
    extra,
  };
}

function main(): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const total = { right: 0, failed: 0 };
  for (const corpus of CORPORA) {
    const result = judgeCorpus(corpus.folder);
    if (!result) {
      say(`${corpus.name}: not beside the checkout`);
      continue;
    }
    for (const { judged, got, host } of result.wrong) {
      say(`wrong: ${judged.file} ${judged.logicalId}: judged ${judged.verdict} by hand, got ${got}\n  by hand: ${judged.why}`);
      for (const finding of host?.findings ?? []) say(`  ${finding.id} [${finding.code}] ${finding.message}`);
      for (const open of host?.unknowns ?? []) say(`  unknown: ${open.what}: ${open.why}`);
    }
    if (process.argv.includes('--verbose')) for (const line of result.extra) say(`not judged by hand: ${line}`);
    const known = corpus.knownWrong ?? [];
    const news = result.wrong.filter((w) => !known.includes(w.judged.logicalId));
    for (const id of known.filter((name) => !result.wrong.some((w) => w.judged.logicalId === name))) say(`${id} is right now: take it from the list of known faults`);
    say(`${corpus.name}: ${result.right} right, ${result.wrong.length} wrong (${result.wrong.length - news.length} known); false never: ${result.falseNever}, false ready: ${result.falseReady}; ${result.extra.length} hosts without a verdict by hand`);
    total.right += result.right;
    total.failed += news.length + (result.right < corpus.right && news.length === 0 ? 1 : 0);
  }
  say(`${total.right} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

if (require.main === module) main();
