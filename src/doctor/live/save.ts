import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { operationNamed, SavedAnswer, textOf } from '../../prover/sources/live';
import type { Folder, FoundFile } from '../folder';
import type { Manifest } from '../manifest';
import type { Collected } from './collect';

/** An answer and the file it is saved in; without a file: there is no answer, or it is not to be saved. */
interface Filed {
  readonly answer: SavedAnswer;
  readonly file?: string;
}

/** What may hold secrets. */
const isSecret = ({ operation }: SavedAnswer) => operation === 'describe-instance-attribute' || operation === 'get-console-output';

/** `<service>-<operation>[-<parameter>…].json`, with a number where several calls differ by their filters only. */
function filesOf(answers: readonly SavedAnswer[]): Filed[] {
  const used = new Map<string, number>();
  return answers.map((answer): Filed => {
    if (answer.outcome !== 'complete' && answer.outcome !== 'partial') return { answer };
    const values = (operationNamed(answer.service, answer.operation)?.parameters ?? []).map((name) => textOf(answer.parameters[name])).filter((v) => v !== undefined);
    const base = encodeURIComponent([answer.service, answer.operation, ...values.map((v) => v.slice(v.lastIndexOf('/') + 1))].join('-'));
    const count = (used.get(base) ?? 0) + 1;
    used.set(base, count);
    return { answer, file: `${base}${count === 1 ? '' : `-${count}`}.json` };
  });
}

/** The same as `readFolder` makes of what is saved: one way leads from answers to the proof. */
export function folderOf(collected: readonly Collected[]): Folder {
  const files = collected.flatMap((region) => filesOf(region.answers).map(({ answer, file = 'snapshot.json' }): FoundFile => ({
    path: join(region.region, file), answers: [answer], group: '', region: region.region,
    ...region.account === undefined ? {} : { account: region.account },
  })));
  const manifests = new Map(collected.map(({ region, account, partition, from, to, settled }): [string, Manifest] => [region, {
    region, from, to, settled, calls: [],
    ...account === undefined ? {} : { account },
    ...partition === undefined ? {} : { partition },
  }]));
  return { files, manifests, errors: [] };
}

/**
 * Writes what `doctor --from` reads: a folder for each Region, a file for each answer, and `snapshot.json`. User data may hold secrets: it is left
 * out unless it is asked for. Returns whether anything was left out.
 */
export function saveFolder(folder: string, collected: readonly Collected[], options: { readonly secrets: boolean }): { readonly leftOut: boolean } {
  let leftOut = false;
  for (const region of collected) {
    const out = join(folder, region.region);
    mkdirSync(out, { recursive: true });
    const calls: unknown[] = [];
    for (const { answer, file } of filesOf(region.answers)) {
      const { service, operation, parameters, outcome, error, data } = answer;
      if (file !== undefined && isSecret(answer) && !options.secrets) {
        leftOut = true;
        continue;
      }
      if (file !== undefined) write(join(out, file), data);
      calls.push({ service, operation, parameters, ...file === undefined ? {} : { file }, outcome, ...error === undefined ? {} : { error } });
    }
    for (const InstanceId of region.settled) calls.push({ service: 'ec2', operation: 'describe-instance-attribute', parameters: { InstanceId, Attribute: 'userData' }, outcome: 'not asked', reason: 'settled' });
    const { account, partition, from, to } = region;
    write(join(out, 'snapshot.json'), { version: 1, account, partition, region: region.region, from, to, calls });
  }
  return { leftOut };
}

function write(path: string, data: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  // Answers tell addresses and policies of the account.
  writeFileSync(path, `${JSON.stringify(data, undefined, 4)}\n`, { mode: 0o600 });
}
