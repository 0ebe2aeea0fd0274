import { Address4, Address6 } from 'ip-address';
import { asInteger, identity, isMap, LIMITS, Link, own, plenty, scalar, Text, TooLarge, Unknown, Value } from '../../core';

/** Pure functions over values: what CloudFormation's intrinsic functions do once their arguments are resolved. */

const malformed = (what: string, detail: string) => new Unknown('malformed', `malformed:${what}:${detail}`, `${what} (${detail})`);

/** Glues pieces together. One piece alone stays what it is, so `Fn::Join: ['', [x]]` is x. @throws TooLarge */
export function concatenate(pieces: readonly Value[]): Value {
  const parts: (string | Link | Unknown)[] = [];
  let characters = 0;
  const push = (part: string | Link | Unknown) => {
    const last = parts.length - 1;
    if (typeof part === 'string') characters += part.length;
    if (characters > LIMITS.characters) throw new TooLarge(plenty(LIMITS.characters, 'characters'));
    if (last >= LIMITS.parts) throw new TooLarge(plenty(LIMITS.parts, 'parts'));
    if (typeof part === 'string' && typeof parts[last] === 'string') parts[last] = `${parts[last] as string}${part}`;
    else if (part !== '') parts.push(part);
  };
  for (const piece of pieces) {
    // What was too large once is not made larger, only to be too large again.
    if (piece instanceof Unknown && piece.why === 'too-large') return piece;
    const literal = scalar(piece);
    if (literal !== undefined) push(literal);
    else if (piece instanceof Link || piece instanceof Unknown) push(piece);
    else if (piece instanceof Text) piece.parts.forEach(push);
    else if (piece !== undefined && piece !== null) push(malformed('text', 'a list or an object where a string belongs'));
  }
  if (parts.length === 0) return '';
  return parts.length === 1 ? parts[0] : new Text(parts);
}

export function join(delimiter: Value, list: Value): Value {
  const glue = scalar(delimiter);
  if (glue === undefined) return malformed('Fn::Join', 'the delimiter is not known');
  if (list instanceof Unknown) return new Unknown(list.why, `join(${glue},${list.key})`, list.what);
  if (list instanceof Link) return new Unknown('attribute', `join(${glue},${list.key})`, describeLink(list));
  if (!Array.isArray(list)) return malformed('Fn::Join', 'no list');
  return concatenate(list.flatMap((item, i) => (i === 0 ? [item] : [glue, item])));
}

/** The pieces of a literal text. @throws TooLarge before they are made */
export function splitLiteral(text: string, glue: string): string[] {
  if (text.length >= LIMITS.parts) {
    let count = 0;
    for (let at = text.indexOf(glue); at >= 0; at = text.indexOf(glue, at + glue.length)) {
      if (++count >= LIMITS.parts) throw new TooLarge(plenty(LIMITS.parts, 'items'));
    }
  }
  return text.split(glue);
}

export function split(delimiter: Value, source: Value): Value {
  const glue = scalar(delimiter);
  const text = scalar(source);
  if (glue === undefined || glue === '') return malformed('Fn::Split', 'the delimiter is not known');
  if (text !== undefined) return splitLiteral(text, glue);
  if (source instanceof Unknown) return new Unknown(source.why, `split(${glue},${source.key})`, source.what);
  if (source instanceof Link) return /^[,|\s]/.test(glue) ? [source] : new Unknown('attribute', `split(${glue},${source.key})`, describeLink(source));
  if (!(source instanceof Text)) return malformed('Fn::Split', 'no text');
  return splitText(glue, source);
}

/** Ids of resources hold neither commas nor bars nor blanks, so a joined list of them can be taken apart again. */
function splitText(glue: string, source: Text): Value {
  const hole = source.parts.find((p) => p instanceof Unknown || (p instanceof Link && !/^[,|\s]/.test(glue)));
  if (hole) return new Unknown('attribute', `split(${glue},${source.key})`, 'a part of a text that is not known');
  const items: Value[][] = [[]];
  for (const part of source.parts) {
    const found: Value[] = typeof part === 'string' ? splitLiteral(part, glue) : [part];
    found.forEach((piece, i) => {
      if (i > 0) items.push([]);
      items[items.length - 1].push(piece);
    });
  }
  return items.map(concatenate);
}

