import { own } from '../core';
import { load } from '../load';
import { makeReport, Report, toJson, toText } from '../present';
import { judge } from '../verdict';
import { CheckOptions, HELP, parseCheck, UsageError } from './options';

/** Where a run writes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly color: boolean;
}

/** Runs the command line and returns its exit status; never exits by itself. */
export function run(args: readonly string[], streams: Streams): number {
  try {
    const [command, ...rest] = args;
    if (command === undefined || command === '--help' || command === '-h' || command === 'help' || rest.includes('--help')) {
      streams.out(HELP);
      return command === undefined ? 2 : 0;
    }
    if (command === '--version') {
      streams.out(`${version()}\n`);
      return 0;
    }
    if (command !== 'check') throw new UsageError(`there is no command ${JSON.stringify(command)}; try: cdk-ssm-ready check PATH`);
    return check(parseCheck(rest), streams);
  } catch (error) {
    if (error instanceof UsageError) {
      streams.err(`cdk-ssm-ready: ${error.message}\n`);
      return 2;
    }
    streams.err(`cdk-ssm-ready: internal error, please report it: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}\n`);
    return 3;
  }
}

function check(options: CheckOptions, streams: Streams): number {
  const loaded = load(options.paths, { parameters: options.parameters });
  for (const name of Object.keys(options.parameters)) {
    if (!loaded.estate.stacks.some((stack) => own(stack.section('Parameters'), name) !== undefined)) {
      throw new UsageError(`no template of the input has a parameter ${JSON.stringify(name)}`);
    }
  }
  const judgement = judge(loaded, { tier: options.tier, hostManagement: options.hostManagement });
  const report = makeReport(judgement, (place) => loaded.estate.lineOf(place));
  streams.out(options.format === 'json' ? toJson(report) : toText(report, { color: streams.color, verbose: options.verbose }));
  if (options.format === 'json') {
    for (const error of report.errors) streams.err(`cdk-ssm-ready: ${error.template}${error.line === undefined ? '' : `:${error.line}`}: ${error.message}\n`);
  }
  return exitStatus(report, options.strict);
}

/** 3 beats 1: an input that was not read may hide anything. */
export function exitStatus(report: Report, strict: boolean): number {
  if (report.errors.length > 0) return 3;
  return report.summary.never > 0 || (strict && report.summary.unknown > 0) ? 1 : 0;
}

function version(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('../../package.json') as { version: string }).version;
}
