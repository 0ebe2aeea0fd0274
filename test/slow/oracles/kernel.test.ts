import { contains, formatAddress, parseAddress, parseCidr, pieces, samplesOf } from '../../../oracles/kernel/addresses';
import { compare, KernelWord, wordOf } from '../../../oracles/kernel/compare';
import { interfaceRules, internetRules, routerRules } from '../../../oracles/kernel/firewall';
import { randomNetwork } from '../../../oracles/kernel/generate';
import { interfacesOf, offers } from '../../../oracles/kernel/interfaces';
import { KernelAnswers, Tried } from '../../../oracles/kernel/kernel';
import { KINDS, working } from '../../../oracles/kernel/kinds';
import { readOptions } from '../../../oracles/kernel/options';
import { emptySpec } from '../../../oracles/kernel/parts';
import { askProver, ProverAnswers } from '../../../oracles/kernel/prover';
import { Random } from '../../../oracles/kernel/random';
import { untilAtRest } from '../../../oracles/kernel/rest';
import { shrink, smaller } from '../../../oracles/kernel/shrink';
import { GroupRule, Spec } from '../../../oracles/kernel/spec';
import { Tally } from '../../../oracles/kernel/tally';
import { toTemplate } from '../../../oracles/kernel/template';
import { wiringOf } from '../../../oracles/kernel/wiring';
import { skip } from '../../../scripts/skip';

const { addressesNotInUse, packetCounts } = require('../../../oracles/kernel/proc') as {
  readonly addressesNotInUse: (ifInet6: string, igmp6: string, ipv6Route: string) => string[];
  readonly packetCounts: (dev: string) => string[];
};

/** Kinds of which the prover knows everything. */
const PROVED = Object.keys(KINDS);

const answers = (spec: Spec) => Object.values(askProver(toTemplate(spec), spec.hosts)).flatMap((services) => Object.values(services).map((a) => a.answer));

function network(change: (spec: Spec) => void = () => undefined): Spec {
  const spec: Spec = {
    ...emptySpec('test'),
    vpcs: [{ id: 'Vpc', cidr: '10.0.0.0/16', gatewayAttached: true }],
    subnets: [
      { id: 'A', vpc: 'Vpc', cidr: '10.0.0.0/24', zone: 'a', mapPublic: false, dns64: false },
      { id: 'B', vpc: 'Vpc', cidr: '10.0.1.0/24', zone: 'b', mapPublic: true, dns64: false },
    ],
    groups: [{ id: 'Group', vpc: 'Vpc', rules: [] }],
    hosts: [{ id: 'Host', subnet: 'A', groups: ['Group'], publicAddress: 'subnet', dualStackNames: false }],
    endpoints: [{ id: 'Ssm', vpc: 'Vpc', service: 'ssm', subnets: ['B'], groups: [], privateDns: true, addresses: 'ipv4' }],
  };
  change(spec);
  return spec;
}

const HOST = ['10.0.0.4', '10.0.0.85', '10.0.0.149', '10.0.0.254'];
const ENDPOINT = HOST.map((a) => a.replace('10.0.0', '10.0.1'));

describe('addresses', () => {
  test('text and number', () => {
    for (const text of ['0.0.0.0', '10.1.2.3', '255.255.255.255']) expect(formatAddress(4, parseAddress(text))).toBe(text);
    expect(parseAddress('2001:db8::1')).toBe((0x20010db8n << 96n) + 1n);
    expect(formatAddress(6, parseAddress('::1'))).toBe('0:0:0:0:0:0:0:1');
    for (const bad of ['10.0.0', '10.0.0.256', '1:2:3', '1:2:3:4:5:6:7:8:9']) expect(() => parseAddress(bad)).toThrow('is no IPv');
    for (const bad of ['10.0.0.0/33', '10.0.0.0', '10.0.0.1/24']) expect(() => parseCidr(bad)).toThrow(bad);
  });

  test('blocks', () => {
    expect(pieces('10.0.0.0/16', 1)).toEqual(['10.0.0.0/17', '10.0.128.0/17']);
    expect([contains('128.0.0.0/1', '128.0.0.0'), contains('128.0.0.0/1', '127.255.255.255'), contains('0.0.0.0/0', '::1')]).toEqual([true, false, false]);
  });

  test('an interface may have an address in each quarter of its subnet, the first and the last that AWS gives among them', () => {
    expect(samplesOf('10.0.0.0/24', 0)).toEqual(HOST);
    const all = [0, 1, 2, 3, 4, 5].flatMap((slot) => samplesOf('10.0.0.0/26', slot));
    expect(new Set(all).size).toBe(24);
    expect(pieces('10.0.0.0/26', 2).map((quarter) => all.filter((a) => contains(quarter, a)).length)).toEqual([6, 6, 6, 6]);
  });
});

