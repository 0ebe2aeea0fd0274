import { Place } from '../core';

/** Something of the input that a person should look at. */
export interface ReportPlace {
  readonly template: string;
  readonly logicalId: string;
  readonly property?: string;
  readonly line?: number;
  readonly column?: number;
  /** Where the app's code made it, where CDK recorded that. */
  readonly source?: string;
}

/** Finds the line of a place, and the app's code that made it. */
export type LineOf = (place: Place) => { readonly line?: number; readonly column?: number; readonly source?: string } | undefined;

/** The places that stand in the input; what AWS makes by itself has none. */
export function reportPlaces(at: readonly Place[], lineOf: LineOf): ReportPlace[] {
  return at.filter((p) => p.logicalId !== undefined).map((place) => ({
    template: place.template,
    logicalId: place.logicalId!,
    ...(place.property === undefined ? {} : { property: place.property }),
    ...lineOf(place),
  }));
}
