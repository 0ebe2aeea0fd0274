/**
 * npm run test:packages [-- --no-build] [--no-compile] [--only typescript,commonjs,python,java]
 *
 * Uses the built packages as strangers would: each consumer in a fresh folder outside of the checkout, the library from dist/, everything
 * else from the public registries at the oldest aws-cdk-lib we support. Each makes a ready fleet, then breaks one thing.
 */
import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { parseArgs } from 'util';
import { blocksOf } from '../../test/docs/markdown';
import { artifacts, build, checkTarball, hasTools } from './build';

const root = resolve(__dirname, '../..');
const FLOOR = '2.260.0';
const COMMAND_LINE = '2.1144.0';
const RULE = 'EndpointIngressBlocked';

const ENVIRONMENT = {
  CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true', AWS_EC2_METADATA_DISABLED: 'true', NO_COLOR: '1',
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
};

interface Outcome { readonly status: number | null; readonly said: string }

function start(folder: string, command: string, args: readonly string[], env: Record<string, string> = {}): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...ENVIRONMENT, ...env }, maxBuffer: 1 << 28 });
  return { status, said: `${stdout}${stderr}${error?.message ?? ''}` };
}

function must(folder: string, command: string, args: readonly string[]): string {
  const { status, said } = start(folder, command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${said.trim().split('\n').slice(-15).join('\n')}`);
  return said;
}

/** Collects what was seen, and says it as it comes. */
class Findings {
  public passed = 0;
  public failed = 0;

  public see(what: string, holds: boolean, otherwise = ''): void {
    if (holds) this.passed++;
    else this.failed++;
    process.stdout.write(`${holds ? 'ok  ' : 'FAIL'} ${what}${holds ? '' : `\n${otherwise.trim().split('\n').slice(-25).join('\n')}`}\n`);
  }
}

/** `cdk synth`, ready and broken. Which exit status a broken one gives is what is asked. */
function synthesizes(findings: Findings, name: string, folder: string, cdk: readonly string[], app: string, env: Record<string, string> = {}): void {
  // Known Availability Zones: nothing is looked up.
  writeFileSync(join(folder, 'cdk.context.json'), JSON.stringify({ 'availability-zones:account=111111111111:region=eu-west-1': ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }));
  const synth = (output: string, more: Record<string, string>) => start(folder, cdk[0], [...cdk.slice(1), 'synth', '--quiet', '--no-notices', '--app', app, '--output', join(folder, output)], { ...env, ...more });
  const ready = synth('out-ready', {});
  findings.see(`${name}: cdk ${COMMAND_LINE} synth of a ready fleet ends with 0`, ready.status === 0, ready.said);
  const broken = synth('out-broken', { BREAK: '1' });
  findings.see(`${name}: of a broken one with another status (${broken.status})`, broken.status !== 0, broken.said);
  findings.see(`${name}: and names ${RULE}`, broken.said.includes(RULE) || reported(join(folder, 'out-broken')), broken.said);
}

/** Whether CDK's validation report names the rule. */
function reported(output: string): boolean {
  try {
    return readdirSync(output).filter((f) => /validation-report/.test(f)).some((f) => readFileSync(join(output, f), 'utf8').includes(RULE));
  } catch {
    return false;
  }
}

function npmProject(folder: string, ...packages: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  must(folder, 'npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', ...packages]);
}

function typescript(findings: Findings, folder: string, cdk: readonly string[]): void {
  npmProject(folder, artifacts('js')[0], `aws-cdk-lib@${FLOOR}`, 'constructs@10.5.1', 'typescript@~6.0.0', '@types/node@20');
  cpSync(join(root, 'scripts/consumers/typescript'), folder, { recursive: true });
  must(folder, 'npx', ['--no', '--', 'tsc', '--strict', '--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0', '--target', 'es2022', '--types', 'node', 'app.ts']);
  synthesizes(findings, 'TypeScript', folder, cdk, 'node app.js');
  const help = start(folder, 'npx', ['--no', '--', 'cdk-ssm-ready', 'check', 'out-ready']);
  findings.see('TypeScript: npx cdk-ssm-ready check of what was synthesized ends with 0', help.status === 0, help.said);
  const broken = start(folder, 'npx', ['--no', '--', 'cdk-ssm-ready', 'check', 'out-broken']);
  findings.see('TypeScript: and with 1 where it is broken', broken.status === 1 && broken.said.includes(RULE), broken.said);
}

function commonjs(findings: Findings, folder: string): void {
  npmProject(folder, artifacts('js')[0], `aws-cdk-lib@${FLOOR}`, 'constructs@10.5.1');
  cpSync(join(root, 'scripts/consumers/commonjs'), folder, { recursive: true });
  const ready = start(folder, process.execPath, ['app.js']);
  findings.see('CommonJS: node app.js of a ready fleet ends with 0', ready.status === 0, ready.said);
  const broken = start(folder, process.execPath, ['app.js'], { BREAK: '1' });
  findings.see(`CommonJS: of a broken one with 1, naming ${RULE}`, broken.status === 1 && broken.said.includes(RULE), broken.said);
}

function python(findings: Findings, folder: string, cdk: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'scripts/consumers/python'), folder, { recursive: true });
  cpSync(join(root, 'scripts/python'), folder, { recursive: true });
  must(folder, 'python3', ['-m', 'venv', 'venv']);
  const bin = (name: string) => join(folder, 'venv/bin', name);
  must(folder, bin('pip'), ['install', '-q', artifacts('python').find((f) => f.endsWith('.whl'))!, `aws-cdk-lib==${FLOOR}`, 'pytest']);
  synthesizes(findings, 'Python, plugin', folder, cdk, `${bin('python')} app.py`);
  synthesizes(findings, 'Python, aspect', folder, cdk, `${bin('python')} app.py`, { ASPECT: '1' });
  const alone = start(folder, bin('python'), ['app.py'], { BREAK: '1' });
  findings.see(`Python: python app.py alone, broken, ends with ${alone.status} (docs/compatibility.md says which)`, alone.said.includes(RULE), alone.said);
  const tests = start(folder, bin('pytest'), ['-q', '-p', 'no:cacheprovider', '.']);
  findings.see(`Python: pytest with SsmReadiness (${/\d+ passed/.exec(tests.said)?.[0]})`, tests.status === 0, tests.said);
  guide(findings, join(folder, 'guide'), cdk, bin);
  const check = start(folder, bin('cdk-ssm-ready'), ['check', 'out-broken']);
  findings.see('Python: the console script cdk-ssm-ready check ends with 1 where it is broken', check.status === 1 && check.said.includes(RULE), check.said);
}

/** The files of docs/guides/python.md, as a reader would copy them. */
function guide(findings: Findings, folder: string, cdk: readonly string[], bin: (name: string) => string): void {
  mkdirSync(folder, { recursive: true });
  const files = blocksOf('docs/guides/python.md').filter(({ language, file }) => language === 'python' && file !== undefined);
  for (const { file, text } of files) writeFileSync(join(folder, file!), text);
  const synth = start(folder, cdk[0], [...cdk.slice(1), 'synth', '--quiet', '--no-notices', '--app', `${bin('python')} app.py`]);
  findings.see(`Python: the guide's app synthesizes (${files.map((f) => f.file).join(', ')})`, files.length === 3 && synth.status === 0, synth.said);
  const tests = start(folder, bin('pytest'), ['-q', '-p', 'no:cacheprovider', '.']);
  findings.see('Python: the guide\'s tests pass', tests.status === 0, tests.said);
}

function java(findings: Findings, folder: string, cdk: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'scripts/consumers/java'), folder, { recursive: true });
  const [jar] = artifacts('java');
  const version = /cdk-ssm-ready-(.+)\.jar$/.exec(jar)![1];
  const maven = ['-q', '-B', `-Dpackages=${join(root, 'dist/java')}`, `-Dlibrary=${version}`];
  // A library of the same version that an earlier build left in the local repository would be taken instead.
  rmSync(join(process.env.HOME ?? '', '.m2/repository/io/github/cdk-ssm-ready'), { recursive: true, force: true });
  must(folder, 'mvn', [...maven, 'compile', 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath', '-Dmdep.outputFile=classpath']);
  const classpath = `${join(folder, 'target/classes')}:${readFileSync(join(folder, 'classpath'), 'utf8').trim()}`;
  writeFileSync(join(folder, 'app.sh'), `exec java -cp '${classpath}' fleet.FleetApp\n`);
  synthesizes(findings, 'Java, plugin', folder, cdk, 'sh app.sh');
  synthesizes(findings, 'Java, aspect', folder, cdk, 'sh app.sh', { ASPECT: '1' });
  const alone = start(folder, 'sh', ['app.sh'], { BREAK: '1' });
  findings.see(`Java: java alone, broken, ends with ${alone.status} (docs/compatibility.md says which)`, alone.said.includes(RULE), alone.said);
}

const CONSUMERS = { typescript, commonjs, python, java } as const;
const TARGET = { typescript: 'js', commonjs: 'js', python: 'python', java: 'java' } as const;

function main(): number {
  const { values } = parseArgs({ options: { 'only': { type: 'string', default: Object.keys(CONSUMERS).join(',') }, 'no-build': { type: 'boolean', default: false }, 'no-compile': { type: 'boolean', default: false } } });
  const names = values.only.split(',').filter((name): name is keyof typeof CONSUMERS => name in CONSUMERS).filter((name) => TARGET[name] === 'js' || hasTools(TARGET[name]));
  const work = mkdtempSync(join(tmpdir(), 'ssm-ready-consumers-'));
  const findings = new Findings();
  try {
    if (!values['no-build']) build([...new Set(names.map((name) => TARGET[name]))], !values['no-compile']);
    if (names.some((name) => TARGET[name] === 'js')) checkTarball();
    npmProject(join(work, 'cli'), `aws-cdk@${COMMAND_LINE}`);
    const cdk = [process.execPath, join(work, 'cli/node_modules/aws-cdk/bin/cdk')];
    for (const name of names) {
      const started = Date.now();
      try {
        CONSUMERS[name](findings, join(work, name), cdk);
      } catch (error) {
        findings.see(`${name} could be set up`, false, (error as Error).message);
      }
      process.stdout.write(`${name}: ${Math.round((Date.now() - started) / 1000)} s\n`);
    }
  } catch (error) {
    findings.see('the packages could be built', false, (error as Error).message);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  process.stdout.write(`packages: ${findings.passed} passed, ${findings.failed} failed\n`);
  return findings.failed > 0 ? 1 : 0;
}

process.exitCode = main();
