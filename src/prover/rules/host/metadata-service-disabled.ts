import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { SSM_MANAGED } from '../mixin';
import { defineRule } from '../rule';

/** Credentials of every kind reach the agent through the instance metadata service. */
export const metadataServiceDisabled = defineRule({
  id: 'MetadataServiceDisabled',
  severity: 'error',
  title: 'The instance metadata service (IMDS) is disabled',
  why: 'Credentials of every kind, of an instance profile as of Default Host Management, reach the agent through the instance metadata service.',
  symptom: '"SSM Agent is not online"; the agent\'s log says `EC2RoleRequestError: no EC2 instance role found`, or that 169.254.169.254 does not answer.',
  links: [systemsManagerGuide('ssm-agent-technical-details'), systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  fixesAll: SSM_MANAGED,
  faults: {
    metadataDisabled: fault<'host'>({
      code: 'IMDS_DISABLED',
      hop: 'host',
      repair: 'switchOnMetadata',
      words: (d) => ({
        message: `the instance metadata service (IMDS) of ${d.host} is disabled (HttpEndpoint: disabled), so the agent gets no credentials`,
        cdk: 'set httpEndpoint enabled in metadataOptions of its launch template (requireImdsv2: true is fine)',
        cloudFormation: 'set MetadataOptions.HttpEndpoint: enabled',
      }),
    }),
  },
});
