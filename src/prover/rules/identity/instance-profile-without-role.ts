import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { SSM_MANAGED } from '../mixin';
import { defineRule } from '../rule';
import { hostManagement } from '../wording';

/** An empty profile gives no credentials. */
export const instanceProfileWithoutRole = defineRule({
  id: 'InstanceProfileWithoutRole',
  severity: 'error',
  title: 'The instance profile has no role',
  why: 'An instance profile is a container for one role. An empty one gives no credentials.',
  symptom: 'The console shows an instance profile on the instance; the agent\'s log says `EC2RoleRequestError: no EC2 instance role found`.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('getting-started-create-iam-instance-profile')],
  fixesAll: SSM_MANAGED,
  faults: {
    profileWithoutRole: fault<'host' | 'hostManagement'>({
      code: 'INSTANCE_PROFILE_WITHOUT_ROLE',
      hop: 'identity',
      repair: 'addProfile',
      words: (d) => ({
        message: `the instance profile of ${d.host} has no role${hostManagement(d)}`,
        cdk: 'new iam.InstanceProfile(this, \'Profile\', { role })',
        cloudFormation: 'list the role in Roles of the AWS::IAM::InstanceProfile',
      }),
    }),
  },
});
