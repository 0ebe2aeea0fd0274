import { join } from 'path';
import { prove } from '../../src/doctor';
import { reachesS3 } from '../../src/prover/analysis/agent/reach-s3';
import { Flow, reach } from '../../src/prover/analysis/network';
import { cross, endOf } from '../../src/prover/analysis/network/crossing';
import { groupsAllow } from '../../src/prover/analysis/network/security-groups';
import { Model, Placement } from '../../src/prover/model';
import { nameOf } from '../../src/prover/report';
import { completed, scopesIn, withRecordings } from './recordings';

/**
 * Traces that Batfish's own tests expect of the same recordings (AwsConfiguration<Name>Test.java), restated: does TCP get there and back,
 * by which gateways. `unknown`: Batfish follows a virtual private gateway into the other network, which no call shows.
 */

function estate(folder: string, name: string) {
  const { loaded, judgement } = prove(scopesIn(join(folder, 'batfish', name)).map(completed), { tier: 'connect', hostManagement: 'unknown' });
  const model = new Model(loaded.estate);
  const host = (id: string) => {
    const found = model.hosts().find(({ resource }) => resource.logicalId === id);
    if (!found) throw new Error(`${name} has no ${id}`);
    return found.read();
  };
  const flowFrom = (id: string, service = 'ssm'): Flow => ({ host: host(id), placement: host(id).placements[0], service, os: 'linux', family: 4 });
  return { model, judgement, flowFrom };
}

const endAt = ({ subnet, vpc, launch }: Placement, flow: Flow) => endOf(subnet, vpc, flow, launch.privateAddress);

