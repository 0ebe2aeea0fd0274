import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aspects, PolicyValidationPluginReport, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { HostScope, SsmManagedInstanceRole, SsmReadyAspect, SsmReadyValidation, SsmReadyValidationProps, SsmReadyVpc } from '../../src';
import { run } from '../../src/cli/main';

const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-scope-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const newApp = () => new App({ outdir: join(folder, `${++made}.out`) });

const env = { region: 'us-east-1', account: '111111111111' };

/** An instance that no endpoint lets in; `bare`: in a VPC without endpoints, and with no permissions. */
function broken(scope: App | Stage, id: string, options: { bare?: boolean } = {}): ec2.Instance {
  const stack = new Stack(scope, id, { env });
  const vpc = options.bare ? new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'i', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] }) : new SsmReadyVpc(stack, 'Network').vpc;
  return new ec2.Instance(stack, 'Web', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    instanceType: new ec2.InstanceType('t4g.micro'),
    machineImage: ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-12345678' }),
    ...(options.bare ? {} : { role: new SsmManagedInstanceRole(stack, 'Role').role }),
  });
}

function validate(app: App, props: SsmReadyValidationProps = {}): PolicyValidationPluginReport {
  const assembly = app.synth();
  return new SsmReadyValidation(props).validate({ templatePaths: assembly.stacksRecursively.map((s) => s.templateFullPath), appConstruct: app });
}

const told = (report: PolicyValidationPluginReport) => report.violations.map((v) => [v.severity, v.ruleName, v.ruleMetadata?.host]);

function cli(app: App, ...args: string[]) {
  let out = '';
  const status = run(['check', '--no-config', '--format', 'json', ...args, app.synth().directory], { out: (text) => { out += text; }, err: () => {}, color: false });
  return { status, report: JSON.parse(out) as { hosts: { constructPath: string; findings: { id: string; acknowledged?: string }[] }[]; findings: { id: string; message: string }[] } };
}

describe('hosts', () => {
  test('DECLARED: what shows no wish for Systems Manager is a warning', () => {
    const app = newApp();
    broken(app, 'Managed');
    broken(app, 'Plain', { bare: true });
    expect(told(validate(app)).filter(([, , host]) => host === 'Plain/Web').map(([severity]) => severity)).toContain('error');
    const report = validate(app, { hosts: HostScope.DECLARED });
    expect(report.success).toBe(false);
    expect(told(report).filter(([severity]) => severity === 'error').map(([, , host]) => host)).toEqual(['Managed/Web']);
    expect(told(report).filter(([, , host]) => host === 'Plain/Web').map(([severity]) => severity)).toContain('warning');
    expect(cli(app, '--hosts', 'declared', '--exclude', 'Managed/*').status).toBe(0);
  });

  test('exclude', () => {
    const app = newApp();
    broken(app, 'A');
    broken(app, 'B');
    expect(told(validate(app, { exclude: ['A/*'] })).map(([, , host]) => host)).toEqual(['B/Web']);
    expect(validate(app, { exclude: ['*/Web'] })).toEqual({ success: true, violations: [] });
  });

  test('scope', () => {
    const app = newApp();
    const a = broken(app, 'A');
    broken(app, 'AB');
    expect(told(validate(app, { scope: Stack.of(a) })).map(([, , host]) => host)).toEqual(['A/Web']);
  });
});

describe('assume', () => {
  test('the family of an image', () => {
    const app = newApp();
    const host = broken(app, 'A');
    (host.node.tryFindChild('InstanceSecurityGroup') as ec2.SecurityGroup | undefined)?.connections.allowToAnyIpv4(ec2.Port.tcp(443));
    const report = validate(app, { assume: { images: { 'ami-12345678': 'debian' } } });
    expect(told(report)).toContainEqual(['error', 'AgentMissing', 'A/Web']);
    expect(told(validate(app)).map(([, id]) => id)).not.toContain('AgentMissing');
  });

  test('a family nobody knows is refused at once', () => {
    for (const make of [() => new SsmReadyValidation({ assume: { images: { 'ami-1': 'solaris' } } }), () => new SsmReadyAspect({ assume: { images: { 'ami-1': 'solaris' } } })]) {
      expect(make).toThrow('ami-1 cannot be of the family "solaris"; there are amazon-linux-2023');
    }
  });
});

test('each violation carries a cure, and the plugin its rules and version', () => {
  const app = newApp();
  broken(app, 'A', { bare: true });
  const { violations } = validate(app);
  expect(violations.length).toBeGreaterThan(1);
  for (const violation of violations) expect(violation.fix?.length).toBeGreaterThan(10);
  const plugin = new SsmReadyValidation();
  expect(plugin.ruleIds).toContain('EndpointMissing');
  expect(plugin.version).toMatch(/^\d+\.\d+\.\d+/);
});

