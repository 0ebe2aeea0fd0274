import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { referredTo } from '../internal/references';

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

/**
 * Lets those of the client's groups that do not send everything out reach the S3 gateway endpoint of their VPC on 443. It has no security group:
 * rules name it by AWS's prefix list.
 *
 * @param prefixListId the id of that list, for a rule in a group
 */
export function allowToS3Gateway(vpc: ec2.IVpc, client: ec2.IConnectable, prefixListId: (group: ec2.ISecurityGroup) => string | undefined): void {
  for (const group of client.connections.securityGroups.filter(({ allowAllOutbound }) => !allowAllOutbound)) {
    // A gateway endpoint serves its own VPC only.
    if (liesInAnother(vpc, group)) continue;
    const id = prefixListId(group);
    if (id !== undefined && !hasRuleTo(group, id)) group.addEgressRule(ec2.Peer.prefixList(id), HTTPS, 'Systems Manager: HTTPS to the S3 gateway endpoint');
  }
}

/** CDK knows a rule again by its literal id only. */
function hasRuleTo(group: ec2.ISecurityGroup, prefixListId: string): boolean {
  const text = (value: unknown) => JSON.stringify(Stack.of(group).resolve(value));
  return group.node.children.some((rule) => rule instanceof ec2.CfnSecurityGroupEgress && text(rule.destinationPrefixListId) === text(prefixListId));
}

function liesInAnother(vpc: ec2.IVpc, group: ec2.ISecurityGroup): boolean {
  const element = group.node.defaultChild;
  const theirs = element instanceof ec2.CfnSecurityGroup ? referredTo(element, element.vpcId) : undefined;
  const own = referredTo(vpc, vpc.vpcId);
  return theirs !== undefined && own !== undefined && theirs !== own;
}

function rulesBelongToEndpoint(door: ec2.ISecurityGroup, vpc: ec2.IVpc, clientGroup: ec2.ISecurityGroup): boolean {
  const doorStack = Stack.of(door);
  const clientStack = Stack.of(clientGroup);
  if (doorStack === clientStack) return true;
  return clientStack === Stack.of(vpc) || doorStack.dependencies.includes(clientStack);
}
