import { existsSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { EVERYWHERE, faultOfEnvironment, HostManagementModes, TierName, TIERS } from '../prover/analysis';
import { isMap, own } from '../prover/core';
import { ASSUMED_WORDS, Assumed } from '../prover/sources/cloudformation';
import { IMAGE_FAMILIES } from '../prover/verdict';
import { one, readJsonFile, UsageError } from './usage';

/** How hosts are judged, as a configuration file or the command line says it; the same settings as the plugin's. */
export interface Settings {
  readonly requireTier?: TierName;
  readonly defaultHostManagement?: HostManagementModes;
  readonly unknown?: UnknownWord;
  readonly hosts?: 'all' | 'declared';
  readonly exclude?: readonly string[];
  readonly assume?: Assumed & { readonly images?: Readonly<Record<string, string>>; readonly parameters?: Readonly<Record<string, string>> };
  readonly baseline?: string;
}

export type UnknownWord = 'warn' | 'fail' | 'ignore';

export const UNKNOWN_WORDS: readonly UnknownWord[] = ['warn', 'fail', 'ignore'];
const FILE_NAME = '.ssm-ready.json';

/** The settings nearest to a folder: `.ssm-ready.json`, or the key `ssm-ready` in the context of a `cdk.json`, there or above. */
export function findConfig(folder: string): Settings {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const own_ = join(at, FILE_NAME);
    if (existsSync(own_)) return readConfig(own_);
    const cdk = join(at, 'cdk.json');
    if (existsSync(cdk)) {
      const settings = inCdkJson(cdk);
      if (settings !== undefined) return checkSettings(settings, `${cdk}: context.ssm-ready`, at);
    }
    if (dirname(at) === at) return {};
  }
}

/** The files that {@link findConfig} may read for a folder, which are there. */
export function configFiles(folder: string): string[] {
  const found: string[] = [];
  for (let at = resolve(folder); ; at = dirname(at)) {
    found.push(...[FILE_NAME, 'cdk.json'].map((name) => join(at, name)).filter((file) => existsSync(file)));
    if (dirname(at) === at) return found;
  }
}

/** @throws UsageError for settings that make no sense, FileError for a file that cannot be read */
export function readConfig(file: string): Settings {
  return checkSettings(readJsonFile(file, 'the settings'), file, dirname(resolve(file)));
}

function inCdkJson(file: string): unknown {
  const data = readJsonFile(file, 'the settings in');
  const context = isMap(data) ? own(data, 'context') : undefined;
  return isMap(context) ? own(context, 'ssm-ready') : undefined;
}

type Reader = (value: unknown, what: string, folder: string) => unknown;

const word = <T extends string>(allowed: readonly T[]): Reader => (value, what) => one(what, typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value), allowed);

const KEYS: Readonly<Record<string, Reader>> = {
  $schema: () => undefined,
  requireTier: word(TIERS),
  defaultHostManagement: (value, what) => hostManagementModes(value, what),
  unknown: word(UNKNOWN_WORDS),
  hosts: word(['all', 'declared']),
  exclude: (value, what) => {
    if (!Array.isArray(value) || value.some((v) => typeof v !== 'string')) throw new UsageError(`${what} expects a list of construct paths or logical ids`);
    return value;
  },
  assume: (value, what) => {
    const data = object(value, what, ['images', 'parameters', ...ASSUMED_KINDS]);
    const said = Object.fromEntries(ASSUMED_KINDS.map((kind) => [kind, saying(kind, strings(own(data, kind), `${what}.${kind}`), `${what}.${kind}`)]));
    return { ...said, images: images(strings(own(data, 'images'), `${what}.images`), `${what}.images`), parameters: strings(own(data, 'parameters'), `${what}.parameters`) };
  },
  baseline: (value, what, folder) => {
    if (typeof value !== 'string' || value === '') throw new UsageError(`${what} expects the path of a file`);
    return resolve(folder, value);
  },
};

/** One word for every account and Region, or one for each. @throws UsageError */
export function hostManagementModes(value: unknown, what: string): HostManagementModes {
  const read = word(['on', 'off', 'unknown']) as (given: unknown, name: string) => 'on' | 'off' | 'unknown';
  if (!isMap(value)) return { [EVERYWHERE]: read(value, what) };
  return Object.fromEntries(Object.entries(value).map(([key, mode]) => {
    const fault = faultOfEnvironment(key);
    if (fault !== undefined) throw new UsageError(`${what}: ${fault}`);
    return [key, read(mode, `${what}: ${key}`)];
  }));
}

function checkSettings(value: unknown, where: string, folder: string): Settings {
  const data = object(value, where, Object.keys(KEYS));
  const settings: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(data)) {
    const read = KEYS[key](entry, `${where}: ${key}`, folder);
    if (read !== undefined) settings[key] = read;
  }
  return settings;
}

function object(value: unknown, what: string, keys: readonly string[]): Record<string, unknown> {
  if (!isMap(value)) throw new UsageError(`${what} expects an object`);
  const strange = Object.keys(value).find((key) => !keys.includes(key));
  if (strange !== undefined) throw new UsageError(`${what} has no setting ${JSON.stringify(strange)}; there are ${keys.filter((k) => k !== '$schema').join(', ')}`);
  return value;
}

function strings(value: unknown, what: string): Record<string, string> {
  if (value === undefined) return {};
  if (!isMap(value) || Object.values(value).some((v) => typeof v !== 'string')) throw new UsageError(`${what} expects an object whose values are text`);
  return value as Record<string, string>;
}

export const ASSUMED_KINDS = Object.keys(ASSUMED_WORDS) as (keyof Assumed)[];

/** @throws UsageError for a word that kind does not take */
export function saying(kind: keyof Assumed, map: Readonly<Record<string, string>>, what: string): Readonly<Record<string, string>> {
  for (const [name, given] of Object.entries(map)) one(`${what}: ${name}`, given, ASSUMED_WORDS[kind]);
  return map;
}

/** @throws UsageError for a family nobody knows */
export function images(map: Readonly<Record<string, string>>, what: string): Readonly<Record<string, string>> {
  for (const [id, family] of Object.entries(map)) {
    if (!/^ami-[0-9a-zA-Z]+$/.test(id)) throw new UsageError(`${what}: ${JSON.stringify(id)} is no image id (ami-…)`);
    one(`${what}: ${id}`, family, Object.keys(IMAGE_FAMILIES));
  }
  return map;
}
