import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aspects, CfnParameter, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { SsmManagedInstanceRole, SsmReadyAspect, SsmReadyValidation, SsmReadyVpc } from '../../src';
import { makeReport, Report } from '../../src/prover/report';
import { load } from '../../src/prover/sources/cloudformation';
import { judge } from '../../src/prover/verdict';

const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-doors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { region: 'us-east-1', account: '111111111111' };
const instanceType = new ec2.InstanceType('t4g.micro');
const machineImage = ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 });
const isolated = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

function instance(scope: Construct, network: SsmReadyVpc, role?: iam.IRole): ec2.Instance {
  return new ec2.Instance(scope, 'Web', { vpc: network.vpc, vpcSubnets: isolated, instanceType, machineImage, ...(role ? { role } : {}) });
}

const SCENARIOS: Record<string, (app: App) => void> = {
  'ready': (app) => {
    const stack = new Stack(app, 'S', { env });
    const network = new SsmReadyVpc(stack, 'Network');
    network.endpoints.allowFrom(instance(stack, network, new SsmManagedInstanceRole(stack, 'Role').role));
  },
  'ready without a Region': (app) => {
    const stack = new Stack(app, 'S');
    const network = new SsmReadyVpc(stack, 'Network');
    network.endpoints.allowFrom(instance(stack, network, new SsmManagedInstanceRole(stack, 'Role').role));
  },
  'not paired, no permissions': (app) => {
    const stack = new Stack(app, 'S', { env });
    instance(stack, new SsmReadyVpc(stack, 'Network'));
  },
  'network and hosts in two stacks': (app) => {
    const network = new SsmReadyVpc(new Stack(app, 'Net', { env }), 'Network');
    const stack = new Stack(app, 'Hosts', { env });
    network.endpoints.allowFrom(instance(stack, network, new SsmManagedInstanceRole(stack, 'Role').role));
  },
  'a nested stack': (app) => {
    const stack = new Stack(app, 'S', { env });
    const network = new SsmReadyVpc(stack, 'Network');
    const nested = new NestedStack(stack, 'Nested');
    instance(nested, network, new SsmManagedInstanceRole(nested, 'Role').role);
  },
  'a group with a launch template': (app) => {
    const stack = new Stack(app, 'S', { env });
    const network = new SsmReadyVpc(stack, 'Network');
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc: network.vpc, allowAllOutbound: false });
    const launchTemplate = new ec2.LaunchTemplate(stack, 'Template', { instanceType, machineImage, securityGroup: group, role: new SsmManagedInstanceRole(stack, 'Role').role });
    new autoscaling.AutoScalingGroup(stack, 'Asg', { vpc: network.vpc, vpcSubnets: isolated, launchTemplate });
  },
  'a parameter decides': (app) => {
    const stack = new Stack(app, 'S', { env });
    const network = new SsmReadyVpc(stack, 'Network');
    const host = instance(stack, network, new SsmManagedInstanceRole(stack, 'Role').role);
    const subnet = new CfnParameter(stack, 'SubnetId');
    network.endpoints.allowFrom(host);
    (host.node.defaultChild as ec2.CfnInstance).subnetId = Fn.join('', [subnet.valueAsString]);
  },
};

const rows = (report: Report) => report.hosts.map((h) => [h.constructPath, h.verdict, h.findings.map((f) => `${f.severity} ${f.id}/${f.code}`)]);

describe.each(Object.entries(SCENARIOS))('%s', (name, build) => {
  const app = new App({ outdir: join(folder, name.replace(/\W+/g, '-')) });
  build(app);
  const assembly = app.synth();
  const loaded = load([assembly.directory]);
  const byCommandLine = makeReport(judge(loaded), (place) => loaded.estate.lineOf(place));

  test('the plugin says what the command line says', () => {
    const report = new SsmReadyValidation().validate({ templatePaths: assembly.stacksRecursively.map((s) => s.templateFullPath), appConstruct: app });
    const expected = byCommandLine.hosts.flatMap((h) => h.findings.filter((f) => f.severity !== 'info').map((f) => [h.constructPath, f.severity, f.id, f.message, f.cure]));
    expect(report.violations.map((v) => [v.ruleMetadata?.host, v.severity, v.ruleName, v.description, v.fix])).toEqual(expected);
    expect(report.success).toBe(byCommandLine.summary.never === 0);
  });

  test('the aspect annotates what the command line finds', () => {
    const second = new App();
    build(second);
    Aspects.of(second).add(new SsmReadyAspect());
    second.synth();
    const annotated = second.node.findAll().flatMap((c) => c.node.metadata
      // CDK has warnings of its own.
      .filter((m) => /^aws:cdk:(error|warning)$/.test(m.type) && String(m.data).includes('cdk-ssm-ready::'))
      .map((m) => [c.node.path, m.type.slice('aws:cdk:'.length), /cdk-ssm-ready::(\w+)/.exec(String(m.data))?.[1]]));
    const expected = byCommandLine.hosts.flatMap((h) => h.findings.filter((f) => f.severity !== 'info').map((f) => [h.constructPath, f.severity, f.id]));
    expect(annotated.sort()).toEqual(expected.sort());
  });
});

test('the scenarios are not all alike', () => {
  const verdicts = Object.keys(SCENARIOS).flatMap((name) => {
    const loaded = load([join(folder, name.replace(/\W+/g, '-'))]);
    return rows(makeReport(judge(loaded), () => undefined)).map((r) => r[1]);
  });
  expect(new Set(verdicts)).toEqual(new Set(['ready', 'never', 'unknown']));
});

test('a Stage: the plugin sees it, the path is told, and the same by the command line', () => {
  const app = new App({ outdir: join(folder, 'stage') });
  SCENARIOS.ready(new Stage(app, 'Prod') as unknown as App);
  SCENARIOS['not paired, no permissions'](new Stage(app, 'Test') as unknown as App);
  const assembly = app.synth();
  const loaded = load([assembly.directory]);
  const report = makeReport(judge(loaded), () => undefined);
  expect(rows(report).map((r) => r.slice(0, 2))).toEqual([['Prod/S/Web', 'ready'], ['Test/S/Web', 'never']]);
  const { violations } = new SsmReadyValidation().validate({ templatePaths: assembly.stacksRecursively.map((s) => s.templateFullPath), appConstruct: app });
  expect(violations.map((v) => v.ruleMetadata?.host)).toEqual(report.hosts[1].findings.map(() => 'Test/S/Web'));
});
