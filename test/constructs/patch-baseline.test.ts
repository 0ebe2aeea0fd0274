import { App, CfnParameter, Duration, Stage, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ComplianceSeverity, PatchBaseline, PatchBaselineProps, PatchOperatingSystem as Os, PatchRule } from '../../src/constructs';
import * as data from '../../src/data/patch-properties.json';
import { stackIn } from './support';

function baseline(props: PatchBaselineProps, stack = stackIn('eu-west-1')): any {
  new PatchBaseline(stack, 'Baseline', props);
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::SSM::PatchBaseline'));
  return Properties;
}

const ruled = (operatingSystem: Os, rule: PatchRule): any => baseline({ operatingSystem, rules: [rule] }).ApprovalRules.PatchRules[0];
const keys = (rule: any): string[] => rule.PatchFilterGroup.PatchFilters.map(({ Key }: any) => Key);

test('rules: by classification and severity, seven days after release, for a patch group', () => {
  expect(baseline({ operatingSystem: Os.AMAZON_LINUX_2023, rules: [{ classifications: ['Security'], severities: ['Critical'] }], patchGroups: ['web'] })).toEqual({
    Name: expect.stringMatching(/^Test-Baseline-/), OperatingSystem: 'AMAZON_LINUX_2023', PatchGroups: ['web'],
    ApprovalRules: { PatchRules: [{
      ApproveAfterDays: 7, PatchFilterGroup: { PatchFilters: [{ Key: 'PRODUCT', Values: ['*'] }, { Key: 'CLASSIFICATION', Values: ['Security'] }, { Key: 'SEVERITY', Values: ['Critical'] }] },
    }] },
  });
});

test('Windows has its own name for severities; Ubuntu goes by priority, without delay', () => {
  expect(keys(ruled(Os.WINDOWS, { severities: ['Critical'] }))).toEqual(['PRODUCT', 'MSRC_SEVERITY']);
  const ubuntu = ruled(Os.UBUNTU, { priorities: ['Required'] });
  expect([keys(ubuntu), ubuntu.ApproveAfterDays]).toEqual([['PRODUCT', 'PRIORITY'], undefined]);
});

test('a day in the place of a delay, levels, all updates', () => {
  expect(ruled(Os.SUSE, { approveUntil: '2026-11-16', complianceLevel: ComplianceSeverity.HIGH, includeNonSecurity: true }))
    .toMatchObject({ ApproveUntilDate: '2026-11-16', ComplianceLevel: 'HIGH', EnableNonSecurity: true });
  expect(ruled(Os.SUSE, { approveUntil: '2026-11-16' }).ApproveAfterDays).toBeUndefined();
  expect(ruled(Os.SUSE, { approveAfter: Duration.hours(48) }).ApproveAfterDays).toBe(2);
});

test('patches by name, rejected ones, the default baseline, a name', () => {
  expect(baseline({ operatingSystem: Os.WINDOWS, approvedPatches: ['KB1'], rejectedPatches: ['KB2'], blockRejectedPatches: true, defaultBaseline: true, baselineName: 'mine' }))
    .toEqual({ Name: 'mine', OperatingSystem: 'WINDOWS', ApprovedPatches: ['KB1'], RejectedPatches: ['KB2'], RejectedPatchesAction: 'BLOCK', DefaultBaseline: true });
});

test('an empty list of rejected patches is none', () => {
  expect(Object.keys(baseline({ operatingSystem: Os.WINDOWS, approvedPatches: ['KB1'], rejectedPatches: [] }))).toEqual(['ApprovedPatches', 'Name', 'OperatingSystem']);
  const stack = stackIn();
  const rejectedPatches = new CfnParameter(stack, 'Rejected', { type: 'CommaDelimitedList' }).valueAsList;
  expect(baseline({ operatingSystem: Os.WINDOWS, approvedPatches: ['KB1'], rejectedPatches }, stack)).toMatchObject({ RejectedPatches: { Ref: 'Rejected' }, RejectedPatchesAction: 'ALLOW_AS_DEPENDENCY' });
});

test.each([['a', 'a-patch-baseline'], ['ab', 'ab-patch-baseline'], ['abc', 'abc']])('a name is made of the id %s alone: long enough for the service', (id, expected) => {
  const made = new PatchBaseline(stackIn('eu-west-1', new App(), id), 'Default', { operatingSystem: Os.WINDOWS, approvedPatches: ['KB1'] });
  expect(made.baselineName).toBe(expected);
});

test('patch groups that are known at deployment only are not judged', () => {
  const stack = stackIn();
  const group = new CfnParameter(stack, 'Group').valueAsString;
  expect(baseline({ operatingSystem: Os.WINDOWS, approvedPatches: ['KB1'], patchGroups: [group, group] }, stack).PatchGroups).toEqual([{ Ref: 'Group' }, { Ref: 'Group' }]);
});

