import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and } from '../wording';

/** An endpoint policy judges every call on top of the role's own permissions. */
export const endpointPolicyBlocks = defineRule({
  id: 'EndpointPolicyBlocks',
  severity: 'error',
  title: 'The endpoint policy does not allow the agent\'s calls',
  why: 'An endpoint policy applies to every call through the endpoint, in addition to the permissions of the role. Without a policy the endpoint allows all calls.',
  symptom: 'Port 443 answers, and the agent\'s log says `AccessDeniedException`; "SSM Agent is not online".',
  links: [privateLinkGuide('vpc-endpoints-access'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    endpointPolicyBlocks: fault<'endpoint' | 'actions'>({
      code: 'ENDPOINT_POLICY_LACKS_ACTION',
      hop: 'policy',
      repair: 'openPolicy',
      words: (d) => ({
        message: `the endpoint policy of ${and(d.endpoint)} does not allow ${and(d.actions)}`,
        cdk: 'endpoint.addToPolicy(…) with Effect ALLOW for these actions, or leave the default policy',
        cloudFormation: `allow these actions in PolicyDocument of ${and(d.endpoint)}, or remove the property`,
      }),
    }),
  },
});
