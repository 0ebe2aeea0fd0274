/** Where something stands in the input. The line is looked up only for what is reported. */
export interface Place {
  /** The template as the user named it. */
  readonly template: string;
  readonly logicalId?: string;
  /** Path below the resource, e.g. `Properties.SecurityGroupEgress.0`. */
  readonly property?: string;
  /** CDK construct path, where the template carries one. */
  readonly constructPath?: string;
}

/** One key a place, to tell equal ones. */
export function placeKey(place: Place): string {
  return `${place.template}\u0000${place.logicalId ?? ''}\u0000${place.property ?? ''}`;
}