describe('generator', () => {
  test('a seed and an index are one network', () => {
    expect(randomNetwork(3, 5)).toEqual(randomNetwork(3, 5));
    expect(randomNetwork(3, 5)).not.toEqual(randomNetwork(3, 6));
    expect(new Set(Array.from({ length: 200 }, (_, i) => randomNetwork(1, i).kind))).toEqual(new Set(Object.keys(KINDS)));
  });

  test('networks are such as AWS takes', () => {
    for (let i = 0; i < 400; i += 1) {
      const spec = randomNetwork(2, i);
      for (const { routes } of spec.tables) expect(new Set(routes.map((r) => r.destination)).size).toBe(routes.length);
      for (const { entries } of spec.acls) expect(new Set(entries.map((e) => `${e.egress} ${e.number}`)).size).toBe(entries.length);
      const addresses = interfacesOf(spec).flatMap((face) => [...face.addresses[4], ...face.addresses[6]]);
      expect(new Set(addresses).size).toBe(addresses.length);
      // Throws where a name leads nowhere.
      expect(wiringOf(spec, interfacesOf(spec), 'x-').nodes.length).toBeGreaterThan(2);
    }
  });

  test('what is built works before anything is changed', () => {
    for (const kind of PROVED) for (let i = 0; i < 20; i += 1) expect([kind, i, ...new Set(answers(working(kind, Random.of(4, i))))]).toEqual([kind, i, 'yes']);
  });

  test('yes and no are both frequent, unknown is rare', () => {
    const all = Array.from({ length: 300 }, (_, i) => answers(randomNetwork(5, i, PROVED))).flat();
    const share = (word: string) => all.filter((a) => a === word).length / all.length;
    expect(share('yes')).toBeGreaterThan(0.3);
    expect(share('no')).toBeGreaterThan(0.3);
    expect(share('unknown')).toBeLessThan(0.15);
  });
});

