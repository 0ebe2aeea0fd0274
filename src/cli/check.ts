import { existsSync } from 'fs';
import { dirname, join } from 'path';
import { cureFinder } from '../prover/remediation';
import { plain } from '../prover/report/inert';
import { hostFails, makeReport, Report } from '../prover/report/report';
import { Loaded } from '../prover/sources/cloudformation';
import { goneFrom, makeBaseline, readBaseline } from './baseline';
import { configFiles } from './config';
import { needsOf, render, tellsErrors } from './formats';
import { CheckOptions } from './options';
import { refuseOverwriting, writeOutput } from './outputs';
import { contextFiles, judgePaths } from './run';
import { Streams, version } from './streams';
import { FileError, firstLine } from './usage';

/** `cdk-ssm-ready check`. Returns the exit status. */
export function check(options: CheckOptions, streams: Streams): number {
  const known = options.baseline === undefined ? [] : readBaseline(options.baseline);
  const reports = options.outputs.flatMap(({ file }) => file ?? []);
  // A baseline that is read may be written anew, by nothing but a baseline.
  const written = [...reports, ...options.writeBaseline === undefined ? [] : [options.writeBaseline]];
  const beside = [...options.files, ...configFiles(process.cwd()), ...contextFiles(options.paths)].filter((file) => existsSync(file));
  refuseOverwriting(written, [...options.paths.filter((path) => path !== '-'), ...beside]);
  refuseOverwriting(reports, options.baseline === undefined ? [] : [options.baseline]);
  const { loaded, judgement } = judgePaths(options.paths, options, streams);
  refuseOverwriting(written, inputsOf(loaded));
  const needs = needsOf(options.outputs.map((o) => o.format));
  const everything = options.verbose || needs.everything;
  const report = makeReport(judgement, (place) => loaded.estate.originOf(place), {
    paths: everything ? 'all' : 'failing',
    notes: everything || options.writeBaseline !== undefined || needs.notes,
    cures: cureFinder(loaded, judgement.options),
    ...(options.baseline === undefined ? {} : { baseline: new Set(known.map((entry) => entry.fingerprint)) }),
  });
  const strict = options.unknown === 'fail';
  const unwritten: FileError[] = [];
  const write = (file: string, text: string) => {
    try {
      writeOutput(file, text);
    } catch (error) {
      // One report that cannot be written costs none of the others.
      if (!(error instanceof FileError)) throw error;
      unwritten.push(error);
    }
  };
  for (const { format, file } of options.outputs) {
    let text: string;
    try {
      text = render(report, format, {
        color: file === undefined && streams.color, verbose: options.verbose, quiet: options.quiet, strict, version: version(), networks: judgement.networks,
      });
    } catch (error) {
      unwritten.push(new FileError(`the ${format} report could not be made, please report it: ${firstLine(error)}`));
      continue;
    }
    if (file === undefined) streams.out(text);
    else write(file, text);
  }
  if (!options.outputs.some((o) => o.file === undefined && tellsErrors(o.format))) tellErrors(report, streams);
  for (const gone of goneFrom(known, report)) streams.err(`cdk-ssm-ready: no longer there, so take it out of the baseline: ${plain(gone.id)} at ${plain(gone.host)}\n`);
  if (options.writeBaseline !== undefined) {
    write(options.writeBaseline, makeBaseline(report));
  }
  for (const error of unwritten) streams.err(`cdk-ssm-ready: ${plain(error.message)}\n`);
  if (unwritten.length > 0) return 3;
  if (options.writeBaseline !== undefined) return report.errors.length > 0 ? 3 : 0;
  const unread = strict ? unreadNested(loaded) : [];
  for (const { template, logicalId } of unread) {
    streams.err(`cdk-ssm-ready: ${plain(template)}: the template of nested stack ${plain(logicalId)} is not a local file, so its instances are not judged (--strict)\n`);
  }
  return exitStatus(report, strict) || (unread.length > 0 ? 1 : 0);
}

/** The files that were read. */
function inputsOf(loaded: Loaded): string[] {
  const templates = loaded.estate.stacks.map((stack) => stack.template);
  return [...new Set([...templates, ...loaded.errors.map((error) => error.template), ...templates.map((template) => join(dirname(template), 'manifest.json'))])].filter((file) => existsSync(file));
}

/** Nested stacks whose template the input does not hold. */
function unreadNested({ estate }: Loaded): { template: string; logicalId: string }[] {
  return estate.ofType('AWS::CloudFormation::Stack').filter(({ stack, logicalId }) => !stack.nested.has(logicalId)).map(({ stack, logicalId }) => ({ template: stack.template, logicalId }));
}

/** Where the report itself is for machines, people still read why an input is missing from it. */
function tellErrors(report: Report, streams: Streams): void {
  const tell = (level: string, { template, line, message }: Report['errors'][number]) => streams.err(`cdk-ssm-ready: ${level}${plain(template)}${line === undefined ? '' : `:${line}`}: ${plain(message)}\n`);
  for (const error of report.errors) tell('', error);
  for (const warning of report.warnings ?? []) tell('warning: ', warning);
}

/** 3 beats 1: an input that was not read may hide anything. */
export function exitStatus(report: Report, strict: boolean): number {
  if (report.errors.length > 0) return 3;
  return report.hosts.some((host) => hostFails(host, strict)) ? 1 : 0;
}
