import { parseCheck } from '../../src/cli/options';
import { Tier } from '../../src/constructs/identity/tier';
import { checkOptions, judgeOptions } from '../../src/validation/judge-options';

test.each([
  [Tier.REGISTER, 'register'], [Tier.CONNECT, 'connect'], [Tier.COMMAND, 'command'], [Tier.LOGGING, 'logging'], [undefined, 'connect'],
])('the required tier %s is the engine\'s %s, in the plugin and on the command line', (requireTier, tier) => {
  expect(judgeOptions({ requireTier }).tier).toBe(tier);
  expect(parseCheck(requireTier === undefined ? ['.'] : ['.', '--require-tier', tier]).tier).toBe(tier);
});

test('another tier is a usage error', () => {
  expect(() => parseCheck(['.', '--require-tier', 'everything'])).toThrow('register, connect, command, logging');
});

test('assumptions that are null, as JavaScript may give them, are none', () => {
  expect(() => checkOptions({ assume: null as never })).not.toThrow();
  expect(() => checkOptions({ assume: { roles: { Role: 'everything' } } })).toThrow('assume.roles: Role cannot be "everything"');
});
