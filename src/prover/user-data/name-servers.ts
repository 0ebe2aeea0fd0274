/** Name servers that user data sets in the place of those of the VPC. */
export interface NameServerSetting {
  /** The command or the line of the file, as written. */
  readonly setting: string;
  /** Addresses, or what stands for one; empty: they cannot be read. */
  readonly servers: readonly string[];
}

/** How systems are told other name servers: what must be there, and where the addresses stand. */
const FORMS: readonly { readonly where: RegExp; readonly servers: RegExp }[] = [
  { where: /(?:>{1,2}\s*|\btee\s(?:-\w+\s+)*|\b(?:cp|mv|install|sed)\s[^\n]*?\s|^)["']?\/etc\/resolv\.conf\b/m, servers: /\bnameserver\s+(\$\{[^}]*\}|[^\s"'/;\\]+)/g },
  { where: /resolvconf\/resolv\.conf\.d\//, servers: /\bnameserver\s+(\$\{[^}]*\}|[^\s"'/;\\]+)/g },
  { where: /\b(?:supersede|prepend)\s+domain-name-servers\s/, servers: /\b(?:supersede|prepend)\s+domain-name-servers\s+([^;\n]+)/g },
  { where: /\bnmcli\b[^\n]*\bipv[46]\.dns\s/, servers: /\bipv[46]\.dns\s+["']?([^"'\n]+?)["']?(?:\s+ipv|\s*$|[;&|\n])/gm },
  { where: /\/netplan\/[\s\S]*\bnameservers:/, servers: /\bnameservers:([\s\S]{0,200})/g },
  { where: /^resolv_conf:[\s\S]*\bnameservers:/m, servers: /\bnameservers:([\s\S]{0,200})/g },
  { where: /\/resolved\.conf(?:\.d\/)?[\s\S]*\bDNS=|\bDNS=[\s\S]*\/resolved\.conf/, servers: /(?<!Fallback)\bDNS=["']?([^"'\n/]+)/g },
  { where: /systemd\/network\/[\s\S]*^\s*DNS=/m, servers: /^\s*DNS=([^\n]+)/gm },
  { where: /\bifcfg-[\s\S]*\bDNS\d=|\bDNS\d=[\s\S]*\bifcfg-/, servers: /\bDNS\d=["']?([^\s"']+)/g },
  { where: /\bresolvectl\s+dns\s+\S+\s+\S/, servers: /\bresolvectl\s+dns\s+\S+\s+([^\n;&|]+)/g },
  { where: /\bsystemd-resolve\b[^\n]*--set-dns/, servers: /--set-dns[=\s]+(\S+)/g },
  { where: /\bSet-DnsClientServerAddress\b(?![^\n]*-ResetServerAddresses)/i, servers: /-ServerAddress(?:es)?\s+([^\n;]+)/gi },
  { where: /\bnetsh\b[^\n]*\b(?:set|add)\s+dns(?:servers?)?\b(?![^\n]*\bdhcp\b)/i, servers: /\bdns(?:servers?)?\s+([^\n;]+)/gi },
  { where: /\bSetDNSServerSearchOrder\b/i, servers: /\bSetDNSServerSearchOrder\b([^\n;]+)/gi },
];

/** A copy of what DHCP says. */
const SYSTEMS_OWN = /\bln\b[^\n]*\/run\/systemd\/resolve\/(?:stub-)?resolv\.conf|\b(?:cp|mv)\s+["']?\/etc\/resolv\.conf\b/;
const ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|\bfd00:ec2::253\b|\$\{[^}]*\}|\$\w+/g;

/**
 * What user data tells the system to ask for names.
 *
 * @param texts whole scripts, and files that they write with the path in the first line
 */
export function nameServersOf(texts: readonly string[]): NameServerSetting | undefined {
  const found: NameServerSetting[] = [];
  for (const text of texts.map((each) => each.replace(/^\s*#(?!!).*$/gm, '').replace(/\\n/g, '\n'))) {
    for (const { where, servers } of FORMS) {
      const at = where.exec(text);
      if (!at) continue;
      const line = text.slice(text.lastIndexOf('\n', at.index) + 1).split('\n', 1)[0];
      const told = [...text.matchAll(servers)].map((match) => match[1]);
      // A file without a name server in it has options only.
      if (told.length === 0 && (where === FORMS[0].where || where === FORMS[1].where) && (SYSTEMS_OWN.test(line) || !/\b(?:cp|mv|install)\b/.test(line))) continue;
      found.push({ setting: line.trim().slice(0, 80), servers: told.flatMap((each) => each.match(ADDRESS) ?? ['']) });
    }
  }
  if (found.length === 0) return undefined;
  const unread = found.some(({ servers }) => servers.length === 0 || servers.includes(''));
  return { setting: found[0].setting, servers: unread ? [] : [...new Set(found.flatMap(({ servers }) => servers))] };
}
