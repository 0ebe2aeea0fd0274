/**
 * For the management account of an organization: `INTEG_ORGANIZATIONAL_UNIT=ou-…` names a unit with an account or two, else a made-up one
 * stands there, which is enough for the snapshot.
 */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration } from 'aws-cdk-lib';
import { OrganizationHostManagement } from '../src';
import { setting, testOf } from './support';

const here = setting('Organization');
const fleet = new OrganizationHostManagement(here.stack, 'Fleet', {
  organizationalUnits: [process.env.INTEG_ORGANIZATIONAL_UNIT ?? 'ou-ab12-cdef3456'],
  regions: ['eu-west-1'],
});

testOf(here).assertions.awsApiCall('CloudFormation', 'listStackInstances', { StackSetName: fleet.configuration.ref })
  .expect(ExpectedResult.objectLike({ Summaries: Match.arrayWith([Match.objectLike({ Status: 'CURRENT', StackInstanceStatus: { DetailedStatus: 'SUCCEEDED' } })]) }))
  .waitForAssertions({ totalTimeout: Duration.minutes(20), interval: Duration.minutes(1) });
