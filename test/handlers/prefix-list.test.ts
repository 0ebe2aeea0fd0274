import { DescribeManagedPrefixListsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { prefixList } from '../../handlers/prefix-list';
import { event, refusal, run } from './support';

const ec2 = mockClient(EC2Client);
const make = (outside: any) => prefixList(outside);
const s3 = { PrefixListName: 'com.amazonaws.eu-west-1.s3' };

beforeEach(() => {
  ec2.reset();
  ec2.on(DescribeManagedPrefixListsCommand).resolves({ PrefixLists: [{ PrefixListId: 'pl-12345678' }] });
});

test.each(['Create', 'Update'] as const)('%s answers with the id', async (type) => {
  expect(await run(make, event(type, s3))).toMatchObject({ status: 'SUCCESS', physicalId: 'pl-12345678', data: { PrefixListId: 'pl-12345678' } });
  expect(ec2.commandCalls(DescribeManagedPrefixListsCommand)[0].args[0].input.Filters).toEqual([
    { Name: 'prefix-list-name', Values: ['com.amazonaws.eu-west-1.s3'] }, { Name: 'owner-id', Values: ['AWS'] },
  ]);
});

test('Delete asks for nothing', async () => {
  expect(await run(make, event('Delete', s3, 'pl-12345678'))).toMatchObject({ status: 'SUCCESS', physicalId: 'pl-12345678' });
  expect(ec2.calls()).toHaveLength(0);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['no such list', s3, /has no AWS-managed prefix list com\.amazonaws\.eu-west-1\.s3/],
  ['no name', {}, /PrefixListName must be a text/],
])('%s: deployment fails and says why', async (_, properties, reason) => {
  ec2.on(DescribeManagedPrefixListsCommand).resolves({ PrefixLists: [] });
  const outcome = await run(make, event('Create', properties));
  expect([outcome.status, outcome.reason]).toEqual(['FAILED', expect.stringMatching(reason)]);
});

test('a permission that is not seen at once is waited for', async () => {
  ec2.on(DescribeManagedPrefixListsCommand).rejectsOnce(refusal('UnauthorizedOperation')).resolves({ PrefixLists: [{ PrefixListId: 'pl-12345678' }] });
  const { status, sleeps } = await run(make, event('Create', s3));
  expect([status, sleeps]).toEqual(['SUCCESS', [500]]);
});
