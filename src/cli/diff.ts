import { parseArgs } from 'node:util';
import { diffReports, diffText, Side } from '../prover/report/diff';
import { inertJson, plain } from '../prover/report/inert';
import { makeReport } from '../prover/report/report';
import { configOf, JUDGE_OPTIONS, JudgeSettings, judgeSettings, parse } from './options';
import { judgePaths } from './run';
import { Streams } from './streams';
import { one, UsageError } from './usage';

/** `cdk-ssm-ready diff OLD NEW`: which hosts got better or worse. Exit status 1 where one got worse. */
export function runDiff(args: readonly string[], streams: Streams): number {
  const { values, positionals } = parse(() => parseArgs({ args: [...args], allowPositionals: true, options: { ...JUDGE_OPTIONS, format: { type: 'string', default: 'text' } } }));
  const format = one('--format', values.format, ['text', 'json']);
  if (positionals.length !== 2) throw new UsageError('diff expects two inputs: cdk-ssm-ready diff OLD NEW');
  const settings = judgeSettings(values, configOf(values, process.cwd()));
  const [before, after] = positionals.map((path) => side(path, settings, streams));
  const changes = diffReports(before, after);
  streams.out(format === 'json' ? `${inertJson({ schemaVersion: 1, hosts: changes }, 2)}\n` : diffText(changes, streams));
  const errors = [...before.report.errors, ...after.report.errors];
  for (const error of errors) streams.err(`cdk-ssm-ready: ${plain(error.template)}: ${plain(error.message)}\n`);
  return errors.length > 0 ? 3 : changes.some((c) => c.change === 'worse') ? 1 : 0;
}

function side(path: string, settings: JudgeSettings, streams: Streams): Side {
  // A parameter or an id may stand in one of the two only.
  const { loaded, judgement } = judgePaths([path], { ...settings, named: [], flags: {} }, streams);
  return { report: makeReport(judgement, (place) => loaded.estate.originOf(place)), root: path };
}
