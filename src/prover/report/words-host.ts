import { and, Data, Table, Words } from './wording';

const hostManagement = (d: Data) => (d.hostManagement === 'assumed-off' ? ', and Default Host Management is assumed off (if it is on, set defaultHostManagement)' : ', and Default Host Management is off');

const ROLE = 'new SsmManagedInstanceRole(this, \'Role\').role';

/** Which property takes a role, by the resource that lacks one. */
const ROLE_IN_CDK: Readonly<Record<string, string>> = {
  'AWS::EC2::Instance': `set role: ${ROLE} (or ssmSessionPermissions: true) on the Instance`,
  // An Auto Scaling group that has a launch template takes no role.
  'AWS::EC2::LaunchTemplate': `set role: ${ROLE} on the LaunchTemplate`,
  'AWS::AutoScaling::LaunchConfiguration': `set role: ${ROLE} (or ssmSessionPermissions: true) on the AutoScalingGroup`,
  'AWS::AutoScaling::AutoScalingGroup': `set role: ${ROLE} on the LaunchTemplate of the AutoScalingGroup`,
  'AWS::EKS::Nodegroup': `set nodeRole: ${ROLE} on the Nodegroup (it needs the policies of EKS as well)`,
  'AWS::Batch::ComputeEnvironment': `set instanceRole: ${ROLE} on the compute environment (it needs the policies of ECS as well)`,
};

/** The host itself, and its credentials. */
export const HOST_WORDS: Table = {
  metadataDisabled: (d) => ({
    message: `the instance metadata service of ${d.host} is off (HttpEndpoint disabled), so no credentials reach the agent`,
    cdk: 'set httpEndpoint enabled in metadataOptions of its launch template (requireImdsv2: true is fine)',
    cloudFormation: 'set MetadataOptions.HttpEndpoint: enabled',
  }),
  imageLacksAgent: (d) => ({
    message: `${d.image} (${d.family}) does not carry the SSM Agent, and no user data installs it`,
    cdk: d.offline ? 'choose an image that carries it (Amazon Linux 2023), or add an S3 gateway endpoint for its subnet and install it at boot from the bucket of its Region (AgentUserData does)'
      : 'install it at boot: userData.addCommands(…) with the agent\'s package of the Region, or choose an image that carries it (Amazon Linux 2023)',
    cloudFormation: d.offline ? 'choose an image that carries it, or add a gateway AWS::EC2::VPCEndpoint for S3 to the route table of its subnet and install amazon-ssm-agent in UserData from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/…'
      : 'install amazon-ssm-agent in UserData, or choose an image that carries it',
  }),
  noInstanceProfile: (d) => ({
    message: `${d.host} has no instance profile${hostManagement(d)}`,
    cdk: ROLE_IN_CDK[d.taker] ?? 'give it a role that EC2 may assume and that has the managed policy AmazonSSMManagedInstanceCore: new SsmManagedInstanceRole(this, \'Role\') makes one',
    cloudFormation: `set ${d.property ?? 'IamInstanceProfile'} to an AWS::IAM::InstanceProfile whose role trusts ec2.amazonaws.com and has the managed policy AmazonSSMManagedInstanceCore`,
  }),
  profileWithoutRole: (d) => ({
    message: `the instance profile of ${d.host} holds no role${hostManagement(d)}`,
    cdk: 'new iam.InstanceProfile(this, \'Profile\', { role })',
    cloudFormation: 'list the role in Roles of the AWS::IAM::InstanceProfile',
  }),
  trustMissing: (d) => ({
    message: `EC2 may not assume ${d.role}: its trust policy does not let ec2.amazonaws.com do sts:AssumeRole`,
    cdk: 'assumedBy: new iam.ServicePrincipal(\'ec2.amazonaws.com\')',
    cloudFormation: `in AssumeRolePolicyDocument of ${d.role}: Effect Allow, Principal { Service: ec2.amazonaws.com }, Action sts:AssumeRole`,
  }),
  trustDenied: (d) => ({
    message: `EC2 may not assume ${d.role}: its trust policy denies it`,
    cdk: 'remove the denying statement from the role\'s assumeRolePolicy',
    cloudFormation: `remove the Deny from AssumeRolePolicyDocument of ${d.role}`,
  }),
  roleSaidTooLittle: (d) => ({
    message: `${d.role} gives ${d.said === 'none' ? 'the agent nothing' : `no more than ${d.said}`}, as you say`,
    cdk: 'give the role the managed policy AmazonSSMManagedInstanceCore, or correct what assume says of it',
    cloudFormation: 'give the role the managed policy AmazonSSMManagedInstanceCore, or correct what is said of it',
  }),
  actionMissing: (d) => ({
    message: `${d.role} does not allow ${and(d.actions ?? d.action)}`,
    cdk: 'role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(\'AmazonSSMManagedInstanceCore\')), or SsmManagedInstanceRole.adopt(this, \'Ssm\', role)',
    cloudFormation: `add arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore to ManagedPolicyArns of ${d.role}, or allow these actions on Resource "*"`,
  }),
  actionDenied: (d) => ({
    message: `a Deny of ${d.role} covers ${and(d.actions ?? d.action)}`,
    cdk: 'take these actions out of the denying statement',
    cloudFormation: 'take these actions out of the denying statement',
  }),
  boundaryLacksAction: (d) => ({
    message: `the permissions boundary of ${d.role} does not allow ${and(d.actions ?? d.action)}`,
    cdk: 'allow these actions in the boundary policy too',
    cloudFormation: `allow these actions in the policy that PermissionsBoundary of ${d.role} names`,
  }),
  halfManaged: (d) => ({
    message: `${d.role} lets the agent register but not connect: it does not allow ${and(d.actions ?? d.action)}. Because it allows ssm:UpdateInstanceInformation, the agent will not try Default Host Management either`,
    cdk: 'role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(\'AmazonSSMManagedInstanceCore\'))',
    cloudFormation: `add arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore to ManagedPolicyArns of ${d.role}`,
  }),
  defaultHostManagementRole: (d) => ({
    message: `the Default Host Management role ${d.role} cannot do its work${d.actions || d.action ? `: it lacks ${and(d.actions ?? d.action)}` : ': it does not trust ssm.amazonaws.com'}`,
    cdk: 'let new DefaultHostManagement(this, \'HostManagement\') make the role',
    cloudFormation: `trust ssm.amazonaws.com in ${d.role} and give it the managed policy AmazonSSMManagedEC2InstanceDefaultPolicy`,
  }),
  hostManagementPathMissing: (d) => ({
    message: `the Default Host Management setting names ${d.role} without its path ${d.path}`,
    cdk: 'give the setting `${path}${roleName}` without the leading slash, or make the role without a path',
    cloudFormation: `set SettingValue to ${d.path}ROLE-NAME, or remove Path from ${d.role}`,
  }),
  connectActionMissing: (d) => tier(d, 'Session Manager cannot reach it'),
  connectUnreachable: (d) => unreachable(d, 'sessions cannot reach it'),
  commandActionMissing: (d) => tier(d, 'not all of Run Command, State Manager, inventory and patching works'),
  commandUnreachable: (d) => unreachable(d, 'its old agent (below 3.3.40.0) gets no commands'),
  loggingActionMissing: (d) => ({
    message: `${d.role} may not ${and(d.actions ?? d.action)} on ${and(d.purpose)}, which the session preferences ask of ${d.host}`,
    cdk: 'grant it: bucket.grantPut(role), logGroup.grantWrite(role), key.grantDecrypt(role), or Tier.LOGGING with sessionLogging on SsmManagedInstanceRole',
    cloudFormation: `allow ${and(d.actions ?? d.action)} in a policy of ${d.role}`,
  }),
  loggingUnreachable: (d) => unreachable(d, 'sessions cannot be logged as the session preferences say'),
};

