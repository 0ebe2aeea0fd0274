/**
 * npm run test:mutants: changes one thing in the source at a time, in a copy, and expects the unit tests to fail each time. Fifteen seconds to
 * two minutes a mutant.
 */
import { spawnSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

interface Mutant { readonly what: string; readonly file: string; readonly from: string; readonly to: string }

const MUTANTS: readonly Mutant[] = [
  { what: 'routes: the shortest prefix takes each address', file: 'facts/net/routes.ts', from: 'b.block.prefix - a.block.prefix', to: 'a.block.prefix - b.block.prefix' },
  { what: 'security groups: some of the addresses are enough', file: 'facts/net/security-groups.ts', from: '!covered.isEmpty && covered.covers(other.addresses.set)', to: '!covered.isEmpty' },
  { what: 'security groups: an unknown rule does not count', file: 'facts/net/security-groups.ts', from: "maybe || unknowns.length > 0 || partial ? 'unknown' : 'no'", to: "unknowns.length > 0 || partial ? 'unknown' : 'no'" },
  { what: 'network ACLs: the last entry decides', file: 'facts/net/network-acls.ts', from: 'a.number - b.number', to: 'b.number - a.number' },
  { what: 'ports: replies to Linux come from 49152 on', file: 'facts/net/ports.ts', from: 'linux: IntervalSet.of({ from: 32768, to: 61000 })', to: 'linux: IntervalSet.of({ from: 49152, to: 61000 })' },
  { what: 'IAM: a Deny is taken for an Allow', file: 'facts/iam/evaluate.ts', from: "decide(policies, request, 'Deny')", to: "decide(policies, request, 'Allow')" },
  { what: 'worlds: a second choice is never looked at', file: 'core/world.ts', from: 'known = { atom, choice: 0 };', to: 'known = { atom: { ...atom, choices: atom.choices.slice(0, 1) }, choice: 0 };' },
  { what: 'worlds: an assumption is not listed', file: 'core/world.ts', from: 'this.innermost?.notes.add(known);', to: '' },
  { what: 'image: an image without the agent carries it', file: 'facts/agent/image.ts', from: "if (family?.agent === 'absent') {", to: "if (family?.agent === 'old') {" },
  { what: 'verdict: one ready world is enough', file: 'verdict/judge.ts', from: "distinct.size === 1 ? [...distinct][0] : 'unknown'", to: '[...distinct][0]' },
  { what: 'values: a text that holds an unknown is literal', file: 'load/functions.ts', from: 'if (parts.length === 0) return \'\';', to: 'if (parts.length !== 1) return \'\';' },
];

const root = resolve(__dirname, '..');

function main(): void {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  let survivors = 0;
  try {
    for (const part of ['src', 'test', 'scripts', 'oracles', 'docs', 'benchmarks', 'examples', 'handlers', 'assets', 'schemas', 'integ', '.ci', '.github', '.projen', 'jest.config.cjs', '.swcrc', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
    for (const { what, file, from, to } of MUTANTS) {
      const path = join(copy, 'src', file);
      const whole = readFileSync(join(root, 'src', file), 'utf8');
      if (whole.split(from).length !== 2) throw new Error(`${file} holds ${JSON.stringify(from)} ${whole.split(from).length - 1} times`);
      writeFileSync(path, whole.replace(from, () => to));
      const started = Date.now();
      const { status, stdout, stderr } = spawnSync('npx', ['jest', '--ci', '--bail', '--selectProjects', 'unit'], { cwd: copy, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' }, maxBuffer: 1 << 28 });
      writeFileSync(path, whole);
      const failed = /FAIL unit (\S+)/.exec(`${stdout}${stderr}`)?.[1];
      const isCaught = status !== 0 && failed !== undefined;
      if (!isCaught) survivors++;
      process.stdout.write(`${isCaught ? 'caught' : 'SURVIVED'}: ${what} (${file})${isCaught ? ` by ${failed}` : ''}, ${Math.round((Date.now() - started) / 1000)} s\n`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  process.stdout.write(`${MUTANTS.length - survivors} passed, ${survivors} failed\n`);
  process.exitCode = survivors > 0 ? 1 : 0;
}

main();
