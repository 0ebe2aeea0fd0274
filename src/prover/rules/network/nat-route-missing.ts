import { fault } from '../fault';
import { systemsManagerGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a, and, client, replaceRoute } from '../wording';

/** An isolated subnet needs endpoints; a private one needs a route to a NAT gateway. */
export const natRouteMissing = defineRule({
  id: 'NatRouteMissing',
  severity: 'error',
  title: 'A private subnet has neither endpoints nor a route to a NAT gateway',
  why: 'A private subnet without endpoints requires a route to the internet, for example to a NAT gateway.',
  symptom: '"SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service."',
  links: [vpcGuide('nat-gateway-basics'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    routeBlackhole: fault<'route' | 'target' | 'service' | 'table', 'destination'>({
      code: 'BLACKHOLE_ROUTE',
      hop: 'route',
      awsCli: (idOf, d) => [replaceRoute(idOf('rtb-'), d.destination)],
      words: (d) => ({
        message: `${d.route} (${d.destination ?? ''}) is a blackhole: its target ${d.target} no longer exists or is not attached (${and(d.service)})`,
        cdk: `replace the target of the route in ${a('route table', d.table)} with one that exists`,
        cloudFormation: `replace the target of ${d.route} in ${a('route table', d.table)} with one that exists`,
      }),
    }),
    natRouteMissing: fault<'subnet' | 'table' | 'service', 'vpc' | 'hostType'>({
      code: 'NO_ROUTE_TO_DESTINATION',
      hop: 'route',
      stops: 'subnet',
      repair: 'addDefaultRoute',
      words: (d) => ({
        message: `${a('subnet', and(d.subnet))} has no path to ${and(d.service)}: ${a('route table', d.table)} has no default route, and ${d.vpc ? `${a('VPC', d.vpc)}` : 'its VPC'} has no endpoint`,
        cdk: `add endpoints: new SsmEndpoints(this, 'Endpoints', { vpc, clients: [${client(d)}] }); or a NAT gateway: natGateways: 1 with SubnetType.PRIVATE_WITH_EGRESS`,
        cloudFormation: `add interface endpoints (AWS::EC2::VPCEndpoint, PrivateDnsEnabled true) for ssm and ssmmessages, or a route 0.0.0.0/0 in ${d.table} to a NAT gateway`,
      }),
    }),
    subnetSaidIsolated: fault<'subnet' | 'service'>({
      code: 'SUBNET_SAID_ISOLATED',
      hop: 'route',
      words: (d) => ({
        message: `${a('subnet', and(d.subnet))} is assumed to have no path to ${and(d.service)}`,
        cdk: 'place the instance in another subnet, add endpoints to the VPC, or correct the assumption about the subnet (assume.subnets)',
        cloudFormation: 'place the instance in another subnet, add endpoints to the VPC, or correct the assumption about the subnet (assume.subnets)',
      }),
    }),
  },
});