test('no key leaves this construct that the service does not know for the operating system', () => {
  const every: PatchRule = { classifications: ['*'], severities: ['*'], priorities: ['*'], products: ['*'] };
  for (const [operatingSystem, properties] of Object.entries(data.properties)) {
    for (const name of Object.keys(every) as (keyof PatchRule)[]) {
      const make = (): string[] => keys(ruled(operatingSystem as Os, { [name]: every[name] }));
      const key = { classifications: 'CLASSIFICATION', priorities: 'PRIORITY', products: 'PRODUCT', severities: operatingSystem === 'WINDOWS' ? 'MSRC_SEVERITY' : 'SEVERITY' }[name as string]!;
      if (properties.includes(key)) expect(properties).toEqual(expect.arrayContaining(make()));
      else expect(make).toThrow(`Patch Manager knows none for ${operatingSystem}`);
    }
  }
});

test('every operating system is in the table, but for the two that AWS leaves out', () => {
  expect(Object.values(Os).filter((each) => !(each in data.properties))).toEqual(['ALMA_LINUX', 'ROCKY_LINUX']);
});

test('values that are known at deployment only are not judged', () => {
  const stack = stackIn();
  const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' });
  const rules = [{ classifications: list.valueAsList, severities: [new CfnParameter(stack, 'One').valueAsString], approveUntil: Token.asString({ Ref: 'AWS::NoValue' }) }];
  expect(baseline({ operatingSystem: Os.WINDOWS, rules }, stack).ApprovalRules.PatchRules[0].PatchFilterGroup.PatchFilters[1]).toEqual({ Key: 'CLASSIFICATION', Values: { Ref: 'List' } });
});

describe('one owner', () => {
  const app = (...made: Partial<PatchBaselineProps>[]) => () => {
    const stack = stackIn('eu-west-1');
    made.forEach((props, index) => new PatchBaseline(stack, `B${index}`, { operatingSystem: Os.WINDOWS, approvedPatches: ['KB1'], ...props }));
  };

  test('of the default, and of a patch group, for an operating system', () => {
    expect(app({ defaultBaseline: true }, { defaultBaseline: true })).toThrow('Test/B0 already owns the default patch baseline of WINDOWS');
    expect(app({ patchGroups: ['a', 'web'] }, { patchGroups: ['web'] })).toThrow('Test/B0 already owns the patch group \'web\' for WINDOWS');
  });

  test('others do not meet', () => {
    expect(app({ defaultBaseline: true, patchGroups: ['web'] }, { defaultBaseline: true, patchGroups: ['web'], operatingSystem: Os.SUSE }, { patchGroups: ['db'] }, {}, {})).not.toThrow();
    const root = new App();
    const inStage = (id: string) => new PatchBaseline(stackIn(undefined, new Stage(root, id) as unknown as App), 'B', { operatingSystem: Os.SUSE, approvedPatches: ['a'], defaultBaseline: true });
    expect(() => ['Dev', 'Prod'].map(inStage)).not.toThrow();
  });
});

test.each<[string, Partial<PatchBaselineProps>, string]>([
  ['nothing approved', {}, 'Nothing is approved'],
  ['too many rules', { rules: Array.from({ length: 11 }, () => ({})) }, '10 are the limit'],
  ['an odd classification', { rules: [{ classifications: ['Security'] }] }, '\'rules[0].classifications\' holds \'Security\', which WINDOWS does not have. It has: CriticalUpdates'],
  ['no value', { rules: [{ products: [] }] }, '\'rules[0].products\' has 0 values'],
  ['severity on macOS', { operatingSystem: Os.MACOS, rules: [{ severities: ['Critical'] }] }, 'Patch Manager knows none for MACOS'],
  ['a delay on Debian', { operatingSystem: Os.DEBIAN, rules: [{ approveAfter: Duration.days(7) }] }, 'DEBIAN tells no release dates'],
  ['two kinds of approval', { rules: [{ approveAfter: Duration.days(7), approveUntil: '2026-01-01' }] }, 'Leave one out'],
  ['half a day', { rules: [{ approveAfter: Duration.hours(12) }] }, 'takes whole days'],
  ['a day that is none', { rules: [{ approveUntil: '2026-02-30' }] }, 'Give a day as YYYY-MM-DD'],
  ['all updates on Windows', { rules: [{ includeNonSecurity: true }] }, 'is for Linux, not WINDOWS'],
  ['a block of nothing', { approvedPatches: ['KB1'], blockRejectedPatches: true }, 'but no \'rejectedPatches\''],
  ['an empty patch group', { approvedPatches: ['KB1'], patchGroups: ['web', ''] }, '[Test/Baseline] \'patchGroups\' holds an empty name'],
  ['a patch group twice', { approvedPatches: ['KB1'], patchGroups: ['web', 'db', 'web'] }, '[Test/Baseline] \'patchGroups\' names \'web\' twice'],
  ['a short name', { approvedPatches: ['KB1'], baselineName: 'pb' }, 'Give 3 to 128 letters'],
  ['a name', { approvedPatches: ['KB1'], baselineName: 'my baseline' }, '\'baselineName\' is \'my baseline\''],
])('errors: %s', (_, props, message) => {
  expect(() => baseline({ operatingSystem: Os.WINDOWS, ...props })).toThrow(message);
});
