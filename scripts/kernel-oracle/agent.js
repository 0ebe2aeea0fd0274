// Runs inside one network namespace: sets it up, answers on 443, and tries connections. Plain JavaScript, because a process a
// namespace has to start fast. Talks JSON lines: the set-up first, then questions; ends with its input.
'use strict';
const { spawnSync } = require('child_process');
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('fs');
const net = require('net');
const readline = require('readline');

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

const greet = (socket) => {
  socket.on('error', () => {});
  socket.end(GREETING);
};

/** NAT64: the service's IPv4 address stands in the last 32 bits of the one the client asked for. */
function translate(from) {
  const used = new Map();
  return (socket) => {
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

function connect({ from, port, to }, timeout) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: to, port: PORT, localAddress: from, localPort: port });
    const finish = (result) => {
      clearTimeout(timer);
      socket.resetAndDestroy();
      resolve(result);
    };
    const timer = setTimeout(() => finish({ ok: false }), timeout);
    socket.once('data', () => finish({ ok: true }));
    // Being refused an address of one's own is a mistake of the set-up, not an answer.
    socket.once('error', (e) => finish({ ok: false, ...(e.code === 'EADDRNOTAVAIL' || e.code === 'EADDRINUSE' || e.code === 'EINVAL' ? { broken: e.message } : {}) }));
    socket.once('end', () => finish({ ok: false }));
  });
}

async function answer({ probes, timeout }) {
  const results = await Promise.all(probes.map((probe) => connect(probe, timeout)));
  const broken = results.find((r) => r.broken);
  if (broken) throw new Error(`a connection could not be tried: ${broken.broken}`);
  say({ results: results.map((r) => r.ok) });
}

async function setUp({ forwards, serves, nat64, ip4, ip6, nft }) {
  settings(forwards);
  run('ip', ['-4', '-batch', '-'], ip4);
  run('ip', ['-6', '-batch', '-'], ip6);
  run('nft', ['-f', '-'], nft);
  if (nat64) await serve(translate(nat64));
  else if (serves) await serve(greet);
  say({ ready: true });
}

/** A link that has just been made carries nothing until the kernel has noticed that both its ends are up. */
async function settle({ settle: timeout }) {
  const end = Date.now() + timeout;
  const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '');
  // A subnet without interfaces is a bridge without ports, which is never up.
  const empty = (name) => existsSync(`/sys/class/net/${name}/brif`) && readdirSync(`/sys/class/net/${name}/brif`).length === 0;
  const waiting = () => readdirSync('/sys/class/net').filter((name) => name !== 'lo' && !empty(name)).filter((name) => {
    const port = read(`/sys/class/net/${name}/brport/state`);
    return read(`/sys/class/net/${name}/operstate`) !== 'up' || (port !== '' && port !== FORWARDING);
  });
  while (waiting().length > 0) {
    if (Date.now() > end) throw new Error(`not up: ${waiting().join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  say({ settled: true });
}

// Whoever asked has gone.
process.stdout.on('error', () => process.exit());

let done = Promise.resolve();
let first = true;
const input = readline.createInterface({ input: process.stdin });
input.on('line', (line) => {
  const message = JSON.parse(line);
  const work = first ? setUp : message.settle ? settle : answer;
  first = false;
  done = done.then(() => work(message)).catch((error) => say({ error: error.message }));
});
input.on('close', () => process.exit());
