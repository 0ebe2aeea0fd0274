import { editsOf, edited, findCure } from '../../../src/prover/remediation';
import { makeReport } from '../../../src/prover/report/report';
import { Loaded, loadTemplates } from '../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, HostVerdict, judge } from '../../../src/prover/verdict';
import { isolated, mutate } from '../../helpers/templates';
import { transit } from '../../helpers/topologies';
import { TOPOLOGIES, topologyMutants } from '../rules/topology-mutants';

const loaded = (template: unknown): Loaded => loadTemplates([{ name: 'template.json', data: template }]);
const hostOf = (from: Loaded): HostVerdict => judge(from).hosts.find((h) => h.place.logicalId === 'Host')!;

/** What stays for people: the network has no second way, or what would help is for them to choose. */
const FOR_PEOPLE: readonly string[] = [];

describe('a cure makes the host ready', () => {
  test.each(topologyMutants().filter((m) => !FOR_PEOPLE.includes(m.name)).map((m) => [m.name, m] as const))('%s', (_, { template }) => {
    const input = loaded(template);
    const cure = findCure(input, hostOf(input), DEFAULT_OPTIONS);
    expect(cure?.leadsTo).toBe('ready');
    // Not only in our word for it: the edits, applied anew, and judged by themselves.
    expect(hostOf({ estate: edited(input.estate, editsOf(cure!.repairs)), errors: [], warnings: [] }).verdict).toBe('ready');
    expect(cure!.repairs.length).toBeLessThanOrEqual(2);
  });
});

test('of two ways the one that leaves nothing open', () => {
  // A default route to the transit gateway leaves open where its default table leads; endpoints do not.
  const template = mutate(transit(), (t) => {
    for (const id of Object.keys(t.Resources)) if (/^(?:Ssm|SsmMessages)(?:Zone|Record)$/.test(id)) delete t.Resources[id];
  });
  const input = loaded(template);
  const cure = findCure(input, hostOf(input), DEFAULT_OPTIONS);
  expect([cure?.leadsTo, cure?.repairs.map((r) => r.kind)]).toEqual(['ready', ['addEgressRule', 'addEndpoint', 'addEndpoint']]);
});

test('the property of the type takes the profile, and what is the same for all nodes is told once', () => {
  const template = mutate(isolated(), (t) => {
    const group = { 'Fn::GetAtt': ['HostGroup', 'GroupId'] };
    t.Resources.Host = { Type: 'AWS::EMR::Cluster', Properties: { Name: 'n', ServiceRole: 'r', Instances: { Ec2SubnetId: { Ref: 'HostSubnet' }, EmrManagedMasterSecurityGroup: group, EmrManagedSlaveSecurityGroup: group } } };
  });
  const input = loaded(template);
  const cure = findCure(input, hostOf(input), DEFAULT_OPTIONS);
  expect([cure?.leadsTo, cure?.repairs[0].edits.filter((e) => e.op === 'set').map((e) => e.path)]).toEqual(['ready', [['JobFlowRole']]]);
  const [host] = makeReport(judge(input), () => undefined, { paths: 'all' }).hosts;
  expect(host.findings.map((f) => f.cure)).toEqual([expect.stringMatching(/^set JobFlowRole to an AWS::IAM::InstanceProfile/)]);
  expect(host.paths?.map((p) => p.world)).toEqual([undefined]);
});

test.each<[string, string, Record<string, unknown>]>([
  ['InstanceProfileName', 'AWS::ImageBuilder::InfrastructureConfiguration', { Name: 'n', InstanceProfileName: '' }],
  ['IamInstanceProfile', 'AWS::EC2::Instance', { ImageId: 'ami-0123456789abcdef0' }],
  ['IamInstanceProfile', 'AWS::EC2::SpotFleet', { SpotFleetRequestConfigData: { IamFleetRole: 'r', TargetCapacity: 1, LaunchSpecifications: [{ ImageId: 'ami-0123456789abcdef0' }] } }],
])('%s takes the profile of an %s', (property, Type, Properties) => {
  const [host] = makeReport(judge(loaded({ Resources: { Host: { Type, Properties } } })), () => undefined, {}).hosts;
  expect(host.findings[0]).toMatchObject({ id: 'InstanceProfileMissing', cure: expect.stringMatching(new RegExp(`^set ${property} to an AWS::IAM::InstanceProfile`)) });
});

test.each(Object.entries(TOPOLOGIES))('%s needs no cure', (_, make) => {
  const input = loaded(make());
  expect(findCure(input, hostOf(input), DEFAULT_OPTIONS)).toBeUndefined();
});
