import { Command } from './shell';

/** What the system's own firewall drops on its way out. */
export type Dropped = 'https' | 'metadata';

const METADATA = '169.254.169.254';

/** What outgoing traffic of the agent the commands certainly set a firewall to drop. Rules of an owner or an interface are left out. */
export function droppedBy(commands: readonly Command[]): Dropped[] {
  const found = new Set<Dropped>();
  const sure = commands.filter((c) => !c.conditional).map((c) => c.text);
  const allowed = commands.some((c) => ACCEPTS.some((accept) => accept.test(c.text)) && !isElsewhere(c.text));
  for (const text of sure) {
    if (text.includes(METADATA) && DROPS_ADDRESS.some((drop) => drop.test(text)) && !/owner|\bNew-NetFirewallRule\b.*-Program/i.test(text)) found.add('metadata');
    if (allowed || narrowed(text) || !DROPS_HTTPS.some((drop) => drop.test(text))) continue;
    const later = commands.slice(commands.findIndex((c) => c.text === text) + 1);
    if (!later.some((c) => REOPENS.some((reopen) => reopen.test(c.text)))) found.add('https');
  }
  return [...found];
}

const DROPS_ADDRESS = [
  /\biptables\b.*\s(?:-A|-I|--append|--insert)\s+OUTPUT\b.*-j\s+(?:DROP|REJECT)/,
  /\bip\s+route\s+add\s+(?:blackhole|prohibit|unreachable)\b/,
  /\broute\s+add\b.*\breject\b/,
  /\bNew-NetFirewallRule\b(?=.*-Direction\s+Outbound)(?=.*-Action\s+Block)/i,
];

const DROPS_HTTPS = [
  /\biptables\b.*\s(?:-A|-I|--append|--insert)\s+OUTPUT\b(?=.*--d(?:estination-)?ports?\s+(?:\S*,)?443\b).*-j\s+(?:DROP|REJECT)/,
  /\biptables\b.*\s(?:-P|--policy)\s+OUTPUT\s+(?:DROP|REJECT)/,
  /\bufw\s+(?:--force\s+)?(?:deny|reject)\s+out\s+(?:to\s+any\s+port\s+)?(?:443|https)\b/,
  /\bufw\s+(?:--force\s+)?default\s+(?:deny|reject)\s+outgoing\b/,
  /\bNew-NetFirewallRule\b(?=.*-Direction\s+Outbound)(?=.*-Action\s+Block)(?=.*-RemotePort\s+["']?(?:\S*,)?443\b)/i,
  /\bnetsh\s+advfirewall\s+firewall\s+add\s+rule\b(?=.*dir=out)(?=.*action=block)(?=.*remoteport=(?:\S*,)?443\b)/i,
  /\bnetsh\s+advfirewall\s+set\s+\w+\s+firewallpolicy\s+\w+,blockoutbound/i,
  /\bSet-NetFirewallProfile\b.*-DefaultOutboundAction\s+Block/i,
];

/** Anything that may let 443 out after all, by port or altogether. */
const ACCEPTS = [
  /\biptables\b.*\bOUTPUT\b.*-j\s+(?!DROP|REJECT|LOG)\S+/,
  /\biptables-restore\b|\bnft\b|\bfirewall-cmd\b/,
  /\bufw\s+(?:--force\s+)?allow\s+out\b/,
  /\biptables\s+(?:-F|--flush)/,
  /\b(?:New-NetFirewallRule|netsh)\b(?=.*Outbound|.*dir=out)(?=.*-Action\s+Allow|.*action=allow)/i,
];

/** Undoes what came before. */
const REOPENS = [/\biptables\b.*\s(?:-P|--policy)\s+OUTPUT\s+ACCEPT/, /\b(?:service\s+ip6?tables\s+stop|systemctl\s.*\b(?:stop|disable|mask)\b.*\bip6?tables)/];

/** An iptables rule that lets out something else for sure: other ports, another protocol, or what stays on the host. */
function isElsewhere(text: string): boolean {
  if (!/\biptables\b/.test(text) || /\s!\s/.test(text)) return false;
  if (/\s(?:-o|--out-interface)\s+lo\b|\s(?:-p|--protocol)\s+(?:udp|icmp)\b/.test(text)) return true;
  const ports = /\s--d(?:estination-)?ports?\s+(\S+)/.exec(text)?.[1];
  return ports !== undefined && /^\d+(?:[,:]\d+)*$/.test(ports) && !ports.split(',').some((range) => {
    const [from, to = from] = range.split(':').map(Number);
    return from <= 443 && 443 <= to;
  });
}

/** Only some destinations, users or interfaces. */
function narrowed(text: string): boolean {
  return /\s(?:-d|--destination|-o|--out-interface|-m\s+owner|-m\s+set)\s|!|-RemoteAddress|-Program|remoteip=|program=/.test(text);
}
