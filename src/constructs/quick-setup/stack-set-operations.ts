import { CfnStackSet, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { validationError } from '../internal/errors';
import { StackSetOperationOptions } from './organization-host-management-props';

/** How CloudFormation goes through accounts and Regions. By default a few failed accounts do not stop the others, and a faulty template stops early. */
export function operationPreferences(scope: IConstruct, regions: string[], options: StackSetOperationOptions): CfnStackSet.OperationPreferencesProperty {
  const { regionOrder, oneRegionAtATime, maxConcurrentAccounts = '100%', failureTolerance = '10%', decoupleFailures } = options;
  if (regionOrder && !Token.isUnresolved(regionOrder) && !Token.isUnresolved(regions)) {
    if (!oneRegionAtATime) throw validationError(scope, '\'operations.regionOrder\' is given, but all Regions are deployed to at once. Set \'oneRegionAtATime: true\', or leave it out.');
    const odd = [...regionOrder].sort().join() !== [...regions].sort().join();
    if (odd) throw validationError(scope, `'operations.regionOrder' is ${regionOrder.join(', ')}, but 'regions' is ${regions.join(', ')}. Name the same ones, each once.`);
  }
  const concurrent = amount(scope, 'maxConcurrentAccounts', maxConcurrentAccounts, 1);
  const tolerated = amount(scope, 'failureTolerance', failureTolerance, 0);
  return {
    regionConcurrencyType: oneRegionAtATime ? 'SEQUENTIAL' : 'PARALLEL',
    regionOrder,
    concurrencyMode: decoupleFailures ? 'SOFT_FAILURE_TOLERANCE' : undefined,
    ...concurrent.share ? { maxConcurrentPercentage: concurrent.number } : { maxConcurrentCount: concurrent.number },
    ...tolerated.share ? { failureTolerancePercentage: tolerated.number } : { failureToleranceCount: tolerated.number },
  };
}

function amount(scope: IConstruct, name: string, value: string, least: number): { number: number; share: boolean } {
  const [, digits, percent] = /^(\d{1,6})(%?)$/.exec(value) ?? [];
  const number = Number(digits);
  if (digits === undefined || number < least || (percent && number > 100)) {
    throw validationError(scope, `'operations.${name}' is '${value}'. Give a number of accounts from ${least}, or a share up to 100%.`);
  }
  return { number, share: percent === '%' };
}
