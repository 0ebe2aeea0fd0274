import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and } from '../wording';

/** An endpoint policy judges every call on top of the role's own permissions. */
export const endpointPolicyBlocks = defineRule({
  id: 'EndpointPolicyBlocks',
  severity: 'error',
  title: 'The endpoint\'s policy does not let the agent\'s calls through',
  why: 'An endpoint policy judges every call that goes through the endpoint, on top of the role\'s own permissions. Without a policy it lets everything pass.',
  symptom: 'Port 443 answers, and the agent\'s log says `AccessDeniedException`; "SSM Agent is not online".',
  links: [privateLinkGuide('vpc-endpoints-access'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    endpointPolicyBlocks: fault<'endpoint' | 'actions'>({
      code: 'ENDPOINT_POLICY_LACKS_ACTION',
      hop: 'policy',
      repair: 'openPolicy',
      words: (d) => ({
        message: `the policy of ${and(d.endpoint)} does not let ${and(d.actions)} through`,
        cdk: 'endpoint.addToPolicy(…) with Effect ALLOW for these actions, or leave the default policy',
        cloudFormation: `allow these actions in PolicyDocument of ${and(d.endpoint)}, or remove the property`,
      }),
    }),
  },
});
