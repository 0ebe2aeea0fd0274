import { unresolved } from '../../core';
import { because } from './answers';
import { named, Scope } from './builder';
import { maps, text } from './json';
import { vpcRef } from './network';

/** What leads out: internet gateways, egress-only ones, virtual private gateways, NAT gateways. */

export function mapGateways(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-internet-gateways', 'InternetGateways', 'InternetGatewayId')) {
    const id = text(item, 'InternetGatewayId')!;
    if (!scope.isHome(id)) continue;
    scope.add(id, 'AWS::EC2::InternetGateway', {}, named(item, id));
    maps(item, 'Attachments').forEach((attachment, i) => {
      const vpcId = text(attachment, 'VpcId');
      if (vpcId !== undefined && isAttached(text(attachment, 'State'))) scope.add(`${id}#attachment${i}`, 'AWS::EC2::VPCGatewayAttachment', { VpcId: vpcRef(scope, vpcId), InternetGatewayId: scope.ref(id) });
    });
    // A route table on the gateway's own edge may send replies elsewhere.
    const tables = scope.list('describe-route-tables', text(maps(item, 'Attachments')[0], 'VpcId'));
    if (tables.state !== 'complete' && !scope.isSeen(`${id}#table`)) {
      scope.add(`${id}#table`, 'AWS::EC2::GatewayRouteTableAssociation', { GatewayId: scope.ref(id), RouteTableId: unresolved(`edge:${id}`, `the route table on the edge of ${id} (${because(tables)})`) });
    }
  }
  for (const item of scope.answers.items('ec2', 'describe-egress-only-internet-gateways', 'EgressOnlyInternetGateways', 'EgressOnlyInternetGatewayId')) {
    const id = text(item, 'EgressOnlyInternetGatewayId')!;
    if (!scope.isHome(id)) continue;
    const attachment = maps(item, 'Attachments').find((a) => isAttached(text(a, 'State')));
    const vpcId = text(attachment, 'VpcId');
    scope.add(id, 'AWS::EC2::EgressOnlyInternetGateway', { VpcId: vpcId === undefined ? undefined : vpcRef(scope, vpcId) }, named(item, id));
  }
}

const isAttached = (state: string | undefined) => state === 'available' || state === 'attached';

export function mapNatGateways(scope: Scope): void {
  for (const item of scope.answers.items('ec2', 'describe-nat-gateways', 'NatGateways', 'NatGatewayId')) {
    const id = text(item, 'NatGatewayId')!;
    if (!scope.isHome(id)) continue;
    const [subnetId, vpcId, state] = [text(item, 'SubnetId'), text(item, 'VpcId'), text(item, 'State')];
    const regional = text(item, 'AvailabilityMode') === 'regional';
    const address = maps(item, 'NatGatewayAddresses').find((a) => text(a, 'PublicIp') !== undefined && ['succeeded', undefined].includes(text(a, 'Status')));
    scope.add(id, 'AWS::EC2::NatGateway', {
      // Answers that are older than the private kind have no ConnectivityType.
      ConnectivityType: text(item, 'ConnectivityType') ?? 'public',
      AvailabilityMode: regional ? 'regional' : undefined,
      SubnetId: regional ? undefined : subnetId === undefined ? unresolved(`subnet-of:${id}`, `the subnet of ${id}`) : scope.ref(subnetId),
      VpcId: vpcId === undefined ? undefined : vpcRef(scope, vpcId),
      AllocationId: address && (text(address, 'AllocationId') ?? text(address, 'PublicIp')),
      State: state?.toLowerCase() ?? unresolved(`state:${id}`, `the state of ${id}`),
      FailureMessage: text(item, 'FailureMessage'),
    }, named(item, id));
  }
}
