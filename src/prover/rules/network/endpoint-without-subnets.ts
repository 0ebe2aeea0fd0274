import { fault } from '../fault';
import { privateLinkGuide } from '../links';
import { defineRule } from '../rule';
import { and, many } from '../wording';

/** CDK can emit `SubnetIds: []` in silence; such an endpoint captures the name and has nowhere to send it. */
export const endpointWithoutSubnets = defineRule({
  id: 'EndpointWithoutSubnets',
  severity: 'error',
  title: 'The endpoint has no network interface in any subnet',
  why: 'An endpoint has one network interface in each of its subnets. CDK can emit `SubnetIds: []` in silence; such an endpoint captures the service\'s name and has nowhere to send it.',
  symptom: '"SSM Agent is not online", and the console shows the endpoint without subnets.',
  links: [privateLinkGuide('create-interface-endpoint'), privateLinkGuide('privatelink-access-aws-services')],
  faults: {
    endpointNotAvailable: fault<'endpoint' | 'state' | 'service', 'said'>({
      code: 'ENDPOINT_NOT_AVAILABLE',
      hop: 'way in',
      awsCli: (idOf) => [`aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${idOf('vpce-')}`],
      words: (d) => ({
        message: `${and(d.endpoint)} is ${d.state}${d.said ? ` (${d.said})` : ''}, so it serves nothing for ${and(d.service)}`,
        cdk: `remove ${and(d.endpoint)} and make the endpoint again`,
        cloudFormation: `remove ${and(d.endpoint)} and make the endpoint again`,
      }),
    }),
    endpointWithoutSubnets: fault<'endpoint' | 'service'>({
      code: 'ENDPOINT_WITHOUT_NETWORK_INTERFACE',
      hop: 'way in',
      repair: 'giveSubnet',
      words: (d) => ({
        message: `${and(d.endpoint)} ${many(d.endpoint) ? 'capture' : 'captures'} the name of ${and(d.service)} but ${many(d.endpoint) ? 'have' : 'has'} no subnet, so no network interface`,
        cdk: `give ${and(d.endpoint)} subnets that exist: subnets: { subnetType: … } or subnets: { subnets: […] }`,
        cloudFormation: `list at least one subnet in SubnetIds of ${and(d.endpoint)}`,
      }),
    }),
  },
});
