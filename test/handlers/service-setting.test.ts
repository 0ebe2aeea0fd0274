import { GetServiceSettingCommand, ResetServiceSettingCommand, SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { serviceSetting } from '../../handlers/service-setting';
import { serve } from '../../handlers/shared/account-setting';
import { event, refusal, run } from './support';

const ssm = mockClient(SSMClient);
const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';
const properties = { SettingId, SettingValue: 'service-role/Mine' };
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

describe('create', () => {
  test('sets the value and remembers the former one; removal gives it back', async () => {
    const created = await run(make, event('Create', properties));
    expect([created.status, value, created.data]).toEqual(['SUCCESS', 'service-role/Mine', { FormerValue: 'service-role/Theirs', Value: 'service-role/Mine' }]);
    const deleted = await run(make, event('Delete', properties, created.physicalId));
    expect([deleted.status, value]).toEqual(['SUCCESS', 'service-role/Theirs']);
  });

  test('over the default: removal resets', async () => {
    value = '$None';
    const { physicalId } = await run(make, event('Create', properties));
    await run(make, event('Delete', properties, physicalId));
    expect([value, ssm.commandCalls(ResetServiceSettingCommand).length]).toEqual(['$None', 1]);
  });

  test('over the same value: nothing is written, and removal leaves it', async () => {
    value = 'service-role/Mine';
    const { physicalId } = await run(make, event('Create', properties));
    await run(make, event('Delete', properties, physicalId));
    expect([value, writes()]).toEqual(['service-role/Mine', 0]);
  });

  test('turning off writes the default by resetting', async () => {
    await run(make, event('Create', { SettingId, SettingValue: '$None' }));
    expect([value, ssm.commandCalls(UpdateServiceSettingCommand).length]).toEqual(['$None', 0]);
  });

  test('a former value of the longest kind still fits into an id', async () => {
    value = `${'p'.repeat(511)}/${'r'.repeat(64)}`;
    const { physicalId } = await run(make, event('Create', properties));
    expect(physicalId.length).toBeLessThanOrEqual(1024);
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
    const created = await run(make, event('Create', { SettingId }));
    expect([created.status, created.reason]).toEqual(['FAILED', 'Create of Setting failed: the property SettingValue must be a text']);
    expect((await run(make, event('Delete', { SettingId }, created.physicalId))).status).toBe('SUCCESS');
  });

  test('an id that is not ours', async () => {
    expect([(await run(make, event('Delete', properties, 'stack-Setting-1ABC'))).status, writes()]).toEqual(['SUCCESS', 0]);
  });
});

describe('update', () => {
  test('keeps the id, so the very first value comes back', async () => {
    const { physicalId } = await run(make, event('Create', properties));
    const changed = { SettingId, SettingValue: 'service-role/Newer' };
    const updated = await run(make, event('Update', changed, physicalId));
    expect([updated.physicalId, value]).toEqual([physicalId, 'service-role/Newer']);
    await run(make, event('Delete', changed, physicalId));
    expect(value).toBe('service-role/Theirs');
  });

  test('a refused update keeps the id too', async () => {
    const { physicalId } = await run(make, event('Create', properties));
    ssm.on(UpdateServiceSettingCommand).rejects(refusal('SomethingOdd'));
    const updated = await run(make, event('Update', { SettingId, SettingValue: 'service-role/Newer' }, physicalId));
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
