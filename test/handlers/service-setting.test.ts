import { GetServiceSettingCommand, ResetServiceSettingCommand, SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { serviceSetting } from '../../handlers/service-setting';
import { serve } from '../../handlers/shared/account-setting';
import { Outcome } from '../../handlers/shared/events';
import { event, refusal, run } from './support';

const ssm = mockClient(SSMClient);
const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';
const properties = { SettingId, SettingValue: 'service-role/Mine', FormerValue: 'service-role/Theirs' };
const make = (outside: any) => serve(serviceSetting, outside);

/** An account whose setting really changes. */
let value: string;
beforeEach(() => {
  ssm.reset();
  value = 'service-role/Theirs';
  ssm.on(GetServiceSettingCommand, { SettingId }).callsFake(() => ({ ServiceSetting: { SettingId, SettingValue: value } }));
  ssm.on(UpdateServiceSettingCommand, { SettingId }).callsFake(({ SettingValue }) => { value = SettingValue; return {}; });
  ssm.on(ResetServiceSettingCommand, { SettingId }).callsFake(() => { value = '$None'; return {}; });
});
const writes = (): number => ssm.commandCalls(UpdateServiceSettingCommand).length + ssm.commandCalls(ResetServiceSettingCommand).length;

/** What CloudFormation does with a new stack: the former value goes from the first resource to the second one. */
async function deploy(of: Record<string, unknown> = properties): Promise<{ properties: Record<string, unknown>; former: Outcome; written: Outcome }> {
  const former = await run(make, event('Create', { SettingId }));
  const withFormer = { ...of, FormerValue: former.data!.Value };
  return { properties: withFormer, former, written: await run(make, event('Create', withFormer)) };
}

describe('create', () => {
  test('sets the value after the former one is stored; removal restores it', async () => {
    const { properties: given, former, written } = await deploy();
    expect([former.data, written.status, value, written.data]).toEqual([
      { Value: 'service-role/Theirs' }, 'SUCCESS', 'service-role/Mine', { FormerValue: 'service-role/Theirs', Value: 'service-role/Mine' },
    ]);
    const deleted = await run(make, event('Delete', given, written.physicalId));
    expect([deleted.status, value]).toEqual(['SUCCESS', 'service-role/Theirs']);
  });

  test('reading the former value writes nothing', async () => {
    const { physicalId } = await run(make, event('Create', { SettingId }));
    await run(make, event('Update', { SettingId }, physicalId));
    await run(make, event('Delete', { SettingId }, physicalId));
    expect([value, writes()]).toEqual(['service-role/Theirs', 0]);
  });

  test('delivered twice: the same answer, and removal restores what was there before', async () => {
    const { properties: given, written } = await deploy();
    const again = await run(make, event('Create', given));
    expect(again).toEqual({ ...written, sleeps: [] });
    await run(make, event('Update', { ...given, SettingValue: 'service-role/Newer' }, again.physicalId));
    await run(make, event('Delete', { ...given, SettingValue: 'service-role/Newer' }, again.physicalId));
    expect(value).toBe('service-role/Theirs');
  });

  test('the former value stays the same after it is overwritten', async () => {
    const { former } = await deploy();
    const updated = await run(make, event('Update', { SettingId }, former.physicalId));
    expect([updated.physicalId, updated.data]).toEqual([former.physicalId, { Value: 'service-role/Theirs' }]);
  });

  test('no answer after writing: CloudFormation generates an id, and removal restores the former value all the same', async () => {
    const { properties: given } = await deploy();
    await run(make, event('Delete', given, 'stack-Setting-1ABC'));
    expect(value).toBe('service-role/Theirs');
  });

  test('over the default: removal resets', async () => {
    value = '$None';
    const { properties: given, written } = await deploy();
    await run(make, event('Delete', given, written.physicalId));
    expect([value, ssm.commandCalls(ResetServiceSettingCommand).length]).toEqual(['$None', 1]);
  });

  test('over the same value: nothing is written, and removal leaves it', async () => {
    value = 'service-role/Mine';
    const { properties: given, written } = await deploy();
    await run(make, event('Delete', given, written.physicalId));
    expect([value, writes()]).toEqual(['service-role/Mine', 0]);
  });

  test('turning off writes the default by resetting', async () => {
    await deploy({ SettingId, SettingValue: '$None' });
    expect([value, ssm.commandCalls(UpdateServiceSettingCommand).length]).toEqual(['$None', 0]);
  });

  test('a former value of the longest kind still fits into an id', async () => {
    value = `${'p'.repeat(511)}/${'r'.repeat(64)}`;
    const { former } = await deploy();
    expect(former.physicalId.length).toBeLessThanOrEqual(1024);
  });
});

describe('a failed create deletes cleanly', () => {
  test('refused before anything changed: removal calls nothing', async () => {
    ssm.on(GetServiceSettingCommand).rejects(refusal('ParameterNotFound'));
    const created = await run(make, event('Create', properties));
    expect([created.status, created.reason]).toEqual(['FAILED', 'Create of Setting failed: ParameterNotFound: ParameterNotFound happened']);
    ssm.resetHistory();
    const deleted = await run(make, event('Delete', properties, created.physicalId));
    expect([deleted.status, ssm.calls().length]).toEqual(['SUCCESS', 0]);
  });

  test('refused half way: the value that may have been written is taken back', async () => {
    ssm.on(UpdateServiceSettingCommand, { SettingId, SettingValue: 'service-role/Mine' }).callsFake(() => { value = 'service-role/Mine'; throw refusal('SomethingOdd'); });
    const created = await run(make, event('Create', properties));
    expect([created.status, value]).toEqual(['FAILED', 'service-role/Mine']);
    const deleted = await run(make, event('Delete', properties, created.physicalId));
    expect([deleted.status, value]).toEqual(['SUCCESS', 'service-role/Theirs']);
  });

  test('properties that make no sense', async () => {
    const bad = { SettingId, FormerValue: '$None' };
    const created = await run(make, event('Create', bad));
    expect([created.status, created.reason]).toEqual(['FAILED', 'Create of Setting failed: the property SettingValue must be a text']);
    expect((await run(make, event('Delete', bad, created.physicalId))).status).toBe('SUCCESS');
  });

  test.each([[7], [null]])('a former value that is no text: %s', async (FormerValue) => {
    const created = await run(make, event('Create', { ...properties, FormerValue }));
    expect([created.status, created.reason, writes()]).toEqual(['FAILED', 'Create of Setting failed: the property FormerValue must be a text', 0]);
    expect((await run(make, event('Delete', { ...properties, FormerValue }, created.physicalId))).status).toBe('SUCCESS');
  });
});

describe('update', () => {
  test('keeps the id, so the very first value comes back', async () => {
    const { physicalId } = await run(make, event('Create', properties));
    const changed = { ...properties, SettingValue: 'service-role/Newer' };
    const updated = await run(make, event('Update', changed, physicalId));
    expect([updated.physicalId, value]).toEqual([physicalId, 'service-role/Newer']);
    await run(make, event('Delete', changed, physicalId));
    expect(value).toBe('service-role/Theirs');
  });

  test('a refused update keeps the id too', async () => {
    const { physicalId } = await run(make, event('Create', properties));
    ssm.on(UpdateServiceSettingCommand).rejects(refusal('SomethingOdd'));
    const updated = await run(make, event('Update', { ...properties, SettingValue: 'service-role/Newer' }, physicalId));
    expect([updated.status, updated.physicalId]).toEqual(['FAILED', physicalId]);
  });

  test('the same again writes nothing', async () => {
    const { physicalId } = await run(make, event('Create', properties));
    ssm.resetHistory();
    await run(make, event('Update', properties, physicalId));
    expect(writes()).toBe(0);
  });
});

test('delete: what somebody else has set meanwhile stays', async () => {
  const { physicalId } = await run(make, event('Create', properties));
  value = 'service-role/SomebodyElse';
  await run(make, event('Delete', properties, physicalId));
  expect(value).toBe('service-role/SomebodyElse');
});

describe('time', () => {
  test('throttling is waited out', async () => {
    ssm.on(GetServiceSettingCommand).rejectsOnce(refusal('ThrottlingException')).rejectsOnce(refusal('InternalServerError')).resolves({ ServiceSetting: { SettingValue: '$None' } });
    const { status, sleeps } = await run(make, event('Create', properties));
    expect([status, sleeps]).toEqual(['SUCCESS', [500, 1000]]);
  });

  test('throttling without end fails before the function does', async () => {
    ssm.on(GetServiceSettingCommand).rejects(refusal('ThrottlingException'));
    const { status, reason, sleeps } = await run(make, event('Create', properties));
    const slept = sleeps.reduce((sum, each) => sum + each, 0);
    expect([status, reason]).toEqual(['FAILED', 'Create of Setting failed: ThrottlingException: ThrottlingException happened']);
    expect(slept).toBeGreaterThan(60_000);
    expect(slept).toBeLessThanOrEqual(105_000);
  });

  test('a role that is not seen everywhere yet gets a few attempts, and no more', async () => {
    ssm.on(UpdateServiceSettingCommand).rejects(refusal('AccessDeniedException'));
    const { status, sleeps } = await run(make, event('Create', properties));
    expect([status, sleeps]).toEqual(['FAILED', [500, 1000, 2000, 4000]]);
  });

  test('a call that hangs is answered for in time', async () => {
    ssm.on(GetServiceSettingCommand).callsFake(() => new Promise(() => undefined));
    const { status, reason } = await run(make, event('Create', properties), 15_050);
    expect([status, reason]).toEqual(['FAILED', 'Create of Setting failed: no answer from AWS within the time limit']);
  });
});
