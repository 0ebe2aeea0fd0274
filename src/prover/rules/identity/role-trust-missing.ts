import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { SSM_MANAGED } from '../mixin';
import { defineRule } from '../rule';
import { a } from '../wording';

/** A profile hands out credentials only if its role trusts ec2.amazonaws.com. */
export const roleTrustMissing = defineRule({
  id: 'RoleTrustMissing',
  severity: 'error',
  title: 'EC2 may not assume the role of the instance profile',
  why: 'EC2 hands out credentials of a role only if the role\'s trust policy lets `ec2.amazonaws.com` assume it.',
  symptom: '"SSM Agent is not online"; the metadata service answers `AssumeRoleUnauthorizedAccess` instead of credentials.',
  links: [systemsManagerGuide('setup-instance-permissions'), systemsManagerGuide('getting-started-create-iam-instance-profile')],
  fixesAll: SSM_MANAGED,
  faults: {
    trustMissing: fault<'role'>({
      code: 'ROLE_TRUST_LACKS_EC2',
      hop: 'identity',
      repair: 'addTrust',
      words: (d) => ({
        message: `EC2 cannot assume ${a('role', d.role)}: its trust policy does not allow sts:AssumeRole for ec2.amazonaws.com`,
        cdk: 'assumedBy: new iam.ServicePrincipal(\'ec2.amazonaws.com\')',
        cloudFormation: `in AssumeRolePolicyDocument of ${d.role}: Effect Allow, Principal { Service: ec2.amazonaws.com }, Action sts:AssumeRole`,
      }),
    }),
    trustDenied: fault<'role'>({
      code: 'ROLE_TRUST_DENIES_EC2',
      hop: 'identity',
      words: (d) => ({
        message: `EC2 cannot assume ${a('role', d.role)}: its trust policy denies it`,
        cdk: 'remove the denying statement from the role\'s assumeRolePolicy',
        cloudFormation: `remove the Deny from AssumeRolePolicyDocument of ${d.role}`,
      }),
    }),
  },
});
