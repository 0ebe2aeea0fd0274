import { App, CfnParameter, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { ComplianceSeverity, FleetSchedule, FleetTargets, HostManagement, HostManagementProps, PatchReboot, SsmReadyVpc } from '../../src/constructs';
import { fleetAssociation } from '../../src/constructs/fleet/association';
import { bareInstance } from './hosts';
import { judgeAppOf, verdicts } from './judge-app';
import { ACCOUNT, flat, stackIn } from './support';

function managed(props: HostManagementProps = {}, stack = stackIn('eu-west-1')): { stack: Stack; template: Template; construct: HostManagement } {
  const construct = new HostManagement(stack, 'Management', props);
  return { stack, construct, template: Template.fromStack(stack) };
}

/** The associations of a template by the document they run, or by what their name ends in. */
function associations(template: Template): Record<string, any> {
  return Object.fromEntries(Object.values(template.findResources('AWS::SSM::Association')).map(({ Properties }) => [Properties.AssociationName.split('-').at(-1), Properties]));
}

function runbook(template: Template): any {
  const [{ Properties }] = Object.values(template.findResources('AWS::SSM::Document'));
  return Properties;
}

describe('by default', () => {
  test('the associations of Quick Setup, each run at once and on its schedule', () => {
    const found = associations(managed().template);
    expect(Object.entries(found).map(([name, { Name, ScheduleExpression }]) => [name, typeof Name === 'string' ? Name : 'own', ScheduleExpression]).sort()).toEqual([
      ['AttachProfile', 'own', 'rate(30 days)'],
      ['CollectInventory', 'AWS-GatherSoftwareInventory', 'rate(30 minutes)'],
      ['ScanForPatches', 'AWS-RunPatchBaseline', 'rate(1 day)'],
      ['UpdateSsmAgent', 'AWS-UpdateSSMAgent', 'rate(14 days)'],
    ]);
    Object.values(found).forEach((each) => {
      expect(each.Targets).toEqual([{ Key: 'InstanceIds', Values: ['*'] }]);
      expect(each.ApplyOnlyAtCronInterval).toBeUndefined();
    });
  });

  test('a host that gets the profile by hand is ready', () => {
    const stack = stackIn('eu-west-1');
    const { identity } = new HostManagement(stack, 'Management');
    const network = new SsmReadyVpc(stack, 'Network');
    network.endpoints.allowFrom(bareInstance({ stack, network }, { role: identity!.role }));
    expect(verdicts(judgeAppOf(stack))).toEqual(['Test/Host: ready']);
  });
});

describe('everything switched off', () => {
  const off: HostManagementProps = { updateSsmAgent: false, collectInventory: false, scanForPatches: false, attachProfile: false };

  test('is refused: nothing would be managed', () => {
    expect(() => managed(off)).toThrow(/\[Test\/Management\] 'updateSsmAgent', 'collectInventory', 'scanForPatches' and 'attachProfile' are false and nothing else is asked for/);
    expect(() => managed({ ...off, updateLaunchAgent: false, enableExplorer: false })).toThrow('nothing is managed');
  });

  test.each<[string, HostManagementProps]>([
    ['updateSsmAgent', { updateSsmAgent: true }],
    ['scanForPatches', { scanForPatches: undefined }],
    ['installPatches', { installPatches: { schedule: FleetSchedule.cron('0 2 ? * SUN *') } }],
    ['cloudWatchAgent', { cloudWatchAgent: {} }],
    ['updateLaunchAgent', { updateLaunchAgent: true }],
    ['enableExplorer', { enableExplorer: true }],
  ])('but %s is enough', (_, props) => {
    expect(Object.keys(associations(managed({ ...off, ...props }).template)).length).toBeGreaterThan(0);
  });
});

test.each<[string, FleetTargets, object, object]>([
  ['all', FleetTargets.all(), { Key: 'InstanceIds', Values: ['*'] }, { Key: 'InstanceIds', Values: ['*'] }],
  ['a tag with values', FleetTargets.tag('Team', 'web', 'db'), { Key: 'tag:Team', Values: ['web', 'db'] }, { Key: 'tag:Team', Values: ['web', 'db'] }],
  ['a tag', FleetTargets.tag('Team'), { Key: 'tag-key', Values: ['Team'] }, { Key: 'tag-key', Values: ['Team'] }],
  ['instances', FleetTargets.instances('i-1'), { Key: 'InstanceIds', Values: ['i-1'] }, { Key: 'ParameterValues', Values: ['i-1'] }],
  ['a resource group', FleetTargets.resourceGroup('Web'), { Key: 'resource-groups:Name', Values: ['Web'] }, { Key: 'ResourceGroup', Values: ['Web'] }],
])('targets: %s', (_, targets, forCommands, forAutomation) => {
  const { ScanForPatches, AttachProfile } = associations(managed({ targets }).template);
  expect([ScanForPatches.Targets, AttachProfile.Targets]).toEqual([[forCommands], [forAutomation]]);
});

test('limits, severity and output are those of every association', () => {
  const stack = stackIn('eu-west-1');
  const outputBucket = new s3.Bucket(stack, 'Output');
  const { template } = managed({ maxConcurrency: '10%', maxErrors: '5', complianceSeverity: ComplianceSeverity.HIGH, outputBucket, outputPrefix: 'runs' }, stack);
  const { UpdateSsmAgent } = associations(template);
  expect(UpdateSsmAgent).toMatchObject({
    MaxConcurrency: '10%', MaxErrors: '5', ComplianceSeverity: 'HIGH', OutputLocation: { S3Location: { OutputS3BucketName: { Ref: expect.any(String) }, OutputS3KeyPrefix: 'runs' } },
  });
});

describe('output', () => {
  /** What the roles of a stack may do beside attaching profiles, by the policy they have it from. */
  function granted(stack: Stack): Record<string, [unknown, string][]> {
    const found = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(([id, { Properties }]) =>
      [id.replace(/\w{8}$/, ''), Properties.PolicyDocument.Statement.filter(({ Action }: any) => /s3:|kms:/.test(String(Action))).map(({ Action, Resource }: any) => [Action, flat(Resource)])] as const);
    return Object.fromEntries(found.filter(([, statements]) => statements.length > 0));
  }

  test('the role made here, and given ones, may put objects below the prefix and use the key for them, nothing else', () => {
    const stack = stackIn('eu-west-1');
    const outputBucket = new s3.Bucket(stack, 'Output', { encryptionKey: new kms.Key(stack, 'Key') });
    const made = new iam.Role(stack, 'Made', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    const nodeRoles = [made, made, iam.Role.fromRoleName(stack, 'Theirs', 'theirs')];
    new HostManagement(stack, 'Management', { outputBucket, outputPrefix: 'runs', nodeRoles });
    const writes = [
      ['s3:PutObject', expect.stringMatching(/^\$\{Output\w+\.Arn\}\/runs\/\*$/)], [['kms:GenerateDataKey', 'kms:Decrypt'], expect.stringMatching(/^\$\{Key\w+\.Arn\}$/)],
    ];
    expect(granted(stack)).toEqual({ ManagementIdentityRoleDefaultPolicy: writes, MadeDefaultPolicy: writes, TheirsPolicy: writes });
  });

  test('without a prefix all objects; without a profile of ours the given roles only', () => {
    const stack = stackIn('eu-west-1');
    const nodeRoles = [iam.Role.fromRoleName(stack, 'Theirs', 'theirs')];
    new HostManagement(stack, 'Management', { outputBucket: s3.Bucket.fromBucketName(stack, 'Output', 'output'), nodeRoles, attachProfile: false });
    expect(granted(stack)).toEqual({ TheirsPolicy: [['s3:PutObject', 'arn:${AWS::Partition}:s3:::output/*']] });
  });
});

describe('inventory', () => {
  test('collects the types of Quick Setup; the others on request', () => {
    const files = '[{"Path":"/etc","Pattern":["*.conf"]}]';
    expect(associations(managed().template).CollectInventory.Parameters).toEqual({
      applications: ['Enabled'], awsComponents: ['Enabled'], customInventory: ['Disabled'], instanceDetailedInformation: ['Enabled'], networkConfig: ['Enabled'],
      services: ['Enabled'], windowsRoles: ['Enabled'], windowsUpdates: ['Enabled'],
    });
    expect(associations(managed({ inventory: { customInventory: true, files, windowsRegistry: '[{"Path":"HKEY_LOCAL_MACHINE"}]' } }).template).CollectInventory.Parameters)
      .toMatchObject({ customInventory: ['Enabled'], files: [files], windowsRegistry: ['[{"Path":"HKEY_LOCAL_MACHINE"}]'] });
  });

  const synth = (first: FleetTargets, second: FleetTargets, region: string | undefined = 'eu-west-1') => {
    const app = new App();
    new HostManagement(stackIn(region, app, 'One'), 'Management', { targets: first });
    new HostManagement(stackIn(region, app, 'Two'), 'Management', { targets: second });
    return () => app.synth();
  };

  test.each<[string, FleetTargets, FleetTargets]>([
    ['the same tag', FleetTargets.tag('Team', 'web', 'db'), FleetTargets.tag('Team', 'db')],
    ['the same instance', FleetTargets.instances('i-1', 'i-2'), FleetTargets.instances('i-2')],
    ['the same group', FleetTargets.resourceGroup('Web'), FleetTargets.resourceGroup('Web')],
    ['all nodes twice', FleetTargets.all(), FleetTargets.all()],
  ])('twice on %s fails synth, with the reason', (_, first, second) => {
    expect(synth(first, second)).toThrow(/One\/Management\/CollectInventory collects inventory from nodes that Two\/Management\/CollectInventory collects from too/);
  });

  test.each<[string, FleetTargets, FleetTargets]>([
    ['all nodes, and some', FleetTargets.all(), FleetTargets.tag('Team', 'web')],
    ['two values of a tag', FleetTargets.tag('Team', 'web'), FleetTargets.tag('Team', 'db')],
    ['two tags, which may meet or not', FleetTargets.tag('Team', 'web'), FleetTargets.tag('Stage', 'prod')],
  ])('%s: no error', (_, first, second) => {
    expect(synth(first, second)).not.toThrow();
  });

  test('an association made by hand counts too, one of another Region does not', () => {
    const make = (region: string) => {
      const app = new App();
      new HostManagement(stackIn('eu-west-1', app, 'One'), 'Management', { targets: FleetTargets.tag('Team', 'web') });
      new ssm.CfnAssociation(stackIn(region, app, 'Two'), 'Own', { name: 'AWS-GatherSoftwareInventory', targets: [{ key: 'tag:Team', values: ['web'] }] });
      return () => app.synth();
    };
    expect(make('eu-west-1')).toThrow('Two/Own collects inventory');
    expect(make('us-east-1')).not.toThrow();
  });
});

describe('patches', () => {
  test('are installed at set times only', () => {
    const { InstallPatches } = associations(managed({ installPatches: { schedule: FleetSchedule.cron('0 2 ? * SUN *'), reboot: PatchReboot.NEVER }, baselineOverride: 's3://mine/baselines.json' }).template);
    expect(InstallPatches).toMatchObject({
      ApplyOnlyAtCronInterval: true, ScheduleExpression: 'cron(0 2 ? * SUN *)',
      Parameters: { Operation: ['Install'], RebootOption: ['NoReboot'], BaselineOverride: ['s3://mine/baselines.json'] },
    });
  });
});

describe('the CloudWatch agent', () => {
  test('is installed, then configured by a parameter that the role may read', () => {
    const { template } = managed({ cloudWatchAgent: {} });
    const { InstallCloudWatchAgent, ConfigureCloudWatchAgent } = associations(template);
    expect([InstallCloudWatchAgent.Parameters, InstallCloudWatchAgent.ScheduleExpression]).toEqual([{ action: ['Install'], name: ['AmazonCloudWatchAgent'], version: ['latest'] }, 'rate(30 days)']);
    expect(ConfigureCloudWatchAgent.Parameters).toMatchObject({ action: ['configure'], mode: ['ec2'], optionalConfigurationSource: ['ssm'], optionalConfigurationLocation: [{ Ref: expect.any(String) }] });
    template.hasResourceProperties('AWS::SSM::Parameter', { Name: Match.stringLikeRegexp('^AmazonCloudWatch-'), Value: Match.stringLikeRegexp('mem_used_percent') });
    template.hasResourceProperties('AWS::IAM::Role', { Policies: [Match.objectLike({ PolicyName: 'CloudWatchAgent' })] });
  });

  test('installed once, with a given configuration', () => {
    const stack = stackIn('eu-west-1');
    const configuration = ssm.StringParameter.fromStringParameterName(stack, 'Own', 'AmazonCloudWatch-own');
    const { template } = managed({ cloudWatchAgent: { configuration, update: false } }, stack);
    const { InstallCloudWatchAgent, ConfigureCloudWatchAgent } = associations(template);
    expect([InstallCloudWatchAgent.ScheduleExpression, ConfigureCloudWatchAgent.Parameters.optionalConfigurationLocation]).toEqual([undefined, ['AmazonCloudWatch-own']]);
    template.resourceCountIs('AWS::SSM::Parameter', 0);
  });
});

test('launch agents and Explorer on request; Explorer has no targets, and a role for its settings', () => {
  const { template } = managed({ updateLaunchAgent: true, enableExplorer: true });
  const { UpdateLaunchAgent, EnableExplorer } = associations(template);
  expect([UpdateLaunchAgent.Name, UpdateLaunchAgent.ScheduleExpression, EnableExplorer.Name, EnableExplorer.Targets]).toEqual(['AWSEC2-UpdateLaunchAgent', 'rate(30 days)', 'AWS-EnableExplorer', undefined]);
  expect(flat(EnableExplorer.Parameters.AutomationAssumeRole[0])).toContain('ExplorerRole');
});

describe('the profile', () => {
  const statementsOf = (template: Template): any[] => Object.values(template.findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

  const scheduled: HostManagementProps = { profileAttachment: { atInstanceStart: false } };

  test('is attached only where none is', () => {
    const attach = statementsOf(managed().template).find(({ Action }) => Action === 'ec2:AssociateIamInstanceProfile');
    expect(attach.Condition).toEqual({ Null: { 'ec2:InstanceProfile': 'true' }, ArnEquals: { 'ec2:NewInstanceProfile': { 'Fn::GetAtt': [expect.stringContaining('InstanceProfile'), 'Arn'] } } });
  });

  test('by a role that may do this, and nothing else', () => {
    const actions = statementsOf(managed(scheduled).template).flatMap(({ Action }) => Action).sort();
    expect(actions).toEqual([
      'ec2:AssociateIamInstanceProfile', 'ec2:DescribeIamInstanceProfileAssociations', 'ec2:DescribeInstances', 'iam:PassRole', 'iam:PassRole',
      'resource-groups:ListGroupResources', 'ssm:GetAutomationExecution', 'ssm:StartAutomationExecution', 'tag:GetResources',
    ]);
    const passes = statementsOf(managed(scheduled).template).filter(({ Action }) => Action === 'iam:PassRole');
    expect(passes.map(({ Resource, Condition }) => [flat(Resource), Condition.StringEquals['iam:PassedToService']])).toEqual([
      [expect.stringContaining('Identity'), 'ec2.amazonaws.com'], [expect.stringContaining('AttachProfileRole'), 'ssm.amazonaws.com'],
    ]);
  });

  test('existing roles are changed only if told so, and get one policy only', () => {
    const { template } = managed({ profileAttachment: { addPoliciesToExistingRoles: true } });
    const add = statementsOf(template).find(({ Action }) => Action === 'iam:AttachRolePolicy');
    expect(flat(add.Condition.ArnEquals['iam:PolicyARN'])).toBe('arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore');
    expect(runbook(template).Content.mainSteps.map(({ name }: any) => name)).toEqual(['look', 'choose', 'attach', 'leaveAlone', 'findRole', 'addPolicy']);
    expect(runbook(managed().template).Content.mainSteps.map(({ name }: any) => name)).toEqual(['look', 'choose', 'attach', 'leaveAlone']);
  });

  /** Follows the runbook for an instance with this profile, and tells which calls it makes. */
  function follow(template: Template, profile: string | undefined): string[] {
    const steps: any[] = runbook(template).Content.mainSteps;
    const called: string[] = [];
    for (let step = steps[0]; step;) {
      if (step.action === 'aws:executeAwsApi') called.push(step.inputs.Api);
      const choice = step.action === 'aws:branch' ? step.inputs.Choices.find((each: any) => each.StringEquals === (profile ?? '(none)')) : undefined;
      const next = choice?.NextStep ?? step.inputs.Default;
      const following = steps[steps.indexOf(step) + 1];
      step = next ? steps.find(({ name }) => name === next) : step.isEnd ? undefined : following;
    }
    return called;
  }

  test.each([
    [false, undefined, ['AssociateIamInstanceProfile']],
    [false, 'Theirs', ['DescribeIamInstanceProfileAssociations']],
    [true, undefined, ['AssociateIamInstanceProfile']],
    [true, 'Theirs', ['GetInstanceProfile', 'AttachRolePolicy']],
  ])('the runbook, adding policies %s, on an instance with profile %s', (addPoliciesToExistingRoles, profile, calls) => {
    expect(follow(managed({ profileAttachment: { addPoliciesToExistingRoles } }).template, profile)).toEqual(calls);
  });

  test('the runbook refers only to what is there', () => {
    const { Content: { parameters, mainSteps } } = runbook(managed({ profileAttachment: { addPoliciesToExistingRoles: true } }).template);
    const known = [...Object.keys(parameters), ...mainSteps.flatMap(({ name, outputs = [] }: any) => outputs.map(({ Name }: any) => `${name}.${Name}`))];
    const used = [...JSON.stringify(mainSteps).matchAll(/\{\{ ([\w.]+) \}\}/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('an instance that starts', () => {
  const ruleOf = (template: Template): any => {
    const rules = Object.values(template.findResources('AWS::Events::Rule'));
    expect(rules).toHaveLength(1);
    return rules[0];
  };
  const withIdOf = (template: Template, type: string, part: string): string => Object.keys(template.findResources(type)).find((id) => id.includes(part))!;

  test('starts the runbook with its id, the role of the runbook and the profile', () => {
    const { template } = managed();
    const { Properties: { Targets: [target] }, DependsOn } = ruleOf(template);
    const document = withIdOf(template, 'AWS::SSM::Document', 'AttachProfile');
    expect(flat(target.Arn)).toBe(`arn:\${AWS::Partition}:ssm:eu-west-1:${ACCOUNT}:automation-definition/\${${document}}:$DEFAULT`);
    expect(target.InputTransformer.InputPathsMap).toEqual({ instance: '$.detail.instance-id' });
    const input = JSON.parse(flat(target.InputTransformer.InputTemplate).replace('<instance>', '"i-1"'));
    expect(input).toEqual({
      InstanceId: ['i-1'], AutomationAssumeRole: [`\${${withIdOf(template, 'AWS::IAM::Role', 'AttachProfileRole')}.Arn}`],
      InstanceProfileArn: [`\${${withIdOf(template, 'AWS::IAM::InstanceProfile', 'Identity')}.Arn}`],
    });
    expect(Object.keys(input).sort()).toEqual(Object.keys(runbook(template).Content.parameters).sort());
    expect(DependsOn).toEqual([expect.stringContaining('AttachProfileAtStartPolicy'), expect.stringContaining('AttachProfilePolicy')]);
  });

  test('by a role that may start this runbook with its role, and nothing else, for rules of this account', () => {
    const { template } = managed();
    const [{ Properties: { PolicyDocument: { Statement: statements } } }] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => id.includes('AtStart')).map(([, each]) => each);
    expect(statements.map(({ Action, Resource, Condition }: any) => [Action, flat(Resource), Condition])).toEqual([
      ['ssm:StartAutomationExecution', expect.stringMatching(/:automation-definition\/\$\{\w*AttachProfileDocument\w*\}:\*$/), undefined],
      ['iam:PassRole', expect.stringMatching(/AttachProfileRole\w+\.Arn\}$/), { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } }],
    ]);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })] },
    });
  });

  test.each<[string, FleetTargets, string[] | undefined, object | undefined]>([
    ['all', FleetTargets.all(), undefined, undefined],
    ['named instances: the event tells', FleetTargets.instances('i-1', 'i-2'), ['i-1', 'i-2'], undefined],
    ['a tag: the runbook looks', FleetTargets.tag('Team', 'web'), undefined, { TagKey: 'Team', TagValues: ['web'] }],
    ['a tag with any value', FleetTargets.tag('Team'), undefined, { TagKey: 'Team', TagValues: [] }],
    ['a resource group', FleetTargets.resourceGroup('Web'), undefined, { Group: 'Web' }],
  ])('is one of the targets: %s', (_, targets, ids, target) => {
    const { template } = managed({ targets });
    expect(ruleOf(template).Properties.EventPattern.detail).toEqual({ state: ['running'], ...ids ? { 'instance-id': ids } : {} });
    expect(runbook(template).Content.mainSteps[0].inputs.InputPayload).toEqual({ InstanceId: '{{ InstanceId }}', ...target });
  });

  test('waits for the schedule on request', () => {
    const { template } = managed({ profileAttachment: { atInstanceStart: false, schedule: FleetSchedule.rate(Duration.hours(1)) } });
    template.resourceCountIs('AWS::Events::Rule', 0);
    expect(associations(template).AttachProfile.ScheduleExpression).toBe('rate(1 hour)');
  });
});

