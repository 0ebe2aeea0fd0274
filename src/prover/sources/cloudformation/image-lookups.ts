import { scalar, Value } from '../../core';

/** What is known of an image that the input names by its id only. */
export interface ImageHint {
  /** `ssm-parameter`: the path of an SSM public parameter that gives it; `image-name`: the name (or pattern) it was looked up by. */
  readonly kind: 'ssm-parameter' | 'image-name';
  readonly text: string;
  /** Owners of the lookup. */
  readonly owners?: readonly string[];
  /** Somebody says so: what rests on it is listed as an assumption under this word. */
  readonly assumed?: string;
}

const LOOKUP = /^ami:account=/;

/**
 * Images that `ec2.MachineImage.lookup()` and its like have found: the CDK app's context keeps under what name and owners each id was
 * looked up (`cdk.context.json`). The templates hold the id alone.
 */
export function imagesOfContext(context: Readonly<Record<string, unknown>>): Record<string, ImageHint> {
  const hints: Record<string, ImageHint> = {};
  const twice = new Set<string>();
  for (const [key, value] of Object.entries(context)) {
    const id = scalar(value as Value);
    const name = LOOKUP.test(key) ? part(key, 'filters\\.name\\.0') : undefined;
    if (id === undefined || name === undefined || part(key, 'filters\\.name\\.1') !== undefined) continue;
    const owners = [0, 1, 2, 3].map((n) => part(key, `owners\\.${n}`)).filter((o): o is string => o !== undefined);
    // Two lookups that found one image tell two names of it; that of the narrower one is not known.
    if (Object.hasOwn(hints, id) && hints[id].text !== name) twice.add(id);
    hints[id] = { kind: 'image-name', text: name, owners };
  }
  for (const id of twice) delete hints[id];
  return hints;
}

/** Parts of a key stand between colons; a name may hold one itself. */
function part(key: string, name: string): string | undefined {
  return new RegExp(`:${name}=(.*?)(?=:(?:filters\\.|owners\\.|region=|account=|dummyValue=|ignoreErrorOnMissingContext=)|$)`).exec(key)?.[1];
}
