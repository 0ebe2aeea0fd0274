import { isolated, mutate, Resources } from '../../helpers/templates';
import { describeMutants, mutantsOf, props, Template } from './mutants';

const LACKS = 'LoggingTierMissing/LOGGING_ACTION_NOT_ALLOWED';
const UNREACHABLE = 'LoggingTierMissing/LOGGING_SERVICE_UNREACHABLE';
const NOT_PROVEN = 'HostNotProven/NOT_PROVEN';
const MISSING = 'RolePermissionsMissing/ACTION_NOT_ALLOWED';

const endpoint = (service: string): Resources[string] => {
  const copy = structuredClone(isolated().Resources.Ssm);
  copy.Properties!.ServiceName = { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` };
  return copy;
};
const statements = (t: Template) => ((props(t, 'Role').Policies as { PolicyDocument: { Statement: Record<string, unknown>[] } }[])[0].PolicyDocument.Statement);
const inputs = (t: Template) => (props(t, 'Preferences').Content as { inputs: Record<string, unknown> }).inputs;

/** Sessions logged to a bucket and a log group, encrypted with a key, and a role that may. */
const logging: Template = mutate(isolated() as Template, (t) => {
  Object.assign(t.Resources, {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' }] } } },
    Logs: endpoint('logs'),
    Kms: endpoint('kms'),
    S3: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [{ Ref: 'HostSubnetTable' }] } },
    Preferences: {
      Type: 'AWS::SSM::Document',
      Properties: {
        Name: 'SSM-SessionManagerRunShell',
        DocumentType: 'Session',
        Content: {
          schemaVersion: '1.0',
          sessionType: 'Standard_Stream',
          inputs: { s3BucketName: { Ref: 'Bucket' }, s3KeyPrefix: 'sessions', s3EncryptionEnabled: true, cloudWatchLogGroupName: '/sessions', kmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
        },
      },
    },
  });
  const bucket = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
  props(t, 'Role').Policies = [{
    PolicyName: 'p',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [bucket, '/*']] } },
        { Effect: 'Allow', Action: 's3:GetEncryptionConfiguration', Resource: bucket },
        { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'], Resource: '*' },
        { Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } },
      ],
    },
  }];
});
/** The security group of the instance allows egress to the endpoints of the agent's services only. */
function closed(t: Template): void {
  t.Resources.LogDoor = { Type: 'AWS::EC2::SecurityGroup', Properties: { ...props(t, 'EndpointGroup') } };
  for (const id of ['Logs', 'Kms']) props(t, id).SecurityGroupIds = [{ 'Fn::GetAtt': ['LogDoor', 'GroupId'] }];
  props(t, 'HostGroup').SecurityGroupEgress = [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }];
  t.Resources.Egress = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: {
    GroupId: { 'Fn::GetAtt': ['HostGroup', 'GroupId'] }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] } } };
}
const required = { tier: 'logging' as const };

describeMutants('session logs', [
  ...mutantsOf(logging, 'ready', [
    ['required, and all there', () => {}, [], required],
    ['no bucket permission', (t) => { statements(t).splice(0, 1); }, [LACKS]],
    ['a permission on another bucket', (t) => { statements(t)[0].Resource = 'arn:aws:s3:::another/*'; }, []],
    ['no look at the bucket\'s encryption', (t) => { statements(t).splice(1, 1); }, [LACKS]],
    ['no log group permission', (t) => { statements(t).splice(2, 1); }, [LACKS]],
    ['no key permission', (t) => { statements(t).splice(3, 1); }, [LACKS]],
    ['a Deny on logs', (t) => { statements(t).push({ Effect: 'Deny', Action: 'logs:*', Resource: '*' }); }, [LACKS]],
    ['no permission at all', (t) => { delete props(t, 'Role').Policies; }, [LACKS]],
    ['no endpoint for logs', (t) => { delete t.Resources.Logs; }, [UNREACHABLE]],
    ['no endpoint for the key', (t) => { delete t.Resources.Kms; }, [UNREACHABLE]],
    ['no way to S3', (t) => { delete t.Resources.S3; }, [UNREACHABLE]],
    ['a bucket policy may grant it', (t) => {
      statements(t).splice(0, 2);
      t.Resources.BucketPolicy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: {} } };
    }, []],
    ['a bucket made elsewhere may grant it', (t) => {
      statements(t).splice(0, 2);
      inputs(t).s3BucketName = 'elsewhere';
    }, []],
    ['a key policy grants it', (t) => {
      statements(t).splice(3, 1);
      (props(t, 'Key').KeyPolicy as { Statement: unknown[] }).Statement.push({ Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, Action: 'kms:Decrypt', Resource: '*' });
    }, []],
    ['no logs asked for', (t) => {
      delete props(t, 'Role').Policies;
      Object.assign(inputs(t), { s3BucketName: '', cloudWatchLogGroupName: '', kmsKeyId: '' });
    }, [], required],
    ['another document', (t) => {
      delete props(t, 'Role').Policies;
      props(t, 'Preferences').Name = 'Another';
    }, []],
    ['a permission on the log group of the preferences alone', (t) => { statements(t)[2].Resource = ['arn:aws:logs:*:*:log-group:/sessions:*', '*']; }, [], required],
    ['a log group of the template, by its ARN', (t) => {
      t.Resources.Group = { Type: 'AWS::Logs::LogGroup' };
      inputs(t).cloudWatchLogGroupName = { Ref: 'Group' };
      statements(t)[2] = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], Resource: { 'Fn::GetAtt': ['Group', 'Arn'] } };
      statements(t).push({ Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' });
    }, [], required],
    ['a log group of the template, by its name', (t) => {
      t.Resources.Group = { Type: 'AWS::Logs::LogGroup' };
      inputs(t).cloudWatchLogGroupName = { Ref: 'Group' };
      statements(t)[2] = { Effect: 'Allow', Action: 'logs:*', Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}:*' }] };
      statements(t).push({ Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' });
    }, [], required],
    ['no egress to the endpoints for logs, keys and S3', closed, [UNREACHABLE]],
    ['preferences as JSON text', (t) => {
      delete props(t, 'Role').Policies;
      props(t, 'Preferences').Content = JSON.stringify({ inputs: { cloudWatchLogGroupName: '/sessions' } });
    }, [LACKS]],
  ]),
  ...mutantsOf(logging, 'never', [
    ['required, no endpoint for logs', (t) => { delete t.Resources.Logs; }, ['EndpointMissing/ENDPOINT_MISSING'], required],
    ['required, no endpoint for the key', (t) => { delete t.Resources.Kms; }, ['EndpointMissing/ENDPOINT_MISSING'], required],
    ['required, no way to S3', (t) => { delete t.Resources.S3; }, ['EndpointMissing/ENDPOINT_MISSING'], required],
    ['required, no egress to them', closed, ['SecurityGroupEgressBlocked/ENI_SG_RULES_MISMATCH'], required],
    ['required, a permission on another log group', (t) => {
      statements(t)[2].Resource = 'arn:aws:logs:*:*:log-group:/others:*';
      statements(t).push({ Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' });
    }, [MISSING], required],
    ['required, another log group of the template', (t) => {
      t.Resources.Group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/others' } };
      statements(t)[2].Resource = { 'Fn::Sub': 'arn:aws:logs:*:*:log-group:/others:*' };
      statements(t).push({ Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' });
    }, [MISSING], required],
    ['required, no log group permission', (t) => { statements(t).splice(2, 1); }, [MISSING], required],
    ['required, commands denied', (t) => { statements(t).push({ Effect: 'Deny', Action: 'ssm:GetDocument', Resource: '*' }); }, ['RolePermissionsDenied/ACTION_EXPLICITLY_DENIED'], required],
  ]),
  ...mutantsOf(logging, 'unknown', [
    ['required, and the ARN may be that of another log group', (t) => {
      t.Resources.Group = { Type: 'AWS::Logs::LogGroup' };
      statements(t)[2].Resource = { 'Fn::GetAtt': ['Group', 'Arn'] };
      statements(t).push({ Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' });
    }, [NOT_PROVEN], required],
    ['required, and the gateway endpoint may not carry the Region of the bucket', (t) => {
      inputs(t).s3BucketName = 'elsewhere';
      statements(t)[0].Resource = '*';
      statements(t)[1].Resource = '*';
    }, [NOT_PROVEN], required],
    ['required, and the bucket may grant it', (t) => {
      statements(t).splice(0, 2);
      inputs(t).s3BucketName = 'elsewhere';
    }, [NOT_PROVEN], required],
    ['required, and the preferences cannot be read', (t) => { props(t, 'Preferences').Content = '---\nschemaVersion: "1.0"\n'; }, [NOT_PROVEN], required],
  ]),
]);
