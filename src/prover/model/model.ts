import { asList, holdsUnknown, identity, Link, own, Place, Truth, Unknown, Value, Worlds } from '../core';
import { Estate, ImageHint, nameOf, placeOf, Resource } from '../sources/cloudformation';
import { ReaderContext } from './context';
import { Fields, ReaderSpec, withLazy } from './fields';
import { Groups } from './groups';
import { Meddlers } from './meddlers';
import { Appliance, BucketTarget, EdgeRouteTable, Environment, HostManagementSetting, OtherAnswer, PublicAccessBlock, SessionPreferences, SettingOwner } from './network-model';
import { isMadeBefore } from './ordering';
import { DEFAULT_VPC, defaultSubnet, outsideSubnet, outsideVpc } from './outside';
import { applianceOf, behindEndpoint } from './readers/appliances';
import { readAssociation, tagsOf, targetsHost } from './readers/associations';
import { mayServe, readEndpoint } from './readers/endpoints';
import { listHosts } from './readers/hosts';
import { readRole } from './readers/identity';
import { readPeering, readTransitGateway } from './readers/joins';
import { templateOf } from './readers/launch';
import { attachedInternetGateways, directoryOf, readNatGateway, readSubnet, readVpc } from './readers/network';
import { edgeRouteTable, publicAccessBlock } from './readers/public-access';
import { bucketTarget, keyTarget, readSessionPreferences } from './readers/sessions';
import { hostManagementOwners, readHostManagementSetting } from './readers/settings';
import { nameFilter, notSeenIn, otherAnswers } from './readers/zones';
import { Referrers } from './referrers';
import { Tables } from './tables';
import { Association, Endpoint, Entity, Host, NatGateway, NetworkAcl, Peering, Role, RouteTable, SecurityGroup, Subnet, TransitGateway, Vpc } from './types';
import { Usage } from './usage';

/** One graph of everything the proof asks about, as {@link NetworkModel} and {@link ReaderContext} say. Entities are made once and their fields computed on demand. */
export class Model implements ReaderContext {
  private readonly entities = new Map<string, Entity>();
  private readonly referrers: Referrers;
  private readonly meddlers: Meddlers;
  private readonly memos = new Map<string, () => unknown>();
  private readonly ids = new Map<string, number>();
  private readonly groups = new Groups(this);
  private readonly tables = new Tables(this);
  private readonly usage: Usage;

  constructor(public readonly estate: Estate) {
    this.referrers = new Referrers(estate);
    this.meddlers = new Meddlers(estate);
    this.usage = new Usage(estate);
  }

  public get worlds(): Worlds {
    return this.estate.worlds;
  }

  public get isLive(): boolean {
    return this.estate.options.live === true;
  }

  // ---- entities by value

  public vpc(value: Value): Vpc | undefined {
    const made = this.made(value, 'AWS::EC2::VPC');
    if (made) return this.once(made.key, () => readVpc(this, made));
    if (value === undefined) return undefined;
    return this.once(`vpc:${identity(value)}`, () => outsideVpc(value));
  }

  public defaultVpc(): Vpc {
    return DEFAULT_VPC;
  }

  public subnet(value: Value): Subnet {
    const made = this.made(value, 'AWS::EC2::Subnet');
    if (made) return this.once(made.key, () => readSubnet(this, made));
    const said = this.estate.assumptionFor('subnets', value);
    return this.once(`subnet:${identity(value)}`, () => ({ ...outsideSubnet(value), ...said ? { said } : {} }));
  }

  public defaultSubnet(): Subnet {
    return this.once('default-subnet', () => defaultSubnet(this.defaultNetworkAcl(DEFAULT_VPC)));
  }

  public routeTable(value: Value): RouteTable {
    return this.tables.routeTable(value);
  }

  public mainRouteTable(vpc: Vpc | undefined): RouteTable {
    return this.tables.mainRouteTable(vpc);
  }

  public networkAcl(value: Value): NetworkAcl {
    return this.tables.networkAcl(value);
  }

  public defaultNetworkAcl(vpc: Vpc | undefined): NetworkAcl {
    return this.tables.defaultNetworkAcl(vpc);
  }

  public securityGroup(value: Value): SecurityGroup {
    return this.groups.of(value);
  }

  public defaultGroup(vpc: Vpc): SecurityGroup {
    return this.groups.defaultOf(vpc);
  }

  public groupNamed(name: Value): SecurityGroup | undefined {
    return this.groups.named(name);
  }

