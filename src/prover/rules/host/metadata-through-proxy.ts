import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Credentials come from 169.254.169.254, which only the host itself may ask. */
export const metadataThroughProxy = defineRule({
  id: 'MetadataThroughProxy',
  severity: 'warning',
  title: 'The SSM Agent sends calls to the metadata service to its proxy',
  why: 'The agent sends calls to 169.254.169.254 to its proxy unless `no_proxy` names that address. Only the host itself may ask the metadata service, so the agent gets no credentials, or those of the proxy.',
  symptom: '"SSM Agent is not online" with a proxy that carries everything else; the agent\'s log complains of missing credentials.',
  links: [systemsManagerGuide('ssm-agent-technical-details'), systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    proxyWithoutNoProxy: fault<'host' | 'proxy'>({
      code: 'PROXY_WITHOUT_NO_PROXY',
      hop: 'host',
      words: (d) => ({
        message: `the SSM Agent of ${d.host} uses a proxy (${d.proxy}) without no_proxy=169.254.169.254, so its calls to the instance metadata service go to the proxy`,
        cdk: 'set no_proxy=169.254.169.254 together with the proxy (AgentUserData does)',
        cloudFormation: 'set no_proxy=169.254.169.254 together with the proxy in UserData',
      }),
    }),
  },
});
