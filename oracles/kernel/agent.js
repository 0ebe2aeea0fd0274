// Runs inside one network namespace: sets it up, answers on 443, and tries connections. Plain JavaScript, because a process a
// namespace has to start fast. Reads JSON lines, each with the name of a task, answers each with one line, and ends with its input.
'use strict';
const { spawnSync } = require('child_process');
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('fs');
const net = require('net');
const readline = require('readline');
const { setImmediate: turn, setTimeout: pause } = require('timers/promises');
const { addressesNotInUse, packetCounts } = require('./proc');

const PORT = 443;
/** What a service says: a connection counts when its client has read this. */
const GREETING = 'ok';
const NAT_BLOCKS = { 32768: 1024, 46000: 33000, 60999: 65472 };
const BLOCK_SIZE = 64;
/** The state of a bridge's port that carries. */
const FORWARDING = '3';

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

function run(command, args, input) {
  if (input.trim() === '') return;
  const { status, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr.trim()}\n${input}`);
}

function setting(path, value) {
  if (existsSync(`/proc/sys/net/${path}`)) writeFileSync(`/proc/sys/net/${path}`, String(value));
}

function settings(forwards) {
  // `default` before anything else: links that are made later start with it.
  for (const name of ['default', 'all', ...readdirSync('/proc/sys/net/ipv4/conf')]) {
    setting(`ipv4/conf/${name}/rp_filter`, 0);
    setting(`ipv4/conf/${name}/send_redirects`, 0);
    setting(`ipv4/conf/${name}/accept_redirects`, 0);
    // An address must be usable at once.
    setting(`ipv6/conf/${name}/dad_transmits`, 0);
    setting(`ipv6/conf/${name}/accept_dad`, 0);
    setting(`ipv6/conf/${name}/accept_ra`, 0);
    setting(`ipv6/conf/${name}/accept_redirects`, 0);
  }
  setting('ipv4/ip_local_port_range', '32768 60999');
  for (const family of ['iptables', 'ip6tables', 'arptables']) setting(`bridge/bridge-nf-call-${family}`, 0);
  setting('ipv4/ip_forward', forwards ? 1 : 0);
  setting('ipv6/conf/all/forwarding', forwards ? 1 : 0);
}

function serve(answer) {
  return new Promise((resolve, reject) => {
    const server = net.createServer(answer);
    server.on('error', reject);
    server.listen(PORT, resolve);
  });
}

/** Makes this process as slow as one that gets no processor: it does nothing else meanwhile. Only the self-check asks for it. */
let slowness = 0;
const dawdle = () => slowness > 0 && Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, slowness);

const greet = (socket) => {
  dawdle();
  socket.on('error', () => {});
  socket.end(GREETING);
};

/** NAT64: the service's IPv4 address stands in the last 32 bits of the one the client asked for. */
function translate(from) {
  const used = new Map();
  return (socket) => {
    dawdle();
    socket.on('error', () => {});
    const words = socket.localAddress.split('::')[1].split(':').map((w) => parseInt(w, 16));
    const [high, low] = words.length === 1 ? [0, words[0]] : words.slice(-2);
    const host = [high >> 8, high & 255, low >> 8, low & 255].join('.');
    const block = NAT_BLOCKS[socket.remotePort] ?? 1024;
    const key = `${host} ${block}`;
    used.set(key, (used.get(key) ?? -1) + 1);
    const upstream = net.connect({ host, port: PORT, localAddress: from, localPort: block + (used.get(key) % BLOCK_SIZE) });
    upstream.on('error', () => socket.destroy());
    upstream.pipe(socket);
  };
}

/** Being refused an address of one's own is a mistake of the set-up, not an answer. */
const OWN_MISTAKES = ['EADDRNOTAVAIL', 'EADDRINUSE', 'EINVAL'];

function connect({ from, port, to }) {
  const attempt = { ok: false, socket: net.connect({ host: to, port: PORT, localAddress: from, localPort: port }) };
  attempt.socket.once('data', () => {
    attempt.ok = true;
    attempt.socket.resetAndDestroy();
  });
  attempt.socket.on('error', (e) => { if (OWN_MISTAKES.includes(e.code)) attempt.broken = e.message; });
  return attempt;
}

let attempts = [];

/** Starts every connection. What became of them `finish` tells, when nothing moves in the network any more. */
async function start({ probes }) {
  attempts = probes.map(connect);
  return {};
}

/** How many packets have passed each link, once this process has done what it had to do: every socket that waited has had its turn. */
async function count() {
  await turn();
  await turn();
  return { packets: packetCounts(readFileSync('/proc/net/dev', 'utf8')) };
}

async function finish() {
  const broken = attempts.find((a) => a.broken);
  if (broken) throw new Error(`a connection could not be tried: ${broken.broken}`);
  for (const { socket } of attempts) socket.resetAndDestroy();
  return { results: attempts.map((a) => a.ok) };
}

async function setUp({ forwards, serves, nat64, ip4, ip6, nft, slow }) {
  slowness = slow;
  settings(forwards);
  run('ip', ['-4', '-batch', '-'], ip4);
  run('ip', ['-6', '-batch', '-'], ip6);
  run('nft', ['-f', '-'], nft);
  if (nat64) await serve(translate(nat64));
  else if (serves) await serve(greet);
  return {};
}

/**
 * What has just been made does not work at once. A link carries nothing until the kernel has noticed that both its ends are up. An IPv6
 * address can be sent from before it can be received on: the kernel adds its local route and joins its multicast group later, once it
 * has the lock that the removal of other namespaces holds as well.
 */
async function settle({ timeout }) {
  const end = Date.now() + timeout;
  const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '');
  // A subnet without interfaces is a bridge without ports, which is never up.
  const empty = (name) => existsSync(`/sys/class/net/${name}/brif`) && readdirSync(`/sys/class/net/${name}/brif`).length === 0;
  const down = () => readdirSync('/sys/class/net').filter((name) => name !== 'lo' && !empty(name)).filter((name) => {
    const port = read(`/sys/class/net/${name}/brport/state`);
    return read(`/sys/class/net/${name}/operstate`) !== 'up' || (port !== '' && port !== FORWARDING);
  });
  const waiting = () => [...down(), ...addressesNotInUse(read('/proc/net/if_inet6'), read('/proc/net/igmp6'), read('/proc/net/ipv6_route'))];
  while (waiting().length > 0) {
    if (Date.now() > end) throw new Error(`not up: ${waiting().join(', ')}`);
    await pause(5);
  }
  return {};
}

const TASKS = { setUp, settle, start, count, finish };

// The process that asked has ended.
process.stdout.on('error', () => process.exit());

let done = Promise.resolve();
const input = readline.createInterface({ input: process.stdin });
input.on('line', (line) => {
  const { task, ...details } = JSON.parse(line);
  done = done.then(() => TASKS[task](details)).then(say, (error) => say({ error: error.message }));
});
input.on('close', () => process.exit());