describe('translation', () => {
  const rule = (part: Partial<GroupRule>): GroupRule => ({ direction: 'egress', protocol: 'tcp', from: 443, to: 443, peer: { cidr: '10.0.1.0/24' }, separate: false, ...part });
  const egress = (part: Partial<GroupRule>) => {
    const spec = network((s) => {
      s.lists.push({ id: 'List', cidrs: ['10.0.1.0/25', '192.0.2.0/24'] });
      s.groups[0].rules.push(rule(part));
    });
    const out = interfaceRules(spec, interfacesOf(spec), interfacesOf(spec)[0]).split(' chain out')[1];
    return out.split('\n').slice(5).filter((line) => line.endsWith('accept')).map((line) => line.trim());
  };

  test.each<[Partial<GroupRule>, string]>([
    [{}, 'ip daddr { 10.0.1.0/24 } tcp dport 443 accept'],
    [{ protocol: '6', from: 0, to: 65535 }, 'ip daddr { 10.0.1.0/24 } tcp dport 0-65535 accept'],
    [{ protocol: '-1' }, 'ip daddr { 10.0.1.0/24 } accept'],
    [{ protocol: '17' }, 'ip daddr { 10.0.1.0/24 } udp dport 443 accept'],
    [{ protocol: 'icmp', from: 252, to: 86 }, 'ip daddr { 10.0.1.0/24 } meta l4proto icmp accept'],
    [{ peer: { cidr: '0.0.0.0/0' } }, 'meta nfproto ipv4 tcp dport 443 accept'],
    [{ peer: { cidr: '2001:db8::/32' } }, 'ip6 daddr { 2001:db8::/32 } tcp dport 443 accept'],
    [{ peer: { list: 'List' } }, 'ip daddr { 10.0.1.0/25, 192.0.2.0/24 } tcp dport 443 accept'],
    [{ peer: { group: 'Group' } }, `ip daddr { ${HOST.join(', ')} } tcp dport 443 accept`],
  ])('rule %j', (part, line) => expect(egress(part)).toEqual([line]));

  test('without rules of its own a group lets all out and nothing in; the default group lets its members in', () => {
    const spec = network();
    const [host, endpoint] = interfacesOf(spec);
    const own = interfaceRules(spec, [host, endpoint], host);
    expect(own.split(' chain out')[1]).toContain('\n  meta nfproto ipv4 accept\n');
    expect(own.split(' chain out')[0]).not.toContain('saddr');
    expect(interfaceRules(spec, [host, endpoint], endpoint)).toContain(`ip saddr { ${ENDPOINT.join(', ')} } accept`);
  });

  test('network ACL entries are taken in the order of their numbers, and what none takes is dropped', () => {
    const spec = network((s) => {
      s.subnets[0].acl = 'Acl';
      s.acls.push({ id: 'Acl', vpc: 'Vpc', entries: [
        { number: 200, egress: true, allow: true, protocol: -1, cidr: '0.0.0.0/0' },
        { number: 100, egress: true, allow: false, protocol: 6, cidr: '52.0.0.0/8', from: 443, to: 443 },
        { number: 1, egress: false, allow: true, protocol: 17, cidr: '10.0.0.0/8', from: 1, to: 9 },
      ] });
    });
    const text = routerRules(spec, 'Vpc');
    expect(text).toContain(' chain out0 {\n  ip daddr { 52.0.0.0/8 } tcp dport 443 drop\n  meta nfproto ipv4 return\n  drop\n }');
    expect(text).toContain(' chain in0 {\n  ip saddr { 10.0.0.0/8 } udp dport 1-9 return\n  drop\n }');
    expect(text).toContain('  iifname "b0" jump out0\n  oifname "b0" jump in0\n');
    expect(text).not.toContain('b1');
  });

  test('without a public address nothing passes the internet gateway', () => {
    const rules = (spec: Spec) => internetRules(spec, interfacesOf(spec));
    expect(rules(network())).toContain('iifname "vpc0" meta nfproto ipv4 drop');
    expect(rules(network((s) => { s.hosts[0].publicAddress = 'elastic'; }))).toContain(`iifname "vpc0" meta nfproto ipv4 ip saddr != { ${HOST.join(', ')} } drop`);
    expect(rules(network((s) => { s.hosts[0] = { ...s.hosts[0], subnet: 'B', publicAddress: 'refused' }; }))).toContain('ipv4 drop');
  });

  test('routes stand in the table of their subnet; one that leads nowhere drops what it takes', () => {
    const spec = network((s) => {
      s.subnets[0].table = 'Table';
      s.tables.push({ id: 'Table', vpc: 'Vpc', routes: [{ destination: '0.0.0.0/0', target: { kind: 'internet-gateway' } }, { destination: '52.0.0.0/8', target: { kind: 'nowhere' } }] });
    });
    const router = (s: Spec) => wiringOf(s, interfacesOf(s), 'x-').nodes.find((n) => n.name === 'r0')!.ip[4];
    const lines = router(spec);
    expect(lines).toEqual(expect.arrayContaining([
      'rule add pref 10 iif b0 lookup 100', 'route add 10.0.1.0/24 dev b1 table 100', 'route add 0.0.0.0/0 via 169.254.1.2 dev internet onlink table 100',
      'route add blackhole 52.0.0.0/8 table 100', 'route add blackhole default metric 4096 table 101',
    ]));
    spec.vpcs[0].gatewayAttached = false;
    expect(router(spec)).toContain('route add blackhole 0.0.0.0/0 table 100');
  });

  test('groups that name each other are no circle in the template', () => {
    const spec = network((s) => {
      s.groups.push({ id: 'Other', vpc: 'Vpc', rules: [rule({ direction: 'ingress', peer: { group: 'Group' } })] });
      s.groups[0].rules.push(rule({ peer: { group: 'Other' } }));
    });
    const { Resources } = toTemplate(spec);
    expect(Resources.GroupRule1).toMatchObject({ Type: 'AWS::EC2::SecurityGroupEgress', Properties: { DestinationSecurityGroupId: { 'Fn::GetAtt': ['Other', 'GroupId'] } } });
    expect(Resources.Other.Properties!.SecurityGroupIngress).toHaveLength(1);
  });
});

