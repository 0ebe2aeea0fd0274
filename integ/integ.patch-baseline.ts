/** The baseline is the one of its patch group. The default of the account stays as it is. */
import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { PatchBaseline, PatchOperatingSystem } from '../src';
import { setting, testOf } from './support';

const here = setting('PatchBaseline');
const baseline = new PatchBaseline(here.stack, 'Baseline', {
  operatingSystem: PatchOperatingSystem.AMAZON_LINUX_2023,
  rules: [{ classifications: ['Security'], severities: ['Critical', 'Important'] }],
  patchGroups: ['ssm-ready-integ'],
});

const test = testOf(here);
test.assertions.awsApiCall('SSM', 'getPatchBaselineForPatchGroup', { PatchGroup: 'ssm-ready-integ', OperatingSystem: 'AMAZON_LINUX_2023' })
  .expect(ExpectedResult.objectLike({ BaselineId: baseline.baselineId }));
