import { PROPERTY_KINDS } from '../../../../src/prover/model/property-kinds';
import { judgeTemplates } from '../../../helpers/judge';
import { isolated, mutate, publicSubnet, Resources } from '../../../helpers/templates';

type Template = { Resources: Resources };
const WRONG = { scalar: { a: 1 }, list: 'one', map: ['x'] } as const;
const WORDS = { scalar: 'a text or number, not an object', list: 'a list, not a text or number', map: 'an object, not a list' } as const;

test('there are shapes to check', () => {
  expect(Object.keys(PROPERTY_KINDS).length).toBeGreaterThan(25);
});

// An image that cannot be told is assumed to carry the agent, and CloudFormation accepts private DNS only with DNS support on.
const ROWS: [string, string, 'scalar' | 'list' | 'map', () => Template, string?][] = [
  ['Host', 'SubnetId', 'scalar', isolated],
  ['Host', 'SecurityGroupIds', 'list', isolated],
  ['Host', 'IamInstanceProfile', 'scalar', isolated],
  ['Host', 'ImageId', 'scalar', isolated, 'ready'],
  ['Profile', 'Roles', 'list', isolated],
  ['Role', 'ManagedPolicyArns', 'list', isolated],
  ['HostGroup', 'SecurityGroupEgress', 'list', isolated],
  ['Ssm', 'SubnetIds', 'list', isolated],
  ['Ssm', 'PrivateDnsEnabled', 'scalar', isolated],
  ['Vpc', 'EnableDnsSupport', 'scalar', isolated, 'ready'],
  ['Public', 'MapPublicIpOnLaunch', 'scalar', publicSubnet],
  ['PublicRoute', 'DestinationCidrBlock', 'scalar', publicSubnet],
];

test.each(ROWS.map(([id, property, kind, make, verdict]) => ({ id, property, kind, make, verdict: verdict ?? 'unknown' })))(
  '$id.$property of a wrong shape: one error that names file, resource and property; the rest is judged', ({ id, property, kind, make, verdict }) => {
    const report = judgeTemplates({ 'bad.json': mutate(make(), (t) => { t.Resources[id].Properties![property] = WRONG[kind]; }), 'ok.json': isolated() });
    expect(report.errors).toEqual([{ template: 'bad.json', message: `${id}: Properties.${property} must be ${WORDS[kind]}` }]);
    expect(report.hosts.map((h) => [h.template, h.verdict])).toEqual([['bad.json', verdict], ['ok.json', 'ready']]);
  });

test('Properties that are no object', () => {
  const report = judgeTemplates({ t: mutate(isolated(), (t) => { t.Resources.Host.Properties = 'x' as never; }) });
  expect(report.errors.map((e) => e.message)).toContain('Host: Properties must be an object, not a text or number');
});