describe('acknowledgements', () => {
  const id = 'cdk-ssm-ready::EndpointIngressBlocked';

  test('one that matches nothing is a warning, in the plugin, the aspect and the command line', () => {
    const app = newApp();
    const host = broken(app, 'A');
    Validations.of(host).acknowledge({ id, reason: 'by hand' }, { id: 'cdk-ssm-ready::EndpointIngresBlocked', reason: 'misspelt' });
    const message = 'the acknowledgement of EndpointIngresBlocked at A/Web matches no finding';
    const report = validate(app);
    expect(report.success).toBe(true);
    expect(report.violations.filter((v) => v.ruleName === 'AcknowledgementUnused').map((v) => [v.severity, v.description])).toEqual([['warning', message]]);
    const { status, report: printed } = cli(app);
    expect([status, printed.findings.map((f) => [f.id, f.message])]).toEqual([0, [['AcknowledgementUnused', message]]]);

    const second = newApp();
    const again = broken(second, 'A');
    Validations.of(again).acknowledge({ id, reason: 'by hand' }, { id: 'cdk-ssm-ready::EndpointIngresBlocked', reason: 'misspelt' });
    Aspects.of(second).add(new SsmReadyAspect());
    second.synth();
    const notes = again.node.metadata.filter((m) => /^aws:cdk:(error|warning)$/.test(m.type)).map((m) => [m.type, m.data as string]);
    expect(notes.filter(([, text]) => text.includes('cdk-ssm-ready::'))).toEqual([['aws:cdk:warning', expect.stringContaining(message)]]);
  });

  test('an unused one may be acknowledged too', () => {
    const app = newApp();
    const host = broken(app, 'A');
    Validations.of(host).acknowledge({ id, reason: 'x' }, { id: 'cdk-ssm-ready::RoleTrustMissing', reason: 'in production only' }, { id: 'cdk-ssm-ready::AcknowledgementUnused', reason: 'see above' });
    expect(told(validate(app)).map(([, rule]) => rule)).toEqual(['EndpointIngressBlocked']);
  });

  test('one rule acknowledged leaves another failing', () => {
    const app = newApp();
    const host = broken(app, 'A');
    (host.node.defaultChild as ec2.CfnInstance).iamInstanceProfile = undefined;
    Validations.of(host).acknowledge({ id, reason: 'by hand' });
    const report = validate(app);
    expect([report.success, told(report).filter(([severity]) => severity === 'error').map(([, rule]) => rule)]).toEqual([false, expect.arrayContaining(['InstanceProfileMissing'])]);
    expect(cli(app).status).toBe(1);
  });

  test.each<[string, (app: App, stage: Stage, stack: Stack, host: ec2.Instance) => Parameters<typeof Validations.of>[0]]>([
    ['at the host', (_app, _stage, _stack, host) => host],
    ['at its stack', (_app, _stage, stack) => stack],
  ])('%s in a Stage: the command line sees in the assembly what the plugin sees in the app', (_, where) => {
    const app = newApp();
    const stage = new Stage(app, 'Prod');
    const host = broken(stage, 'A');
    broken(stage, 'B');
    Validations.of(where(app, stage, Stack.of(host), host)).acknowledge({ id, reason: 'by hand' });
    const byPlugin = validate(app).violations.map((v) => [v.ruleMetadata?.host, v.ruleMetadata?.acknowledged]);
    const { status, report } = cli(app);
    expect(status).toBe(1);
    expect(report.hosts.flatMap((h) => h.findings.map((f) => [h.constructPath, f.acknowledged]))).toEqual(byPlugin);
    expect(byPlugin).toEqual([['Prod/A/Web', 'by hand'], ['Prod/B/Web', undefined]]);
    expect(cli(app, '--exclude', 'Prod/B/*').status).toBe(0);
  });

  test('every report format shows it with its reason', () => {
    const app = newApp();
    Validations.of(broken(app, 'A')).acknowledge({ id, reason: 'managed by hand' });
    const { directory } = app.synth();
    for (const format of ['text', 'json', 'sarif', 'junit', 'markdown', 'html']) {
      let out = '';
      const status = run(['check', '--no-config', '--format', format, directory], { out: (text) => { out += text; }, err: () => {}, color: false });
      expect([format, status, out.includes('managed by hand')]).toEqual([format, 0, true]);
    }
  });
});

describe('under the cdk command line, which looks only at the stacks it was asked for', () => {
  const underCommandLine = () => new App({ outdir: join(folder, `${++made}.out`), context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
  const stages = (report: PolicyValidationPluginReport) => report.violations.filter((v) => v.ruleName === 'StageNotReady').map((v) => [v.severity, v.description, v.violatingResources.map((r) => r.constructPath)]);

  test('each Stage with faults has a violation that lies in no stack', () => {
    const app = underCommandLine();
    broken(app, 'Top');
    for (const name of ['Prod', 'Test']) broken(new Stage(app, name), 'A');
    const said = (name: string) => ['error', expect.stringMatching(new RegExp(`^Stage ${name} has 1 finding that fails:\\n- ${name}/A/Web: EndpointIngressBlocked: security group .* has no ingress rule for TCP 443 from .*\\. Fix: endpoints\\.allowFrom`)), ['']];
    expect(stages(validate(app))).toEqual([said('Prod'), said('Test')]);
  });

  test('none where the fault is acknowledged, a warning, or in no Stage, and none without that command line', () => {
    const acknowledged = underCommandLine();
    Validations.of(broken(new Stage(acknowledged, 'Prod'), 'A')).acknowledge({ id: 'cdk-ssm-ready::EndpointIngressBlocked', reason: 'by hand' });
    const top = underCommandLine();
    broken(top, 'A');
    const plain = newApp();
    broken(new Stage(plain, 'Prod'), 'A');
    for (const app of [acknowledged, top, plain]) expect(stages(validate(app))).toEqual([]);
  });
});

test('an internal error says how to report it', () => {
  const report = new SsmReadyValidation().validate({ templatePaths: [], appConstruct: undefined as unknown as App });
  expect([report.success, report.violations[0].severity]).toEqual([false, 'fatal']);
  expect(report.violations[0].description).toMatch(/report it .*https:\/\/github\.com\/.*\/issues/);
});
