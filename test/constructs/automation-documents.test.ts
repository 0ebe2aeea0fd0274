import { spawnSync } from 'child_process';
import { join } from 'path';
import { MockAwsInvoker, ResponseCode, Simulation, StringDocument } from '@cdklabs/cdk-ssm-documents';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { attachmentRunbook, RunbookTarget } from '../../src/constructs/fleet/attachment-runbook';
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
    ['a step never reached', (runbook) => { runbook.mainSteps[4].isEnd = true; }, 'addPolicy is never reached'],
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

  interface Targeting { readonly target?: RunbookTarget; readonly tags?: object[]; readonly groups?: Record<string, string[][]> }

  /** The runbook with its script told where the stand-in is. The simulator does not know parameters with the type of a resource, which are texts too. */
  function prepared(addsPolicies: boolean, found: object[], { target, tags = [], groups = {} }: Targeting): string {
    const runbook: any = attachmentRunbook('aws', addsPolicies, target);
    runbook.mainSteps.forEach((step: any) => { step.outputs ??= []; }); // the simulator stumbles over a step without
    const folder = JSON.stringify(join(__dirname, 'python'));
    const environment = Object.entries({ FOUND_ASSOCIATIONS: found, FOUND_TAGS: tags, FOUND_GROUPS: groups }).map(([name, value]) => `os.environ["${name}"] = ${JSON.stringify(JSON.stringify(value))}`);
    runbook.mainSteps[0].inputs.Script = ['import os, sys', `sys.path.insert(0, ${folder})`, ...environment, runbook.mainSteps[0].inputs.Script, ...withLists(runbook.mainSteps[0].inputs.InputPayload)].join('\n');
    return JSON.stringify(runbook).replace(/"AWS::[\w:]+"/g, '"String"');
  }

  /** The simulator hands on texts only, Automation lists too. */
  function withLists(payload: Record<string, unknown>): string[] {
    const lists = Object.fromEntries(Object.entries(payload).filter(([, value]) => Array.isArray(value)));
    Object.keys(lists).forEach((name) => delete payload[name]);
    return ['of_texts = look', 'def look(events, context):', `    return of_texts({**events, **${JSON.stringify(lists)}}, context)`];
  }

  /** The calls it makes for an instance with these associations. */
  function calls(addsPolicies: boolean, found: object[], targeting: Targeting = {}): unknown[] {
    const invoker = new MockAwsInvoker();
    invoker.nextReturn({ InstanceProfile: { Roles: [{ RoleName: 'theirs' }] } });
    const result = Simulation.ofAutomation(StringDocument.fromJson(new Stack(), 'Runbook', prepared(addsPolicies, found, targeting)), { awsInvoker: invoker }).simulate({ ...inputs });
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

  const web = [{ Key: 'Name', Value: 'x' }, { Key: 'Team', Value: 'web' }];
  const arn = (id: string): string => `arn:aws:ec2:eu-west-1:111111111111:instance/${id}`;

  test.each<[string, Targeting, boolean]>([
    ['the tag, one of its values', { target: { TagKey: 'Team', TagValues: ['db', 'web'] }, tags: web }, true],
    ['the tag, another value', { target: { TagKey: 'Team', TagValues: ['db'] }, tags: web }, false],
    ['the tag, any value', { target: { TagKey: 'Team', TagValues: [] }, tags: web }, true],
    ['another tag', { target: { TagKey: 'Stage', TagValues: [] }, tags: web }, false],
    ['no tags', { target: { TagKey: 'Team', TagValues: [] } }, false],
    ['the group, on its second page', { target: { Group: 'Web' }, groups: { Web: [[arn('i-1')], [arn(INSTANCE)]] } }, true],
    ['another group', { target: { Group: 'Web' }, groups: { Web: [[arn('i-1')]], Db: [[arn(INSTANCE)]] } }, false],
  ])('an instance that starts with %s', (_, targeting, targeted) => {
    expect(calls(false, [], targeting)).toEqual(targeted ? attached : looked);
    expect(calls(true, [theirs('associated')], targeting)).toEqual(targeted ? added : looked);
  });
});
