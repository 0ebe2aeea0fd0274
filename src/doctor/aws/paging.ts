import type { Json } from '../../prover/sources/live';

/** How a page is asked for. */
export function pageParameters(service: string, size: number | undefined): Json {
  if (size === undefined) return {};
  return service === 'iam' || service === 'route53' ? { MaxItems: size } : { MaxResults: size };
}

/** The parameters that ask for the page after this one; undefined: it is the last. */
export function nextOf(service: string, page: Json): Json | undefined {
  if (service === 'iam') return page.IsTruncated === true && typeof page.Marker === 'string' ? { Marker: page.Marker } : undefined;
  if (typeof page.NextRecordName === 'string' && page.IsTruncated === true) {
    return {
      StartRecordName: page.NextRecordName,
      StartRecordType: page.NextRecordType,
      ...page.NextRecordIdentifier === undefined ? {} : { StartRecordIdentifier: page.NextRecordIdentifier },
    };
  }
  return typeof page.NextToken === 'string' && page.NextToken !== '' ? { NextToken: page.NextToken } : undefined;
}
