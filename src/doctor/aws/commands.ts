import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as route53 from '@aws-sdk/client-route-53';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';

/** A command of the SDK, whose input and output are those of the API. */
export type CommandConstructor = new (input: never) => object;

/** The commands of the calls that are made, each named so that the bundle holds no other. A test compares them with the table of calls. */
const COMMANDS: Readonly<Record<string, readonly CommandConstructor[]>> = {
  ec2: [
    ec2.DescribeRegionsCommand, ec2.DescribeInstancesCommand, ec2.DescribeInstanceStatusCommand, ec2.DescribeVpcsCommand,
    ec2.DescribeVpcAttributeCommand, ec2.DescribeSubnetsCommand, ec2.DescribeRouteTablesCommand, ec2.DescribeNetworkAclsCommand,
    ec2.DescribeSecurityGroupsCommand, ec2.DescribeVpcEndpointsCommand, ec2.DescribeNetworkInterfacesCommand,
    ec2.DescribeInternetGatewaysCommand, ec2.DescribeEgressOnlyInternetGatewaysCommand, ec2.DescribeNatGatewaysCommand,
    ec2.DescribeDhcpOptionsCommand, ec2.DescribeManagedPrefixListsCommand, ec2.DescribePrefixListsCommand,
    ec2.GetManagedPrefixListEntriesCommand, ec2.DescribeVpcPeeringConnectionsCommand, ec2.DescribeTransitGatewaysCommand,
    ec2.DescribeTransitGatewayVpcAttachmentsCommand, ec2.DescribeTransitGatewayAttachmentsCommand,
    ec2.DescribeTransitGatewayRouteTablesCommand, ec2.GetTransitGatewayRouteTableAssociationsCommand,
    ec2.GetTransitGatewayRouteTablePropagationsCommand, ec2.SearchTransitGatewayRoutesCommand,
    ec2.DescribeVpcBlockPublicAccessOptionsCommand, ec2.DescribeVpcBlockPublicAccessExclusionsCommand, ec2.DescribeImagesCommand,
    ec2.DescribeInstanceImageMetadataCommand, ec2.DescribeInstanceAttributeCommand,
  ],
  ssm: [
    ssm.DescribeInstanceInformationCommand, ssm.DescribeActivationsCommand, ssm.GetConnectionStatusCommand, ssm.GetServiceSettingCommand,
    ssm.GetDocumentCommand, ssm.DescribeInstanceAssociationsStatusCommand,
  ],
  iam: [
    iam.GetInstanceProfileCommand, iam.GetRoleCommand, iam.ListRolePoliciesCommand, iam.GetRolePolicyCommand,
    iam.ListAttachedRolePoliciesCommand, iam.GetPolicyCommand, iam.GetPolicyVersionCommand, iam.GetAccountAuthorizationDetailsCommand,
  ],
  route53: [route53.ListHostedZonesByVPCCommand, route53.ListResourceRecordSetsCommand],
  sts: [sts.GetCallerIdentityCommand],
};

const letters = (name: string) => name.replace(/-/g, '').toLowerCase();

/** The command for a call as the AWS CLI spells it: `ec2`, `describe-vpcs`. */
export function commandOf(service: string, operation: string): CommandConstructor | undefined {
  return (COMMANDS[service] ?? []).find((command) => letters(command.name) === `${letters(operation)}command`);
}
