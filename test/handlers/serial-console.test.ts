import { DisableSerialConsoleAccessCommand, EC2Client, EnableSerialConsoleAccessCommand, GetSerialConsoleAccessStatusCommand } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { serialConsole } from '../../handlers/serial-console';
import { serve } from '../../handlers/shared/account-setting';
import { event, refusal, run } from './support';

const ec2 = mockClient(EC2Client);
const make = (outside: any) => serve(serialConsole, outside);
const on = { Access: 'enabled', FormerValue: 'disabled' };

let enabled: boolean;
let managedBy: 'account' | 'declarative-policy';
beforeEach(() => {
  ec2.reset();
  [enabled, managedBy] = [false, 'account'];
  ec2.on(GetSerialConsoleAccessStatusCommand).callsFake(() => ({ SerialConsoleAccessEnabled: enabled, ManagedBy: managedBy }));
  ec2.on(EnableSerialConsoleAccessCommand).callsFake(() => { enabled = true; return {}; });
  ec2.on(DisableSerialConsoleAccessCommand).callsFake(() => { enabled = false; return {}; });
});

test.each([[false], [true]])('create enables, removal gives back what was there: %s', async (before) => {
  enabled = before;
  const { Value: FormerValue } = (await run(make, event('Create', {}))).data!;
  const { status, physicalId } = await run(make, event('Create', { ...on, FormerValue }));
  expect([status, enabled]).toEqual(['SUCCESS', true]);
  await run(make, event('Delete', { ...on, FormerValue }, physicalId));
  expect(enabled).toBe(before);
});

test('update to disabled, and removal', async () => {
  enabled = true;
  const { physicalId } = await run(make, event('Create', { ...on, FormerValue: 'enabled' }));
  await run(make, event('Update', { Access: 'disabled', FormerValue: 'enabled' }, physicalId));
  expect(enabled).toBe(false);
  await run(make, event('Delete', { Access: 'disabled', FormerValue: 'enabled' }, physicalId));
  expect(enabled).toBe(true);
});

test('a declarative policy of the organization: says so, changes nothing, deletes cleanly', async () => {
  managedBy = 'declarative-policy';
  const created = await run(make, event('Create', on));
  expect(created.status).toBe('FAILED');
  expect(created.reason).toContain('declarative policy');
  expect((await run(make, event('Delete', on, created.physicalId))).status).toBe('SUCCESS');
  expect(ec2.commandCalls(EnableSerialConsoleAccessCommand).length + ec2.commandCalls(DisableSerialConsoleAccessCommand).length).toBe(0);
});

test('a declarative policy that enables it anyway is no obstacle', async () => {
  [managedBy, enabled] = ['declarative-policy', true];
  expect((await run(make, event('Create', on))).status).toBe('SUCCESS');
});

test('throttling is waited out', async () => {
  ec2.on(EnableSerialConsoleAccessCommand).rejectsOnce(refusal('RequestLimitExceeded')).callsFake(() => { enabled = true; return {}; });
  const { status, sleeps } = await run(make, event('Create', on));
  expect([status, sleeps, enabled]).toEqual(['SUCCESS', [500], true]);
});

test('a property that makes no sense', async () => {
  expect((await run(make, event('Create', { Access: true, FormerValue: 'disabled' }))).reason).toBe('Create of Setting failed: the property Access must be enabled or disabled');
});
