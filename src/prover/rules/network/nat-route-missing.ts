import { fault } from '../fault';
import { systemsManagerGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';
import { and, client, replaceRoute } from '../wording';

/** An isolated subnet needs endpoints; a private one needs a route to a NAT gateway. */
export const natRouteMissing = defineRule({
  id: 'NatRouteMissing',
  severity: 'error',
  title: 'A private subnet has no way out: neither endpoints nor a NAT gateway',
  why: 'A private subnet without endpoints needs a route to something that leads to the internet, as a NAT gateway.',
  symptom: '"SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service."',
  links: [vpcGuide('nat-gateway-basics'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    routeBlackhole: fault<'route' | 'target' | 'service' | 'table', 'destination'>({
      code: 'BLACKHOLE_ROUTE',
      hop: 'route',
      awsCli: (idOf, d) => [replaceRoute(idOf('rtb-'), d.destination)],
      words: (d) => ({
        message: `${d.route} (${d.destination ?? ''}) is a blackhole: its target ${d.target} does not exist any more or is not attached (for ${and(d.service)})`,
        cdk: `replace the target of the route in ${d.table} by one that exists`,
        cloudFormation: `replace the target of ${d.route} in ${d.table} by one that exists`,
      }),
    }),
    natRouteMissing: fault<'subnet' | 'table' | 'service', 'vpc' | 'hostType'>({
      code: 'NO_ROUTE_TO_DESTINATION',
      hop: 'route',
      stops: 'subnet',
      repair: 'addDefaultRoute',
      words: (d) => ({
        message: `nothing leads out of ${and(d.subnet)}: ${d.table} has no default route, and ${d.vpc || 'its VPC'} has no endpoint for ${and(d.service)}`,
        cdk: `add endpoints: new SsmEndpoints(this, 'Endpoints', { vpc, clients: [${client(d)}] }); or a NAT gateway: natGateways: 1 with SubnetType.PRIVATE_WITH_EGRESS`,
        cloudFormation: `add interface endpoints (AWS::EC2::VPCEndpoint, PrivateDnsEnabled true) for ssm and ssmmessages, or a route 0.0.0.0/0 in ${d.table} to a NAT gateway`,
      }),
    }),
    subnetSaidIsolated: fault<'subnet' | 'service'>({
      code: 'SUBNET_SAID_ISOLATED',
      hop: 'route',
      words: (d) => ({
        message: `hosts in ${and(d.subnet)} do not reach ${and(d.service)}, as you say`,
        cdk: 'place the host elsewhere, give the VPC endpoints, or correct what assume says of the subnet',
        cloudFormation: 'place the host elsewhere, give the VPC endpoints, or correct what is said of the subnet',
      }),
    }),
  },
});
