import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { SSM_MANAGED } from '../mixin';
import { defineRule } from '../rule';
import { hostManagement } from '../wording';

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

/** Without a profile the agent finds no credentials, unless Default Host Management hands it some. */
export const instanceProfileMissing = defineRule({
  id: 'InstanceProfileMissing',
  severity: 'error',
  title: 'The host has no instance profile',
  why: 'The agent signs every call. Without an instance profile it has no credentials, unless Default Host Management of the account provides a role.',
  symptom: '"The instance you selected isn\'t configured to use Session Manager"; the agent\'s log says `EC2RoleRequestError: no EC2 instance role found`.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('fleet-manager-default-host-management-configuration')],
  fixesAll: SSM_MANAGED,
  faults: {
    noInstanceProfile: fault<'host' | 'taker' | 'hostManagement', 'property'>({
      code: 'INSTANCE_PROFILE_MISSING',
      hop: 'identity',
      repair: 'addProfile',
      words: (d) => ({
        message: `${d.host} has no instance profile${hostManagement(d)}`,
        cdk: ROLE_IN_CDK[d.taker] ?? 'add a role that EC2 can assume and that has the managed policy AmazonSSMManagedInstanceCore: new SsmManagedInstanceRole(this, \'Role\')',
        cloudFormation: `set ${d.property ?? 'IamInstanceProfile'} to an AWS::IAM::InstanceProfile whose role trusts ec2.amazonaws.com and has the managed policy AmazonSSMManagedInstanceCore`,
      }),
    }),
  },
});
