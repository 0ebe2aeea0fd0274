import { gunzipSync } from 'zlib';
import { extentOf, Link, Text, Unknown, Value } from '../core';
import { mimeParts } from './mime';

/** What a part of user data is written in. */
export type Language = 'shell' | 'powershell' | 'cloud-config' | 'other';

export interface Part {
  readonly language: Language;
  readonly text: string;
}

/** User data taken apart: its scripts as text, with `${…}` for what is not literal. */
export interface UserData {
  readonly parts: readonly Part[];
  /** Present: it holds, or may hold, commands that cannot be seen. */
  readonly unknown?: Unknown;
}

/** EC2 accepts 16 KB; base64 makes that 22 KB, and unpacked (or with what each reference comes to) it may be many times as much. */
const MAX_CHARACTERS = 256 * 1024;

const tooLarge = (): UserData => ({ parts: [], unknown: new Unknown('too-large', 'user data', 'the user data, which is larger than EC2 accepts (16 KB)') });

/** Takes user data apart: base64, gzip, MIME multipart, PowerShell tags, cloud-config and shell scripts. */
export function readUserData(value: Value): UserData {
  if (value === undefined || value === null || value === '') return { parts: [] };
  if (value instanceof Unknown) return { parts: [], unknown: value };
  if (value instanceof Text) {
    if (extentOf(value).characters > MAX_CHARACTERS) return tooLarge();
    const unknown = commandHole(value);
    return { parts: split(value.key), ...(unknown ? { unknown } : {}) };
  }
  if (typeof value !== 'string') return { parts: [], unknown: new Unknown('malformed', 'user data', 'the user data, which is no text') };
  if (value.length > MAX_CHARACTERS) return tooLarge();
  const text = decoded(value);
  return text === undefined ? { parts: [], unknown: new Unknown('malformed', 'user data', 'the user data, which is packed') } : { parts: split(text) };
}

/** `Fn::Base64` is already taken off; what is base64 still was given so. */
function decoded(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) || text.trim().length < 16 || /\n#!|^\s*$/.test(text)) return text;
  const bytes = Buffer.from(text, 'base64');
  return unpacked(bytes);
}

function unpacked(bytes: Buffer): string | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_CHARACTERS }).toString('utf8');
  } catch {
    return undefined;
  }
}

function split(text: string): Part[] {
  const parts = mimeParts(text);
  return parts === undefined ? [partOf(text)] : parts.map((part) => partOf(part.body, part.type));
}

function partOf(text: string, type = ''): Part {
  const start = text.trimStart();
  if (/<powershell>|<script>/i.test(start) || /^[ \t]*type:[ \t]*powershell/m.test(start)) return { language: 'powershell', text };
  if (/cloud-config/.test(type) || start.startsWith('#cloud-config')) return { language: 'cloud-config', text };
  if (start.startsWith('#!') || /shellscript|boothook/.test(type) || start.startsWith('#cloud-boothook')) return { language: 'shell', text };
  return { language: 'other', text };
}

/** A hole that stands where a command would: a whole line of it, or the whole text. */
function commandHole(text: Text): Unknown | undefined {
  for (const [i, part] of text.parts.entries()) {
    if (typeof part === 'string' || part instanceof Link || HARMLESS.has(part.why)) continue;
    const before = text.parts[i - 1];
    const after = text.parts[i + 1];
    const startsLine = before === undefined || (typeof before === 'string' && /(^|\n)[ \t-]*$/.test(before));
    const endsLine = after === undefined || (typeof after === 'string' && /^[ \t]*(\r?\n|$)/.test(after));
    if (startsLine && endsLine) return part;
  }
  return undefined;
}

/** Regions, names, ids: no commands. */
const HARMLESS = new Set(['pseudo', 'attribute', 'ssm-parameter']);
