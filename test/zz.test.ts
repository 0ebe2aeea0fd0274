import { Mixins } from 'aws-cdk-lib';
import { SsmManaged } from '../src/constructs';
import { bareInstance, setting } from './constructs/hosts';
test.each([50, 200])('time %d', (n) => {
  const all = setting();
  for (let i = 0; i < n; i++) bareInstance(all, {}, `H${i}`);
  const t = Date.now();
  Mixins.of(all.stack).apply(new SsmManaged({ endpoints: [all.network.endpoints] }));
  console.log(n, Date.now() - t, 'ms');
});
