import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { homedir } from 'os';
import { dirname, isAbsolute, join } from 'path';
import { Script } from 'vm';
import * as zlib from 'zlib';

/** Caches of other versions that are left where they are. */
const MAX_KEPT = 8;
const SUM_BYTES = 4;

/** A script that ran, and what is to be done once its work is over. */
export interface CachedScript {
  readonly exports: unknown;
  /** Keeps the code V8 made of the script for the next run, unless that was there. Never throws. */
  readonly keep: () => void;
}

/**
 * Runs a CommonJS file like `require`, with the bytecode that V8 made of it in an earlier run: compiling is half of a short run.
 *
 * The code is kept in `folder` (undefined: nothing is), by the sums of the script and of itself, and only read from a folder and a file
 * that nobody else may write to. Whatever goes wrong with it costs time and nothing else.
 */
export function runCached(file: string, folder: string | undefined): CachedScript {
  const source = readFileSync(file, 'utf8');
  const cache = folder === undefined || !crc32 ? undefined : join(folder, `${process.version}-${process.arch}-${source.length}-${sum(source).toString('hex')}.bin`);
  const cachedData = cache === undefined ? undefined : readTrusted(folder!, cache);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename: file, cachedData });
  const module = { exports: {} as unknown };
  const start = script.runInThisContext() as (...args: unknown[]) => void;
  start.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  const isKept = cachedData !== undefined && script.cachedDataRejected === false;
  return { exports: module.exports, keep: () => { if (cache !== undefined && !isKept) write(folder!, cache, script); } };
}

/**
 * Where this user's programs keep what they can make again; undefined where there is no such place, or none is wanted:
 * `NODE_DISABLE_COMPILE_CACHE=1` is Node.js's own switch.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  try {
    // A relative path is to be ignored (https://specifications.freedesktop.org/basedir-spec/latest/).
    const told = [env.XDG_CACHE_HOME, process.platform === 'win32' ? env.LOCALAPPDATA : undefined].find((path) => path && isAbsolute(path));
    const usual: Partial<Record<NodeJS.Platform, string>> = { darwin: 'Library/Caches', win32: 'AppData/Local' };
    const home = homedir();
    // An empty or relative HOME would make it a folder of whatever checkout the command runs in.
    if (told === undefined && !isAbsolute(home)) return undefined;
    return join(told ?? join(home, usual[process.platform] ?? '.cache'), 'cdk-ssm-ready');
  } catch {
    // A user without a home.
    return undefined;
  }
}

/** Node.js has it since 20.15; a digest of the crypto module would cost half of what the cache saves. */
const { crc32 } = zlib as { crc32?: (data: string | Buffer) => number };

function sum(data: string | Buffer): Buffer {
  const bytes = Buffer.alloc(SUM_BYTES);
  bytes.writeUInt32BE(crc32!(data));
  return bytes;
}

function readTrusted(folder: string, cache: string): Buffer | undefined {
  try {
    if (!isOurs(folder) || !isOurs(cache)) return undefined;
    const bytes = readFileSync(cache);
    const code = bytes.subarray(SUM_BYTES);
    // V8 itself does not notice a damaged cache, and runs into it.
    return sum(code).equals(bytes.subarray(0, SUM_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Whether nobody but this user may have written it. Windows has no such bits; there the folder is the user's own. */
function isOurs(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0 && (mode & 0o170000) !== 0o120000);
}

/** Root must not make folders in the home of somebody else, who could not use them. */
function mayMake(folder: string): boolean {
  if (process.getuid === undefined) return true;
  let above = folder;
  while (!existsSync(above)) above = dirname(above);
  return statSync(above).uid === process.getuid();
}

function write(folder: string, cache: string, script: Script): void {
  const unfinished = `${cache}.${process.pid}`;
  try {
    if (!mayMake(folder)) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOurs(folder)) return;
    const code = script.createCachedData();
    writeFileSync(unfinished, Buffer.concat([sum(code), code]), { mode: 0o600, flag: 'wx' });
    // Whoever reads meanwhile finds the old one or the new one.
    renameSync(unfinished, cache);
    const kept = readdirSync(folder).filter((name) => name.endsWith('.bin')).map((name) => join(folder, name));
    const age = new Map(kept.map((path) => [path, statSync(path).mtimeMs]));
    for (const path of kept.sort((a, b) => age.get(b)! - age.get(a)!).slice(MAX_KEPT)) rmSync(path, { force: true });
  } catch {
    // No home, no space, a folder that may not be written to: the next run is as slow as this one.
    rmQuietly(unfinished);
  }
}

function rmQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was not there.
  }
}