test('roles for Automation trust Systems Manager for automations of this account only', () => {
  const { template } = managed({ enableExplorer: true });
  const conditions = Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0])
    .filter(({ Principal }) => Principal.Service === 'ssm.amazonaws.com').map(({ Condition }) => [Condition.StringEquals, flat(Condition.ArnLike['aws:SourceArn'])]);
  const expected = [{ 'aws:SourceAccount': ACCOUNT }, `arn:\${AWS::Partition}:ssm:*:${ACCOUNT}:automation-execution/*`];
  expect(conditions).toEqual([expected, expected]);
});

test('status commands: one for each association, as outputs on request', () => {
  const { construct, template } = managed({ statusOutputs: true });
  expect(construct.statusCommands).toHaveLength(5);
  const values = Object.values(template.findOutputs('*')).map(({ Value }) => flat(Value));
  expect(values[0]).toMatch(/^aws ssm describe-association --region eu-west-1 --association-id \$\{\w+AttachProfile\w+\.AssociationId\}/);
  expect(values.at(-1)).toBe('aws ssm list-compliance-summaries --region eu-west-1');
  expect(managed().template.findOutputs('*')).toEqual({});
});

describe('errors', () => {
  test.each<[string, HostManagementProps, string]>([
    ['option of what is off', { collectInventory: false, inventory: {} }, '\'collectInventory\' is false, but \'inventory\' is given'],
    ['install by rate', { installPatches: { schedule: FleetSchedule.rate(Duration.days(7)) } }, 'Give a schedule by FleetSchedule.cron()'],
    ['limit', { maxConcurrency: '0' }, '\'maxConcurrency\' is \'0\''],
    ['share', { maxErrors: '101%' }, '\'maxErrors\' is \'101%\''],
    ['roles without bucket', { nodeRoles: [] }, '\'nodeRoles\' get to write output'],
    ['prefix with a slash', { outputPrefix: 'a/', outputBucket: s3.Bucket.fromBucketName(stackIn(), 'B', 'output') }, '\'outputPrefix\' is \'a/\''],
    ['prefix without bucket', { outputPrefix: 'a' }, 'no \'outputBucket\' is given'],
    ['files', { inventory: { files: '/etc' } }, '\'inventory.files\' is no JSON list'],
    ['baseline', { baselineOverride: 'mine.json' }, 'Give the address of a list of baselines in S3'],
    ['baseline without patching', { baselineOverride: 's3://a/b', scanForPatches: false }, 'patches are neither looked for nor installed'],
  ])('%s', (_, props, message) => {
    expect(() => managed(props)).toThrow(message);
  });

  test.each<[string, () => unknown, string]>([
    ['too often', () => FleetSchedule.rate(Duration.minutes(5)), 'at least 30'],
    ['no instance', () => FleetTargets.instances(), 'names no instance'],
    ['every instance as an id', () => FleetTargets.instances('*'), 'Use all()'],
    ['a rate known at deployment only', () => FleetSchedule.rate(Duration.minutes(new CfnParameter(stackIn(), 'Often', { type: 'Number' }).valueAsNumber)), 'known at deployment only'],
    ['no key', () => FleetTargets.tag(''), 'names no key'],
    ['no group', () => FleetTargets.resourceGroup(''), 'names no group'],
    ['too many', () => FleetTargets.instances(...Array.from({ length: 51 }, (_, i) => `i-${i}`)), '50 are the limit'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('a parameter that the document does not have, and one it needs', () => {
    const make = (parameters: Record<string, string[]>) => () => fleetAssociation(stackIn('eu-west-1'), 'A', { document: 'AWS-RunPatchBaseline', name: 'a', schedule: FleetSchedule.ONCE, parameters });
    expect(make({ Operation: ['Scan'], operation: ['Scan'] })).toThrow('AWS-RunPatchBaseline has no parameter operation. It has: Operation,');
    expect(make({})).toThrow('AWS-RunPatchBaseline needs the parameter Operation');
  });
});

describe('cron()', () => {
  test.each([
    ['0 2 ? * SUN *'], ['0 1 * * ? *'], ['0/15 8-17 ? * MON-FRI *'], ['0 0 1,15 * ? 2027-2030'], ['30 4 L * ? *'], ['30 4 LW * ? *'], ['0 0 15W * ? *'], ['0 3 ? * 3#2 *'], ['0 3 ? * SUN#1 *'],
    ['0 3 ? * 6L *'], ['5 */6 * JAN,jul ? *'], ['0 2 ? * sun *'], ['0 0 29 2 ? *'], ['0 0 31 1-3 ? *'], ['0 0 ? * FRI-MON *'], ['0 0 31 2,3 ? *'],
  ])('takes %s', (expression) => {
    expect(FleetSchedule.cron(expression)._expression).toBe(`cron(${expression})`);
  });

  test.each<[string, string]>([
    ['cron(0 2 ? * SUN *)', 'The method adds \'cron(…)\' itself: give \'0 2 ? * SUN *\''],
    ['0 2 * * SUN', 'Give six fields'],
    ['0  2 ? * SUN *', 'Give six fields'],
    ['0 2 ? * SUN * *', 'Give six fields'],
    ['60 2 ? * SUN *', '\'60\' is not possible as minutes: give a value from 0 to 59'],
    ['0 24 ? * SUN *', '\'24\' is not possible as hours'],
    ['0 2 32 * ? *', '\'32\' is not possible as day of month'],
    ['0 2 0 * ? *', '\'0\' is not possible as day of month'],
    ['0 2 1 13 ? *', '\'13\' is not possible as month: give a value from 1 to 12 or JAN to DEC'],
    ['0 2 ? * SUNDAY *', '\'SUNDAY\' is not possible as day of week: give a value from 1 to 7 or SUN to SAT'],
    ['0 2 ? * 0 *', '\'0\' is not possible as day of week'],
    ['0 2 ? * SUN#6 *', '\'SUN#6\' is not possible'],
    ['0 2 ? * SUN 1969', '\'1969\' is not possible as year'],
    ['0/0 2 ? * SUN *', '\'0/0\' is not possible as minutes'],
    ['30-10 2 ? * SUN *', '\'30-10\' is not possible as minutes'],
    ['1, 2 ? * SUN *', '\'1,\' is not possible as minutes'],
    ['? 2 ? * SUN *', '\'?\' is not possible as minutes'],
    ['0 2 ?,1 * ? *', '\'?,1\' is not possible as day of month'],
    ['0 2 * * SUN *', 'The day of month is \'*\' and the day of week is \'SUN\'. Write \'?\' for one of them'],
    ['0 2 * * * *', 'Write \'?\' for one of them'],
    ['0 2 ? * ? *', 'are both \'?\''],
    ['0 2 30 2 ? *', 'No month \'2\' has a day 30'],
    ['0 2 31 APR,JUN ? *', 'No month \'APR,JUN\' has a day 31'],
  ])('refuses %s', (expression, message) => {
    expect(() => FleetSchedule.cron(expression)).toThrow(`FleetSchedule: cron() is given '${expression}'. `);
    expect(() => FleetSchedule.cron(expression)).toThrow(message);
  });
});

test.each([[60, 'rate(1 hour)'], [90, 'rate(90 minutes)'], [2880, 'rate(2 days)']])('a rate of %d minutes reads %s', (minutes, expected) => {
  expect(FleetSchedule.rate(Duration.minutes(minutes))._expression).toBe(expected);
});

test('a schedule, a tag and a prefix that are known at deployment only are handed on', () => {
  const stack = stackIn();
  const text = (id: string): string => new CfnParameter(stack, id).valueAsString;
  const outputBucket = new s3.Bucket(stack, 'Output');
  const { template } = managed({ scanSchedule: FleetSchedule.cron(text('When')), targets: FleetTargets.tag('Team', text('Team')), outputBucket, outputPrefix: text('Prefix') }, stack);
  const { ScanForPatches } = associations(template);
  expect([flat(ScanForPatches.ScheduleExpression), ScanForPatches.Targets[0].Values, ScanForPatches.OutputLocation.S3Location.OutputS3KeyPrefix]).toEqual(['cron(${When})', [{ Ref: 'Team' }], { Ref: 'Prefix' }]);
});

test('in a nested stack, in a Stage, below long ids, two at once: names are valid and differ', () => {
  const stack = new Stack(new Stage(new App(), `Stage${'x'.repeat(20)}`), 'S'.repeat(40));
  const nested = new NestedStack(stack, `Nested${'n'.repeat(30)}`);
  const made = ['web', 'db'].map((team) => new HostManagement(nested, `${team}${'y'.repeat(150)}`, { targets: FleetTargets.tag('Team', team), cloudWatchAgent: {} }));
  const names = made.flatMap((each) => Object.values(each.associations).map(({ associationName }) => associationName!));
  expect(new Set(names).size).toBe(names.length);
  names.forEach((name) => expect(name).toMatch(/^[\w.-]{3,128}$/));
  Template.fromStack(nested).resourceCountIs('AWS::SSM::Document', 2);
});
