import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { partitionOf, REGIONS, REGIONS_DATE } from '../../data/regions';
import { validationError } from './errors';
import { warn } from './warnings';

/** Refuses what is no name of a Region, and warns of a Region that this version does not know. */
export function checkRegionName(scope: IConstruct, prop: string, region: string | undefined): void {
  if (region === undefined || Token.isUnresolved(region) || REGIONS.has(region)) return;
  if (partitionOf(region) === undefined) throw validationError(scope, `'${prop}' is '${region}', which is no name of a Region. Give one such as eu-west-1.`);
  warn(scope, 'unknownRegion', `'${prop}' is '${region}', which is not a Region that this version of cdk-ssm-ready knows (as of ${REGIONS_DATE}). Check its spelling; acknowledge this if it is a newer one.`);
}
