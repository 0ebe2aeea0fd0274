import { identity, Value } from '../../core';

/** What somebody says of things that are made elsewhere, by their id, name, ARN, export or parameter. */
export interface Assumed {
  /** A role or instance profile: the highest tier it gives, or `none`. */
  readonly roles?: Readonly<Record<string, string>>;
  /** `open`: lets 443 out and in; `closed`: lets nothing through. */
  readonly securityGroups?: Readonly<Record<string, string>>;
  /** `reaches`: hosts there reach Systems Manager; `isolated`: none do. */
  readonly subnets?: Readonly<Record<string, string>>;
}

/** The words each kind takes. */
export const ASSUMED_WORDS: { readonly [K in keyof Required<Assumed>]: readonly string[] } = {
  roles: ['none', 'register', 'connect', 'command', 'logging'],
  securityGroups: ['open', 'closed'],
  subnets: ['reaches', 'isolated'],
};

/** What is said of a value: by all of it, or by the name at its end (`arn:…:role/Name`, an export, a parameter). */
export function saidOf(map: Readonly<Record<string, string>> | undefined, value: Value): { readonly name: string; readonly word: string } | undefined {
  if (map === undefined) return undefined;
  const text = identity(value);
  for (const name of [text, text.slice(text.lastIndexOf('/') + 1), text.slice(text.indexOf(':') + 1)]) {
    if (Object.hasOwn(map, name)) return { name, word: map[name] };
  }
  return undefined;
}
