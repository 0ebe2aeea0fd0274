import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { run } from '../../src/cli/main';

/** A folder of its own to run the command line in, while the tests of one file run. */
export function workFolder(): { write: (name: string, content: unknown) => string } {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-cli-'));
  const home = process.cwd();
  beforeAll(() => process.chdir(folder));
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    write: (name, content) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
      return name;
    },
  };
}

export function cli(...args: string[]): { status: number; out: string; err: string } {
  const said = { out: '', err: '' };
  const status = run(args, { out: (t) => { said.out += t; }, err: (t) => { said.err += t; }, color: false });
  if (typeof status !== 'number') throw new Error('this command asks an account: use cliLive');
  return { status, ...said };
}
