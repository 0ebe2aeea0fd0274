import { makeReport } from '../../../src/prover/report';
import { Estate, Stack } from '../../../src/prover/sources/cloudformation';
import { judge } from '../../../src/prover/verdict';
import { judgeHost } from '../../helpers/judge';
import { isolated, mutate, Resources } from '../../helpers/templates';

type Template = { Resources: Resources };
const allow = (resource: unknown) => (t: Template) => {
  t.Resources.Role.Properties!.ManagedPolicyArns = [];
  t.Resources.Role.Properties!.Policies = [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*'], Resource: resource }] } }];
};
const PARTITION = 'AWS::Partition is aws';

test('a policy that spells out the partition rests on it where the Region is not known', () => {
  const spelled = mutate(isolated(), allow(['*', 'arn:aws:ssm:*:*:*']));
  expect(judgeHost(spelled).assumptions).toContain(PARTITION);
  expect(judgeHost(mutate(isolated(), allow('*'))).assumptions).not.toContain(PARTITION);
  expect(judgeHost(isolated()).assumptions).not.toContain(PARTITION);
  const estate = new Estate([new Stack({ id: 's', template: 's.json', data: spelled as unknown as Record<string, unknown>, region: 'eu-west-1', account: '111111111111' })]);
  const [host] = makeReport(judge({ estate, errors: [], warnings: [] }), () => undefined).hosts;
  expect([host.verdict, host.assumptions.includes(PARTITION)]).toEqual(['ready', false]);
});
