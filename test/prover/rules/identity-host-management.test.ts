import { judgeTemplates, codes, judgeHost } from '../../helpers/judge';
import { isolated, mutate } from '../../helpers/templates';
import { describeMutants, Mutant, mutantsOf, props, Template } from './mutants';

const NOT_PROVEN = 'HostNotProven/NOT_PROVEN';
const UNFIT = 'DefaultHostManagementRoleUnfit/DEFAULT_HOST_MANAGEMENT_ROLE_UNFIT';
const NO_PROFILE = 'InstanceProfileMissing/INSTANCE_PROFILE_MISSING';
const SETTING_ID = '/ssm/managed-instance/default-ec2-instance-management-role';

const SSM_TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const DEFAULT_POLICY = 'arn:aws:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy';

/** No profile: the account's Default Host Management, made in the same template, gives the credentials. */
function managed(): Template {
  const t: Template = isolated();
  for (const id of ['Role', 'Profile']) delete t.Resources[id];
  delete props(t, 'Host').IamInstanceProfile;
  t.Resources.HostRole = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: SSM_TRUST, ManagedPolicyArns: [DEFAULT_POLICY] } };
  t.Resources.Setting = { Type: 'AWS::SSM::ServiceSetting', Properties: { SettingId: SETTING_ID, SettingValue: { Ref: 'HostRole' } } };
  return t;
}

const profile = (t: Template, change: (role: Record<string, unknown>) => void = () => {}) => {
  const { Role, Profile } = structuredClone(isolated().Resources);
  change(Role.Properties!);
  Object.assign(t.Resources, { Role, Profile });
  props(t, 'Host').IamInstanceProfile = { Ref: 'Profile' };
};
const setter = (t: Template, type: string, properties: Record<string, unknown>) => {
  delete t.Resources.Setting;
  t.Resources.Setter = { Type: type, Properties: properties };
};
const policy = (action: string | string[]) => [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] } }];

