import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SsmEndpointService } from './endpoint-service';

/**
 * How hosts of the VPC reach Amazon S3, where agent updates, modules of documents, patches and Distributor packages come from.
 * A node appears and takes sessions without it.
 */
export enum S3EndpointMode {
  /** No endpoint for S3. */
  NONE = 'NONE',

  /**
   * A gateway endpoint: a route in the route tables of all subnets. AWS does not charge for it. It serves this VPC only, over IPv4.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
   */
  GATEWAY = 'GATEWAY',

  /** An interface endpoint, which also serves peered and on-premises networks. Bills per zone-hour and gigabyte. */
  INTERFACE = 'INTERFACE',
}

/** Which endpoint policy `SsmEndpoints` attaches to the endpoints it makes. */
export enum EndpointPolicyMode {
  /** None is given, so AWS's default stands: every action of every principal that has permission by its own policies. */
  AWS_DEFAULT = 'AWS_DEFAULT',

  /**
   * Only what the agents of this account call, on each endpoint; on S3 only AWS's buckets of this Region, package repositories of
   * Amazon Linux, and `s3Buckets`.
   *
   * An endpoint with private DNS serves *every* client of the VPC, not the managed nodes alone. Under this mode other software there
   * (an application that reads or writes parameters with actions the agent does not use, a build host that calls
   * `ssm:SendCommand`, anything that uses S3 buckets not named here) is refused at the endpoint. The services `EC2`,
   * `SECRETS_MANAGER` and any made by `SsmEndpointService.of()` are limited by account, not by action, as only your software knows
   * what it calls.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
   */
  LEAST_PRIVILEGE = 'LEAST_PRIVILEGE',
}

/** An interface endpoint that exists already, outside this app or in a place the search of the construct tree does not reach. */
export interface ExistingSsmEndpoint {
  /** The service the endpoint is for. */
  readonly service: SsmEndpointService;

  /**
   * The endpoint, for example from `ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes()`.
   * Import it with its security groups, or `allowFrom()` has no group to open on it (a warning says so).
   */
  readonly endpoint: ec2.IInterfaceVpcEndpoint;
}

/** What `SsmEndpoints` makes, apart from the VPC it makes it in. */
export interface SsmEndpointsOptions {
  /**
   * Whether to make the endpoint for `ec2messages`. Only agents before 3.3.40.0 use it, and Regions launched in 2024 or later do not
   * have it. `false` saves the hourly charge of one interface endpoint in each zone, once all agents are 3.3.40.0 or newer.
   *
   * @default - made where the Region has it; in a Region-agnostic stack a CloudFormation condition decides at deployment
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
   */
  readonly ec2Messages?: boolean;

  /**
   * Further interface endpoints. Each bills per zone-hour.
   *
   * @default - none
   */
  readonly additionalServices?: SsmEndpointService[];

  /**
   * How hosts reach Amazon S3.
   *
   * @default - S3EndpointMode.NONE in `SsmEndpoints`, as a gateway changes the routes of a VPC that is not ours;
   * S3EndpointMode.GATEWAY in `SsmReadyVpc`
   */
  readonly s3?: S3EndpointMode;

  /**
   * The subnets of the interface endpoints; of several in one zone the first is taken. One zone suffices for reachability from all
   * zones and costs least; one subnet in each zone survives the loss of a zone.
   *
   * @default - one subnet in each zone: the isolated subnets, else the private ones with egress, else the public ones
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * Whether AWS's own names (`ssm.REGION.amazonaws.com`) lead to the endpoints inside this VPC. Without it, and without
   * `hostedZoneVpcs` or DNS of your own, agents do not use the endpoints.
   *
   * Private DNS captures the name for the whole VPC: a host that may not reach the endpoint then has no way by NAT either.
   *
   * @default true
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
   */
  readonly privateDns?: boolean;

  /**
   * The security group of the endpoints made here; of no use if all of them exist already.
   *
   * @default - a new one, which admits nobody until `allowFrom()` and lets nothing out
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * Clients to pair with at once, as by `allowFrom()`.
   *
   * @default - none; call `allowFrom()`
   */
  readonly clients?: ec2.IConnectable[];

  /**
   * Whether to admit port 443 from the whole primary IPv4 CIDR block of the VPC, besides the paired clients. It opens no client's egress.
   *
   * @default false
   */
  readonly allowVpcCidr?: boolean;

  /**
   * Which endpoint policy to attach.
   *
   * @default EndpointPolicyMode.AWS_DEFAULT
   */
  readonly endpointPolicy?: EndpointPolicyMode;

  /**
   * The accounts (12 digits) whose principals a least-privilege endpoint policy admits. For endpoints that serve VPCs of other accounts.
   *
   * @default - the account of the stack
   */
  readonly principalAccounts?: string[];

  /**
   * Buckets of yours that hosts use through the S3 endpoint: session logs, command output, scripts. Needed only under a
   * least-privilege endpoint policy, which refuses all buckets it does not name.
   *
   * @default - none
   */
  readonly s3Buckets?: s3.IBucket[];

  /**
   * AWS's prefix list of S3 in this Region, by which `allowFrom()` lets clients without open egress reach the S3 gateway on 443. From
   * `ec2.PrefixList.fromLookup(this, 'S3List', { prefixListName: 'com.amazonaws.REGION.s3' })`, which asks your account at synthesis.
   *
   * @default - looked up at deployment, where a client needs it
   */
  readonly s3PrefixList?: ec2.IPrefixList;

  /**
   * Whether to look up AWS's prefix list of S3 at deployment, by a custom resource in the stack of the client's security group. It is made
   * only for clients without open egress, with an S3 gateway, and without `s3PrefixList`. CloudFormation has no other way to name the list.
   * `S3EndpointMode.INTERFACE` needs no prefix list.
   *
   * @default true
   */
  readonly lookUpS3PrefixList?: boolean;

  /**
   * VPCs to serve besides, or instead of, private DNS: the central endpoint VPC. Makes one Route 53 private hosted zone for each
   * interface endpoint, named after the service's host, with an alias to the endpoint, associated with these VPCs. Use it with `privateDns: false`
   * (then list the endpoints' own VPC too, if hosts live there).
   *
   * Routes to the endpoint VPC (peering, transit gateway) are yours to make. CloudFormation cannot associate a zone with a VPC of
   * another account; use a Route 53 Profile there. Each hosted zone has a monthly charge.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html
   */
  readonly hostedZoneVpcs?: ec2.IVpc[];

  /**
   * Interface endpoints that exist already in the VPC; they are used, and none is made for their services. Needed for endpoints
   * outside this app: a second one with private DNS for the same service in the same VPC fails at deployment.
   *
   * @default - endpoints for the same service and VPC that stand in the construct tree when this construct is made are found and used
   */
  readonly existing?: ExistingSsmEndpoint[];
}

/** Properties of `SsmEndpoints`. */
export interface SsmEndpointsProps extends SsmEndpointsOptions {
  /** The VPC: made in this app, imported by attributes or looked up. */
  readonly vpc: ec2.IVpc;
}
