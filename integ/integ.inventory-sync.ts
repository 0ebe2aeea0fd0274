/** Systems Manager says that it could write to the bucket. */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration } from 'aws-cdk-lib';
import { InventorySync } from '../src';
import { setting, testOf } from './support';

const here = setting('Inventory');
const inventory = new InventorySync(here.stack, 'Inventory');

testOf(here).assertions.awsApiCall('SSM', 'listResourceDataSync', { SyncType: 'SyncToDestination' })
  .expect(ExpectedResult.objectLike({ ResourceDataSyncItems: Match.arrayWith([Match.objectLike({ SyncName: inventory.sync.ref, LastStatus: 'Successful' })]) }))
  .waitForAssertions({ totalTimeout: Duration.minutes(15), interval: Duration.minutes(1) });
