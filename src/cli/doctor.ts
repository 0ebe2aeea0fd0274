import { parseArgs } from 'node:util';
import { collectScript, doctorStatus, examineFolder, isFine } from '../doctor';
import { TIERS } from '../prover/analysis';
import { isRegion } from '../prover/core';
import { cureFinder } from '../prover/remediation';
import { makeDoctorReport } from '../prover/report/doctor-report';
import { doctorText } from '../prover/report/doctor-text';
import { plain } from '../prover/report/inert';
import { parse } from './options';
import { OUTPUT_OPTIONS, outputsOf, refuseOverwriting, render, writeOutput } from './outputs';
import { Streams, version } from './streams';
import { FileError, one, UsageError } from './usage';

const OPTIONS = {
  ...OUTPUT_OPTIONS,
  'from': { type: 'string' },
  'region': { type: 'string', multiple: true, default: [] as string[] },
  'vpc': { type: 'string' },
  'tag': { type: 'string', multiple: true, default: [] as string[] },
  'require-tier': { type: 'string', default: 'connect' },
  'quiet': { type: 'boolean', short: 'q', default: false },
  'print-script': { type: 'boolean', default: false },
  'deep': { type: 'boolean', default: false },
} as const;

/** `cdk-ssm-ready doctor --from FOLDER [i-…]`: the same proof for instances that run already. Returns the exit status. */
export function runDoctor(args: readonly string[], streams: Streams): number {
  const { values, positionals, tokens } = parse(() => parseArgs({ args: [...args], allowPositionals: true, tokens: true, options: OPTIONS }));
  for (const id of positionals) if (!/^i-[0-9a-z]+$/.test(id)) throw new UsageError(`${JSON.stringify(id)} is not the id of an instance (i-…)`);
  if (values['print-script']) {
    if (values.from !== undefined) throw new UsageError('--print-script collects a folder, --from reads one: give one of them');
    streams.out(collectScript({ ids: [...new Set(positionals)], regions: namedRegions(values.region), deep: values.deep }));
    return 0;
  }
  if (values.deep) throw new UsageError('--deep is for --print-script: it says that user data is saved');
  if (values.from === undefined || values.from === '') throw new UsageError('name the folder of the saved answers: cdk-ssm-ready doctor --from FOLDER [i-…] (doctor --print-script prints a script that collects it)');
  const outputs = outputsOf(tokens);
  const files = outputs.flatMap(({ file }) => file ?? []);
  const tier = one('--require-tier', values['require-tier'], TIERS);
  const examined = examineFolder(values.from, {
    ids: [...new Set(positionals)],
    regions: regionsOf(values.region),
    ...values.vpc === undefined ? {} : { vpc: values.vpc },
    tags: values.tag.map(tagOf),
    judge: { tier, hostManagement: 'unknown' },
  });
  refuseOverwriting(files, examined.files);
  const made = makeDoctorReport(examined, () => undefined, cureFinder(examined.proved.loaded, examined.proved.judgement.options));
  const unwritten: FileError[] = [];
  for (const { format, file } of outputs) {
    const color = file === undefined && streams.color;
    const text = format === 'text' ? doctorText(made, examined, { color, quiet: values.quiet, isFine })
      : render(made.report, format, { color, verbose: false, quiet: values.quiet, strict: false, version: version(), networks: examined.proved.judgement.networks });
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

function namedRegions(given: readonly string[]): string[] {
  if (given.flatMap((text) => text.split(',')).includes('all')) throw new UsageError('--print-script takes names of Regions, not all');
  return regionsOf(given);
}

function regionsOf(given: readonly string[]): string[] {
  const regions = given.flatMap((text) => text.split(',')).map((text) => text.trim());
  if (regions.includes('all')) return [];
  for (const region of regions) if (!isRegion(region)) throw new UsageError(`--region takes names of Regions such as eu-west-1, or all, not ${JSON.stringify(region)}`);
  return regions;
}

function tagOf(text: string): { key: string; value?: string } {
  const at = text.indexOf('=');
  if (text === '' || at === 0) throw new UsageError(`--tag takes KEY or KEY=VALUE, not ${JSON.stringify(text)}`);
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + 1) };
}
