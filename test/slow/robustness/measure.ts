import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { bundleFixture } from '../../helpers/bundle';
import { isolated } from '../../helpers/templates';
import { Hostile } from './hostile';

/** What a whole run of the command line cost, and what came of it. */
export interface Measured {
  /** CPU time of the process, from its start to its end; not a number where it was stopped. */
  readonly seconds: number;
  /** Peak of resident memory. */
  readonly megabytes: number;
  readonly status: number | null;
  readonly errors: readonly { readonly template: string; readonly message: string; readonly line?: number }[];
  /** Hosts by `template/logicalId`, and their verdicts. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly stderr: string;
}

export interface Bench {
  readonly run: (hostile: Hostile, limitSeconds?: number) => Measured;
  readonly close: () => void;
}

/** A well-behaved template that is part of every run. */
export const GOOD = 'good.json';

/** The command line as one file, which is run anew for every input. */
export function bench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-robust-'));
  const entry = join(folder, 'entry.ts');
  const usage = join(folder, 'usage.json');
  writeFileSync(entry, [
    'import { writeFileSync } from "fs";',
    `import { run } from ${JSON.stringify(join(__dirname, '../../../src/cli/main'))};`,
    'process.on("exit", () => writeFileSync(process.env.USAGE_FILE!, JSON.stringify(process.resourceUsage())));',
    'process.exitCode = run(process.argv.slice(2), { out: (t) => process.stdout.write(t), err: (t) => process.stderr.write(t), color: false });',
  ].join('\n'));
  const cli = bundleFixture(entry, join(folder, 'build', 'cli.js'));
  let n = 0;
  return {
    run: (hostile, limitSeconds = 60) => {
      const work = join(folder, `input${n++}`);
      const files = hostile.files();
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(work, 'input', name)), { recursive: true });
        writeFileSync(join(work, 'input', name), content);
      }
      writeFileSync(join(work, GOOD), JSON.stringify(isolated()));
      rmSync(usage, { force: true });
      const result = spawnSync(process.execPath, [cli, 'check', '--no-config', '--format', 'json=report.json', GOOD, ...(hostile.check ?? (Object.keys(files).length === 1 ? Object.keys(files) : ['.'])).map((path) => join('input', path))], {
        cwd: work, encoding: 'utf8', timeout: limitSeconds * 1000, maxBuffer: 1e9, env: { ...process.env, USAGE_FILE: usage },
      });
      const measured = read(join(work, 'report.json'), usage);
      rmSync(work, { recursive: true, force: true });
      return { ...measured, status: result.status, stderr: result.stderr };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface Usage { readonly userCPUTime: number; readonly systemCPUTime: number; readonly maxRSS: number }
interface ReportFile { readonly hosts: readonly { readonly template: string; readonly logicalId: string; readonly verdict: string }[]; readonly errors: Measured['errors'] }

function read(reportFile: string, usageFile: string): Omit<Measured, 'status' | 'stderr'> {
  const json = (file: string): unknown => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // The process did not get that far.
      return undefined;
    }
  };
  const usage = json(usageFile) as Usage | undefined;
  const report = json(reportFile) as ReportFile | undefined;
  return {
    seconds: usage ? (usage.userCPUTime + usage.systemCPUTime) / 1e6 : NaN,
    megabytes: usage ? usage.maxRSS / 1024 : NaN,
    errors: report?.errors ?? [],
    hosts: Object.fromEntries((report?.hosts ?? []).map((h) => [`${h.template}/${h.logicalId}`, h.verdict])),
  };
}