describeMutants('Default Host Management', [
  ...mutantsOf(managed(), 'never', [
    ['no setting', (t) => { delete t.Resources.Setting; }, [NO_PROFILE]],
    ['the setting turned off', (t) => { props(t, 'Setting').SettingValue = '$None'; }, [NO_PROFILE]],
    ['another setting', (t) => { props(t, 'Setting').SettingId = '/ssm/parameter-store/high-throughput-enabled'; }, [NO_PROFILE]],
    ['the role trusts EC2 instead', (t) => { props(t, 'HostRole').AssumeRolePolicyDocument = isolated().Resources.Role.Properties!.AssumeRolePolicyDocument; }, [UNFIT]],
    ['the role lacks the policy', (t) => { props(t, 'HostRole').ManagedPolicyArns = []; }, [UNFIT]],
    ['the role lacks the channels', (t) => Object.assign(props(t, 'HostRole'), { ManagedPolicyArns: [], Policies: policy('ssm:*') }), [UNFIT]],
    ['the metadata service off', (t) => { props(t, 'Host').MetadataOptions = { HttpEndpoint: 'disabled' }; }, ['MetadataServiceDisabled/IMDS_DISABLED']],
    ['the endpoint policy forgets the token', (t) => {
      props(t, 'Ssm').PolicyDocument = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ssm:UpdateInstanceInformation', Resource: '*' }] };
    }, ['EndpointPolicyBlocks/ENDPOINT_POLICY_LACKS_ACTION']],
    ['a profile that only registers shadows it', (t) => profile(t, (role) => Object.assign(role, { ManagedPolicyArns: [], Policies: policy('ssm:UpdateInstanceInformation') })),
      ['RoleHalfManaged/REGISTERS_BUT_CANNOT_CONNECT']],
    ['a profile that registers and denies channels shadows it', (t) => profile(t, (role) => {
      role.Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'ssmmessages:*', Resource: '*' }] } }];
    }), ['RolePermissionsDenied/ACTION_EXPLICITLY_DENIED']],
  ]),
  ...mutantsOf(managed(), 'unknown', [
    ['a value from a parameter', (t) => {
      t.Parameters = { Value: { Type: 'String' } };
      props(t, 'Setting').SettingValue = { Ref: 'Value' };
    }, [NOT_PROVEN]],
    ['a custom resource instead', (t) => setter(t, 'Custom::AWS', { Create: JSON.stringify({ service: 'SSM', action: 'updateServiceSetting', parameters: { SettingId: SETTING_ID, SettingValue: 'r' } }) }), [NOT_PROVEN]],
    ['a custom resource of one\'s own', (t) => setter(t, 'AWS::CloudFormation::CustomResource', { ServiceToken: 'arn', SettingId: `arn:aws:ssm:us-east-1:1:servicesetting${SETTING_ID}` }), [NOT_PROVEN]],
    ['Quick Setup', (t) => setter(t, 'AWS::SSMQuickSetup::ConfigurationManager', { ConfigurationDefinitions: [{ Type: 'AWSQuickSetupType-DHMC', Parameters: {} }] }), [NOT_PROVEN]],
    ['two settings that disagree', (t) => {
      t.Resources.Second = structuredClone(t.Resources.Setting);
      props(t, 'Second').SettingValue = '$None';
    }, [NOT_PROVEN]],
    ['an agent nobody knows to be new enough', (t) => { props(t, 'Host').ImageId = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/amzn-ami-hvm-x86_64-gp2}}'; }, [NOT_PROVEN]],
    ['a profile made elsewhere', (t) => { props(t, 'Host').IamInstanceProfile = 'elsewhere'; }, [NOT_PROVEN]],
  ]),
  ...mutantsOf(managed(), 'ready', [
    ['the path left out of the value', (t) => { props(t, 'HostRole').Path = '/service-role/'; }, ['DefaultHostManagementRolePathMissing/DEFAULT_HOST_MANAGEMENT_ROLE_PATH_MISSING']],
    ['the path in the value', (t) => {
      props(t, 'HostRole').Path = '/service-role/';
      props(t, 'Setting').SettingValue = { 'Fn::Sub': 'service-role/${HostRole}' };
    }, []],
    ['the full ARN as the setting\'s id', (t) => { props(t, 'Setting').SettingId = { 'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:servicesetting${SETTING_ID}` }; }, []],
    ['AWS\'s own role', (t) => { props(t, 'Setting').SettingValue = 'service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole'; }, []],
    ['HttpTokens optional', (t) => { props(t, 'Host').MetadataOptions = { HttpTokens: 'optional' }; }, []],
    ['a profile whose role EC2 may not assume', (t) => profile(t, (role) => { role.AssumeRolePolicyDocument = SSM_TRUST; }), []],
    ['a profile without registration', (t) => profile(t, (role) => Object.assign(role, { ManagedPolicyArns: [], Policies: policy('s3:*') })), []],
    ['a profile that is denied registration', (t) => profile(t, (role) => {
      role.Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'ssm:UpdateInstanceInformation', Resource: '*' }] } }];
    }), []],
    ['a profile without a role', (t) => {
      profile(t);
      props(t, 'Profile').Roles = [];
    }, []],
    ['a role without commands', (t) => Object.assign(props(t, 'HostRole'), { ManagedPolicyArns: [], Policies: policy(['ssm:UpdateInstanceInformation', 'ssmmessages:*']) }),
      ['CommandTierMissing/COMMAND_ACTION_NOT_ALLOWED']],
  ]),
] as Mutant[]);

/** A profile that may or may not register: Default Host Management may save it, so it is no `never`. */
test('a profile nobody can decide is not held against a host that Default Host Management may save', () => {
  const open = (t: Template) => profile(t, (role) => {
    role.ManagedPolicyArns = [];
    role.Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } }] } }];
  });
  expect(judgeHost(mutate(managed(), open)).verdict).toBe('unknown');
  expect(judgeHost(mutate(managed(), (t) => { open(t); delete t.Resources.Setting; })).verdict).toBe('never');
});

test('a setting in another stack of the input counts; one in another Region cannot be told from a plain template', () => {
  const app = managed();
  const { HostRole, Setting } = app.Resources;
  delete app.Resources.HostRole;
  delete app.Resources.Setting;
  const report = judgeTemplates({ 'app.json': app, 'base.json': { Resources: { HostRole, Setting } } });
  expect(report.hosts.map((h) => [h.verdict, codes(h)])).toEqual([['ready', []]]);
});

test('what the command line says counts where the input says nothing', () => {
  const bare = mutate(managed(), (t) => { delete t.Resources.Setting; });
  expect(judgeHost(bare, { hostManagement: 'on' }).verdict).toBe('ready');
  expect(judgeHost(bare, { hostManagement: 'off' }).verdict).toBe('never');
  expect(judgeHost(bare, { hostManagement: 'unknown' }).verdict).toBe('unknown');
  expect(judgeHost(mutate(managed(), (t) => { props(t, 'Setting').SettingValue = '$None'; }), { hostManagement: 'on' }).verdict).toBe('never');
});