  public natGateway(value: Value): NatGateway | undefined {
    const made = this.made(value, 'AWS::EC2::NatGateway');
    return made && this.once(made.key, () => readNatGateway(this, made));
  }

  public peering(value: Value): Peering | undefined {
    const made = this.made(value, 'AWS::EC2::VPCPeeringConnection');
    return made && this.once(made.key, () => readPeering(this, made));
  }

  public transitGateway(value: Value): TransitGateway | undefined {
    const made = this.made(value, 'AWS::EC2::TransitGateway');
    return made && this.once(made.key, () => readTransitGateway(this, made));
  }

  public applianceOf(value: Value): Appliance | undefined {
    return applianceOf(this, value);
  }

  public behindEndpoint(value: Value): Unknown | undefined {
    return behindEndpoint(this, value);
  }

  public role(resource: Resource): Role {
    return this.once(resource.key, () => readRole(this, resource));
  }

  public endpointsOf(vpc: Vpc): readonly Endpoint[] {
    const resources = vpc.made
      ? this.pointing('AWS::EC2::VPCEndpoint', 'VpcId', vpc.key)
      : this.naming('AWS::EC2::VPCEndpoint', 'VpcId', vpc.key.replace(/^vpc:/, ''));
    return resources.map((r) => this.once(r.key, () => readEndpoint(this, r)));
  }

  public mayServe(endpoint: Endpoint, service: string): boolean {
    const resource = this.estate.ofType('AWS::EC2::VPCEndpoint').find((r) => r.key === endpoint.key);
    return resource !== undefined && mayServe(this, resource, service);
  }

  public otherAnswers(service: string, vpc: Vpc, region: string | undefined): OtherAnswer | undefined {
    return otherAnswers(this, service, vpc, region);
  }

  public nameFilter(service: string, vpc: Vpc): Unknown | undefined {
    return nameFilter(this, service, vpc);
  }

  public endpointByKey(key: string): Endpoint | undefined {
    const resource = this.estate.ofType('AWS::EC2::VPCEndpoint').find((r) => r.key === key && this.estate.exists(r));
    return resource && this.once(resource.key, () => readEndpoint(this, resource));
  }

  // ---- gateways

  public isInternetGateway(value: Value): boolean {
    if (value instanceof Link) return (value.resource as Resource).type === 'AWS::EC2::InternetGateway';
    return typeof value === 'string' ? value.startsWith('igw-') : false;
  }

  public isAttached(gateway: Value, vpc: Vpc): Truth {
    if (vpc.isDefault) return 'yes';
    if (attachedInternetGateways(this, vpc.key).includes(identity(gateway))) return 'yes';
    return vpc.made && gateway instanceof Link ? 'no' : 'unknown';
  }

  public egressOnlyGatewayOf(value: Value, vpc: Vpc | undefined): Truth {
    const made = this.made(value, 'AWS::EC2::EgressOnlyInternetGateway');
    if (!made || !vpc) return 'unknown';
    return this.pointing('AWS::EC2::EgressOnlyInternetGateway', 'VpcId', vpc.key).includes(made) ? 'yes' : vpc.made ? 'no' : 'unknown';
  }

  public publicAccessBlock(subnet: Subnet, vpc: Vpc | undefined, environment: Environment): PublicAccessBlock | undefined {
    return publicAccessBlock(this, subnet, vpc, environment);
  }

  public edgeRouteTable(gateway: Value): EdgeRouteTable | undefined {
    return gateway instanceof Link ? edgeRouteTable(this, gateway.target) : undefined;
  }

  public internetGatewayNotSeen(vpc: Vpc): Unknown | undefined {
    return notSeenIn(this, vpc, 'internet gateway');
  }

  public hasInternetGateway(vpc: Vpc): boolean {
    return attachedInternetGateways(this, vpc.key).length > 0;
  }

  // ---- hosts

  public imageHint(id: string): ImageHint | undefined {
    return own(this.estate.options.images, id);
  }

  public typeAt(place: Place): string | undefined {
    return this.estate.resourceAt(place)?.type;
  }

  public hostManagementSetting(environment: Environment): HostManagementSetting | undefined {
    return readHostManagementSetting(this, environment);
  }

  public hostManagementOwners(): readonly SettingOwner[] {
    return hostManagementOwners(this);
  }

  public isMadeBefore(first: Place, then: Place): boolean {
    return isMadeBefore(this.estate, first, then);
  }

  public meansSerialConsole(): boolean {
    return this.usage.meansSerialConsole();
  }

  public sessionPreferences(environment: Environment): SessionPreferences | undefined {
    return readSessionPreferences(this, environment);
  }

