import { cureFinder } from '../cure';
import { plain } from '../present/inert';
import { hostFails, makeReport, Report } from '../present/report';
import { goneFrom, makeBaseline, readBaseline } from './baseline';
import { CheckOptions } from './options';
import { render, writeOutput } from './outputs';
import { judgePaths } from './run';
import { Streams, version } from './streams';

/** `cdk-ssm-ready check`. Returns the exit status. */
export function check(options: CheckOptions, streams: Streams): number {
  const known = options.baseline === undefined ? [] : readBaseline(options.baseline);
  const { loaded, judgement } = judgePaths(options.paths, options, streams);
  const everything = options.verbose || options.outputs.some((o) => o.format === 'html');
  const report = makeReport(judgement, (place) => loaded.estate.originOf(place), {
    paths: everything ? 'all' : 'failing',
    notes: everything || options.writeBaseline !== undefined || options.outputs.some((o) => o.format === 'json'),
    cures: cureFinder(loaded, judgement.options),
    ...(options.baseline === undefined ? {} : { baseline: new Set(known.map((entry) => entry.fingerprint)) }),
  });
  const strict = options.unknown === 'fail';
  for (const { format, file } of options.outputs) {
    const text = render(report, format, {
      color: file === undefined && streams.color, verbose: options.verbose, quiet: options.quiet, strict, version: version(), networks: judgement.networks,
    });
    if (file === undefined) streams.out(text);
    else writeOutput(file, text);
  }
  if (!options.outputs.some((o) => o.file === undefined && (o.format === 'text' || o.format === 'markdown'))) tellErrors(report, streams);
  for (const gone of goneFrom(known, report)) streams.err(`cdk-ssm-ready: no longer there, so take it out of the baseline: ${plain(gone.id)} at ${plain(gone.host)}\n`);
  if (options.writeBaseline !== undefined) {
    writeOutput(options.writeBaseline, makeBaseline(report));
    return report.errors.length > 0 ? 3 : 0;
  }
  return exitStatus(report, strict);
}

/** Where the report itself is for machines, people still read why an input is missing from it. */
function tellErrors(report: Report, streams: Streams): void {
  for (const error of report.errors) streams.err(`cdk-ssm-ready: ${plain(error.template)}${error.line === undefined ? '' : `:${error.line}`}: ${plain(error.message)}\n`);
}

/** 3 beats 1: an input that was not read may hide anything. */
export function exitStatus(report: Report, strict: boolean): number {
  if (report.errors.length > 0) return 3;
  return report.hosts.some((host) => hostFails(host, strict)) ? 1 : 0;
}
