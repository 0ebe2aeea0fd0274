import { Estate, Loaded, Stack } from '../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../../src/prover/verdict';
import { isolated, mutate } from '../../helpers/templates';
import { props, Template } from './mutants';

/** Judges stacks of known Regions, as a cloud assembly gives them. */
function verdicts(stacks: [template: Template, region: string][]): string[] {
  const estate = new Estate(stacks.map(([data, region], i) => new Stack({ id: `s${i}`, template: `s${i}.json`, data: data as unknown as Record<string, unknown>, region, account: '123456789012' })));
  const loaded: Loaded = { estate, errors: [], warnings: [] };
  return judge(loaded, DEFAULT_OPTIONS).hosts.map((h) => `${h.verdict} ${h.findings.map((f) => f.code).join(' ')}`.trim());
}

const GLOBAL = 'https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_amd64/amazon-ssm-agent.deb';

/** Debian in an isolated subnet with an S3 gateway endpoint; the agent comes from `url`. */
const debian = (url: string): Template => mutate(isolated() as Template, (t) => {
  props(t, 'Host').ImageId = '{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}';
  props(t, 'Host').UserData = { 'Fn::Base64': { 'Fn::Sub': `#!/bin/bash\nwget ${url}\ndpkg -i amazon-ssm-agent.deb\n` } };
  t.Resources.S3 = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [{ Ref: 'HostSubnetTable' }] } };
  t.Resources.Host.DependsOn = ['S3', 'Ssm', 'SsmMessages'];
});

test('the global bucket lies in us-east-1: a gateway endpoint elsewhere does not carry it', () => {
  expect(verdicts([[debian(GLOBAL), 'eu-west-1']])).toEqual(['never AGENT_INSTALL_SOURCE_UNREACHABLE']);
  expect(verdicts([[debian(GLOBAL), 'us-east-1']])).toEqual(['ready']);
});

test('the bucket of the host\'s own Region is carried, that of another Region is not', () => {
  const regional = (region: string) => `https://s3.${region}.amazonaws.com/amazon-ssm-${region}/latest/debian_amd64/amazon-ssm-agent.deb`;
  expect(verdicts([[debian(regional('${AWS::Region}')), 'eu-west-1']])).toEqual(['ready']);
  expect(verdicts([[debian(regional('us-west-2')), 'eu-west-1']])).toEqual(['never AGENT_INSTALL_SOURCE_UNREACHABLE']);
});

test('Default Host Management covers the hosts of its own account and Region', () => {
  const bare = mutate(isolated() as Template, (t) => { delete props(t, 'Host').IamInstanceProfile; });
  const setting: Template = { Resources: {
    Setting: { Type: 'AWS::SSM::ServiceSetting', Properties: { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role', SettingValue: 'service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole' } },
  } };
  expect(verdicts([[bare, 'eu-west-1'], [setting, 'eu-west-1']])).toEqual(['ready']);
  expect(verdicts([[bare, 'eu-west-1'], [setting, 'us-east-1']])).toEqual(['never INSTANCE_PROFILE_MISSING']);
});
