import { Annotations, CfnCondition, CfnResource, Fn, ICfnConditionExpression, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { validationError } from '../internal/errors';
import { warn } from '../internal/warnings';
import { checkEndpointProps, endpointSubnets } from './endpoint-checks';
import { allowToS3Gateway, HTTPS, pairWithClient } from './endpoint-pairing';
import { s3Statements, serviceStatements } from './endpoint-policies';
import { EndpointPolicyMode, S3EndpointMode, SsmEndpointsProps } from './endpoint-props';
import { findInterfaceEndpoint, findS3Gateway } from './endpoint-reuse';
import { SsmEndpointService } from './endpoint-service';
import { endpointHostedZone } from './endpoint-zones';
import { REGIONS_WITHOUT_EC2_MESSAGES } from './region-services';
import { s3PrefixListId } from './s3-prefix-list';

/**
 * The VPC endpoints by which instances without a way to the internet reach Systems Manager.
 *
 * Makes interface endpoints for `ssm` and `ssmmessages`, and for `ec2messages` where the Region has it, with private DNS, one network
 * interface in each zone, and one security group that admits port 443 from the clients given to `allowFrom()`, and nothing else. It
 * opens the client's side too, where the client's security group does not let everything out.
 *
 * An endpoint for the same service in the same VPC that stands in the construct tree before this one is used instead of a second one.
 * It keeps its own policy, subnets and security groups; the clients are paired with those.
 *
 * **Cost**: each interface endpoint bills for every hour in every zone it stands in, and for data: with two zones and the default
 * services that is six zone-hours an hour. `ec2Messages: false` saves a third, a single zone in `subnets` a half. The S3 gateway is
 * not charged. See https://aws.amazon.com/privatelink/pricing/
 *
 * **Limits**: a VPC participant cannot make endpoints in shared subnets. Endpoints that exist outside this app are not seen: name them
 * in `existing`. A host with a custom DNS server needs that server to forward AWS's names to the resolver of the VPC.
 *
 * ```ts
 * const vpc = ec2.Vpc.fromLookup(this, 'Vpc', { isDefault: true });
 * const endpoints = new SsmEndpoints(this, 'Endpoints', { vpc });
 * endpoints.allowFrom(new ec2.SecurityGroup(this, 'Hosts', { vpc }));
 * ```
 *
 * **cdk-nag**: nothing, but where the prefix list of S3 is looked up (`lookUpS3PrefixList`): `AwsSolutions-IAM5` names `*`, as the call has no
 * resource to name, and the look-up's function adds NIST's findings about Lambda functions.
 *
 * Throws where props contradict each other or the Region, and where no subnet is left to stand in; the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export class SsmEndpoints extends Construct implements ec2.IConnectable {
  /** The VPC the endpoints serve. */
  public readonly vpc: ec2.IVpc;

  /** The endpoint for `ssm`. */
  public readonly ssm: ec2.IInterfaceVpcEndpoint;

  /** The endpoint for `ssmmessages`. */
  public readonly ssmMessages: ec2.IInterfaceVpcEndpoint;

  /**
   * The endpoint for `ec2messages`; undefined where the Region has none or `ec2Messages` is false. In a Region-agnostic stack it is
   * under a condition: refer to it (`vpcEndpointId`) only under a condition of your own.
   */
  public readonly ec2Messages?: ec2.IInterfaceVpcEndpoint;

  /** The gateway endpoint for S3; undefined unless `s3` is GATEWAY. */
  public readonly s3Gateway?: ec2.IGatewayVpcEndpoint;

  /** All interface endpoints: made, found and given. */
  public readonly endpoints: ec2.IInterfaceVpcEndpoint[];

  /** The security group of the endpoints made here; undefined if all of them existed already. */
  public readonly securityGroup?: ec2.ISecurityGroup;

  /** The security groups of all interface endpoints, with default port 443. */
  public readonly connections: ec2.Connections;

  /** The hosted zones made for `hostedZoneVpcs`; empty without. */
  public readonly hostedZones: route53.IPrivateHostedZone[];

  private readonly props: SsmEndpointsProps;
  private readonly byName = new Map<string, ec2.IInterfaceVpcEndpoint>();
  private regionCondition?: CfnCondition;

  constructor(scope: Construct, id: string, props: SsmEndpointsProps) {
    super(scope, id);
    checkEndpointProps(this, props);
    this.props = props;
    this.vpc = props.vpc;

    const found = this.wantedServices().map((service) => ({ service, endpoint: this.givenOrFound(service) }));
    if (found.some(({ endpoint }) => endpoint === undefined)) {
      this.securityGroup = props.securityGroup ?? new ec2.SecurityGroup(this, 'SecurityGroup', {
        vpc: props.vpc,
        description: 'Systems Manager endpoints: HTTPS from paired clients',
        allowAllOutbound: false,
      });
      const subnets = endpointSubnets(this, props);
      found.forEach((each) => { each.endpoint ??= this.makeEndpoint(each.service, subnets); });
    }
    found.forEach(({ service, endpoint }) => this.byName.set(service.shortName, endpoint!));

    this.ssm = this.byName.get(SsmEndpointService.SSM.shortName)!;
    this.ssmMessages = this.byName.get(SsmEndpointService.SSM_MESSAGES.shortName)!;
    this.ec2Messages = this.byName.get(SsmEndpointService.EC2_MESSAGES.shortName);
    this.endpoints = [...this.byName.values()];
    this.hostedZones = found.flatMap(({ service, endpoint }) => this.makeHostedZone(service, endpoint!));
    this.s3Gateway = props.s3 === S3EndpointMode.GATEWAY ? findS3Gateway(this, props.vpc) ?? this.makeS3Gateway() : undefined;

    const groups = this.endpoints.flatMap((endpoint) => endpoint.connections.securityGroups);
    this.connections = new ec2.Connections({ defaultPort: HTTPS, securityGroups: [...new Set(groups)] });
    if (props.allowVpcCidr) this.connections.allowDefaultPortFrom(ec2.Peer.ipv4(this.vpcCidr()), 'Systems Manager: HTTPS from the VPC');
    props.clients?.forEach((client) => this.allowFrom(client));
  }

  /**
   * Lets a client reach all interface endpoints on port 443: ingress from its security groups here, and egress to the endpoints'
   * group there, unless the client's group lets everything out already. With an S3 gateway also egress to that, by AWS's prefix list.
   *
   * In peered VPCs of the same Region groups may refer to each other; over a transit gateway pass the address range instead:
   * `endpoints.allowFrom(ec2.Peer.ipv4('10.1.0.0/16'))`.
   *
   * @param client an instance, Auto Scaling group, security group or peer
   */
  public allowFrom(client: ec2.IConnectable): void {
    this.connections.securityGroups.forEach((door) => pairWithClient(door, this.vpc, client));
    if (this.s3Gateway) allowToS3Gateway(this.vpc, client, (group) => this.prefixListFor(group));
  }

  private prefixListFor(group: ec2.ISecurityGroup): string | undefined {
    if (this.props.s3PrefixList) return this.props.s3PrefixList.prefixListId;
    if (this.props.lookUpS3PrefixList ?? true) return s3PrefixListId(group);
    warn(group, 's3GatewayOutOfReach', `${group.node.path} allows no egress to the S3 gateway endpoint of ${this.node.path}: no agent, patch or package comes to its instances. ` +
      'Give \'s3PrefixList\', leave \'lookUpS3PrefixList\' out, or set \'s3: S3EndpointMode.INTERFACE\'.');
    return undefined;
  }

  private wantedServices(): SsmEndpointService[] {
    const { additionalServices = [], existing = [], s3 } = this.props;
    const lacksEc2Messages = REGIONS_WITHOUT_EC2_MESSAGES.includes(Stack.of(this).region);
    const wanted = [
      SsmEndpointService.SSM,
      SsmEndpointService.SSM_MESSAGES,
      ...this.props.ec2Messages === false || lacksEc2Messages ? [] : [SsmEndpointService.EC2_MESSAGES],
      ...additionalServices,
      ...s3 === S3EndpointMode.INTERFACE ? [SsmEndpointService.of('s3')] : [],
      ...existing.map(({ service }) => service),
    ];
    return wanted.filter((service, index) => wanted.findIndex(({ shortName }) => shortName === service.shortName) === index);
  }

  private givenOrFound(service: SsmEndpointService): ec2.IInterfaceVpcEndpoint | undefined {
    const given = this.props.existing?.find((each) => each.service.shortName === service.shortName)?.endpoint;
    if (given && given.connections.securityGroups.length === 0) {
      Annotations.of(this).addWarningV2('cdk-ssm-ready:existingEndpointWithoutSecurityGroup',
        `The existing endpoint for ${service.shortName} was imported without security groups, so allowFrom() cannot open it. Import it with 'securityGroups', or see to it that they admit port 443.`);
    }
    return given ?? findInterfaceEndpoint(this, this.vpc, service.shortName, this.props.privateDns ?? true);
  }

  private makeEndpoint(service: SsmEndpointService, subnets: ec2.SubnetSelection): ec2.InterfaceVpcEndpoint {
    const privateDnsEnabled = this.props.privateDns ?? true;
    const endpoint = new ec2.InterfaceVpcEndpoint(this, service._constructId, {
      vpc: this.vpc,
      service: new ec2.InterfaceVpcEndpointAwsService(service.shortName),
      subnets,
      privateDnsEnabled,
      securityGroups: [this.securityGroup!],
      open: false, // CDK would admit the whole VPC
      // By default the private DNS of S3 answers on-premises resolvers only, and demands a gateway endpoint beside it.
      privateDnsOnlyForInboundResolverEndpoint: service.shortName === 's3' && privateDnsEnabled
        ? ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.ALL_RESOLVERS : undefined,
    });
    this.policyFor(service).forEach((statement) => endpoint.addToPolicy(statement));
    const condition = this.conditionFor(service);
    if (condition) (endpoint.node.defaultChild as CfnResource).cfnOptions.condition = condition;
    return endpoint;
  }

  private makeS3Gateway(): ec2.GatewayVpcEndpoint {
    const gateway = new ec2.GatewayVpcEndpoint(this, 'S3', { vpc: this.vpc, service: ec2.GatewayVpcEndpointAwsService.S3 });
    this.policyFor(SsmEndpointService.of('s3')).forEach((statement) => gateway.addToPolicy(statement));
    return gateway;
  }

  private policyFor(service: SsmEndpointService): iam.PolicyStatement[] {
    if (this.props.endpointPolicy !== EndpointPolicyMode.LEAST_PRIVILEGE) return [];
    const stack = Stack.of(this);
    const accounts = this.props.principalAccounts ?? [stack.account];
    return service.shortName === 's3' ? s3Statements(stack, accounts, this.props.s3Buckets ?? []) : serviceStatements(service.shortName, accounts);
  }

  private makeHostedZone(service: SsmEndpointService, endpoint: ec2.IInterfaceVpcEndpoint): route53.PrivateHostedZone[] {
    if (!this.props.hostedZoneVpcs) return [];
    if (!(endpoint instanceof ec2.InterfaceVpcEndpoint)) {
      throw validationError(this, `'hostedZoneVpcs' cannot lead to the existing endpoint for ${service.shortName}: an imported endpoint does not tell its DNS name. ` +
        'Make the endpoints here, or keep the hosted zones where that endpoint is made.');
    }
    return [endpointHostedZone(this, service, endpoint, this.props.hostedZoneVpcs, this.conditionFor(service))];
  }

  /** In a Region-agnostic stack only the deployment knows whether the Region has ec2messages. */
  private conditionFor(service: SsmEndpointService): CfnCondition | undefined {
    const region = Stack.of(this).region;
    if (service.shortName !== SsmEndpointService.EC2_MESSAGES.shortName || !Token.isUnresolved(region)) return undefined;
    this.regionCondition ??= new CfnCondition(this, 'HasEc2Messages', {
      expression: Fn.conditionNot(anyOf(REGIONS_WITHOUT_EC2_MESSAGES.map((name) => Fn.conditionEquals(region, name)))),
    });
    return this.regionCondition;
  }

  private vpcCidr(): string {
    try {
      return this.vpc.vpcCidrBlock;
    } catch {
      throw validationError(this, `'allowVpcCidr' needs the CIDR block of ${this.vpc.node.path}. Import the VPC with 'vpcCidrBlock', or pair clients by allowFrom().`);
    }
  }
}

/** Fn::Or takes two to ten conditions, so longer lists nest. */
function anyOf(conditions: ICfnConditionExpression[]): ICfnConditionExpression {
  if (conditions.length <= 10) return Fn.conditionOr(...conditions);
  return Fn.conditionOr(...conditions.slice(0, 9), anyOf(conditions.slice(9)));
}
