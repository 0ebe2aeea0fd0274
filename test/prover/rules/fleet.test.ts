import { judgeTemplates } from '../../helpers/judge';
import { isolated, mutate, Resources } from '../../helpers/templates';

type Template = { Resources: Resources };
const props = (t: Template, id: string) => t.Resources[id].Properties!;
const WINDOWS = '{{resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base}}';

/** Warnings and notes about the only host, then those about the fleet. */
function said(change: (t: Template) => void, base: Template = isolated()): string[] {
  const { hosts, findings, errors } = judgeTemplates({ 'template.json': mutate(base, change) });
  expect(errors).toEqual([]);
  const all = [...hosts.flatMap((h) => h.findings), ...findings];
  for (const { message, cure } of all) expect(`${message} ${cure}`).not.toMatch(/undefined|\[object|  |\bOK\b/);
  return all.filter((f) => f.id !== 'BootsBeforeNetwork').map((f) => `${f.severity} ${f.id} ${f.at.map((at) => at.logicalId).join(' ')}`);
}

const association = (name: string, targets: unknown, more: object = {}): Resources[string] => ({ Type: 'AWS::SSM::Association', Properties: { Name: name, Targets: targets, ...more } });
const byTag = (key: string, ...values: unknown[]) => [{ Key: `tag:${key}`, Values: values }];
const byId = (...values: unknown[]) => [{ Key: 'InstanceIds', Values: values }];
const tag = (Key: string, Value: unknown, more: object = {}) => ({ Key, Value, ...more });

describe('documents of one operating system', () => {
  test.each<[string, string, string | undefined, unknown, string[]]>([
    ['a Windows document for a Linux host', 'AWS-InstallPowerShellModule', undefined, byId({ Ref: 'Host' }), ['warning AssociationWrongPlatform Run']],
    ['a Linux document for a Windows host', 'AWS-RunShellScript', WINDOWS, byId('*'), ['warning AssociationWrongPlatform Run']],
    ['a Linux document for a Linux host', 'AWS-RunShellScript', undefined, byId({ Ref: 'Host' }), []],
    ['a document for both', 'AWS-RunPowerShellScript', undefined, byId({ Ref: 'Host' }), []],
    ['a host of an image nobody can tell', 'AWS-RunShellScript', 'ami-0123456789abcdef0', byId({ Ref: 'Host' }), []],
    ['other hosts', 'AWS-InstallPowerShellModule', undefined, byId('i-0123456789abcdef0'), []],
    ['targets nobody can tell', 'AWS-InstallPowerShellModule', undefined, byId({ 'Fn::ImportValue': 'id' }), []],
  ])('%s', (_, document, image, targets, expected) => {
    expect(said((t) => {
      if (image) props(t, 'Host').ImageId = image;
      t.Resources.Run = association(document, targets);
    })).toEqual(expected);
  });
});

describe('documents that need Amazon S3', () => {
  const patch = (t: Template) => { t.Resources.Patch = association('AWS-RunPatchBaseline', byId({ Ref: 'Host' }), { Parameters: { Operation: ['Scan'] } }); };
  test('without a way to S3', () => {
    expect(said(patch)).toEqual(['warning AssociationWithoutS3 Patch']);
  });
  test('by a gateway endpoint', () => {
    expect(said((t) => {
      patch(t);
      t.Resources.S3 = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [{ Ref: 'HostSubnetTable' }] } };
    })).toEqual([]);
  });
  const gateway = (t: Template) => {
    patch(t);
    t.Resources.S3 = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [{ Ref: 'HostSubnetTable' }] } };
  };
  test.each<[string, object, string[]]>([
    ['lets out to the endpoints only', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.1.0/24' }, ['warning AssociationWithoutS3 Patch']],
    ['lets out to a prefix list of AWS, which may be that of S3', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: 'pl-6da54004' }, []],
  ])('by a gateway endpoint, from a group that %s', (_, rule, expected) => {
    expect(said((t) => { gateway(t); props(t, 'HostGroup').SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.1.0/24' }, rule]; })).toEqual(expected);
  });
  test('a document that needs nothing', () => {
    expect(said((t) => { t.Resources.Run = association('AWS-RunShellScript', byId({ Ref: 'Host' })); })).toEqual([]);
  });
});

describe('the CloudWatch agent', () => {
  const manage = (t: Template) => { t.Resources.Manage = association('AmazonCloudWatch-ManageAgent', byId({ Ref: 'Host' })); };
  const endpointFor = (service: string): Resources[string] => {
    const base = structuredClone(isolated().Resources.Ssm);
    return { ...base, Properties: { ...base.Properties, ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` } } };
  };
  test('set going by an association, with no way to CloudWatch', () => {
    expect(said(manage)).toEqual(['warning MonitoringUnreachable Manage']);
  });
  test('installed by user data', () => {
    expect(said((t) => { props(t, 'Host').UserData = { 'Fn::Base64': '#!/bin/bash\nyum install -y amazon-cloudwatch-agent\n' }; })).toEqual(['warning MonitoringUnreachable Host']);
  });
  test('with endpoints, or with one of the two for who sends only logs', () => {
    expect(said((t) => { manage(t); Object.assign(t.Resources, { Logs: endpointFor('logs'), Monitoring: endpointFor('monitoring') }); })).toEqual([]);
    expect(said((t) => { manage(t); t.Resources.Logs = endpointFor('logs'); })).toEqual([]);
  });
});

describe('targets', () => {
  test.each<[string, (t: Template) => void, unknown, string[]]>([
    ['the tag the host carries', (t) => { props(t, 'Host').Tags = [tag('Patch', 'yes')]; }, byTag('Patch', 'yes'), []],
    ['another value of it', (t) => { props(t, 'Host').Tags = [tag('Patch', 'no')]; }, byTag('Patch', 'yes'), ['warning AssociationTargetsNobody Run Host']],
    ['another spelling of it', (t) => { props(t, 'Host').Tags = [tag('patch', 'yes')]; }, byTag('Patch', 'yes'), ['warning AssociationTargetsNobody Run Host']],
    ['a tag nobody here speaks of', () => undefined, byTag('Team', 'web'), []],
    ['a value nobody knows', (t) => { props(t, 'Host').Tags = [tag('Patch', { 'Fn::ImportValue': 'x' })]; }, byTag('Patch', 'yes'), []],
    ['all instances', () => undefined, byId('*'), []],
  ])('%s', (_, change, targets, expected) => {
    expect(said((t) => { change(t); t.Resources.Run = association('AWS-RunShellScript', targets); })).toEqual(expected);
  });

  const group = (tags: unknown[], specifications?: unknown[]) => (t: Template) => {
    const { SubnetId, ...rest } = props(t, 'Host');
    t.Resources.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ...rest, IamInstanceProfile: { Name: rest.IamInstanceProfile }, ...specifications ? { TagSpecifications: specifications } : {} } } };
    t.Resources.Host = {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: { MinSize: '1', MaxSize: '1', VPCZoneIdentifier: [SubnetId], Tags: tags, LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' } },
    };
    t.Resources.Run = association('AWS-RunShellScript', byTag('Patch', 'yes'));
  };
  test.each<[string, unknown[], unknown[] | undefined, string[]]>([
    ['handed on by the group', [tag('Patch', 'yes', { PropagateAtLaunch: true })], undefined, []],
    ['kept by the group', [tag('Patch', 'yes', { PropagateAtLaunch: false })], undefined, ['warning AssociationTargetsNobody Run Host']],
    ['of the launch template, for instances', [], [{ ResourceType: 'instance', Tags: [tag('Patch', 'yes')] }], []],
    ['of the launch template, for volumes', [], [{ ResourceType: 'volume', Tags: [tag('Patch', 'yes')] }], ['warning AssociationTargetsNobody Run Host']],
  ])('a tag %s', (_, tags, specifications, expected) => {
    expect(said(group(tags, specifications))).toEqual(expected);
  });
});

describe('inventory', () => {
  const two = (first: unknown, second: unknown) => (t: Template) => {
    t.Resources.One = association('AWS-GatherSoftwareInventory', first);
    t.Resources.Two = association('AWS-GatherSoftwareInventory', second);
  };
  test.each<[string, unknown, unknown, string[]]>([
    ['the same host twice', byId({ Ref: 'Host' }), byId({ Ref: 'Host' }), ['warning InventoryAssociationsOverlap One Two']],
    ['by id and by tag', byId({ Ref: 'Host' }), byTag('Stage', 'test'), ['warning InventoryAssociationsOverlap One Two']],
    ['the same tag, of hosts made elsewhere', byTag('Team', 'web'), byTag('Team', 'web'), ['warning InventoryAssociationsOverlap One Two']],
    ['one for all, one for a host', byId('*'), byId({ Ref: 'Host' }), []],
    ['different tags', byTag('Team', 'web'), byTag('Team', 'data'), []],
    ['targets nobody can tell', byId({ 'Fn::ImportValue': 'a' }), byId({ 'Fn::ImportValue': 'b' }), []],
  ])('%s', (_, first, second, expected) => {
    expect(said((t) => {
      props(t, 'Host').Tags = [tag('Stage', 'test')];
      two(first, second)(t);
    })).toEqual(expected);
  });

  test('one alone', () => {
    expect(said((t) => { t.Resources.Only = association('AWS-GatherSoftwareInventory', byId({ Ref: 'Host' })); })).toEqual([]);
  });
});

describe('Default Host Management', () => {
  const setting: Resources[string] = { Type: 'AWS::SSM::ServiceSetting', Properties: { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role', SettingValue: 'service-role/Role' } };
  test('two owners', () => {
    expect(said((t) => Object.assign(t.Resources, { A: setting, B: setting }))).toEqual(['warning DefaultHostManagementSeveralOwners A B']);
  });
  test('one owner, and a setting of another name', () => {
    const other = { ...setting, Properties: { SettingId: '/ssm/parameter-store/default-parameter-tier', SettingValue: 'Standard' } };
    expect(said((t) => Object.assign(t.Resources, { A: setting, B: other }))).toEqual([]);
  });
});

describe('what a host has without need', () => {
  const ingress = (rule: object) => (t: Template) => { props(t, 'HostGroup').SecurityGroupIngress = [rule]; };
  test.each<[string, object, string[]]>([
    ['SSH from everywhere', { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }, ['info LoginPortOpen HostGroup']],
    ['RDP from everywhere, IPv6', { IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, CidrIpv6: '::/0' }, ['info LoginPortOpen HostGroup']],
    ['everything from everywhere', { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, ['info LoginPortOpen HostGroup']],
    ['SSH from the office', { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '203.0.113.0/24' }, []],
    ['HTTPS from everywhere', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }, []],
  ])('%s', (_, rule, expected) => {
    expect(said(ingress(rule))).toEqual(expected);
  });

  test.each<[string, string[], string[]]>([
    ['the deprecated policy', ['arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM'], ['warning ManagedPolicyDeprecated Role']],
    ['the policy of the service, beside the right one', ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore', 'arn:aws:iam::aws:policy/aws-service-role/AmazonSSMServiceRolePolicy'], ['warning ServiceRolePolicyOnInstance Role']],
    ['the right one', ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'], []],
  ])('%s', (_, arns, expected) => {
    expect(said((t) => { props(t, 'Role').ManagedPolicyArns = arns; })).toEqual(expected);
  });
});
