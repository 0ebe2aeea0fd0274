import { asInteger, scalar, Truth, truthOf, Value } from '../../core';
import { IntervalSet } from './intervals';

/** Where the agent knocks. */
export const HTTPS = 443;
export const ALL_PORTS = IntervalSet.of({ from: 0, to: 65536 });
export const HTTPS_PORT = IntervalSet.of({ from: HTTPS, to: HTTPS + 1 });

/**
 * Ports that answers come back to. All current EC2 systems stay within 32768–65535 (Linux 32768–60999, Windows 49152–65535); NAT
 * gateways use 1024–65535.
 */
export const EPHEMERAL = {
  linux: IntervalSet.of({ from: 32768, to: 61000 }),
  windows: IntervalSet.of({ from: 49152, to: 65536 }),
  unknown: IntervalSet.of({ from: 32768, to: 65536 }),
  nat: IntervalSet.of({ from: 1024, to: 65536 }),
} as const;

export type OperatingSystem = 'linux' | 'windows' | 'unknown';

/** Whether a protocol value means TCP (or everything); unknown where it cannot be read. */
export function coversTcp(protocol: Value): { tcp: Truth; everything: boolean } {
  const word = scalar(protocol)?.toLowerCase();
  if (word === undefined) return { tcp: 'unknown', everything: false };
  if (word === '-1' || word === 'all') return { tcp: 'yes', everything: true };
  return { tcp: truthOf(word === 'tcp' || word === '6'), everything: false };
}

/** Whether a security group rule's protocol and port range let TCP to a port through. */
export function letsThrough(protocol: Value, from: Value, to: Value, port = HTTPS): Truth {
  const { tcp, everything } = coversTcp(protocol);
  if (everything || tcp === 'no') return truthOf(everything);
  const [low, high] = [asInteger(from), asInteger(to)];
  if (low === undefined && high === undefined && from === undefined && to === undefined) return 'unknown';
  if (low !== undefined && low > port) return 'no';
  if (high !== undefined && high < port && high !== -1) return 'no';
  if (low === undefined || high === undefined) return 'unknown';
  return tcp === 'yes' ? 'yes' : 'unknown';
}

/** The ports of a network ACL entry; undefined where they cannot be read. */
export function portsOf(protocol: Value, from: Value, to: Value): IntervalSet | undefined {
  if (coversTcp(protocol).everything) return ALL_PORTS;
  const [low, high] = [asInteger(from), asInteger(to)];
  if (low === undefined || high === undefined) return undefined;
  return IntervalSet.of({ from: low, to: high + 1 });
}
