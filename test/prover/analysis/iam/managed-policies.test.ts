import { managedPolicyNames } from '../../../../src/data/managed-policies';
import { agentContext, permitsAll } from '../../../../src/prover/analysis/iam';
import { COMMAND, CONNECT, REGISTER, role } from './fixtures';

const context = agentContext({ region: 'us-east-1', account: '123456789012', vpcEndpoint: null });
const names = [
  ...managedPolicyNames().filter((name) => name.includes('SSM')),
  'PowerUserAccess', 'AdministratorAccess', 'ReadOnlyAccess', 'CloudWatchAgentServerPolicy',
];

/** The tiers a policy gives on its own; what it cannot be told of with a question mark. */
function tiers(name: string): string {
  const attached = role([], { managed: [name] });
  const asked = { REGISTER, CONNECT: [...REGISTER, ...CONNECT], COMMAND };
  const given = Object.entries(asked).flatMap(([tier, actions]) => {
    const { answer } = permitsAll(attached, actions, context);
    return answer === 'no' ? [] : [answer === 'yes' ? tier : `${tier}?`];
  });
  return given.join(' ') || 'none';
}

test('what AWS\'s policies give', () => {
  expect([...new Set(names)].sort().map((name) => `${name}: ${tiers(name)}`).join('\n')).toMatchSnapshot();
});
