import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and, many } from '../wording';

/** A host with IPv6 addresses only needs endpoints that answer with IPv6, and the other way round. */
export const endpointAddressFamily = defineRule({
  id: 'EndpointAddressFamily',
  severity: 'error',
  title: 'The endpoint has no address of the instance\'s IP version',
  why: 'A host with IPv6 addresses only needs endpoints that answer with IPv6 addresses, and a host with IPv4 only needs IPv4. The other kind is of no use to it.',
  symptom: '"SSM Agent is not online"; the service\'s name resolves, to addresses that the host cannot use.',
  links: [systemsManagerGuide('setup-create-vpc'), systemsManagerGuide('ssm-agent-technical-details')],
  faults: {
    endpointOtherFamily: fault<'service' | 'family' | 'endpoint' | 'host'>({
      code: 'ENDPOINT_ADDRESS_FAMILY',
      hop: 'name',
      repair: 'makeDualStack',
      words: (d) => ({
        message: `the name of ${and(d.service)} has no ${d.family} address: ${and(d.endpoint)} ${many(d.endpoint) ? 'return' : 'returns'} none, and ${d.host} has no address of another family`,
        cdk: `set on ${and(d.endpoint)} ipAddressType: ec2.VpcEndpointIpAddressType.DUALSTACK and dnsRecordIpType: ec2.VpcEndpointDnsRecordIpType.DUALSTACK, in subnets with IPv4 and IPv6 addresses`,
        cloudFormation: `set IpAddressType: dualstack and DnsOptions.DnsRecordIpType: dualstack on ${and(d.endpoint)}, in subnets with IPv4 and IPv6 addresses`,
      }),
    }),
  },
});
