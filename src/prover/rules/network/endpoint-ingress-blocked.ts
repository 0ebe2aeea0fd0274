import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide, vpcGuide } from '../links';
import { SSM_MANAGED_WITH_ENDPOINTS } from '../mixin';
import { defineRule } from '../rule';
import { and, client, groupsOf, many } from '../wording';

/** The endpoint's own security group must admit the host on 443, or its packets die at the door. */
export const endpointIngressBlocked = defineRule({
  id: 'EndpointIngressBlocked',
  severity: 'error',
  title: 'The security group of the endpoint does not allow inbound TCP 443 from the instance',
  why: 'An interface endpoint has security groups of its own. If none of their rules allows TCP 443 from the instance, its packets are dropped. Private DNS resolves the name to the endpoint in the whole VPC, so a NAT gateway does not help.',
  symptom: '"SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service."; the agent\'s log says `dial tcp …:443: i/o timeout`.',
  links: [systemsManagerGuide('troubleshooting-ssm-agent'), privateLinkGuide('create-interface-endpoint'), vpcGuide('security-group-rules')],
  fixesAll: SSM_MANAGED_WITH_ENDPOINTS,
  faults: {
    endpointBlocksIn: fault<'endpoint' | 'endpointGroups' | 'groups', 'hostType'>({
      code: 'ENI_SG_RULES_MISMATCH',
      hop: 'way in',
      repair: 'letIn',
      words: (d) => ({
        message: `${groupsOf(d.endpointGroups)} of ${and(d.endpoint)} ${many(d.endpointGroups) ? 'have' : 'has'} no ingress rule for TCP 443 from ${and(d.groups)}`,
        cdk: `endpoints.allowFrom(${client(d)}), or endpoint.connections.allowDefaultPortFrom(${client(d)})`,
        cloudFormation: `add an ingress rule to ${and(d.endpointGroups)}: IpProtocol tcp, FromPort 443, ToPort 443, SourceSecurityGroupId ${and(d.groups)}`,
      }),
    }),
  },
});