export function select(index: Value, list: Value): Value {
  const n = asInteger(index);
  if (list instanceof Unknown) return new Unknown(list.why, `${list.key}[${identity(index)}]`, list.what);
  if (n === undefined) return index instanceof Unknown ? index : malformed('Fn::Select', 'the index is no number');
  if (list instanceof Link && n > 0) return new Unknown('attribute', `${list.key}[${n}]`, describeLink(list));
  if (!Array.isArray(list)) return n === 0 && list !== undefined ? list : malformed('Fn::Select', 'no list');
  const item = list[n] as Value;
  return item === undefined ? malformed('Fn::Select', `no item ${n} in a list of ${list.length}`) : item;
}

/** The names between `${` and `}` of a Fn::Sub text, in order, with the literal text around them. */
export function subParts(text: string): ({ literal: string } | { name: string })[] {
  const parts: ({ literal: string } | { name: string })[] = [];
  let from = 0;
  for (let open = text.indexOf('${'); open >= 0; open = text.indexOf('${', from)) {
    const close = text.indexOf('}', open);
    if (close < 0) break;
    parts.push({ literal: text.slice(from, open) });
    const name = text.slice(open + 2, close);
    if (name.startsWith('!')) parts.push({ literal: `\${${name.slice(1)}}` });
    else parts.push({ name: name.trim() });
    from = close + 1;
  }
  parts.push({ literal: text.slice(from) });
  return parts;
}

/** `Fn::Cidr`: the first `count` blocks of `bits` host bits in `block`. */
export function cidr(block: Value, count: Value, bits: Value): Value {
  const text = scalar(block);
  if (text === undefined) return new Unknown('attribute', `cidr(${identity(block)},${identity(count)},${identity(bits)})`, whatOf(block) ?? 'Fn::Cidr');
  const n = asInteger(count);
  const v6 = text.includes(':');
  const hostBits = asInteger(bits) ?? (v6 ? 64 : 8);
  if (n === undefined || n < 1 || n > 256) return malformed('Fn::Cidr', 'the count is not between 1 and 256');
  const size = v6 ? 128 : 32;
  try {
    const parsed = v6 ? new Address6(text) : new Address4(text);
    const prefix = size - hostBits;
    if (hostBits < 1 || prefix < parsed.subnetMask) return malformed('Fn::Cidr', `${text} holds no block of ${hostBits} bits`);
    const start = parsed.startAddress().bigInt();
    const step = 1n << BigInt(hostBits);
    if (BigInt(n) * step > 1n << BigInt(size - parsed.subnetMask)) return malformed('Fn::Cidr', `${text} holds fewer than ${n} blocks of ${hostBits} bits`);
    return Array.from({ length: n }, (_, i) => {
      const address = start + BigInt(i) * step;
      return `${v6 ? Address6.fromBigInt(address).correctForm() : Address4.fromBigInt(address).correctForm()}/${prefix}`;
    });
  } catch {
    return malformed('Fn::Cidr', `${text} is no CIDR block`);
  }
}

/** A literal that CloudFormation resolves at deployment: `{{resolve:ssm:/path}}` and its like. */
export function dynamicReference(text: string): Value {
  if (!text.includes('{{resolve:')) return text;
  const pieces = text.split(/(\{\{resolve:[^{}]*\}\})/);
  return concatenate(pieces.map((piece) => {
    const match = /^\{\{resolve:([^:]+):(.*)\}\}$/.exec(piece);
    if (!match) return piece;
    const path = match[2].replace(/:\d+$/, '');
    if (match[1] === 'ssm') return new Unknown('ssm-parameter', `ssm:${path}`, `SSM parameter ${path}`);
    return new Unknown('dynamic-reference', piece, `the dynamic reference ${match[1]}`);
  }));
}

/** What a value that is not known is called in a sentence. */
export function whatOf(value: Value): string | undefined {
  if (value instanceof Unknown) return value.what;
  if (value instanceof Link) return describeLink(value);
  if (value instanceof Text) return value.key;
  return undefined;
}

export function describeLink(link: Link): string {
  const id = link.target.slice(link.target.lastIndexOf('/') + 1);
  return link.attribute === 'Ref' ? id : `${link.attribute} of ${id}`;
}

/** The one intrinsic an object is, if it is one. */
export function intrinsicOf(expression: unknown): { name: string; argument: unknown } | undefined {
  if (!isMap(expression)) return undefined;
  let name: string | undefined;
  for (const key in expression) {
    if (name !== undefined) return undefined;
    name = key;
  }
  if (name === undefined) return undefined;
  // A loop stands for the entries it is written out to, not for a value.
  if (name.startsWith('Fn::ForEach::')) return undefined;
  if (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') || name.startsWith('!')) return { name, argument: own(expression, name) };
  return undefined;
}
