import { Link } from '../core';
import { Endpoint, Model, NatGateway, Peering, SecurityGroup, Subnet, TransitGateway, Vpc } from '../model';
import { Resource } from '../sources/cloudformation';

/** Everything of a kind that the input makes, to find by name what a repair needs. */
export class Known {
  constructor(private readonly model: Model) {}

  public get subnets(): readonly Subnet[] {
    return this.all('AWS::EC2::Subnet', (link) => this.model.subnet(link));
  }

  public get vpcs(): readonly Vpc[] {
    return this.all('AWS::EC2::VPC', (link) => this.model.vpc(link));
  }

  public get groups(): readonly SecurityGroup[] {
    return this.all('AWS::EC2::SecurityGroup', (link) => this.model.securityGroup(link));
  }

  public get natGateways(): readonly NatGateway[] {
    return this.all('AWS::EC2::NatGateway', (link) => this.model.natGateway(link));
  }

  public get endpoints(): readonly Endpoint[] {
    return this.all('AWS::EC2::VPCEndpoint', (link) => this.model.endpointByKey(link.target));
  }

  public get peerings(): readonly Peering[] {
    return this.all('AWS::EC2::VPCPeeringConnection', (link) => this.model.peering(link));
  }

  public get transitGateways(): readonly TransitGateway[] {
    return this.all('AWS::EC2::TransitGateway', (link) => this.model.transitGateway(link));
  }

  /** Internet gateways attached to a VPC. */
  public gatewaysOf(vpc: Vpc): readonly Resource[] {
    return this.model.estate.ofType('AWS::EC2::InternetGateway')
      .filter((r) => this.model.estate.exists(r) && this.model.isAttached(new Link(r, r.key, 'Ref'), vpc) === 'yes');
  }

  private all<T>(type: string, read: (link: Link) => T | undefined): T[] {
    return this.model.estate.ofType(type).filter((r) => this.model.estate.exists(r)).map((r) => read(new Link(r, r.key, 'Ref'))).filter((t): t is Awaited<T> & {} => t !== undefined) as T[];
  }
}
