import { judgeHost } from '../../helpers/judge';
import { isolated, mutate, natSubnet, Resources } from '../../helpers/templates';

type Template = { Resources: Resources };
const props = (t: Template, id: string) => t.Resources[id].Properties!;
const notes = (t: Template, change: (t: Template) => void = () => undefined) => {
  const host = judgeHost(mutate(t, change));
  expect(host.verdict).toBe('ready');
  return host.findings.map((f) => [f.severity, f.id, f.at.map((at) => at.logicalId).join(' ')]);
};

describe('what is worth knowing of a host that works', () => {
  test('a host that waits for its way, in the zone of its endpoints: nothing', () => {
    expect(notes(isolated())).toEqual([]);
    expect(notes(natSubnet())).toEqual([]);
  });

  test('a host that may boot before its endpoints, or before its route', () => {
    expect(notes(isolated(), (t) => { delete t.Resources.Host.DependsOn; })).toEqual([['info', 'BootsBeforeNetwork', 'Host Ssm SsmMessages']]);
    expect(notes(isolated(), (t) => { t.Resources.Host.DependsOn = 'Ssm'; })).toEqual([['info', 'BootsBeforeNetwork', 'Host SsmMessages']]);
    expect(notes(natSubnet(), (t) => { delete t.Resources.Host.DependsOn; })).toEqual([['info', 'BootsBeforeNetwork', 'Host Nat PrivateRoute']]);
  });

  test('waiting for something that waits is waiting', () => {
    expect(notes(isolated(), (t) => {
      t.Resources.Gate = { Type: 'AWS::CloudFormation::WaitConditionHandle', DependsOn: ['Ssm', 'SsmMessages'] };
      t.Resources.Host.DependsOn = 'Gate';
    })).toEqual([]);
  });

  const zones = (host: unknown, endpoint: unknown) => (t: Template) => {
    props(t, 'HostSubnet').AvailabilityZone = host;
    props(t, 'EndpointSubnet').AvailabilityZone = endpoint;
  };
  const nth = (n: number, region = '') => ({ 'Fn::Select': [n, { 'Fn::GetAZs': region }] });
  test.each<[string, unknown, unknown, number]>([
    ['two literal zones', 'eu-west-1a', 'eu-west-1b', 1],
    ['one literal zone', 'eu-west-1a', 'eu-west-1a', 0],
    ['two of the Region\'s zones', nth(0), nth(1), 1],
    ['one of the Region\'s zones', nth(1), nth(1), 0],
    ['a literal one and one of the Region\'s', 'eu-west-1a', nth(0), 0],
    ['zones nobody knows', { 'Fn::ImportValue': 'a' }, { 'Fn::ImportValue': 'b' }, 0],
  ])('endpoints in %s', (_, host, endpoint, expected) => {
    expect(notes(isolated(), zones(host, endpoint)).filter(([, id]) => id === 'EndpointZoneMissing')).toHaveLength(expected);
  });

  const serialConsole: Resources[string] = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'ec2-instance-connect:SendSerialConsoleSSHPublicKey', Resource: '*' }] } },
  };
  test.each<[string, string, boolean, string[]]>([
    ['t2.micro, where the input means to use the console', 't2.micro', true, ['SerialConsoleUnavailable']],
    ['t3.micro', 't3.micro', true, []],
    ['i3.metal', 'i3.metal', true, []],
    ['t2.micro, where nobody speaks of the console', 't2.micro', false, []],
  ])('serial console: %s', (_, type, meant, expected) => {
    expect(notes(isolated(), (t) => {
      props(t, 'Host').InstanceType = type;
      if (meant) t.Resources.Users = serialConsole;
    }).map(([, id]) => id)).toEqual(expected);
  });

  test('a rescue by user data in an Auto Scaling group', () => {
    const always = { 'Fn::Base64': '#cloud-config\ncloud_final_modules:\n- [scripts-user, always]\n' };
    expect(notes(isolated(), (t) => { props(t, 'Host').UserData = always; }).map(([, id]) => id)).toEqual(['UserDataRunsEveryBoot']);
    expect(notes(isolated(), (t) => {
      const { SubnetId, ...rest } = props(t, 'Host');
      t.Resources.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ...rest, IamInstanceProfile: { Name: rest.IamInstanceProfile }, UserData: always } } };
      t.Resources.Host = {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        DependsOn: ['Ssm', 'SsmMessages'],
        Properties: { MinSize: '1', MaxSize: '1', VPCZoneIdentifier: [SubnetId], LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: { 'Fn::GetAtt': ['Template', 'LatestVersionNumber'] } } },
      };
    }).map(([, id]) => id)).toEqual(['StoppedIsReplaced', 'UserDataRunsEveryBoot']);
  });
});