test('what a name resolves to', () => {
  const names = (change: (spec: Spec) => void) => {
    const spec = network(change);
    return offers(spec, interfacesOf(spec), spec.hosts[0], 'ssm').map((o) => `${o.name} ${o.family}`);
  };
  expect(names(() => undefined)).toEqual(['Ssm in B 4']);
  expect(names((s) => { s.endpoints[0].privateDns = false; })).toEqual(['the public service 4']);
  expect(names((s) => { s.endpoints[0].subnets = []; })).toEqual([]);
  expect(names((s) => { s.endpoints = []; s.hosts[0].dualStackNames = true; })).toEqual(['the public service 4', 'the public service 6']);
  expect(names((s) => {
    s.endpoints[0].privateDns = false;
    s.zones.push({ id: 'Zone', service: 'ssm', vpcs: ['Vpc'], endpoint: 'Ssm' });
  })).toEqual(['Ssm in B 4']);
});

describe('comparison', () => {
  const tried = (family: 4 | 6, ...worked: boolean[][]): Tried => ({ offer: { family, addresses: [], name: '' }, worked });

  test.each<[KernelWord, Tried[]]>([
    ['no', []],
    ['no', [tried(4, [false, false])]],
    ['yes', [tried(4, [true, true], [true, true])]],
    ['mixed', [tried(4, [true, false])]],
    ['mixed', [tried(4, [true, true], [false, false])]],
    // Whatever address the host has, one endpoint's interface takes it.
    ['yes', [tried(4, [true, true], [false, false]), tried(4, [false, true], [true, true])]],
    ['mixed', [tried(4, [true, false]), tried(4, [false, true])]],
    ['yes', [tried(4, [false]), tried(6, [true])]],
    ['mixed', [tried(4, [true], [false]), tried(6, [false], [true])]],
  ])('%s', (word, all) => expect(wordOf(all)).toBe(word));

  test.each<['yes' | 'no' | 'unknown', boolean[], boolean]>([
    ['yes', [true], true], ['yes', [false], false], ['yes', [true, false], false],
    ['no', [true], false], ['no', [false], true], ['no', [true, false], false],
    ['unknown', [true], true], ['unknown', [false], true], ['unknown', [true, false], true],
  ])('prover %s, kernel %j', (answer, worked, agree) => {
    const prover = { Host: { ssm: { answer, steps: [] }, ssmmessages: { answer: 'unknown', steps: [] } } } as ProverAnswers;
    const kernel: KernelAnswers = { Host: { ssm: [tried(4, worked)], ssmmessages: [] } };
    const [row] = compare(prover, kernel);
    expect(row.agree).toBe(agree);
    const tally = new Tally();
    tally.add('test', [row]);
    expect(tally.text()).toContain(agree ? '1 passed, 0 failed' : '0 passed, 1 failed');
  });
});

test('shrinking keeps what matters and ends', async () => {
  const spec = randomNetwork(1, 3, ['endpoints-and-nat']);
  const hasNat = (s: Spec) => s.nats.length > 0;
  expect(hasNat(spec)).toBe(true);
  const least = await shrink(spec, async (s) => hasNat(s), 1000);
  expect({ nats: least.nats.length, hosts: least.hosts.length, subnets: least.subnets.length, rest: [...least.endpoints, ...least.acls, ...least.tables, ...least.groups] }).toEqual({ nats: 1, hosts: 1, subnets: 2, rest: [] });
  let asked = 0;
  await shrink(spec, async () => ((asked += 1), true), 4);
  expect(asked).toBe(4);
  for (const candidate of smaller(spec)) expect(JSON.stringify(candidate).length).toBeLessThan(JSON.stringify(spec).length);
});

