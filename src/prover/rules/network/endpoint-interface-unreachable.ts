import { privateLinkGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';

/** The agent tries one address after the other, so a blocked interface costs time and resilience, not the connection. */
export const endpointInterfaceUnreachable = defineRule({
  id: 'EndpointInterfaceUnreachable',
  severity: 'warning',
  title: 'The instance reaches only some network interfaces of the endpoint',
  why: 'An endpoint has a network interface in each of its subnets, and its name resolves to all of them. The agent tries one after the other, so one out of reach costs time and resilience, not the connection.',
  symptom: 'The node is online, with now and then `dial tcp …:443: i/o timeout` in the agent\'s log.',
  links: [privateLinkGuide('privatelink-access-aws-services'), vpcGuide('vpc-network-acls')],
  faults: {},
  fires: 'on-interfaces',
});
