import { spawnSync } from 'child_process';
import { join } from 'path';
import { MockAwsInvoker, ResponseCode, Simulation, StringDocument } from '@cdklabs/cdk-ssm-documents';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { attachmentRunbook } from '../../src/constructs/fleet/attachment-runbook';
import { faultsOfRunbook } from './automation-schema';
import { DEFAULTS, defaultStack } from './defaults';

/** Every runbook that a construct makes. */
function runbooks(): [string, any][] {
  return Object.entries(DEFAULTS).flatMap(([name, make]) => {
    const stack = defaultStack('eu-west-1');
    make(stack);
    const documents = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Document', { Properties: { DocumentType: 'Automation' } }));
    return documents.map(({ Properties }): [string, any] => [name, Properties.Content]);
  });
}

describe('every runbook of ours', () => {
  const made = runbooks();

  test('there are some', () => {
    expect(made.map(([name]) => name)).toEqual(['HostManagement', 'HostManagement with everything']);
  });

  test.each(made)('%s: is one that Automation takes', (_, content) => {
    expect(faultsOfRunbook(content)).toEqual([]);
  });
});

describe('the check itself finds', () => {
  const good = (): any => JSON.parse(JSON.stringify(attachmentRunbook('aws', true)));

  test.each<[string, (runbook: any) => unknown, string]>([
    ['another schema', (runbook) => { runbook.schemaVersion = '2.2'; }, 'schema version 2.2'],
    ['an unknown type', (runbook) => { runbook.parameters.InstanceId.type = 'Text'; }, 'InstanceId has no type that is known'],
    ['an unknown action', (runbook) => { runbook.mainSteps[2].action = 'aws:attach'; }, 'attach: unknown action aws:attach'],
    ['a missing input', (runbook) => { delete runbook.mainSteps[2].inputs.Api; }, 'attach: lacks the input Api'],
    ['an unknown input', (runbook) => { runbook.mainSteps[0].inputs.Language = 'x'; }, 'look: has an unknown input Language'],
    ['an unknown key', (runbook) => { runbook.mainSteps[0].end = true; }, 'look: has an unknown key end'],
    ['an old runtime', (runbook) => { runbook.mainSteps[0].inputs.Runtime = 'python2'; }, 'look: unknown runtime python2'],
    ['a handler that is no function', (runbook) => { runbook.mainSteps[0].inputs.Handler = 'main'; }, 'look: the script has no function main'],
    ['an odd output', (runbook) => { runbook.mainSteps[0].outputs[0].Selector = 'Payload'; }, 'look: odd output ProfileName'],
    ['a step that is nowhere', (runbook) => { runbook.mainSteps[1].inputs.Default = 'nowhere'; }, 'choose goes on to nowhere, which is no step'],
    ['a step never reached', (runbook) => { runbook.mainSteps[3].isEnd = true; }, 'addPolicy is never reached'],
    ['a step twice', (runbook) => { runbook.mainSteps.push(runbook.mainSteps[2]); }, 'attach is there twice'],
    ['a reference to nothing', (runbook) => { runbook.mainSteps[2].inputs.InstanceId = '{{ Instance }}'; }, '{{ Instance }} is nowhere'],
  ])('%s', (_, damage, fault) => {
    const runbook = good();
    damage(runbook);
    expect(faultsOfRunbook(runbook)).toContain(fault);
  });
});

/** The script of the runbook is run by a Python that is here, against a stand-in for boto3. */
// A machine without it skips; CI has it.
const simulated = process.env.CI !== undefined || spawnSync('python3', ['--version']).status === 0 ? describe : describe.skip;

simulated('run in the simulator of AWS', () => {
  const INSTANCE = 'i-0123456789abcdef0';
  const inputs = { AutomationAssumeRole: 'arn:aws:iam::111111111111:role/automation', InstanceId: INSTANCE, InstanceProfileArn: 'arn:aws:iam::111111111111:instance-profile/Ours' };
  const theirs = (State: string, InstanceId = INSTANCE): object => ({ State, InstanceId, IamInstanceProfile: { Arn: 'arn:aws:iam::111111111111:instance-profile/team/Theirs' } });

  beforeAll(() => { jest.spyOn(console, 'log').mockImplementation(); }); // it tells each step
  afterAll(() => { jest.restoreAllMocks(); });

  /** The runbook with its script told where the stand-in is. The simulator does not know parameters with the type of a resource, which are texts too. */
  function prepared(addsPolicies: boolean, found: object[]): string {
    const runbook: any = attachmentRunbook('aws', addsPolicies);
    runbook.mainSteps.forEach((step: any) => { step.outputs ??= []; }); // the simulator stumbles over a step without
    const texts = { folder: JSON.stringify(join(__dirname, 'python')), found: JSON.stringify(JSON.stringify(found)) };
    runbook.mainSteps[0].inputs.Script = `import os, sys\nsys.path.insert(0, ${texts.folder})\nos.environ["FOUND_ASSOCIATIONS"] = ${texts.found}\n${runbook.mainSteps[0].inputs.Script}`;
    return JSON.stringify(runbook).replace(/"AWS::[\w:]+"/g, '"String"');
  }

  /** The calls it makes for an instance with these associations. */
  function calls(addsPolicies: boolean, found: object[]): unknown[] {
    const invoker = new MockAwsInvoker();
    invoker.nextReturn({ InstanceProfile: { Roles: [{ RoleName: 'theirs' }] } });
    const result = Simulation.ofAutomation(StringDocument.fromJson(new Stack(), 'Runbook', prepared(addsPolicies, found)), { awsInvoker: invoker }).simulate({ ...inputs });
    expect(result.responseCode).toBe(ResponseCode.SUCCESS);
    return invoker.previousInvocations.map(({ service, awsApi, awsParams }) => [service.namespace, awsApi, awsParams]);
  }

  const attached = [['ec2', 'associateIamInstanceProfile', { InstanceId: INSTANCE, IamInstanceProfile: { Arn: inputs.InstanceProfileArn } }]];
  const looked = [['ec2', 'describeIamInstanceProfileAssociations', { Filters: [{ Name: 'instance-id', Values: [INSTANCE] }] }]];
  const added = [
    ['iam', 'getInstanceProfile', { InstanceProfileName: 'Theirs' }],
    ['iam', 'attachRolePolicy', { RoleName: 'theirs', PolicyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' }],
  ];

  test.each<[string, boolean, object[], unknown[]]>([
    ['no profile', false, [], attached],
    ['a profile', false, [theirs('associated')], looked],
    ['a profile on its way', false, [theirs('associating')], looked],
    ['a profile that was taken off', false, [theirs('disassociated')], attached],
    ['a profile of another instance', false, [theirs('associated', 'i-1')], attached],
    ['no profile, policies may be added', true, [], attached],
    ['a profile, policies may be added', true, [theirs('associated')], added],
  ])('%s', (_, addsPolicies, found, expected) => {
    expect(calls(addsPolicies, found)).toEqual(expected);
  });
});
