import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { validationError } from '../internal/errors';
import { S3EndpointMode, SsmEndpointsOptions } from './endpoint-props';
import { SsmEndpoints } from './ssm-endpoints';

const ISOLATED = 'Isolated';

/** Properties of `SsmReadyVpc`. */
export interface SsmReadyVpcProps {
  /**
   * The IPv4 address range: a CIDR block or an IPAM pool.
   *
   * @default - ec2.IpAddresses.cidr('10.0.0.0/16')
   */
  readonly ipAddresses?: ec2.IIpAddresses;

  /**
   * IPv4 only, or dual stack with an IPv6 range of Amazon's. The endpoints and the S3 gateway stay on IPv4.
   *
   * @default ec2.IpProtocol.IPV4_ONLY
   */
  readonly ipProtocol?: ec2.IpProtocol;

  /**
   * At most so many zones. More zones mean more charged interface endpoints. A Region-agnostic stack knows of two zones only.
   *
   * @default 2
   */
  readonly maxAzs?: number;

  /**
   * The zones by name, instead of `maxAzs`.
   *
   * @default - the first zones of the Region
   */
  readonly availabilityZones?: string[];

  /**
   * How many NAT gateways. If there is one or more, public subnets and private subnets with egress are made besides the isolated
   * ones. Each NAT gateway bills per hour and gigabyte. Hosts do not need them to be managed.
   *
   * @default 0
   */
  readonly natGateways?: number;

  /**
   * Groups of subnets to make besides those of this construct (`Isolated`; with NAT gateways `Public` and `Private`).
   * With groups of type PRIVATE_WITH_EGRESS say `natGateways` too: 0 if another way out, such as a transit gateway, is yours to add.
   *
   * @default - none
   */
  readonly subnetConfiguration?: ec2.SubnetConfiguration[];

  /**
   * The endpoints to make. The default set is that of `SsmEndpoints`, with the S3 gateway, in the `Isolated` subnets.
   *
   * @default - ssm, ssmmessages, ec2messages where the Region has it, and the S3 gateway
   */
  readonly endpoints?: SsmEndpointsOptions;

  /**
   * Whether to empty the default security group of the VPC, by a custom resource (a Lambda function, charged by use).
   *
   * @default - as CDK's feature flag `@aws-cdk/aws-ec2:restrictDefaultSecurityGroup` says: true in new CDK projects
   */
  readonly restrictDefaultSecurityGroup?: boolean;

  /**
   * Flow logs, by name. They bill by volume.
   *
   * @default - none
   */
  readonly flowLogs?: { [id: string]: ec2.FlowLogOptions };

  /**
   * The name tag of the VPC.
   *
   * @default - the path of the construct
   */
  readonly vpcName?: string;
}

/**
 * A VPC in which every instance can be a managed node, without internet access.
 *
 * Makes a VPC of isolated subnets over two zones, no NAT and no internet gateway, with `SsmEndpoints` and an S3 gateway endpoint. It
 * composes an `ec2.Vpc`: pass `.vpc` where a VPC is wanted. DNS support and hostnames are on, as private DNS needs both.
 *
 * **Cost**: nothing but the interface endpoints, which bill per zone-hour and gigabyte (see `SsmEndpoints`).
 *
 * **cdk-nag**: `AwsSolutions-VPC7` and `NIST.800.53.R5-VPCFlowLogsEnabled` ask for flow logs, which bill by volume and so are made on
 * request only: pass `flowLogs`. `NIST.800.53.R5-VPCDefaultSecurityGroupClosed` cannot see a closed default group in a template: set
 * `restrictDefaultSecurityGroup`, and acknowledge it.
 *
 * ```ts
 * const network = new SsmReadyVpc(this, 'Network');
 * const hosts = new ec2.SecurityGroup(this, 'Hosts', { vpc: network.vpc });
 * network.endpoints.allowFrom(hosts);
 * ```
 *
 * Throws where props contradict each other; the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export class SsmReadyVpc extends Construct implements ec2.IConnectable {
  /** The VPC. */
  public readonly vpc: ec2.Vpc;

  /** Its endpoints. */
  public readonly endpoints: SsmEndpoints;

  /** The connections of the endpoints, with default port 443. */
  public readonly connections: ec2.Connections;

  constructor(scope: Construct, id: string, props: SsmReadyVpcProps = {}) {
    super(scope, id);
    checkProps(this, props);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: props.ipAddresses,
      ipProtocol: props.ipProtocol,
      maxAzs: props.availabilityZones ? undefined : props.maxAzs ?? 2,
      availabilityZones: props.availabilityZones,
      natGateways: props.natGateways ?? 0,
      subnetConfiguration: subnetGroups(this, props),
      restrictDefaultSecurityGroup: props.restrictDefaultSecurityGroup,
      flowLogs: props.flowLogs,
      vpcName: props.vpcName,
    });
    this.endpoints = new SsmEndpoints(this, 'Endpoints', {
      ...props.endpoints,
      vpc: this.vpc,
      s3: props.endpoints?.s3 ?? S3EndpointMode.GATEWAY,
      subnets: props.endpoints?.subnets ?? { subnetGroupName: ISOLATED },
    });
    this.connections = this.endpoints.connections;
  }
}

function subnetGroups(scope: IConstruct, props: SsmReadyVpcProps): ec2.SubnetConfiguration[] {
  const extra = props.subnetConfiguration ?? [];
  const withNat = (props.natGateways ?? 0) > 0;
  const lacks = (type: ec2.SubnetType): boolean => withNat && !extra.some(({ subnetType }) => subnetType === type);
  const groups = [
    { name: ISOLATED, subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ...lacks(ec2.SubnetType.PUBLIC) ? [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }] : [],
    ...lacks(ec2.SubnetType.PRIVATE_WITH_EGRESS) ? [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }] : [],
    ...extra,
  ];
  const names = groups.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) throw validationError(scope, `'subnetConfiguration' has a group named '${repeated}', which exists already. Give it another name.`);
  return groups;
}

function checkProps(scope: IConstruct, props: SsmReadyVpcProps): void {
  if (props.availabilityZones && props.maxAzs !== undefined) {
    throw validationError(scope, '\'availabilityZones\' and \'maxAzs\' both say how many zones. Leave one out.');
  }
  if (props.availabilityZones?.length === 0) throw validationError(scope, '\'availabilityZones\' is empty. Name a zone, or leave it out for two.');
  if (props.maxAzs !== undefined && !(props.maxAzs >= 1)) throw validationError(scope, `'maxAzs' is ${props.maxAzs}. The endpoints need at least one zone.`);
  if (props.natGateways !== undefined && !(props.natGateways >= 0)) throw validationError(scope, `'natGateways' is ${props.natGateways}. Give 0 or more.`);
  const egress = props.subnetConfiguration?.find(({ subnetType }) => subnetType === ec2.SubnetType.PRIVATE_WITH_EGRESS);
  if (egress && props.natGateways === undefined) {
    throw validationError(scope, `'subnetConfiguration' has the group '${egress.name}' of type PRIVATE_WITH_EGRESS, but 'natGateways' is not given. ` +
      'Set it to 1 or more, or to 0 if you add another way out.');
  }
}
