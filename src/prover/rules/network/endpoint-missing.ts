import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** Endpoints for some of the agent's services do not serve the others: each name needs its own way. */
export const endpointMissing = defineRule({
  id: 'EndpointMissing',
  severity: 'error',
  title: 'A service that the agent requires has no endpoint in a VPC that uses endpoints',
  why: 'Each service has its own name and requires its own endpoint. Endpoints for some of the agent\'s services do not serve the others.',
  symptom: 'With `ssm` alone the node registers and `start-session` answers `TargetNotConnected`; with `ssmmessages` alone "SSM Agent is not online".',
  links: [systemsManagerGuide('setup-create-vpc'), systemsManagerGuide('session-manager-prerequisites'), systemsManagerGuide('session-manager-getting-started-privatelink')],
  faults: {
    endpointMissing: fault<'vpc' | 'service' | 'others' | 'subnet'>({
      code: 'ENDPOINT_MISSING',
      hop: 'name',
      repair: 'addEndpoint',
      words: (d) => ({
        message: `${a('VPC', d.vpc)} has no interface endpoint for ${and(d.service)} (only for ${and(d.others)}), and ${a('subnet', and(d.subnet))} has no path to the internet`,
        cdk: d.service === 's3' ? 'add a gateway endpoint: \'s3: S3EndpointMode.GATEWAY\' of SsmEndpoints, or vpc.addGatewayEndpoint(…)'
          : `add the missing endpoint: new SsmEndpoints(this, 'Endpoints', { vpc }) creates all of them, or vpc.addInterfaceEndpoint(…) for ${and(d.service)}`,
        cloudFormation: d.service === 's3' ? `add an AWS::EC2::VPCEndpoint for s3 to ${d.vpc}: VpcEndpointType Gateway, RouteTableIds with the route table of ${and(d.subnet)}`
          : `add an AWS::EC2::VPCEndpoint for ${and(d.service)} to ${d.vpc}: VpcEndpointType Interface, PrivateDnsEnabled true, a subnet of the VPC, a security group that allows inbound TCP 443`,
      }),
    }),
  },
});
