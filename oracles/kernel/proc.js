// Reads what the kernel says in /proc/net. Plain JavaScript, for agent.js.
'use strict';

const rows = (text) => text.split('\n').map((line) => line.trim().split(/\s+/)).filter((words) => words.length > 1);

/** Received and sent packets of each link, from /proc/net/dev. */
function packetCounts(dev) {
  return dev.split('\n').filter((line) => line.includes(':')).map((line) => {
    const [name, counters] = line.split(':');
    const numbers = counters.trim().split(/\s+/);
    return `${name.trim()} ${numbers[1]} ${numbers[9]}`;
  });
}

/** The group in which neighbours look for an address: ff02::1:ff and its last 24 bits. */
const solicitedNode = (address) => `ff0200000000000000000001ff${address.slice(-6)}`;
const HOST_ROUTE = '80';
const TENTATIVE = 0x40;

/**
 * IPv6 addresses that cannot be received on yet, from /proc/net/if_inet6, igmp6 and ipv6_route: each needs a route to itself and, on a
 * link with neighbours, membership in the group in which they look for it.
 */
function addressesNotInUse(ifInet6, igmp6, ipv6Route) {
  const groups = new Set(rows(igmp6).map(([, link, group]) => `${link} ${group}`));
  const local = new Set(rows(ipv6Route).filter(([, length]) => length === HOST_ROUTE).map(([to]) => to));
  const isUsed = ([address, , , , flags, link]) => (parseInt(flags, 16) & TENTATIVE) === 0 && local.has(address)
    && (link === 'lo' || groups.has(`${link} ${solicitedNode(address)}`));
  return rows(ifInet6).filter((row) => !isUsed(row)).map(([address, , , , , link]) => `${address} on ${link}`);
}

module.exports = { packetCounts, addressesNotInUse };