describe('a network is asked once nothing moves in it', () => {
  test('however slow one process is, each of its connections is waited for', async () => {
    let waiting = 5;
    let turn = 0;
    // Serves one connection every third time it is asked, as a process does that gets little of a busy processor.
    await untilAtRest(async () => {
      turn += 1;
      if (turn % 3 === 0 && waiting > 0) waiting -= 1;
      return [['eth0 10 10'], [`eth0 ${waiting} 0`]];
    });
    expect(waiting).toBe(0);
  });

  test('a network that never comes to rest is an error and no answer', async () => {
    let packets = 0;
    await expect(untilAtRest(async () => (packets += 1), 50)).rejects.toThrow('packets still pass after 0.05 seconds');
  });

  test('packets of each link, received and sent', () => {
    const dev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
  eth0:12345678      11    0    0    0     0          0         0       90      12    0    0    0     0       0          0
`;
    expect(packetCounts(dev)).toEqual(['lo 0 0', 'eth0 11 12']);
  });

  describe('an IPv6 address is in use with its route and its group', () => {
    const address = 'fd000000000000000000000000000005';
    const group = (link: string) => `3    ${link}              ff0200000000000000000001ff000005     1 00000004 0\n`;
    const route = (length: string) => `${address} ${length} ${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00000000 00000002 00000000 80200001       v0\n`;
    const listed = (flags: string, link = 'v0') => `${address} 03 40 00 ${flags}       ${link}\n`;

    test.each<[string, string, string, string, string[]]>([
      ['both', listed('82'), group('v0'), route('80'), []],
      ['no group', listed('82'), '', route('80'), [`${address} on v0`]],
      ['the group on another link', listed('82'), group('v1'), route('80'), [`${address} on v0`]],
      ['no route', listed('82'), group('v0'), '', [`${address} on v0`]],
      ['the route of the subnet only', listed('82'), group('v0'), route('40'), [`${address} on v0`]],
      ['tentative', listed('c2'), group('v0'), route('80'), [`${address} on v0`]],
      ['the loopback link has no neighbours', listed('82', 'lo'), '', route('80'), []],
      ['no IPv6', '', '', '', []],
    ])('%s', (_name, ifInet6, igmp6, ipv6Route, waiting) => expect(addressesNotInUse(ifInet6, igmp6, ipv6Route)).toEqual(waiting));
  });
});

test.each<[Record<string, string>, number]>([
  [{}, 0], [{ CI: '' }, 0], [{ CI: 'false' }, 0], [{ CI: '0' }, 0], [{ CI: 'true' }, 1], [{ CI: '1' }, 1],
])('an oracle that cannot run, with %j in the environment, exits with %d', (environment, code) => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(skip('no root', environment)).toBe(code);
  expect(log.mock.calls[0][0]).toMatch(/^skipped: no root/);
  log.mockRestore();
});

test('options', () => {
  expect(readOptions([])).toEqual({ networks: 60, seed: 1, unknowns: false, repeat: 1 });
  expect(readOptions(['--repeat', '3'])).toMatchObject({ repeat: 3 });
  expect(() => readOptions(['--repeat', '0'])).toThrow('--repeat takes a whole number of at least 1, not "0"');
  expect(readOptions(['--only', 'nat,public', '--index', '0'])).toMatchObject({ only: ['nat', 'public'], index: 0 });
  expect(() => readOptions(['--networks', '0'])).toThrow('--networks takes a whole number of at least 1, not "0"');
  expect(() => readOptions(['--seed', '1.5'])).toThrow('--seed takes a whole number');
  expect(() => readOptions(['--only', 'toString'])).toThrow('--only takes some of same-subnet,');
});
