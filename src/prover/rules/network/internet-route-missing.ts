import { fault } from '../fault';
import { vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** A public address is of no use where nothing routes to the internet gateway. */
export const internetRouteMissing = defineRule({
  id: 'InternetRouteMissing',
  severity: 'error',
  title: 'A public subnet has no route to the internet gateway',
  why: 'A public address is of no use where the subnet\'s route table does not lead to the internet gateway.',
  symptom: '"SSM Agent is not online", for an instance with a public address; SSH to it times out too.',
  links: [vpcGuide('VPC_Internet_Gateway'), vpcGuide('subnet-route-tables')],
  faults: {
    internetRouteMissing: fault<'subnet' | 'table' | 'service' | 'vpc'>({
      code: 'NO_ROUTE_TO_DESTINATION',
      hop: 'route',
      stops: 'subnet',
      repair: 'addDefaultRoute',
      words: (d) => ({
        message: `${a('subnet', and(d.subnet))} assigns public addresses, but ${a('route table', d.table)} has no route to an internet gateway (${and(d.service)})`,
        cdk: 'use a subnet of type SubnetType.PUBLIC, or add a route: subnet.addRoute(\'Internet\', { routerType: ec2.RouterType.GATEWAY, … })',
        cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock 0.0.0.0/0, GatewayId of an internet gateway attached to ${d.vpc}`,
      }),
    }),
  },
});
