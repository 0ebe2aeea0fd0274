import { plain } from '../prover/report/inert';
import { HELP } from './help';
import { Streams, version } from './streams';
import { FileError, firstLine, UsageError } from './usage';

export type { Streams } from './streams';

/* eslint-disable @typescript-eslint/no-require-imports -- a command is loaded when it is asked for */
const COMMANDS: Readonly<Record<string, (args: readonly string[], streams: Streams) => number | Promise<number>>> = {
  check: (args, streams) => {
    const { parseCheck } = require('./options') as typeof import('./options');
    return (require('./check') as typeof import('./check')).check(parseCheck(args, process.cwd()), streams);
  },
  explain: (args, streams) => (require('./explain') as typeof import('./explain')).runExplain(args, streams),
  diff: (args, streams) => (require('./diff') as typeof import('./diff')).runDiff(args, streams),
  doctor: (args, streams) => (require('./doctor') as typeof import('./doctor')).runDoctor(args, streams),
  rules: (args, streams) => (require('./rules') as typeof import('./rules')).runRules(args, streams),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Runs the command line and returns its exit status, at once unless an account is asked; never exits by itself. */
export function run(args: readonly string[], streams: Streams): number | Promise<number> {
  try {
    const status = start(args, streams);
    return typeof status === 'number' ? status : status.catch((error: unknown) => failed(error, streams));
  } catch (error) {
    return failed(error, streams);
  }
}

function start(args: readonly string[], streams: Streams): number | Promise<number> {
  const [command, ...rest] = args;
  if (command === undefined || command === '--help' || command === '-h' || command === 'help' || rest.includes('--help')) {
    streams.out(HELP);
    return command === undefined ? 2 : 0;
  }
  if (command === '--version') {
    streams.out(`${version()}\n`);
    return 0;
  }
  if (!Object.hasOwn(COMMANDS, command)) throw new UsageError(`there is no command ${JSON.stringify(command)}; there are ${Object.keys(COMMANDS).join(', ')}`);
  return COMMANDS[command](rest, streams);
}

function failed(error: unknown, streams: Streams): number {
  if (error instanceof UsageError) {
    for (const line of [`cdk-ssm-ready: ${error.message}`, ...error.lines]) streams.err(`${plain(line)}\n`);
    return 2;
  }
  if (error instanceof FileError) {
    streams.err(`cdk-ssm-ready: ${plain(error.message)}\n`);
    return 3;
  }
  streams.err(`cdk-ssm-ready: internal error, please report it: ${plain(firstLine(error))}\n`);
  return 3;
}
