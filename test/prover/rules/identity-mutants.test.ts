import { isolated, TRUST } from '../../helpers/templates';
import { describeMutants, Mutant, mutantsOf, props, Template } from './mutants';

const NOT_PROVEN = 'HostNotProven/NOT_PROVEN';
const MISSING = 'RolePermissionsMissing/ACTION_NOT_ALLOWED';
const DENIED = 'RolePermissionsDenied/ACTION_EXPLICITLY_DENIED';
const HALF = 'RoleHalfManaged/REGISTERS_BUT_CANNOT_CONNECT';
const UNTRUSTED = 'RoleTrustMissing/ROLE_TRUST_LACKS_EC2';
const BOUNDED = 'PermissionsBoundaryBlocks/PERMISSIONS_BOUNDARY_LACKS_ACTION';
const NO_COMMANDS = 'CommandTierMissing/COMMAND_ACTION_NOT_ALLOWED';

const CHANNELS = ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'];
const REGISTER = 'ssm:UpdateInstanceInformation';

type Statement = Record<string, unknown>;
const allow = (Action: unknown, more: Statement = {}): Statement => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action: unknown, more: Statement = {}): Statement => ({ Effect: 'Deny', Action, Resource: '*', ...more });
const inline = (t: Template, ...Statement: Statement[]) => { props(t, 'Role').Policies = [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }]; };
/** In place of the managed policy. */
const only = (t: Template, ...statements: Statement[]) => {
  props(t, 'Role').ManagedPolicyArns = [];
  inline(t, ...statements);
};
const managed = (name: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` });
const trust = (t: Template, ...Statement: Statement[]) => { props(t, 'Role').AssumeRolePolicyDocument = { Version: '2012-10-17', Statement }; };
const boundary = (t: Template, ...Statement: Statement[]) => {
  t.Resources.Boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement } } };
  props(t, 'Role').PermissionsBoundary = { Ref: 'Boundary' };
};
const ec2 = { Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };

describeMutants('instance profile and role', mutantsOf(isolated(), 'never', [
  ['no profile', (t) => { delete props(t, 'Host').IamInstanceProfile; }, ['InstanceProfileMissing/INSTANCE_PROFILE_MISSING']],
  ['an empty profile name', (t) => { props(t, 'Host').IamInstanceProfile = ''; }, ['InstanceProfileMissing/INSTANCE_PROFILE_MISSING']],
  ['AWS::NoValue for a profile', (t) => { props(t, 'Host').IamInstanceProfile = { Ref: 'AWS::NoValue' }; }, ['InstanceProfileMissing/INSTANCE_PROFILE_MISSING']],
  ['profile without roles', (t) => { props(t, 'Profile').Roles = []; }, ['InstanceProfileWithoutRole/INSTANCE_PROFILE_WITHOUT_ROLE']],
  ['no policy at all', (t) => { props(t, 'Role').ManagedPolicyArns = []; }, [MISSING]],
  ['the service role policy, a common wrong choice', (t) => { props(t, 'Role').ManagedPolicyArns = [managed('AmazonS3ReadOnlyAccess')]; }, [MISSING]],
  ['a policy that belongs to another role', (t) => {
    props(t, 'Role').ManagedPolicyArns = [];
    t.Resources.Other = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } };
    t.Resources.Policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Other' }], PolicyDocument: { Statement: [allow('*')] } } };
  }, [MISSING]],
  ['registers only', (t) => only(t, allow(REGISTER)), [HALF]],
  ['registers, and lacks one channel', (t) => only(t, allow([REGISTER, ...CHANNELS.slice(1)])), [HALF]],
  ['channels without registration', (t) => only(t, allow('ssmmessages:*')), [MISSING]],
  ['a misspelt service', (t) => only(t, allow([REGISTER, 'ssm-messages:*'])), [HALF]],
  ['an Allow on another resource', (t) => only(t, allow([REGISTER, ...CHANNELS], { Resource: 'arn:aws:s3:::bucket' })), [MISSING]],
]));

describeMutants('trust', mutantsOf(isolated(), 'never', [
  ['another service', (t) => trust(t, { Effect: 'Allow', ...ec2, Principal: { Service: 'lambda.amazonaws.com' } }), [UNTRUSTED]],
  ['the Systems Manager service, as for hybrid nodes', (t) => trust(t, { Effect: 'Allow', ...ec2, Principal: { Service: 'ssm.amazonaws.com' } }), [UNTRUSTED]],
  ['an account instead of a service', (t) => trust(t, { Effect: 'Allow', ...ec2, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }), [UNTRUSTED]],
  ['another action', (t) => trust(t, { Effect: 'Allow', ...ec2, Action: 'sts:TagSession' }), [UNTRUSTED]],
  ['a list that lacks EC2', (t) => trust(t, { Effect: 'Allow', ...ec2, Principal: { Service: ['ecs-tasks.amazonaws.com', 'ssm.amazonaws.com'] } }), [UNTRUSTED]],
  ['NotAction that takes the action away', (t) => trust(t, { Effect: 'Allow', Principal: ec2.Principal, NotAction: 'sts:*' }), [UNTRUSTED]],
  ['no statement', (t) => trust(t), [UNTRUSTED]],
  ['an Allow and a Deny', (t) => trust(t, { Effect: 'Allow', ...ec2 }, { Effect: 'Deny', ...ec2 }), ['RoleTrustMissing/ROLE_TRUST_DENIES_EC2']],
  ['a condition a service never fulfils', (t) => trust(t, { Effect: 'Allow', ...ec2, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }), [UNTRUSTED]],
]));

describeMutants('denies and boundaries', mutantsOf(isolated(), 'never', [
  ['Deny of one channel', (t) => inline(t, deny('ssmmessages:OpenDataChannel')), [DENIED]],
  ['Deny by wildcard', (t) => inline(t, deny('ssm*:*')), [DENIED]],
  ['Deny by `?`', (t) => inline(t, deny('ssm:UpdateInstanceInformatio?')), [DENIED]],
  ['Deny in another case', (t) => inline(t, deny('SSM:updateinstanceinformation')), [DENIED]],
  ['Deny by NotAction', (t) => inline(t, deny(undefined, { NotAction: ['s3:*', 'ssm:*'] })), [DENIED]],
  ['Deny in a policy of its own', (t) => {
    t.Resources.Policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [deny('ssmmessages:*')] } } };
  }, [DENIED]],
  ['Deny given as JSON text', (t) => {
    t.Resources.Policy = { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyName: 'p', RoleName: { Ref: 'Role' }, PolicyDocument: JSON.stringify({ Statement: [deny('ssmmessages:*')] }) } };
  }, [DENIED]],
  ['Deny unless a person is behind the call', (t) => inline(t, deny('ssmmessages:*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), [DENIED]],
  ['AWSDenyAll', (t) => { props(t, 'Role').ManagedPolicyArns = [...props(t, 'Role').ManagedPolicyArns as string[], managed('AWSDenyAll')]; }, [DENIED]],
  ['boundary of one other service', (t) => boundary(t, allow('s3:*')), [BOUNDED]],
  ['boundary that lacks the channels', (t) => boundary(t, allow('ssm:*')), [BOUNDED]],
  ['boundary that lets everything pass but the channels', (t) => boundary(t, allow(undefined, { NotAction: 'ssmmessages:*' })), [BOUNDED]],
  ['boundary that denies', (t) => boundary(t, allow('*'), deny('ssmmessages:*')), [DENIED]],
  ['an AWS managed boundary', (t) => { props(t, 'Role').PermissionsBoundary = managed('IAMReadOnlyAccess'); }, [BOUNDED]],
  ['NotAction that takes away what registers', (t) => only(t, allow(undefined, { NotAction: 'ssm:*' })), [MISSING]],
  ['NotAction that takes away the channels', (t) => only(t, allow(undefined, { NotAction: ['ssmmessages:*', 'iam:*'] })), [HALF]],
  ['NotResource that covers everything', (t) => only(t, { Effect: 'Allow', Action: '*', NotResource: '*' }), [MISSING]],
  ['a condition that cannot hold', (t) => only(t, allow('*', { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } })), [MISSING]],
]));

describeMutants('conditions nobody can decide are unknown', mutantsOf(isolated(), 'unknown', [
  ['Allow for principals with a tag', (t) => only(t, allow('*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } })), [NOT_PROVEN]],
  ['Deny outside of an organization', (t) => inline(t, deny('*', { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } })), [NOT_PROVEN]],
  ['trust with a condition on the source account', (t) => trust(t, { Effect: 'Allow', ...ec2, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } }), [NOT_PROVEN]],
  ['profile made elsewhere', (t) => { props(t, 'Host').IamInstanceProfile = 'shared-profile'; }, [NOT_PROVEN]],
  ['profile from a parameter', (t) => {
    t.Parameters = { Name: { Type: 'String' } };
    props(t, 'Host').IamInstanceProfile = { Ref: 'Name' };
  }, [NOT_PROVEN]],
  ['boundary made elsewhere', (t) => { props(t, 'Role').PermissionsBoundary = 'arn:aws:iam::123456789012:policy/limits'; }, [NOT_PROVEN]],
  ['policy made elsewhere instead of AWS\'s', (t) => { props(t, 'Role').ManagedPolicyArns = ['arn:aws:iam::123456789012:policy/ssm']; }, [NOT_PROVEN]],
]));

/** Equal in effect: these must stay ready, with nothing said of permissions. */
const HARMLESS: Mutant[] = mutantsOf(isolated(), 'ready', [
  ['the older managed policy', (t) => { props(t, 'Role').ManagedPolicyArns = [managed('service-role/AmazonEC2RoleforSSM')]; }, ['ManagedPolicyDeprecated/DEPRECATED_MANAGED_POLICY']],
  ['PowerUserAccess, by NotAction', (t) => { props(t, 'Role').ManagedPolicyArns = [managed('PowerUserAccess')]; }, []],
  ['AdministratorAccess', (t) => { props(t, 'Role').ManagedPolicyArns = [managed('AdministratorAccess')]; }, []],
  ['Deny of something else', (t) => inline(t, deny('ssm:SendCommand'), deny('ec2messages:*')), []],
  ['Deny over an unencrypted connection', (t) => inline(t, deny('*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })), []],
  ['boundary of all that is needed', (t) => boundary(t, allow(['ssm:*', 'ssmmessages:*'])), []],
  ['trust of several services', (t) => trust(t, { Effect: 'Allow', ...ec2, Principal: { Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] } }), []],
  ['trust of everybody', (t) => trust(t, { Effect: 'Allow', ...ec2, Principal: '*' }), []],
]);
describeMutants('what changes nothing', HARMLESS);

describeMutants('tiers above the required one', [
  ...mutantsOf(isolated(), 'ready', [
    ['sessions, no commands (BastionHostLinux of CDK)', (t) => only(t, allow(['ssmmessages:*', REGISTER, 'ec2messages:*'])), [NO_COMMANDS]],
    ['State Manager without its status', (t) => inline(t, deny('ssm:UpdateInstanceAssociationStatus')), [NO_COMMANDS]],
    ['a boundary that lacks commands', (t) => boundary(t, allow([REGISTER, ...CHANNELS])), [NO_COMMANDS]],
    ['registration alone required, no channels', (t) => only(t, allow('ssm:*')), ['ConnectTierMissing/CONNECT_ACTION_NOT_ALLOWED'], { tier: 'register' }],
    ['registration alone required, ssmmessages out of reach', (t) => { delete t.Resources.SsmMessages; }, ['ConnectTierMissing/CONNECT_SERVICE_UNREACHABLE'], { tier: 'register' }],
  ]),
  ...mutantsOf(isolated(), 'never', [
    ['commands required and not allowed', (t) => only(t, allow(['ssmmessages:*', REGISTER])), [MISSING], { tier: 'command' }],
    ['commands required and denied', (t) => inline(t, deny('ssm:PutInventory')), [DENIED], { tier: 'command' }],
    ['commands required and not in the boundary', (t) => boundary(t, allow([REGISTER, 'ssmmessages:*'])), [BOUNDED], { tier: 'command' }],
  ]),
]);