withRecordings('traces of Batfish', (folder) => {
  describe('to the internet and back', () => {
    test.each([
      ['test-nat-gateway', 'i-0a128d26e59be60f3', 'yes', 'nat-07ab4846da51f4612'],
      ['test-public-subnet', 'i-06669a407b2ef3ae5', 'yes', undefined],
      ['test-public-private-subnet', 'i-094a9e5b545a4fde4', 'yes', undefined],
      ['test-public-private-subnet', 'i-099cf38911942421c', 'unknown', undefined],
      ['test-vpc-endpoint-gateway', 'i-0464d440ca0ee9e34', 'yes', undefined],
      ['test-vpc-endpoint-gateway', 'i-01c6c0647fdccc89e', 'no', undefined],
    ])('%s %s: %s', (name, id, answer, nat) => {
      const { model, flowFrom } = estate(folder, name);
      const found = reach(model, flowFrom(id));
      const by = found.paths.flatMap((path) => path.because).map((step) => nameOf(step.data.nat)).find((n) => n !== '');
      expect({ answer: found.answer, nat: by }).toEqual({ answer, nat });
    });
  });

  test.each([
    ['i-0a0fbd0cfa774970f', 'subnet-0bb8615d8368ece31'],
    ['i-0eb6eb395a0d09117', 'subnet-0611b848137c513d1'],
  ])('test-vpc-endpoint-interface: TCP 443 from %s in %s to the interface endpoint and back', (id, subnet) => {
    const { model, flowFrom } = estate(folder, 'test-vpc-endpoint-interface');
    const flow = flowFrom(id, 'cloudtrail');
    const found = reach(model, flow);
    expect({ answer: found.answer, endpoints: found.endpoints.map((e) => e.place?.logicalId), from: flow.placement.subnet.place?.logicalId, to: found.paths.map((p) => p.endpointSubnet?.place?.logicalId) })
      .toEqual({ answer: 'yes', endpoints: ['vpce-083c683a6be29b889'], from: subnet, to: ['subnet-0bb8615d8368ece31'] });
    // The exact address of its network interface, not all of its subnet.
    expect([...found.endpoints[0].addresses.values()]).toEqual([{ 4: '10.1.101.97', 6: undefined }]);
  });

  test.each(['i-01c6c0647fdccc89e', 'i-0464d440ca0ee9e34'])('test-vpc-endpoint-gateway: from %s to Amazon S3 by the gateway endpoint', (id) => {
    const { model, flowFrom } = estate(folder, 'test-vpc-endpoint-gateway');
    expect(reachesS3(model, flowFrom(id), 'own-region')).toBe('yes');
  });

  describe('from instance to instance: the routes there and back, and whether security groups deny at the end', () => {
    test.each([
      ['test-subnet', 'i-08ef86e76fceabd8d', 'i-07519d6ba3f9497e4', ['yes'], undefined],
      ['test-vpc-peering', 'i-06ba034d88c84ef07', 'i-0b14080af811fda3d', ['yes', 'yes'], 'pcx-0b89b559e3319d6cf'],
      ['test-vpc-peering', 'i-0b14080af811fda3d', 'i-06ba034d88c84ef07', ['yes', 'yes'], 'pcx-0b89b559e3319d6cf'],
      ['test-transit-gateway', 'i-06ba034d88c84ef07', 'i-0b14080af811fda3d', ['yes', 'yes'], 'tgw-044be4464fcc69aff'],
      ['test-transit-gateway', 'i-0b14080af811fda3d', 'i-06ba034d88c84ef07', ['yes', 'yes'], 'tgw-044be4464fcc69aff'],
      ['test-transit-gateway-multi-table', 'i-06ba034d88c84ef07', 'i-0b14080af811fda3d', ['yes', 'yes'], 'tgw-044be4464fcc69aff'],
      ['test-transit-gateway-multi-table', 'i-0b14080af811fda3d', 'i-06ba034d88c84ef07', ['yes', 'yes'], 'tgw-044be4464fcc69aff'],
    ])('%s: %s to %s', (name, from, to, routes, by) => {
      const { model, flowFrom } = estate(folder, name);
      const [flow, there] = [flowFrom(from), flowFrom(to).placement];
      const crossing = cross(model, flow, endAt(flow.placement, flow), endAt(there, flow));
      expect({ routes: crossing.steps.map((s) => s.answer), by: crossing.by?.place?.logicalId }).toEqual({ routes, by });
      // DENIED_IN: by the security group of the destination, which admits its own members only.
      const admitted = groupsAllow(there.groups, 'ingress', { addresses: endAt(flow.placement, flow).addresses, groups: flow.placement.groups, groupsCount: crossing.ingressGroups });
      const sameGroup = flow.placement.groups.groups.some((g) => there.groups.groups.some((t) => t.key === g.key));
      expect(admitted.answer).toBe(sameGroup ? 'yes' : 'no');
    });

    test('test-transit-gateway: a subnet in a zone without attachment reaches nothing, and nothing gets back to it', () => {
      const { model, flowFrom } = estate(folder, 'test-transit-gateway');
      for (const [from, to] of [['i-075e846ed41670385', 'i-0b14080af811fda3d'], ['i-0b14080af811fda3d', 'i-075e846ed41670385']]) {
        const [flow, there] = [flowFrom(from), flowFrom(to).placement];
        const crossing = cross(model, flow, endAt(flow.placement, flow), endAt(there, flow));
        expect(crossing.steps.filter((s) => s.answer === 'no').map((s) => s.reason.name)).toEqual(['transitZoneMissing']);
      }
    });
  });

  test('hosts of all recordings: what is proved of each', () => {
    const verdicts = ['test-load-balancer', 'test-nat-gateway', 'test-public-private-subnet', 'test-public-subnet', 'test-subnet', 'test-transit-gateway', 'test-transit-gateway-multi-table', 'test-vpc-endpoint-gateway', 'test-vpc-endpoint-interface', 'test-vpc-peering', 'test-vpn-gateway']
      .flatMap((name) => estate(folder, name).judgement.hosts.map((h) => h.verdict));
    const count = (word: string) => verdicts.filter((v) => v === word).length;
    expect({ ready: count('ready'), never: count('never'), unknown: count('unknown') }).toEqual({ ready: 9, never: 14, unknown: 2 });
  });
});
