import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Mixins, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { SsmManaged } from '../../src/constructs';
import { isolated, mutate, natSubnet, publicSubnet, Resources } from '../helpers/templates';
import { judgeAppOf, verdicts } from './judge-app';

type Raw = { Resources: Resources };
let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'include-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A plain template in an app of CDK: nothing but L1. */
function included(template: Raw, mixin?: SsmManaged): Stack {
  const stack = new Stack(new App(), 'Test');
  const templateFile = join(folder, 'template.json');
  writeFileSync(templateFile, JSON.stringify(template));
  new CfnInclude(stack, 'Included', { templateFile });
  if (mixin) Mixins.of(stack).apply(mixin);
  return stack;
}

const props = (template: Raw, id: string): Record<string, unknown> => template.Resources[id].Properties!;

const FAULTS: [string, string, (template: Raw) => void][] = [
  ['no instance profile', 'InstanceProfileMissing', (t) => { delete props(t, 'Host').IamInstanceProfile; }],
  ['a profile without role', 'InstanceProfileWithoutRole', (t) => { props(t, 'Profile').Roles = []; }],
  ['a role without permissions', 'RolePermissionsMissing', (t) => { props(t, 'Role').ManagedPolicyArns = []; }],
  ['a role that registers only', 'RoleHalfManaged', (t) => {
    props(t, 'Role').ManagedPolicyArns = [];
    props(t, 'Role').Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }] } }];
  }],
  ['a role of another service', 'RoleTrustMissing', (t) => {
    props(t, 'Role').AssumeRolePolicyDocument = { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
  }],
  ['the metadata service off', 'MetadataServiceDisabled', (t) => { props(t, 'Host').MetadataOptions = { HttpEndpoint: 'disabled' }; }],
  ['an image without the agent', 'AgentMissing', (t) => { props(t, 'Host').ImageId = '{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}'; }],
];

describe.each([['isolated', isolated], ['public', publicSubnet], ['behind a NAT gateway', natSubnet]])('a plain template, %s', (_, make) => {
  test.each(FAULTS)('cured: %s', (_fault, id, fault) => {
    const broken = mutate(make() as Raw, fault);
    expect(verdicts(judgeAppOf(included(broken)))).toEqual([`Test/Included/Host: never ${id}`]);
    // The mixin adds no endpoint: what it installs comes from S3.
    const expected = id === 'AgentMissing' && make === isolated ? 'never AgentInstallUnreachable' : 'ready';
    expect(verdicts(judgeAppOf(included(broken, new SsmManaged())))).toEqual([`Test/Included/Host: ${expected}`]);
  });

  test('ready: nothing changes but IMDSv2 and the order', () => {
    const template = (mixin?: SsmManaged): unknown => Template.fromStack(included(make() as Raw, mixin)).toJSON();
    expect(template(new SsmManaged({ requireImdsv2: false, waitForNetwork: false }))).toEqual(template());
    expect(template(new SsmManaged())).not.toEqual(template());
  });
});
