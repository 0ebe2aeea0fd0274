import { REGIONS, REGIONS_DATE } from '../../data/regions';

/** Whether the table of Regions has this one. */
export const isKnownRegion = (region: string): boolean => REGIONS.has(region);

/** The day of the table of Regions. */
export const KNOWN_REGIONS_DATE = REGIONS_DATE;
