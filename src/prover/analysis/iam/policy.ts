import { isMap, lazily, literalContent, own, Place, Text, Unknown, Value } from '../../core';
import { readJson } from './document';
import { compile, PatternToken } from './pattern';

/** Patterns of one element (`Action`, `NotResource`), compiled; several mean any of them. */
export type Patterns = readonly (readonly PatternToken[])[];

/** One statement of a policy, read. Its patterns are compiled when they are first asked for: most decide nothing. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny' | Unknown;
  readonly actions?: () => Patterns;
  readonly notActions?: () => Patterns;
  /** Its actions (or those it does not mean) in lower case, where all are spelled out. */
  readonly literalActions?: readonly string[];
  readonly resources?: () => Patterns;
  readonly notResources?: () => Patterns;
  readonly principals?: Value;
  readonly notPrincipals?: Value;
  /** The condition block as written; undefined: none. */
  readonly conditions?: Value;
  /** `${...}` are policy variables here. */
  readonly variables: boolean;
  /** 0-based position in the document. */
  readonly index: number;
  /** Where it stands below the document, e.g. `Statement.0`; undefined: the document is JSON text, which has no inside. */
  readonly path?: string;
}

/** A policy document, read. */
export interface Policy {
  readonly statements: readonly Statement[];
  /** What of it cannot be read: the whole, or single statements. It may allow anything. */
  readonly unreadable: readonly Unknown[];
}

const cache = new WeakMap<object, Policy>();
/** Literal documents by content: the trust policies of a fleet are mostly one and the same. */
const byContent = new Map<string, Policy>();
const MAX_KNOWN = 10_000;

/** Reads a policy document: an object, or JSON text with or without holes. Never throws; what makes no sense is `unreadable`. */
export function readPolicy(document: Value): Policy {
  if (typeof document !== 'object' || document === null) return read(document);
  let policy = cache.get(document);
  if (!policy) cache.set(document, policy = readContent(document));
  return policy;
}

function readContent(document: Value): Policy {
  const content = literalContent(document);
  if (content === undefined) return read(document);
  let policy = byContent.get(content);
  if (!policy) {
    if (byContent.size >= MAX_KNOWN) byContent.clear();
    byContent.set(content, policy = read(document));
  }
  return policy;
}

function read(document: Value): Policy {
  if (document instanceof Unknown) return unreadable(document);
  const isText = typeof document === 'string' || document instanceof Text;
  const root = isText ? readJson(document) : document;
  if (root instanceof Unknown) return unreadable(root);
  const statement = isMap(root) ? own(root as Record<string, Value>, 'Statement') : undefined;
  if (statement === undefined || statement === null) return unreadable(malformed('a policy document without statements'));
  if (statement instanceof Unknown) return unreadable(statement);
  const version = own(root as Record<string, Value>, 'Version');
  // A policy without a version is of the older one, in which `${...}` is plain text. Of a version that is not known take the newer.
  const variables = version !== undefined && version !== '2008-10-17';
  const result = { statements: [] as Statement[], unreadable: [] as Unknown[] };
  const list = Array.isArray(statement) ? statement as readonly Value[] : [statement];
  list.forEach((item, index) => {
    const path = Array.isArray(statement) ? `Statement.${index}` : 'Statement';
    const one = readStatement(item, { variables, index, ...(isText ? {} : { path }) });
    if (one instanceof Unknown) result.unreadable.push(one);
    else result.statements.push(one);
  });
  return result;
}

function readStatement(item: Value, common: Pick<Statement, 'variables' | 'index' | 'path'>): Statement | Unknown {
  if (item instanceof Unknown) return item;
  if (!isMap(item)) return malformed(`statement ${common.index + 1}, which is no object`);
  const map = item as Record<string, Value>;
  const effect = own(map, 'Effect');
  const known = effect === 'Allow' || effect === 'Deny';
  if (!known && (typeof effect !== 'object' || effect === null)) return malformed(`statement ${common.index + 1}, whose effect is ${String(effect)}`);
  const patterns = (name: string, ignoreCase: boolean) => patternsOf(own(map, name), { ignoreCase, variables: common.variables && !ignoreCase });
  const [actions, notActions] = [patterns('Action', true), patterns('NotAction', true)];
  const literalActions = literals(own(map, 'Action') ?? own(map, 'NotAction'));
  if ((actions === undefined) === (notActions === undefined)) return malformed(`statement ${common.index + 1}, which needs either Action or NotAction`);
  const [resources, notResources] = [patterns('Resource', false), patterns('NotResource', false)];
  const [principals, notPrincipals, conditions] = [own(map, 'Principal'), own(map, 'NotPrincipal'), own(map, 'Condition')];
  return {
    ...common,
    effect: known ? effect : effectUnknown(effect),
    ...(actions && { actions }),
    ...(notActions && { notActions }),
    ...(literalActions && { literalActions }),
    ...(resources && { resources }),
    ...(notResources && { notResources }),
    ...(principals !== undefined && { principals }),
    ...(notPrincipals !== undefined && { notPrincipals }),
    ...(conditions !== undefined && conditions !== null && { conditions }),
  };
}

function effectUnknown(effect: Value): Unknown {
  return effect instanceof Unknown ? effect : malformed('an effect that is neither Allow nor Deny');
}

function patternsOf(value: Value, options: { ignoreCase: boolean; variables: boolean }): (() => Patterns) | undefined {
  if (value === undefined || value === null) return undefined;
  return lazily(() => asPatterns(value).map((pattern) => compile(pattern, options)));
}

const asPatterns = (value: Value) => (Array.isArray(value) ? value as readonly Value[] : [value]);

/** Undefined: one of them has a wildcard, or is not literal. */
function literals(value: Value): readonly string[] | undefined {
  const texts = asPatterns(value);
  return texts.every((text): text is string => typeof text === 'string' && !/[*?]/.test(text)) ? texts.map((text) => text.toLowerCase()) : undefined;
}

function unreadable(unknown: Unknown): Policy {
  return { statements: [], unreadable: [unknown] };
}

function malformed(what: string): Unknown {
  return new Unknown('malformed', `policy: ${what}`, what);
}

/** Where a statement stands, given where its document does. */
export function statementPlace(document: Place, statement: Statement): Place {
  return statement.path === undefined ? document : { ...document, property: [document.property, statement.path].filter(Boolean).join('.') };
}
