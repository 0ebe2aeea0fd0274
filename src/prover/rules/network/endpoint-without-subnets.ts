import { fault } from '../fault';
import { privateLinkGuide } from '../links';
import { defineRule } from '../rule';
import { and, many } from '../wording';

/** CDK can emit `SubnetIds: []` in silence; such an endpoint captures the name and has nowhere to send it. */
export const endpointWithoutSubnets = defineRule({
  id: 'EndpointWithoutSubnets',
  severity: 'error',
  title: 'The endpoint has no network interface in any subnet',
  why: 'An endpoint has one network interface in each of its subnets. CDK can emit `SubnetIds: []` without a warning; such an endpoint resolves the service\'s name and has no network interface.',
  symptom: '"SSM Agent is not online", and the console shows the endpoint without subnets.',
  links: [privateLinkGuide('create-interface-endpoint'), privateLinkGuide('privatelink-access-aws-services')],
  faults: {
    endpointNotAvailable: fault<'endpoint' | 'state' | 'service', 'said'>({
      code: 'ENDPOINT_NOT_AVAILABLE',
      hop: 'way in',
      awsCli: (idOf) => [`aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${idOf('vpce-')}`],
      words: (d) => ({
        message: `${and(d.endpoint)} is ${d.state}${d.said ? ` (${d.said})` : ''}, so it does not accept connections to ${and(d.service)}`,
        cdk: `delete ${and(d.endpoint)} and create the endpoint again`,
        cloudFormation: `delete ${and(d.endpoint)} and create the endpoint again`,
      }),
    }),
    endpointWithoutSubnets: fault<'endpoint' | 'service'>({
      code: 'ENDPOINT_WITHOUT_NETWORK_INTERFACE',
      hop: 'way in',
      repair: 'giveSubnet',
      words: (d) => ({
        message: `${and(d.endpoint)} ${many(d.endpoint) ? 'receive' : 'receives'} the name of ${and(d.service)} but ${many(d.endpoint) ? 'have' : 'has'} no subnet, so no network interface`,
        cdk: `select existing subnets for ${and(d.endpoint)}: subnets: { subnetType: … } or subnets: { subnets: […] }`,
        cloudFormation: `add at least one subnet to SubnetIds of ${and(d.endpoint)}`,
      }),
    }),
  },
});
