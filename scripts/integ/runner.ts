import { spawnSync } from 'child_process';
import { readdirSync, rmSync } from 'fs';
import { join } from 'path';

/** What a run of integ-runner said. */
export interface Run {
  readonly status: number | null;
  readonly said: string;
  /** Names of tests by how they ended. */
  readonly unchanged: string[];
  readonly changed: string[];
}

/** Offline: credentials that no one would accept, and nothing is looked up. */
const PLACEHOLDERS = {
  AWS_ACCESS_KEY_ID: 'placeholder', AWS_SECRET_ACCESS_KEY: 'placeholder', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true',
  CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true', NO_COLOR: '1', FORCE_COLOR: '0', INTEG_ORGANIZATIONAL_UNIT: undefined,
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
};

/** Runs integ-runner in a checkout, on the tests of the given names. */
export function integRunner(root: string, names: readonly string[], ...options: string[]): Run {
  const runner = join(root, 'node_modules/@aws-cdk/integ-runner/bin/integ-runner');
  const args = [runner, '--directory', 'integ', '--test-regex', '^integ\\..*\\.ts$', '--app', 'node --import tsx scripts/integ/app.ts {filePath}',
    '--parallel-regions', 'us-east-1', '--max-workers', '2', ...options,
    ...names.map((name) => `${name}.ts`)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...process.env, ...PLACEHOLDERS } });
  const said = `${stdout}${stderr}`;
  const named = (word: string) => [...said.matchAll(new RegExp(`^ +${word} +(integ\\.[\\w-]+)`, 'gm'))].map(([, name]) => name).sort();
  return { status, said, unchanged: named('UNCHANGED'), changed: [...named('CHANGED'), ...named('NEW'), ...named('ERROR')] };
}

/** The tests of a checkout, by the name the runner prints. */
export function testsOf(root: string): string[] {
  return readdirSync(join(root, 'integ')).filter((name) => /^integ\..*\.ts$/.test(name)).map((name) => name.replace(/\.ts$/, '')).sort();
}

/** Takes bundles of code out of the snapshots: the runner compares templates, which name them by their hash. */
export function withoutAssets(root: string): void {
  const folder = join(root, 'integ');
  for (const snapshot of readdirSync(folder).filter((name) => name.endsWith('.snapshot'))) {
    for (const name of readdirSync(join(folder, snapshot))) {
      if (name.startsWith('asset.')) rmSync(join(folder, snapshot, name), { recursive: true });
    }
  }
}
