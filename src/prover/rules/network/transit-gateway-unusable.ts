import { fault } from '../fault';
import { reachabilityGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** A transit gateway needs an attachment in the zone of the host, routes of its own, and a way on from the other VPC. */
export const transitGatewayUnusable = defineRule({
  id: 'TransitGatewayUnusable',
  severity: 'error',
  title: 'The transit gateway has no route to the destination',
  why: 'A transit gateway needs an attachment in the host\'s zone, routes of its own, and a way on from the other VPC. A route to it in the subnet\'s table is only the first step.',
  symptom: '"SSM Agent is not online"; the subnet\'s route table is right, and connections time out.',
  links: [reachabilityGuide('explanation-codes'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    transitAttachmentNotAvailable: fault<'attachment' | 'transit' | 'state'>({
      code: 'TGW_ATTACHMENT_NOT_AVAILABLE',
      hop: 'route',
      awsCli: (idOf) => [`aws ec2 accept-transit-gateway-vpc-attachment --transit-gateway-attachment-id ${idOf('tgw-attach-')}`],
      words: (d) => ({
        message: `attachment ${d.attachment} of ${a('transit gateway', d.transit)} is ${d.state}, so it carries no traffic`,
        cdk: `accept attachment ${d.attachment}, or create it again`,
        cloudFormation: `accept attachment ${d.attachment}, or create it again`,
      }),
    }),
    transitNotAttached: fault<'transit' | 'vpc' | 'service'>({
      code: 'TGW_VPC_NOT_ATTACHED',
      hop: 'route',
      repair: 'attachTransit',
      words: (d) => ({
        message: `${a('transit gateway', d.transit)} is not attached to ${a('VPC', d.vpc)} (${and(d.service)})`,
        cdk: `attach it: new ec2.CfnTransitGatewayVpcAttachment(this, 'Attach', { transitGatewayId, vpcId, subnetIds })`,
        cloudFormation: `add an AWS::EC2::TransitGatewayVpcAttachment of ${d.transit} and ${d.vpc}`,
      }),
    }),
    transitZoneMissing: fault<'transit' | 'subnet' | 'service'>({
      code: 'TGW_ATTACH_VPC_AZ_RESTRICTION',
      hop: 'route',
      repair: 'attachZone',
      words: (d) => ({
        message: `${a('transit gateway', d.transit)} has no network interface in the Availability Zone of ${a('subnet', and(d.subnet))} (${and(d.service)})`,
        cdk: `add a subnet of that Availability Zone to subnetIds of the attachment`,
        cloudFormation: `add a subnet of the Availability Zone of ${and(d.subnet)} to SubnetIds of the attachment to ${d.transit}`,
      }),
    }),
    transitNotAssociated: fault<'attachment' | 'transit' | 'service'>({
      code: 'TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION',
      hop: 'route',
      repair: 'associateTransit',
      words: (d) => ({
        message: `attachment ${d.attachment} is not associated with a route table of ${a('transit gateway', d.transit)}, so packets for ${and(d.service)} are dropped`,
        cdk: `associate it: new ec2.CfnTransitGatewayRouteTableAssociation(this, 'Associate', { transitGatewayRouteTableId, transitGatewayAttachmentId })`,
        cloudFormation: `add an AWS::EC2::TransitGatewayRouteTableAssociation of ${d.attachment} with a route table of ${d.transit}`,
      }),
    }),
    transitRouteMissing: fault<'transit' | 'service', 'target'>({
      code: 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT',
      hop: 'route',
      stops: 'subnet',
      repair: 'routeTransit',
      words: (d) => ({
        message: `the route table of ${a('transit gateway', d.transit)} has no route to ${d.target ?? 'a VPC with internet access'} (${and(d.service)})`,
        cdk: `add a CfnTransitGatewayRoute, or propagate the VPC: new ec2.CfnTransitGatewayRouteTablePropagation(this, 'Propagate', { transitGatewayRouteTableId, transitGatewayAttachmentId })`,
        cloudFormation: `add an AWS::EC2::TransitGatewayRoute or AWS::EC2::TransitGatewayRouteTablePropagation to the table that the attachment is associated with`,
      }),
    }),
    transitExitMissing: fault<'table' | 'natSubnet' | 'service'>({
      code: 'TGW_VPC_NO_ROUTE_TO_INTERNET',
      hop: 'route',
      repair: 'addTransitExit',
      words: (d) => ({
        message: `${a('route table', d.table)} of ${a('subnet', d.natSubnet)}, where packets leave the transit gateway, has no route to a NAT gateway (${and(d.service)})`,
        cdk: 'route 0.0.0.0/0 of the attachment\'s subnets to a NAT gateway of that VPC',
        cloudFormation: `add an AWS::EC2::Route to ${d.table}: DestinationCidrBlock 0.0.0.0/0, NatGatewayId`,
      }),
    }),
  },
});