function tier(d: Data, effect: string): Words {
  const fault = d.cause === 'actionDenied' ? `a Deny of ${d.role} covers`
    : d.cause === 'boundaryLacksAction' ? `the permissions boundary of ${d.role} does not allow` : `${d.role} does not allow`;
  const policy = d.by === 'default-host-management' ? 'AmazonSSMManagedEC2InstanceDefaultPolicy' : 'AmazonSSMManagedInstanceCore';
  const where = d.cause === 'actionMissing' ? '' : ', and take away what forbids them';
  return {
    message: `${d.host} becomes a managed node, but ${effect}: ${fault} ${and(d.actions ?? d.action)}`,
    cdk: `role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('${policy}'))${where}`,
    cloudFormation: `add arn:aws:iam::aws:policy/${policy} to ManagedPolicyArns of ${d.role}${where}`,
  };
}

function unreachable(d: Data, effect: string): Words {
  const message = `${d.host} becomes a managed node, but ${effect}: from ${d.subnet} it does not reach ${and(d.service)}`;
  if (d.groups !== undefined) return closedTo(d, `${message}, because no egress rule of ${and(d.groups)} allows TCP 443`);
  return {
    message,
    cdk: `add the missing endpoints (${and(d.service)}) to its VPC: new SsmEndpoints(…), or vpc.addInterfaceEndpoint(…) and vpc.addGatewayEndpoint(…) for S3`,
    cloudFormation: `add AWS::EC2::VPCEndpoint resources for ${and(d.service)}`,
  };
}

/** A security group that allows no egress there. A gateway endpoint has no security group: its rule names a prefix list. */
function closedTo(d: Data, message: string): Words {
  const list = /\bs3\b/.test(d.service) ? ', for the S3 gateway endpoint to the prefix list com.amazonaws.REGION.s3' : '';
  return {
    message,
    cdk: `allow egress on TCP 443 from ${and(d.groups)} to ${and(d.service)}: endpoints.allowFrom(instance), or instance.connections.allowTo(…, ec2.Port.tcp(443))`,
    cloudFormation: `add an egress rule to ${and(d.groups)}: IpProtocol tcp, FromPort 443, ToPort 443, to the security group of the endpoint${list}`,
  };
}
