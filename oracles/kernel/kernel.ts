/** Builds a network out of Linux network namespaces and lets real TCP connections to port 443 decide. */
import { ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CLIENT_PORTS } from './firewall';
import { Interface, interfacesOf, Offer, offers } from './interfaces';
import { untilAtRest } from './rest';
import { Host, Service, SERVICES, Spec } from './spec';
import { interfaceName, Node, wiringOf } from './wiring';

/** Which connections worked: from every address of a host and every port, to every address of an offer. */
export interface Tried {
  readonly offer: Offer;
  /** One row for each address and port of the host, one column for each address of the offer. */
  readonly worked: readonly (readonly boolean[])[];
}

export type KernelAnswers = Readonly<Record<string, Readonly<Record<Service, readonly Tried[]>>>>;

interface Probe { readonly from: string; readonly port: number; readonly to: string }

/** Everything this process makes begins with this, so that it can be found and removed. */
const OURS = `ssmk${process.pid}-`;
const SETTLE_MS = 30_000;
const AGENT = join(__dirname, 'agent.js');

interface Answer { readonly results?: boolean[]; readonly packets?: string[] }

/** A process in a namespace, which answers one line with one line. */
class Agent {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(private readonly namespace: string) {
    this.child = spawn('ip', ['netns', 'exec', namespace, process.execPath, AGENT], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdin!.on('error', () => undefined);
    this.lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
  }

  public async ask(task: 'setUp' | 'settle' | 'start' | 'count' | 'finish', details: object = {}): Promise<Answer> {
    this.child.stdin!.write(`${JSON.stringify({ task, ...details })}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`the process in ${this.namespace} has ended`);
    const answer = JSON.parse(value) as Answer & { readonly error?: string };
    if (answer.error !== undefined) throw new Error(`in ${this.namespace}: ${answer.error}`);
    return answer;
  }

  public async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.stdin!.end();
    await ended;
  }
}

function ipBatch(lines: readonly string[], force = false): void {
  const { status, stderr } = spawnSync('ip', [...(force ? ['-force'] : []), '-batch', '-'], { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  if (status !== 0 && !force) throw new Error(`ip -batch failed: ${stderr.trim()}`);
}

/** Removes every namespace this process has made. Links go with them. */
export function removeEverything(): void {
  const names = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n').map((line) => line.split(' ')[0]).filter((name) => name.startsWith(OURS));
  if (names.length > 0) ipBatch(names.map((name) => `netns del ${name}`), true);
}

let built = 0;

/** Tries every connection the hosts of a network may make. `slow`: how many ms each process takes for a connection that it serves. */
export async function askKernel(spec: Spec, slow = 0): Promise<KernelAnswers> {
  built += 1;
  const prefix = `${OURS}${built}-`;
  const interfaces = interfacesOf(spec);
  const { nodes, links } = wiringOf(spec, interfaces, prefix);
  const agents = new Map<string, Agent>();
  try {
    ipBatch(links);
    for (const node of nodes) agents.set(node.name, new Agent(`${prefix}${node.name}`));
    const all = [...agents.values()];
    await everyOne(nodes.map((node) => agents.get(node.name)!.ask('setUp', setUpOf(node, slow))));
    await everyOne(all.map((agent) => agent.ask('settle', { timeout: SETTLE_MS })));
    const hosts = spec.hosts.map((host) => attemptsOf(spec, interfaces, host));
    const agentOf = ({ face }: Attempts) => agents.get(interfaceName(interfaces.indexOf(face)))!;
    await everyOne(hosts.map((attempts) => agentOf(attempts).ask('start', { probes: [...attempts.probes.values()] })));
    await untilAtRest(() => everyOne(all.map((agent) => agent.ask('count'))));
    const results = await everyOne(hosts.map((attempts) => agentOf(attempts).ask('finish')));
    return Object.fromEntries(spec.hosts.map((host, i) => [host.id, answersOf(hosts[i], results[i].results!)]));
  } finally {
    await Promise.all([...agents.values()].map((agent) => agent.stop()));
    ipBatch(nodes.map((node) => `netns del ${prefix}${node.name}`), true);
  }
}

/** Waits for all, lest one that fails leaves others at work in what is being removed. */
async function everyOne<T>(work: readonly Promise<T>[]): Promise<T[]> {
  return (await Promise.allSettled(work)).map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function setUpOf({ ip, nft, forwards, serves, nat64 }: Node, slow: number): object {
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  return { ip4: text(ip[4]), ip6: text(ip[6]), nft, forwards, serves, nat64, slow };
}

/** The connections of a host. */
interface Attempts {
  readonly face: Interface;
  readonly offers: Readonly<Record<Service, readonly Offer[]>>;
  /** Both services may lead to the same public addresses: two connections cannot share ports. */
  readonly probes: ReadonlyMap<string, Probe>;
}

function attemptsOf(spec: Spec, interfaces: readonly Interface[], host: Host): Attempts {
  const face = interfaces.find((i) => i.owner === host.id)!;
  const all = { ssm: offers(spec, interfaces, host, 'ssm'), ssmmessages: offers(spec, interfaces, host, 'ssmmessages') };
  const probes = SERVICES.flatMap((service) => all[service]).flatMap((offer) => rows(face, offer).flat());
  return { face, offers: all, probes: new Map(probes.map((probe) => [keyOf(probe), probe])) };
}

function answersOf({ face, offers: all, probes }: Attempts, results: readonly boolean[]): Record<Service, Tried[]> {
  const worked = new Map([...probes.keys()].map((key, i) => [key, results[i]]));
  const tried = (offer: Offer): Tried => ({ offer, worked: rows(face, offer).map((row) => row.map((probe) => worked.get(keyOf(probe))!)) });
  return { ssm: all.ssm.map(tried), ssmmessages: all.ssmmessages.map(tried) };
}

const keyOf = ({ from, port, to }: Probe) => `${from} ${port} ${to}`;

function rows(face: Interface, offer: Offer): Probe[][] {
  return face.addresses[offer.family].flatMap((from) => CLIENT_PORTS.map((port) => offer.addresses.map((to) => ({ from, port, to }))));
}

/** Why there can be no kernel here, or nothing. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root, to make network namespaces';
  install();
  for (const command of ['ip', 'nft']) if (spawnSync(command, ['-V']).error) return `${command} is not installed`;
  const name = `${OURS}try`;
  const failed = ([command, ...args]: string[], input?: string) => {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', ...(input === undefined ? {} : { input }) });
    return status === 0 ? undefined : `${command} ${args.join(' ')}: ${stderr.trim().split('\n')[0]}`;
  };
  const why = failed(['ip', 'netns', 'add', name])
    ?? failed(['ip', '-n', name, 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1'])
    ?? failed(['ip', '-n', name, 'link', 'add', 'bridge0', 'type', 'bridge'])
    ?? failed(['ip', 'netns', 'exec', name, 'nft', '-f', '-'], 'table inet t {\n chain c {\n  type filter hook input priority 0;\n  ct state established accept\n }\n}\n');
  spawnSync('ip', ['netns', 'del', name]);
  return why && `this kernel cannot do it: ${why}`;
}

function install(): void {
  if (!spawnSync('ip', ['-V']).error && !spawnSync('nft', ['-V']).error) return;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A fresh image has no package lists.
  spawnSync('apt-get', ['update'], { stdio: 'ignore', env: environment });
  spawnSync('apt-get', ['install', '-y', 'nftables', 'iproute2'], { stdio: 'ignore', env: environment });
}