  public bucketTarget(bucket: Value): BucketTarget {
    return bucketTarget(this, bucket);
  }

  public directoryOf(text: string): string | undefined {
    return directoryOf(this, text);
  }

  public keyTarget(key: Value): { arn: Value; maybeGranted: boolean } {
    return keyTarget(this, key);
  }

  public associations(): readonly Association[] {
    return this.estate.ofType('AWS::SSM::Association').filter((r) => this.estate.exists(r)).map((r) => this.once(r.key, () => readAssociation(this, r)));
  }

  public targetsHost(association: Association, host: Host): Truth {
    return targetsHost(association, host);
  }

  public launchTemplate(specification: Value): Resource | Unknown {
    return templateOf(this, specification);
  }

  public hosts(): { resource: Resource; read: () => Host }[] {
    return listHosts(this);
  }

  public isReferred(resource: Resource): boolean {
    return this.usage.isReferred(resource);
  }

  public isNamed(resource: Resource, property: string): boolean {
    return this.usage.isNamed(resource, property);
  }

  public meddler(key: string): Unknown | undefined {
    return this.meddlers.of(key);
  }

  public isHanded(key: string): boolean {
    return this.meddlers.handed(key) !== undefined;
  }

  // ---- helpers of readers

  public memo<T>(key: string, compute: () => T): T {
    let cell = this.memos.get(key) as (() => T) | undefined;
    if (!cell) this.memos.set(key, cell = this.estate.worlds.cell(compute));
    return cell();
  }

  public idOf(key: string): number {
    let id = this.ids.get(key);
    if (id === undefined) this.ids.set(key, id = this.ids.size);
    return id;
  }

  public fields(resource: Resource, spec: ReaderSpec): Fields {
    return new Fields(this.estate, resource, spec);
  }

  public made(value: Value, type: string): Resource | undefined {
    if (!(value instanceof Link) || value.attribute !== 'Ref') return undefined;
    const resource = value.resource as Resource;
    return resource.type === type && this.estate.exists(resource) ? resource : undefined;
  }

  public madeAs(value: Value, type: string): Resource | undefined {
    return value instanceof Link ? this.made(new Link(value.resource, value.target, 'Ref'), type) : undefined;
  }

  public pointing(type: string, property: string, key: string, attribute = 'Ref'): readonly Resource[] {
    return this.referrers.to(type, property, key).filter((r) => this.estate.exists(r)
      && asList(this.propertyOf(r, property)).some((v) => v instanceof Link && v.target === key && v.attribute === attribute));
  }

  public perhapsPointing(type: string, property: string, key: string): readonly Unknown[] {
    return this.referrers.to(type, property, key).filter((r) => this.estate.exists(r)).flatMap((r) => {
      const values = asList(this.propertyOf(r, property));
      if (values.some((v) => v instanceof Link && v.target === key)) return [];
      return values.map(holdsUnknown).filter((u): u is Unknown => u !== undefined);
    });
  }

  public naming(type: string, property: string, identityKey: string): readonly Resource[] {
    return this.referrers.elsewhere(type, property).filter((r) => this.estate.exists(r)
      && asList(this.propertyOf(r, property)).some((v) => identity(v) === identityKey));
  }

  public any(resources: readonly Resource[], test: (resource: Resource) => Truth): Truth {
    const truths = resources.map(test);
    return truths.includes('yes') ? 'yes' : truths.includes('unknown') ? 'unknown' : 'no';
  }

  public entity<B extends object, F extends object>(resource: Resource, base: B, fields: F): Entity & B & F {
    const place = placeOf(resource);
    const head = { key: resource.key, name: nameOf(resource), place, made: true, ...base };
    return withLazy(head, fields) as Entity & B & F;
  }

  public host<B extends { key: string }, F extends object>(resource: Resource, head: B, base: { unreferenced: boolean }, fields: F): Host {
    return withLazy({ ...head, ...base }, fields, { tags: () => tagsOf(this, resource) }) as unknown as Host;
  }

  public propertyOf(resource: Resource, property: string): Value {
    const { resolver } = this.estate;
    const head = resolver.head(own(resource.raw, 'Properties'), resource.stack);
    const expression = 'raw' in head && !Array.isArray(head.raw) ? own(head.raw as Record<string, unknown>, property) : undefined;
    return expression === undefined ? undefined : resolver.resolve(expression, resource.stack);
  }

  public once<T extends Entity>(key: string, make: () => T): T {
    let entity = this.entities.get(key);
    if (!entity) this.entities.set(key, entity = make());
    return entity as T;
  }
}
