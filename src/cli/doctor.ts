import { parseArgs } from 'node:util';
import { collectScript, doctorStatus, Examined, examineFolder, ExamineOptions, isFine, Session, SessionOptions } from '../doctor';
import { TIERS } from '../prover/analysis';
import { isRegion } from '../prover/core';
import { cureFinder } from '../prover/remediation';
import { makeDoctorReport } from '../prover/report/doctor-report';
import { doctorText } from '../prover/report/doctor-text';
import { plain } from '../prover/report/inert';
import { runLive } from './doctor-live';
import { parse } from './options';
import { Output, OUTPUT_OPTIONS, outputsOf, refuseOverwriting, render, writeOutput } from './outputs';
import { Streams, version } from './streams';
import { FileError, one, UsageError } from './usage';

const OPTIONS = {
  ...OUTPUT_OPTIONS,
  'from': { type: 'string' },
  'save': { type: 'string' },
  'profile': { type: 'string' },
  'role-arn': { type: 'string' },
  'region': { type: 'string', multiple: true, default: [] as string[] },
  'vpc': { type: 'string' },
  'tag': { type: 'string', multiple: true, default: [] as string[] },
  'require-tier': { type: 'string', default: 'connect' },
  'quiet': { type: 'boolean', short: 'q', default: false },
  'print-script': { type: 'boolean', default: false },
  'deep': { type: 'boolean', default: false },
} as const;

/**
 * `cdk-ssm-ready doctor [i-…]`: the same proof for instances that run already, by asking their account, or by `--from FOLDER` from saved answers.
 *
 * @param open opens a session with AWS. Default: the AWS SDK
 */
export function runDoctor(args: readonly string[], streams: Streams, open?: (options: SessionOptions) => Session): number | Promise<number> {
  const { values, positionals, tokens } = parse(() => parseArgs({ args: [...args], allowPositionals: true, tokens: true, options: OPTIONS }));
  for (const id of positionals) if (!/^i-[0-9a-z]+$/.test(id)) throw new UsageError(`${JSON.stringify(id)} is not the id of an instance (i-…)`);
  refuseContradictions(values);
  const ids = [...new Set(positionals)];
  const regions = regionsOf(values.region);
  if (values['print-script']) {
    if (regions === 'all') throw new UsageError('--print-script takes names of Regions, not all');
    streams.out(collectScript({ ids, regions, deep: values.deep }));
    return 0;
  }
  const outputs = outputsOf(tokens);
  const options: ExamineOptions = {
    ids,
    regions: regions === 'all' ? [] : regions,
    ...values.vpc === undefined ? {} : { vpc: values.vpc },
    tags: values.tag.map(tagOf),
    judge: { tier: one('--require-tier', values['require-tier'], TIERS), hostManagement: 'unknown' },
  };
  const present = (examined: Examined) => answer(examined, outputs, values.quiet, streams);
  if (values.from !== undefined) return present(examineFolder(values.from, options));
  const session: SessionOptions = { ...values.profile === undefined ? {} : { profile: values.profile }, ...values['role-arn'] === undefined ? {} : { roleArn: values['role-arn'] } };
  return runLive({ options, regions, deep: values.deep, session, present, ...values.save === undefined ? {} : { save: values.save } }, streams, open);
}

interface Sources {
  readonly 'from'?: string;
  readonly 'save'?: string;
  readonly 'profile'?: string;
  readonly 'role-arn'?: string;
  readonly 'print-script': boolean;
  readonly 'deep': boolean;
}

function refuseContradictions(values: Sources): void {
  const { from, save, profile, deep } = values;
  const [script, role] = [values['print-script'], values['role-arn']];
  if (script && from !== undefined) throw new UsageError('--print-script collects a folder, --from reads one: give one of them');
  if (script && save !== undefined) throw new UsageError('--print-script prints what collects a folder, --save collects one: give one of them');
  if (from === '') throw new UsageError('name the folder of the saved answers: cdk-ssm-ready doctor --from FOLDER [i-…] (doctor --print-script prints a script that collects it)');
  if (save === '') throw new UsageError('--save takes the folder to write the answers to');
  if (from !== undefined && (save !== undefined || profile !== undefined || role !== undefined)) throw new UsageError('--from reads saved answers and asks no account, so --save, --profile and --role-arn have no meaning with it');
  if (script && (profile !== undefined || role !== undefined)) throw new UsageError('--print-script asks no account: set AWS_PROFILE where the script runs');
  if (deep && !script && save === undefined) throw new UsageError('--deep is for --save and --print-script: user data, which may hold secrets, is saved with it');
  if (role !== undefined && !/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(role)) throw new UsageError(`--role-arn takes the ARN of a role (arn:aws:iam::ACCOUNT:role/NAME), not ${JSON.stringify(role)}`);
}

function answer(examined: Examined, outputs: readonly Output[], quiet: boolean, streams: Streams): number {
  refuseOverwriting(outputs.flatMap(({ file }) => file ?? []), examined.files);
  const made = makeDoctorReport(examined, () => undefined, cureFinder(examined.proved.loaded, examined.proved.judgement.options));
  const unwritten: FileError[] = [];
  for (const { format, file } of outputs) {
    const color = file === undefined && streams.color;
    const text = format === 'text' ? doctorText(made, examined, { color, quiet, isFine })
      : render(made.report, format, { color, verbose: false, quiet, strict: false, version: version(), networks: examined.proved.judgement.networks });
    if (file === undefined) {
      streams.out(text);
      continue;
    }
    try {
      writeOutput(file, text);
    } catch (error) {
      // One report that cannot be written costs none of the others.
      if (!(error instanceof FileError)) throw error;
      unwritten.push(error);
    }
  }
  if (!outputs.some((o) => o.file === undefined && (o.format === 'text' || o.format === 'markdown'))) {
    for (const error of made.report.errors) streams.err(`cdk-ssm-ready: ${plain(error.template)}: ${plain(error.message)}\n`);
  }
  for (const error of unwritten) streams.err(`cdk-ssm-ready: ${plain(error.message)}\n`);
  return unwritten.length > 0 || made.report.errors.length > 0 ? 3 : doctorStatus(examined);
}

function regionsOf(given: readonly string[]): string[] | 'all' {
  const regions = given.flatMap((text) => text.split(',')).map((text) => text.trim());
  if (regions.includes('all')) return 'all';
  for (const region of regions) if (!isRegion(region)) throw new UsageError(`--region takes names of Regions such as eu-west-1, or all, not ${JSON.stringify(region)}`);
  return [...new Set(regions)];
}

function tagOf(text: string): { key: string; value?: string } {
  const at = text.indexOf('=');
  if (text === '' || at === 0) throw new UsageError(`--tag takes KEY or KEY=VALUE, not ${JSON.stringify(text)}`);
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + 1) };
}
