import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The release of moto that the committed data comes from. Raise it, run the script, review the diff. */
export const MOTO_VERSION = '5.2.5';

/** A statement as AWS publishes it. */
export interface SourceStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** A policy as moto stores it: AWS's own answer to `GetPolicy` and `GetPolicyVersion`, without the Arn. */
export interface SourcePolicy {
  readonly Path: string;
  readonly CreateDate: string;
  readonly UpdateDate?: string;
  readonly Document: { readonly Statement: SourceStatement | SourceStatement[] };
}

/** All AWS managed policies by name, and the release they were read from. */
export interface MotoSource {
  readonly version: string;
  readonly policies: Readonly<Record<string, SourcePolicy>>;
}

// The file is loaded by its path: importing the package would need boto3 and all of moto's dependencies.
const DUMP = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location('policies', sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
json.dump(json.loads(module.aws_managed_policies_data), sys.stdout)
`;

/** Reads the policies from a folder that holds the `moto` package (a checkout or a site-packages). Needs `python3`. */
export function readMoto(directory: string): MotoSource {
  const version = /__version__ = "([^"]+)"/.exec(readFileSync(join(directory, 'moto', '__init__.py'), 'utf8'))?.[1];
  if (!version) throw new Error(`${directory}: moto/__init__.py names no version`);
  const file = join(directory, 'moto', 'iam', 'aws_managed_policies.py');
  const json = execFileSync('python3', ['-c', DUMP, file], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  return { version, policies: JSON.parse(json) as Record<string, SourcePolicy> };
}

/** Installs the pinned moto into a folder of its own, reads the policies, and removes the folder. Needs `python3` and PyPI. */
export function downloadMoto(): MotoSource {
  const directory = mkdtempSync(join(tmpdir(), 'update-data-'));
  try {
    const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    run('python3', '-m', 'venv', join(directory, 'venv'));
    const packages = join(directory, 'packages');
    // Only one data file of it is read, so its dependencies stay away.
    run(join(directory, 'venv', 'bin', 'pip'), 'install', '--quiet', '--disable-pip-version-check', '--no-deps',
      '--target', packages, `moto==${MOTO_VERSION}`);
    return readMoto(packages);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
