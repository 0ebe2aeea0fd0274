/** Quick Setup has deployed its configuration: the associations of host management are there, in the account and Region of the stack. */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration } from 'aws-cdk-lib';
import { LocalQuickSetup } from '../src';
import { setting, testOf } from './support';

const here = setting('LocalQuickSetup');
new LocalQuickSetup(here.stack, 'QuickSetup', { regions: [here.stack.region] });

const test = testOf(here);
test.assertions.awsApiCall('SSM', 'listAssociations', { AssociationFilterList: [{ key: 'Name', value: 'AWS-UpdateSSMAgent' }] })
  .expect(ExpectedResult.objectLike({ Associations: Match.arrayWith([Match.objectLike({ AssociationName: Match.stringLikeRegexp('QuickSetup') })]) }))
  .waitForAssertions({ totalTimeout: Duration.minutes(20), interval: Duration.minutes(1) });
