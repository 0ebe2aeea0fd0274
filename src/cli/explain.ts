import { existsSync } from 'fs';
import { parseArgs } from 'node:util';
import { Place } from '../prover/core';
import { cureFinder } from '../prover/remediation';
import { explain, explanationText } from '../prover/report/explain';
import { KnockReport, knockReport, knockText } from '../prover/report/inbound-words';
import { inertJson, plain } from '../prover/report/inert';
import { makeReport, Report, ReportHost } from '../prover/report/report';
import { Loaded } from '../prover/sources/cloudformation';
import { Judgement, knockAt, matchesPattern } from '../prover/verdict';
import { configOf, JUDGE_OPTIONS, judgeSettings, parse } from './options';
import { judgePaths } from './run';
import { Streams } from './streams';
import { one, UsageError } from './usage';

/** Where CDK leaves its assembly: what is meant where no path is given. */
const DEFAULT_PATH = 'cdk.out';

/** `cdk-ssm-ready explain HOST [PATH...]`: one host in full. */
export function runExplain(args: readonly string[], streams: Streams): number {
  const { values, positionals } = parse(() => parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...JUDGE_OPTIONS, format: { type: 'string', default: 'text' }, service: { type: 'string' }, port: { type: 'string' }, from: { type: 'string' } },
  }));
  const format = one('--format', values.format, ['text', 'json']);
  const [name, ...paths] = positionals;
  if (name === undefined) throw new UsageError('name a host by its logical id or construct path: cdk-ssm-ready explain HOST PATH...');
  if (paths.length === 0 && !existsSync(DEFAULT_PATH)) throw new UsageError(`name a template, folder or cloud assembly after the host (there is no ${DEFAULT_PATH} here)`);
  const settings = judgeSettings(values, configOf(values, process.cwd()));
  const { loaded, judgement } = judgePaths(paths.length > 0 ? paths : [DEFAULT_PATH], settings, streams);
  const cure = cureFinder(loaded, judgement.options);
  const report = makeReport(judgement, (place) => loaded.estate.originOf(place), { paths: 'all', cures: (h) => (isNamed(h.place, name) ? cure(h) : undefined) });
  const host = findHost(report, name);
  const services = [...new Set(host.paths?.flatMap((p) => p.services.map((s) => s.service)) ?? [])];
  if (values.service !== undefined && services.length > 0) one('--service', values.service, services);
  const explanation = explain(host, values.service);
  const knocking = knockOf(values, loaded, judgement, host);
  if (format === 'json') streams.out(`${inertJson({ schemaVersion: 1, ...explanation, ...knocking ? { inbound: knocking } : {} }, 2)}\n`);
  else streams.out(explanationText(explanation, streams) + (knocking ? `\n${knockText(knocking, streams.color)}` : ''));
  for (const error of report.errors) streams.err(`cdk-ssm-ready: ${plain(error.template)}: ${plain(error.message)}\n`);
  return report.errors.length > 0 ? 3 : 0;
}

/** `--port 22 --from CIDR`: may a connection begin there? Either alone has its everyday default. */
function knockOf(values: { readonly port?: string; readonly from?: string }, loaded: Loaded, judgement: Judgement, host: ReportHost): KnockReport | undefined {
  if (values.port === undefined && values.from === undefined) return undefined;
  const [from, port] = [values.from ?? '0.0.0.0/0', Number(values.port ?? '22')];
  if (!/^\d+$/.test(values.port ?? '22') || port < 1 || port > 65535) throw new UsageError(`--port expects a number from 1 to 65535, not ${JSON.stringify(values.port)}`);
  const verdict = judgement.hosts.find(({ place, name }) => place.template === host.template && (place.logicalId ?? name) === host.logicalId
    && place.constructPath === host.constructPath);
  const answers = verdict && knockAt(loaded, verdict.key, { from, port });
  if (!answers) throw new UsageError(`--from expects an address or a CIDR block such as 203.0.113.0/24, not ${JSON.stringify(from)}`);
  return knockReport(from, port, answers);
}

/** Whether a host may be the one that is meant. */
function isNamed({ constructPath, logicalId }: Place, name: string): boolean {
  return [constructPath, logicalId].some((c) => c !== undefined && (c === name || c.endsWith(`/${name}`) || matchesPattern(name, c)));
}

/** The one host a person means: exactly named, else by the end of its path or a pattern. */
function findHost({ hosts }: Report, name: string): ReportHost {
  const named = (test: (candidate: string) => boolean) => hosts.filter((h) => [h.constructPath, h.logicalId].some((c) => c !== undefined && test(c)));
  const exact = named((candidate) => candidate === name);
  const found = exact.length > 0 ? exact : named((candidate) => candidate.endsWith(`/${name}`) || matchesPattern(name, candidate));
  if (found.length === 1) return found[0];
  const list = (of: readonly ReportHost[]) => [...of.slice(0, 20).map((h) => `  ${h.constructPath ?? h.logicalId}  (${h.template})`), ...of.length > 20 ? [`  and ${of.length - 20} more`] : []];
  if (found.length === 0) throw new UsageError(`there is no host ${JSON.stringify(name)}${hosts.length > 0 ? '; there are:' : ' and no other one either'}`, list(hosts));
  throw new UsageError(`${JSON.stringify(name)} may be any of ${found.length} hosts:`, list(found));
}
