import { HostProver } from '../../../src/prover/analysis';
import { OutOfTime } from '../../../src/prover/core';
import { Model } from '../../../src/prover/model';
import { cureFinder } from '../../../src/prover/remediation';
import { makeReport } from '../../../src/prover/report';
import { ChainTooLong, loadTemplates } from '../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, failureWords, judge } from '../../../src/prover/verdict';
import { isolated, mutate, natSubnet, Resources } from '../../helpers/templates';

// Three hosts, the second of which fails; nothing of it is shared with the others.
const three = () => mutate(isolated(), ({ Resources: r }) => {
  const one = r.Host;
  delete (r as Partial<Resources>).Host;
  for (const name of ['First', 'Second', 'Third']) r[name] = { ...one, Properties: { ...one.Properties, ...name === 'First' ? {} : { InstanceType: name } } };
});
const reported = (data: unknown) => {
  const loaded = loadTemplates([{ name: 't', data }]);
  const judgement = judge(loaded);
  const report = makeReport(judgement, (place) => loaded.estate.lineOf(place), { paths: 'all', cures: cureFinder(loaded, DEFAULT_OPTIONS) });
  return { hosts: report.hosts.map((h) => `${h.logicalId} ${h.verdict}`), errors: report.errors.map((e) => `${e.template}: ${e.message}`), report };
};
afterEach(() => jest.restoreAllMocks());

test('an exception while one host is judged is that host\'s error', () => {
  const { prove } = HostProver.prototype;
  jest.spyOn(HostProver.prototype, 'prove').mockImplementation(function (this: HostProver) {
    if (this.host.name === 'Second') throw new TypeError('x is not a function\n    at somewhere');
    return prove.call(this);
  });
  const { hosts, errors } = reported(three());
  expect(hosts).toEqual(['First ready', 'Third ready']);
  expect(errors).toEqual(['t: Second cannot be judged: internal error (TypeError: x is not a function), please report it with the template']);
});

test('an exception while hosts are listed is an error of the input, beside its other faults', () => {
  jest.spyOn(Model.prototype, 'hosts').mockImplementation(() => { throw new TypeError('x is not a function'); });
  const { hosts, errors } = reported({ ...three(), Conditions: { Odd: { 'Fn::Nope': [] } } });
  expect(hosts).toEqual([]);
  expect(errors).toContain('t: the instances of the input cannot be listed: internal error (TypeError: x is not a function), please report it with the template');
});

test('an exception while one host is reported is that host\'s error', () => {
  const loaded = loadTemplates([{ name: 't', data: three() }]);
  const judgement = judge(loaded);
  const hosts = judgement.hosts.map((host) => (host.name !== 'Second' ? host : { ...host, get unknowns(): never { throw new Error('no words'); } }));
  const report = makeReport({ ...judgement, hosts }, () => undefined);
  expect(report.hosts.map((h) => h.logicalId)).toEqual(['First', 'Third']);
  expect(report.errors).toEqual([{ template: 't', message: 'Second cannot be reported: internal error (Error: no words), please report it with the template' }]);
});

test('an exception in the search for a fix leaves the verdict', () => {
  const data = mutate(isolated(), (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; });
  const judgement = judge(loadTemplates([{ name: 't', data }]));
  const report = makeReport(judgement, () => undefined, { cures: () => { throw new Error('no fix'); } });
  expect(report.hosts.map((h) => h.verdict)).toEqual(['never']);
  expect(report.errors).toEqual([{ template: 't', message: 'Host was judged, but no fix can be looked for: internal error (Error: no fix), please report it with the template' }]);
});

test('a chain of references without end that only a fix would need is no fault of the host', () => {
  // The subnet of another NAT gateway, which a route could lead to.
  const data = mutate(natSubnet(), ({ Resources: r }) => {
    delete (r as Partial<Resources>).PrivateRoute;
    delete r.Host.DependsOn;
    for (let i = 0; i < 300; i++) r[`S${i}`] = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { 'Fn::GetAtt': [`S${i + 1}`, 'VpcId'] }, CidrBlock: '10.0.9.0/24' } };
    r.S300 = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.9.0/24' } };
    r.OtherNat = { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { Ref: 'S0' }, AllocationId: 'eipalloc-1' } };
  });
  const { hosts, errors } = reported(data);
  expect(hosts).toEqual(['Host never']);
  expect(errors).toEqual([]);
});

test.each([
  [new ChainTooLong(), 'H: it rests on a chain of references without end'],
  [new OutOfTime(60), 'H: it takes more than 60 seconds of CPU time'],
  [new RangeError('Maximum call stack size exceeded'), 'H: its values are nested too deeply'],
  ['text', 'H: internal error (string), please report it with the template'],
])('%s in words', (error, words) => expect(failureWords('H', error)).toBe(words));
