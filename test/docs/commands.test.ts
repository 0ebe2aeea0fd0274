import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManaged, SsmReadyVpc } from '../../src';
import { COMMANDS, Runner, SYNOPSES } from './commands';
import { blocksOf, Command, commandsOf, pages, ROOT } from './markdown';
import { Sandbox } from './sandbox';

const fits = (pattern: RegExp | string, command: string): boolean => (typeof pattern === 'string' ? pattern === command : new RegExp(`^(${pattern.source})$`).test(command));
const shown: Command[] = pages().flatMap(blocksOf).flatMap(commandsOf).filter(({ command }) => !SYNOPSES.some((each) => each.test(command)));
const runnerOf = (command: string): Runner | undefined => COMMANDS.find(([pattern]) => fits(pattern, command))?.[1];

test('every command of README and the pages is run by a test, or says what it would take', () => {
  expect(shown.length).toBeGreaterThan(40);
  expect(shown.filter(({ command }) => runnerOf(command) === undefined).map(({ page, command }) => `${page}: ${command}`)).toEqual([]);
});

test('the table holds nothing that no page shows', () => {
  const used = new Set(shown.map(({ command }) => COMMANDS.findIndex(([pattern]) => fits(pattern, command))));
  expect(COMMANDS.filter((_, index) => !used.has(index)).map(([pattern]) => String(pattern))).toEqual([]);
});

test('what is said to run them exists', () => {
  const ci = readFileSync(join(ROOT, '.ci/run'), 'utf8');
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  for (const { command } of shown) {
    const runner = runnerOf(command)!;
    for (const [, script] of command.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(script);
    if ('script' in runner) expect(ci).toMatch(new RegExp(`npm (run )?${runner.script}( |\\n|['"]|$)`));
    if ('test' in runner) expect(existsSync(join(ROOT, runner.test))).toBe(true);
    if ('by' in runner) expect(shown.find((each) => each.command === command && each.output !== undefined)?.page).toMatch(/^docs\/guides\//);
  }
});

describe('calls of the command line, on real files', () => {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = new Sandbox();
    const broken = readFileSync(join(ROOT, 'examples/cloudformation/broken-private.yaml'), 'utf8');
    sandbox.write('template.yaml', broken);
    sandbox.write('infra/web.template.yaml', readFileSync(join(ROOT, 'examples/cloudformation/ready-public.yaml'), 'utf8'));
    for (const outdir of ['cdk.out', 'cdk.out.before']) assembly(outdir, outdir === 'cdk.out');
  });
  afterAll(() => sandbox.remove());

  const calls = [...new Set(shown.map(({ command }) => command))].flatMap((command) => {
    const runner = runnerOf(command);
    return runner !== undefined && 'status' in runner ? [[command, runner.status] as const] : [];
  });

  test.each(calls)('%s', (command, status) => {
    const said = sandbox.type(command);
    expect({ status: sandbox.exitStatus, said: said === '' ? 'nothing' : 'something' }).toEqual({ status, said: 'something' });
    for (const [, file] of command.matchAll(/(?:=|-o )(\S+\.(?:sarif|html))/g)) expect(existsSync(file)).toBe(true);
  });
});

/** An app with a host named Web, before and after it was mended. */
function assembly(outdir: string, ready: boolean): void {
  const app = new App({ outdir: join(process.cwd(), outdir) });
  const stack = new Stack(app, 'Fleet');
  const network = new SsmReadyVpc(stack, 'Network');
  const web = new ec2.Instance(stack, 'Web', {
    vpc: network.vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    instanceType: new ec2.InstanceType('t4g.micro'),
    machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  });
  if (ready) web.with(new SsmManaged({ endpoints: [network.endpoints] }));
  app.synth();
}
