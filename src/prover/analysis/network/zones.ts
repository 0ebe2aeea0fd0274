import { scalar, Truth, Unknown } from '../../core';
import { Subnet } from '../../model';

/** Whether two subnets lie in one Availability Zone. They surely differ if both zones are literal, or different members of one list. */
export function sameZone(a: Pick<Subnet, 'zone' | 'key'>, b: Pick<Subnet, 'zone' | 'key'>): Truth {
  if (a.key === b.key) return 'yes';
  const [x, y] = [zoneKey(a.zone), zoneKey(b.zone)];
  if (x === undefined || y === undefined) return 'unknown';
  if (x === y) return 'yes';
  return comparable(x, y) ? 'no' : 'unknown';
}

function zoneKey(zone: Subnet['zone']): string | undefined {
  return zone instanceof Unknown ? zone.key : scalar(zone);
}

function comparable(a: string, b: string): boolean {
  const list = (key: string) => /^(.*)\[\d+\]$/.exec(key)?.[1];
  if (list(a) !== undefined || list(b) !== undefined) return list(a) === list(b);
  const literal = /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/;
  return literal.test(a) && literal.test(b);
}
