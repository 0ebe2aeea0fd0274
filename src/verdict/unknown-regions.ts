import { REGIONS, REGIONS_DATE } from '../data/regions';
import { Stack } from '../load';
import { InputFault } from './types';

/** Stacks of a Region that this version does not know: a misspelt one, or one that opened later. */
export function unknownRegions(stacks: readonly Stack[]): InputFault[] {
  return stacks.filter(({ region, parent }) => region !== undefined && parent === undefined && !REGIONS.has(region)).map(({ template, region }) => ({
    template,
    message: `${JSON.stringify(region!.slice(0, 80))} is not a Region that this version of cdk-ssm-ready knows (as of ${REGIONS_DATE}); check its spelling, or expect unresolved values`,
  }));
}
