import { defineCheck } from '../check';
import { systemsManagerGuide, vpcGuide } from '../links';

/** The agent opens every connection itself, so the host's groups must let 443 out. */
export const securityGroupEgressBlocked = defineCheck({
  id: 'SecurityGroupEgressBlocked',
  severity: 'error',
  title: 'Nothing lets the host out on 443',
  why: 'The agent opens every connection itself, so one of the host\'s security groups must let TCP 443 out. CDK\'s `allowAllOutbound: false` leaves a rule that matches nothing.',
  symptom: '"SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service."',
  links: [vpcGuide('security-group-rules'), systemsManagerGuide('troubleshooting-ssm-agent'), systemsManagerGuide('setup-create-vpc')],
  reasons: ['groupsBlockOut', 'groupsHaveNoEgress'],
});
