import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { makeReport } from '../../src/prover/report';
import { load } from '../../src/prover/sources/cloudformation';
import { judge } from '../../src/prover/verdict';
import { isolated } from '../helpers/templates';

type Resources = Record<string, unknown>;

/** Inputs of absurd size; each must be judged within a minute. */
export const SIZES: readonly { name: string; make: () => string; hosts: number }[] = [
  { name: '100,000 resources, 5,000 of them hosts', make: manyResources, hosts: 5001 },
  { name: 'a chain of 100,000 references', make: chain, hosts: 1 },
  { name: 'a text of 50 MB', make: () => JSON.stringify({ Resources: { ...isolated().Resources, X: { Type: 'AWS::SNS::Topic', Metadata: { x: 'y'.repeat(50e6) } } } }), hosts: 1 },
  { name: '50 MB of small objects', make: () => JSON.stringify({ Resources: { ...isolated().Resources, X: { Type: 'AWS::SNS::Topic', Metadata: { x: Array.from({ length: 3.6e6 }, (_, i) => ({ a: i })) } } } }), hosts: 1 },
];

function manyResources(): string {
  const { Resources } = isolated();
  const all: Resources = { ...Resources };
  for (let i = 0; i < 5000; i++) all[`Host${i}`] = Resources.Host;
  for (let i = 0; Object.keys(Resources).length + 5000 + i < 100_000; i++) all[`Topic${i}`] = { Type: 'AWS::SNS::Topic', Properties: { TopicName: `t${i}` } };
  return JSON.stringify({ Resources: all }, undefined, 1);
}

function chain(): string {
  const all: Resources = { ...isolated().Resources };
  for (let i = 0; i < 100_000; i++) all[`A${i}`] = { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: `A${i + 1}` } } };
  return JSON.stringify({ Resources: all });
}

/** Judges one of them from a file; throws where the answer is not the known one. */
export function judgeSize({ make, hosts, name }: (typeof SIZES)[number]): void {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-size-'));
  try {
    const file = join(folder, 'template.json');
    writeFileSync(file, make());
    const loaded = load([file]);
    const { summary, errors } = makeReport(judge(loaded), (place) => loaded.estate.lineOf(place));
    if (summary.ready !== hosts || errors.length > 0) throw new Error(`${name}: ${JSON.stringify(summary)} ${JSON.stringify(errors).slice(0, 300)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
