import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** All of Systems Manager speaks HTTPS. */
export const HTTPS = ec2.Port.tcp(443);

/**
 * Opens 443 between a client and the security group of an endpoint, group to group, on both sides.
 *
 * The rules must stand in the stack that already depends on the other, or CloudFormation meets a cycle: a client deployed on top of
 * the endpoint's VPC keeps them in its own stack.
 */
export function pairWithClient(door: ec2.ISecurityGroup, vpc: ec2.IVpc, client: ec2.IConnectable): void {
  const endpointSide = new ec2.Connections({ defaultPort: HTTPS, securityGroups: [door] });
  const groups = client.connections.securityGroups;
  const description = 'Systems Manager: HTTPS to the VPC endpoints';

  if (groups.every((group) => rulesBelongToEndpoint(door, vpc, group))) {
    endpointSide.allowDefaultPortFrom(client, description);
  } else if (groups.every((group) => group.allowAllOutbound)) {
    // Connections.allowTo() would warn that the egress rule is needless, so only the ingress side is written.
    groups.forEach((group) => door.addIngressRule(group, HTTPS, description, true));
  } else {
    client.connections.allowTo(endpointSide, HTTPS, description);
  }
}

/** Lets those of the client's groups that do not send everything out reach a prefix list on 443. */
export function allowToPrefixList(client: ec2.IConnectable, prefixList: ec2.IPrefixList): void {
  client.connections.securityGroups
    .filter((group) => !group.allowAllOutbound)
    .forEach((group) => group.addEgressRule(ec2.Peer.prefixList(prefixList.prefixListId), HTTPS, 'Systems Manager: HTTPS to the S3 gateway endpoint'));
}

function rulesBelongToEndpoint(door: ec2.ISecurityGroup, vpc: ec2.IVpc, clientGroup: ec2.ISecurityGroup): boolean {
  const doorStack = Stack.of(door);
  const clientStack = Stack.of(clientGroup);
  if (doorStack === clientStack) return true;
  return clientStack === Stack.of(vpc) || doorStack.dependencies.includes(clientStack);
}
