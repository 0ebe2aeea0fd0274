import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** Credentials of every kind reach the agent through the instance metadata service. */
export const metadataServiceDisabled = defineCheck({
  id: 'MetadataServiceDisabled',
  severity: 'error',
  title: 'The instance metadata service is off',
  why: 'Credentials of every kind, of an instance profile as of Default Host Management, reach the agent through the instance metadata service.',
  symptom: '"SSM Agent is not online"; the agent\'s log says `EC2RoleRequestError: no EC2 instance role found`, or that 169.254.169.254 does not answer.',
  links: [systemsManagerGuide('ssm-agent-technical-details'), systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  reasons: ['metadataDisabled'],
});
