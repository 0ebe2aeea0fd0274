import { App, Aspects, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManagedInstanceRole, SsmReadiness, SsmReadyAspect, SsmReadyValidation, SsmReadyVpc, SsmVerdict } from '../../src';
import { isolated, mutate } from '../helpers/templates';

function fleet(scope: App | Stage, id: string, paired: boolean): { stack: Stack; instance: ec2.Instance } {
  const stack = new Stack(scope, id, { env: { region: 'us-east-1', account: '111111111111' } });
  const network = new SsmReadyVpc(stack, 'Network');
  const instance = new ec2.Instance(stack, 'Web', {
    vpc: network.vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    instanceType: new ec2.InstanceType('t4g.micro'),
    machineImage: ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-12345678' }),
    role: new SsmManagedInstanceRole(stack, 'Role').role,
  });
  if (paired) network.endpoints.allowFrom(instance);
  return { stack, instance };
}

/** Validation prints its report while it runs; only what a later real synthesis does is of interest. */
function quietly<T>(work: () => T): T {
  const spy = jest.spyOn(console, 'error').mockImplementation(() => {});
  try {
    return work();
  } finally {
    spy.mockRestore();
  }
}

test('a stack: its own hosts only, with finding, cure and path', () => {
  const app = new App();
  const { stack } = fleet(app, 'Broken', false);
  fleet(app, 'Other', false);
  const readiness = SsmReadiness.ofStack(stack);
  expect(readiness.isReady).toBe(false);
  expect(readiness.neverReady()).toEqual(['Broken/Web']);
  expect(readiness.hosts.map((h) => [h.name, h.resourceType, h.verdict])).toEqual([['Broken/Web', 'AWS::EC2::Instance', SsmVerdict.NEVER]]);
  expect(readiness.findings[0]).toMatchObject({ id: 'EndpointIngressBlocked', code: 'ENI_SG_RULES_MISMATCH', severity: 'error' });
  expect(readiness.findings[0].cure).toContain('allowFrom');
  expect(readiness.toText()).toContain('◀ blocked here');
  expect(JSON.parse(readiness.toJson())).toMatchObject({ schemaVersion: 1, summary: { never: 1 } });
});

test('an app: every stack and Stage', () => {
  const app = new App();
  fleet(app, 'Ready', true);
  fleet(new Stage(app, 'Prod'), 'Broken', false);
  const readiness = SsmReadiness.ofApp(app);
  expect(readiness.hosts.map((h) => [h.name, h.verdict])).toEqual([['Ready/Web', SsmVerdict.READY], ['Prod/Broken/Web', SsmVerdict.NEVER]]);
});

test('a stack in a Stage', () => {
  const app = new App();
  const { stack } = fleet(new Stage(app, 'Prod'), 'Broken', false);
  expect(SsmReadiness.ofStack(stack).neverReady()).toEqual(['Prod/Broken/Web']);
});

describe('although the plugin is registered', () => {
  test('it answers, leaves the exit status alone, and the real synthesis fails all the same', () => {
    const app = new App();
    const { stack } = fleet(app, 'Broken', false);
    Validations.of(app).addPlugins(new SsmReadyValidation());
    const before = process.exitCode;
    expect(quietly(() => SsmReadiness.ofStack(stack)).neverReady()).toEqual(['Broken/Web']);
    expect(process.exitCode).toBe(before);
    let failed = false;
    try {
      quietly(() => app.synth());
      failed = process.exitCode === 1;
    } catch {
      failed = true;
    }
    process.exitCode = before;
    expect(failed).toBe(true);
  });

  test('a CDK that throws after the templates are written', () => {
    const app = new App();
    const { stack } = fleet(app, 'Broken', false);
    const synth = app.synth.bind(app);
    app.synth = () => {
      synth();
      throw new Error('Validation failed');
    };
    expect(SsmReadiness.ofStack(stack).neverReady()).toEqual(['Broken/Web']);
  });

  test('an app that cannot be synthesized at all says why', () => {
    const app = new App();
    const { stack } = fleet(app, 'Broken', false);
    stack.node.addValidation({ validate: () => ['the moon is not full'] });
    expect(() => SsmReadiness.ofStack(stack)).toThrow('the moon is not full');
  });
});

test('it may be asked before and after a change', () => {
  const app = new App();
  const { stack, instance } = fleet(app, 'Broken', true);
  expect(SsmReadiness.ofStack(stack).isReady).toBe(true);
  (instance.node.defaultChild as ec2.CfnInstance).iamInstanceProfile = undefined;
  expect(SsmReadiness.ofStack(stack).neverReady()).toEqual(['Broken/Web']);
});

test('an aspect of ours on the app does not matter', () => {
  const app = new App();
  const { stack } = fleet(app, 'Broken', false);
  Aspects.of(app).add(new SsmReadyAspect());
  expect(SsmReadiness.ofStack(stack).neverReady()).toEqual(['Broken/Web']);
});

test('what is acknowledged is no longer among those that never will be', () => {
  const app = new App();
  const { stack, instance } = fleet(app, 'Broken', false);
  Validations.of(instance).acknowledge({ id: 'cdk-ssm-ready::EndpointIngressBlocked', reason: 'by hand' });
  const readiness = SsmReadiness.ofStack(stack);
  expect([readiness.isReady, readiness.neverReady(), readiness.findings.map((f) => f.acknowledged)]).toEqual([false, [], ['by hand']]);
});

test('a template', () => {
  const broken = mutate(isolated(), (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; });
  expect(SsmReadiness.ofTemplate(isolated()).isReady).toBe(true);
  expect(SsmReadiness.ofTemplate(broken).neverReady()).toEqual(['Host']);
  expect(SsmReadiness.ofTemplate(Template.fromStack(fleet(new App(), 'A', true).stack).toJSON()).isReady).toBe(true);
  expect(() => SsmReadiness.ofTemplate({ Resources: 7 })).toThrow('template: no CloudFormation template');
  for (const nothing of [{}, [], null, undefined, 'Resources: {}'] as unknown[]) {
    expect(() => SsmReadiness.ofTemplate(nothing as Record<string, unknown>)).toThrow(/ofTemplate\(\): the template is empty.*Template\.fromStack\(stack\)\.toJSON\(\)/);
  }
  const { exclude, assume } = { exclude: ['Hots'], assume: { roles: { corp: 'connect' } } };
  expect(SsmReadiness.ofTemplate(isolated(), { exclude, assume }).toText()).toMatch(/warning options: assume\.roles: "corp"[\s\S]*warning options: exclude: "Hots": no instance/);
});

test('options that make no sense are refused where they are given', () => {
  expect(() => SsmReadiness.ofTemplate(isolated(), { assume: { images: { 'ami-1': 'solaris' } } })).toThrow('"solaris"');
});
