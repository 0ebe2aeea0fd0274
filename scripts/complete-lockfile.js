// Adds to package-lock.json the optional packages of other platforms that the lock should name and does not.
//
// A registry mirror that carries the packages of one platform only makes npm leave the others out of the lock, and `npm ci` then
// refuses it everywhere ("Missing: @swc/core-darwin-arm64 from lock file"). Run after every `npm install` that changed the lock:
// the entries hold name, version, os and cpu, so npm passes them over on other platforms and fetches them on theirs. The registry is asked for
// their integrity; where it gives none the entry says so by having none.
const { spawnSync } = require('child_process');
const { readFileSync, writeFileSync } = require('fs');
const { join } = require('path');

const OS = ['darwin', 'linux', 'win32', 'freebsd', 'android', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const CPU = { 'arm64': 'arm64', 'x64': 'x64', 'ia32': 'ia32', 'arm': 'arm', 'armv7': 'arm', 'ppc64': 'ppc64', 'ppc64le': 'ppc64', 's390x': 's390x', 'riscv64': 'riscv64', 'riscv64gc': 'riscv64', 'loong64': 'loong64', 'mips64el': 'mips64el', 'wasm32': 'wasm32', 'aarch64': 'arm64' };
const words = { windows: 'win32', macos: 'darwin', gnueabihf: undefined };

/** os and cpu from a name like `@swc/core-linux-arm-gnueabihf`; undefined where it tells neither. */
function platformOf(name) {
  const parts = name.split(/[/-]/).map((p) => words[p] ?? p);
  const os = parts.find((p) => OS.includes(p));
  const cpu = parts.map((p) => CPU[p]).find((p) => p !== undefined);
  if (!os && !cpu) return undefined;
  const libc = parts.includes('musl') || parts.includes('musleabihf') ? 'musl' : parts.includes('gnu') || parts.includes('gnueabihf') ? 'glibc' : undefined;
  return { ...(os ? { os: [os] } : {}), ...(cpu ? { cpu: [cpu] } : {}), ...(os === 'linux' && libc ? { libc: [libc] } : {}) };
}

const file = join(__dirname, '../package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];
for (const [path, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const nested = `${path}/node_modules/${name}`;
    const top = `node_modules/${name}`;
    if (lock.packages[nested] || lock.packages[top]) continue;
    const platform = platformOf(name);
    if (!platform || !/^\d/.test(version)) continue;
    lock.packages[top] = { version, ...platform, ...(entry.dev ? { dev: true } : {}), optional: true };
    added.push(`${name}@${version}`);
  }
}
let completed = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!entry.optional || entry.integrity || !platformOf(path)) continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const { status, stdout } = spawnSync('npm', ['view', `${name}@${entry.version}`, 'dist.integrity'], { encoding: 'utf8' });
  const integrity = stdout.trim();
  if (status !== 0 || !/^sha512-[\w+/=]+$/.test(integrity)) continue;
  const { version, ...rest } = entry;
  lock.packages[path] = { version, integrity, ...rest };
  completed++;
}
if (added.length > 0 || completed > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a === '' ? -1 : b === '' ? 1 : a.localeCompare(b, 'en'))));
  writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
}
process.stdout.write(added.length === 0 ? 'the lockfile names every platform\n' : `added ${added.length}: ${added.join(', ')}\n`);
if (completed > 0) process.stdout.write(`integrity of ${completed} packages of other platforms\n`);
