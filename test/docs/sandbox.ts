import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { run } from '../../src/cli/main';
import { ROOT } from './markdown';

/** What somebody types after a page: a folder of its own, and the few commands that the pages show output of. */
export class Sandbox {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ssm-ready-docs-'));
  private readonly home = process.cwd();
  private status = 0;

  constructor() {
    process.chdir(this.folder);
    // The account that the guide of the doctor reads.
    cpSync(join(ROOT, 'examples/doctor/saved'), join(this.folder, 'saved'), { recursive: true });
  }

  public write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  public remove(): void {
    process.chdir(this.home);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The exit status of the last command but `echo`. */
  public get exitStatus(): number {
    return this.status;
  }

  /** What a command prints, on both streams. */
  public type(line: string): string {
    if (line === 'echo $?') return `${this.status}\n`;
    const [command, file] = line.split(/ > (?=\S+$)/);
    const words = [...command.replace(/^npx /, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare);
    const said = this.start(words);
    if (file === undefined) return said;
    this.write(file, said);
    return '';
  }

  private start([program, ...args]: readonly string[]): string {
    if (program === 'cdk-ssm-ready') {
      let said = '';
      const add = (text: string) => { said += text; };
      const status = run(args, { out: add, err: add, color: false });
      if (typeof status !== 'number') throw new Error(`${args.join(' ')} asks an account, which the sandbox has not`);
      this.status = status;
      return said;
    }
    if (program === 'cdk' && args[0] === 'synth') {
      this.status = this.synth();
      return ''; // CDK's own words; npm run test:cdk-cli looks at the real command line
    }
    throw new Error(`the sandbox knows no ${program}`);
  }

  /** Bundled outside of Jest: esbuild refuses Jest's realm. The bundle lies where aws-cdk-lib is found. */
  private synth(): number {
    const bundled = join(ROOT, 'node_modules/.cache/docs', `${process.pid}.js`);
    rmSync(join(this.folder, 'cdk.out'), { recursive: true, force: true });
    const env = { ...process.env, CDK_OUTDIR: join(this.folder, 'cdk.out'), CDK_VALIDATION: 'false' };
    const made = spawnSync(process.execPath, ['-e', 'require(process.argv[1]).bundle(process.argv[2], process.argv[3])', join(ROOT, 'scripts/bundle.js'), join(this.folder, 'app.ts'), bundled], { cwd: ROOT, encoding: 'utf8', env });
    if (made.status !== 0) throw new Error(made.stderr);
    const { status } = spawnSync(process.execPath, [bundled], { cwd: this.folder, encoding: 'utf8', env });
    rmSync(bundled, { force: true });
    return status ?? 1;
  }
}
