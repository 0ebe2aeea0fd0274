import { isKnownRegion, KNOWN_REGIONS_DATE } from '../analysis';
import { Stack } from '../sources/cloudformation';
import { InputFault } from './types';

/** Stacks of a Region that this version does not know: a misspelt one, or one that opened later. */
export function unknownRegions(stacks: readonly Stack[]): InputFault[] {
  return stacks.filter(({ region, parent }) => region !== undefined && parent === undefined && !isKnownRegion(region!)).map(({ template, region }) => ({
    template,
    message: `${JSON.stringify(region!.slice(0, 80))} is not a Region that this version of cdk-ssm-ready knows (as of ${KNOWN_REGIONS_DATE}); check its spelling, or expect unresolved values`,
  }));
}
