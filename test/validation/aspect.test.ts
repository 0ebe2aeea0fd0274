import { App, Aspects, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManagedInstanceRole, SsmReadyAspect, SsmReadyVpc } from '../../src';

const env = { region: 'us-east-1', account: '111111111111' };

function fleet(scope: App | Stage, id: string, paired: boolean): { stack: Stack; instance: ec2.Instance } {
  const stack = new Stack(scope, id, { env });
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

const errors = (stack: Stack) => Annotations.fromStack(stack).findError('*', Match.anyValue()).map((e) => [e.id, String(e.entry.data)]);

test('annotates the host of a broken stack, and nothing on a ready one', () => {
  const app = new App();
  const broken = fleet(app, 'Broken', false);
  const ready = fleet(app, 'Ready', true);
  Aspects.of(broken.stack).add(new SsmReadyAspect());
  Aspects.of(ready.stack).add(new SsmReadyAspect());
  const found = errors(broken.stack);
  expect(found.map(([id]) => id)).toEqual(['/Broken/Web']);
  expect(found[0][1]).toContain('cdk-ssm-ready::EndpointIngressBlocked');
  expect(errors(ready.stack)).toEqual([]);
  expect(Annotations.fromStack(ready.stack).findWarning('*', Match.anyValue())).toEqual([]);
});

test('judges only what is below its scope', () => {
  const app = new App();
  const broken = fleet(app, 'Broken', false);
  const other = fleet(app, 'Other', false);
  Aspects.of(other.stack).add(new SsmReadyAspect());
  expect(errors(broken.stack)).toEqual([]);
  expect(errors(other.stack)).toHaveLength(1);
});

test.each<[string, (app: App, stack: Stack) => App | Stack]>([['a stack', (_, stack) => stack], ['an app: told at its first stack', (app) => app]])(
  'names in options that match nothing are a warning at %s', (_, scopeOf) => {
    const app = new App();
    const { stack } = fleet(app, 'Ready', true);
    Aspects.of(scopeOf(app, stack)).add(new SsmReadyAspect({ exclude: ['Ready/Web', 'Ready/Wbe'], assume: { roles: { corp: 'connect' } } }));
    const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => [id, String(entry.data)]);
    expect(warnings).toEqual([
      ['/Ready', expect.stringContaining('exclude: "Ready/Wbe": no instance has such a construct path or logical id')],
      ['/Ready', expect.stringContaining('assume.roles: "corp": this name does not occur in any template')],
    ]);
  });

test('honours acknowledgements', () => {
  const { stack, instance } = fleet(new App(), 'Broken', false);
  Aspects.of(stack).add(new SsmReadyAspect());
  Validations.of(instance).acknowledge({ id: 'cdk-ssm-ready::EndpointIngressBlocked', reason: 'known' });
  expect(errors(stack)).toEqual([]);
});

test('on an App with a Stage synthesis fails, and names what it does not see', () => {
  const app = new App();
  fleet(app, 'Ready', true);
  fleet(new Stage(app, 'Prod'), 'Broken', false);
  Aspects.of(app).add(new SsmReadyAspect());
  expect(() => app.synth()).toThrow('SsmReadyAspect does not see the Stages Prod: add it to their stacks, or register SsmReadyValidation on the App');
});
