import { Template } from 'aws-cdk-lib/assertions';
import { DEFAULTS, defaultStack } from './defaults';

/** Hashes of assets change with CDK's own code, and say nothing of ours. */
function masked(template: object): unknown {
  return JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, '<asset hash>'));
}

test.each(Object.entries(DEFAULTS))('%s', (_, make) => {
  const stack = defaultStack('eu-west-1');
  make(stack);
  expect(masked(Template.fromStack(stack).toJSON())).toMatchSnapshot();
});
