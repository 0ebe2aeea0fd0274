import * as fc from 'fast-check';
import { parseCidr, spaceOf } from '../../../../src/prover/analysis/network/addresses';
import { Interval, IntervalSet, Point } from '../../../../src/prover/analysis/network/intervals';
import { aclAllows } from '../../../../src/prover/analysis/network/network-acls';
import { pickRoutes } from '../../../../src/prover/analysis/network/routes';
import { groupsAllow } from '../../../../src/prover/analysis/network/security-groups';
import { AclEntry, NetworkAcl, Route, RouteTable, SecurityGroup } from '../../../../src/prover/model';
import { runs } from '../../../helpers/runs';

/** A small number line, so that everything meets everything; as numbers (IPv4, ports) and as bigints (IPv6). */
const SIZE = 24;
const interval = fc.tuple(fc.nat(SIZE), fc.nat(SIZE)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const intervals = fc.array(interval, { maxLength: 6 });
const kinds = [['numbers', (n: number): Point => n], ['bigints', (n: number): Point => BigInt(n)]] as const;

describe.each(kinds)('sets of %s', (_, as) => {
  const setOf = (list: { from: number; to: number }[]) => IntervalSet.of<Point>(...list.map((i): Interval<Point> => ({ from: as(i.from), to: as(i.to) })));
  const has = (set: IntervalSet<Point>, n: number) => set.intervals.some((i) => i.from <= as(n) && as(n) < i.to);
  const inList = (list: { from: number; to: number }[], n: number) => list.some((i) => i.from <= n && n < i.to);
  const everywhere = Array.from({ length: SIZE + 1 }, (__, n) => n);

  test('hold what their intervals hold; sorted, apart from each other', () => {
    fc.assert(fc.property(intervals, (list) => {
      const set = setOf(list);
      for (const n of everywhere) expect(has(set, n)).toBe(inList(list, n));
      set.intervals.forEach((i, k) => {
        expect(i.from < i.to).toBe(true);
        if (k > 0) expect(set.intervals[k - 1].to < i.from).toBe(true);
      });
      expect(set.isEmpty).toBe(everywhere.every((n) => !inList(list, n)));
    }));
  });

  test('union, intersection and difference, cover and overlap', () => {
    fc.assert(fc.property(intervals, intervals, (a, b) => {
      const [x, y] = [setOf(a), setOf(b)];
      for (const n of everywhere) {
        expect(has(x.union(y), n)).toBe(inList(a, n) || inList(b, n));
        expect(has(x.intersect(y), n)).toBe(inList(a, n) && inList(b, n));
        expect(has(x.subtract(y), n)).toBe(inList(a, n) && !inList(b, n));
      }
      expect(x.covers(y)).toBe(everywhere.every((n) => !inList(b, n) || inList(a, n)));
      expect(x.overlaps(y)).toBe(everywhere.some((n) => inList(a, n) && inList(b, n)));
    }));
  });
});

/** Addresses as numbers, by hand: nothing of the code under test. */
const numberOf = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const inBlock = (cidr: string, address: number) => {
  const [base, bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(base) / size) === Math.floor(address / size);
};
const block = fc.tuple(fc.constantFrom('10.0.0.0', '10.0.0.64', '10.0.0.128', '10.0.1.0', '52.0.0.0', '0.0.0.0', '128.0.0.0'), fc.constantFrom(0, 1, 8, 16, 24, 25, 26, 27, 32))
  .map(([base, bits]) => `${base}/${bits}`);
const TARGET = spaceOf(4, parseCidr('10.0.0.0/24')!.set, [], 'target');
const SAMPLES = Array.from({ length: 64 }, (_, i) => numberOf('10.0.0.0') + i * 4 + (i % 4));
const place = { template: 't' };

describe('routes', () => {
  test('the longest prefix takes each address', () => {
    fc.assert(fc.property(fc.uniqueArray(block, { maxLength: 6 }), (blocks) => {
      const routes = blocks.map((destination): Route => ({ place: { template: destination }, destination, family: 4, target: { kind: 'other', value: undefined, property: 'none' } }));
      const table: RouteTable = { key: 't', name: 't', made: true, isMain: false, routes, propagated: false };
      const { picks, uncovered } = pickRoutes(table, TARGET);
      for (const address of SAMPLES) {
        const fitting = blocks.filter((b) => inBlock(b, address)).sort((a, b) => Number(b.split('/')[1]) - Number(a.split('/')[1]));
        const taken = picks.filter((p) => p.part.intervals.some((i) => i.from <= address && address < i.to)).map((p) => p.route.destination as string);
        // Two blocks written differently may be one and the same.
        if (fitting.length === 0) expect(taken).toEqual([]);
        else expect(taken.map((t) => t.split('/')[1])).toEqual([fitting[0].split('/')[1]]);
        expect(uncovered.intervals.some((i) => i.from <= address && address < i.to)).toBe(fitting.length === 0);
      }
    }));
  });
});

describe('network ACLs', () => {
  const entry = fc.record({ cidr: block, allow: fc.boolean(), protocol: fc.constantFrom('6', '17', '-1', 'tcp'), from: fc.constantFrom(0, 443, 1024), to: fc.constantFrom(443, 1023, 65535) });
  test('the first entry that matches decides; none denies', () => {
    fc.assert(fc.property(fc.array(entry, { maxLength: 6 }), fc.constantFrom(443, 1024, 40000), (list, port) => {
      const entries = list.map((e, i): AclEntry => ({ place, egress: 'yes', number: 100 + i, allow: e.allow ? 'yes' : 'no', protocol: e.protocol, cidr: e.cidr, ipv6Cidr: undefined, from: e.from, to: e.to }));
      const acl: NetworkAcl = { key: 'a', name: 'a', made: true, isDefault: false, entries };
      const { answer } = aclAllows(acl, true, TARGET, IntervalSet.of({ from: port, to: port + 1 }));
      const allowed = SAMPLES.map((address) => list.find((e) => inBlock(e.cidr, address) && e.protocol !== '17' && (e.protocol === '-1' || (e.from <= port && port <= e.to)))?.allow ?? false);
      // Samples are some of the addresses: they may all agree where the whole does not.
      if (answer === 'yes') expect(allowed).not.toContain(false);
      if (answer === 'no') expect(allowed).not.toContain(true);
      if (answer === 'unknown') expect(list.length).toBeGreaterThan(0);
      if (new Set(allowed).size > 1) expect(answer).toBe('unknown');
    }), { numRuns: runs(300) });
  });
});

describe('security groups', () => {
  const rule = fc.record({ cidr: block, protocol: fc.constantFrom('6', 'tcp', '17', '-1'), from: fc.constantFrom(0, 443, 444), to: fc.constantFrom(442, 443, 65535) });
  test('one rule that matches is enough, and several may share the addresses', () => {
    fc.assert(fc.property(fc.array(rule, { maxLength: 6 }), (list) => {
      const rules = list.map((r) => ({ place, protocol: r.protocol, from: r.from, to: r.to, peer: { kind: 'cidr' as const, value: r.cidr } }));
      const group: SecurityGroup = { key: 'g', name: 'g', made: true, vpc: undefined, egress: { rules, open: false }, ingress: { rules: [], open: false } };
      const { answer } = groupsAllow({ groups: [group] }, 'egress', { addresses: TARGET });
      const allowed = SAMPLES.map((address) => list.some((r) => inBlock(r.cidr, address) && r.protocol !== '17' && (r.protocol === '-1' || (r.from <= 443 && 443 <= r.to))));
      if (answer === 'yes') expect(allowed).not.toContain(false);
      if (answer === 'no') expect(allowed).not.toContain(true);
      if (new Set(allowed).size > 1) expect(answer).toBe('unknown');
    }), { numRuns: runs(300) });
  });
});
