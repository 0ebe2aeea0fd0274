import type { ImageHint } from '../cloudformation/image-lookups';
import type { TemplateInMemory } from '../cloudformation/inputs';
import { LiveScope } from './answers';
import { LiveWorld, Scope } from './builder';
import { mapEndpoints } from './endpoints';
import { mapGateways, mapNatGateways } from './gateways';
import { mapSecurityGroups } from './groups';
import { IsKnownPolicy, mapIdentities } from './identity';
import { imageName, instancesOf, isGone, mapInstances } from './instances';
import { mapPeerings, mapTransitGateways } from './joins';
import { text } from './json';
import { mapNames } from './names';
import { mapAclsNotSeen, mapDhcpOptions, mapNetworkAcls, mapSubnets, mapVpcs } from './network';
import { mapPrefixLists, mapPublicAccess } from './public-access';
import { mapRouteTables, mapTablesNotSeen } from './routes';
import { mapSettings } from './settings';

/** What accounts hold, as templates in CloudFormation's schema: one for each account and Region. */
export interface LiveInput {
  readonly templates: readonly TemplateInMemory[];
  /** What is known of images, by id. */
  readonly images: Readonly<Record<string, ImageHint>>;
  /** Instances that are terminated or about to be. */
  readonly gone: number;
}

export interface LiveOptions {
  /** Whether the text of a policy of AWS's is known without an answer. */
  readonly isKnownPolicy: IsKnownPolicy;
}

/** Lists whose items may be seen by several accounts, with the member that is their id. */
const CLAIMS: readonly (readonly [service: string, operation: string, key: string, id: string])[] = [
  ['ec2', 'describe-vpcs', 'Vpcs', 'VpcId'],
  ['ec2', 'describe-subnets', 'Subnets', 'SubnetId'],
  ['ec2', 'describe-dhcp-options', 'DhcpOptions', 'DhcpOptionsId'],
  ['ec2', 'describe-route-tables', 'RouteTables', 'RouteTableId'],
  ['ec2', 'describe-network-acls', 'NetworkAcls', 'NetworkAclId'],
  ['ec2', 'describe-security-groups', 'SecurityGroups', 'GroupId'],
  ['ec2', 'describe-internet-gateways', 'InternetGateways', 'InternetGatewayId'],
  ['ec2', 'describe-egress-only-internet-gateways', 'EgressOnlyInternetGateways', 'EgressOnlyInternetGatewayId'],
  ['ec2', 'describe-nat-gateways', 'NatGateways', 'NatGatewayId'],
  ['ec2', 'describe-vpc-endpoints', 'VpcEndpoints', 'VpcEndpointId'],
  ['ec2', 'describe-vpc-peering-connections', 'VpcPeeringConnections', 'VpcPeeringConnectionId'],
  ['ec2', 'describe-transit-gateways', 'TransitGateways', 'TransitGatewayId'],
  ['ec2', 'describe-managed-prefix-lists', 'PrefixLists', 'PrefixListId'],
  ['route53resolver', 'list-resolver-rules', 'ResolverRules', 'Id'],
];

/** Maps answers of APIs to resources. Pure: what it knows is in its arguments. */
export function mapLive(scopes: readonly LiveScope[], options: LiveOptions): LiveInput {
  const world = new LiveWorld(scopes);
  for (const scope of world.scopes) claimAll(scope);
  const images: Record<string, ImageHint> = Object.create(null) as Record<string, ImageHint>;
  for (const scope of world.scopes) mapScope(scope, options);
  // Instances name what the other scopes make.
  for (const scope of world.scopes) {
    mapInstances(scope);
    for (const instance of instancesOf(scope)) {
      const id = text(instance, 'ImageId');
      const hint = id === undefined ? undefined : hintOf(scope, id, text(instance, 'Platform') ?? text(instance, 'PlatformDetails'));
      if (id !== undefined && hint) images[id] = hint;
    }
  }
  return {
    templates: world.scopes.map(({ name, account, region, resources }) => ({
      name, data: { Resources: resources }, ...account === undefined ? {} : { account }, ...region === undefined ? {} : { region },
    })),
    images,
    gone: world.scopes.reduce((sum, scope) => sum + instancesOf(scope).filter(isGone).length, 0),
  };
}

function claimAll(scope: Scope): void {
  for (const [service, operation, key, id] of CLAIMS) {
    for (const item of scope.answers.items(service, operation, key, id)) scope.world.claim(text(item, id)!, scope, text(item, 'OwnerId'));
  }
  for (const instance of instancesOf(scope)) if (!isGone(instance)) scope.world.claim(text(instance, 'InstanceId')!, scope, scope.account);
}

function mapScope(scope: Scope, options: LiveOptions): void {
  mapVpcs(scope);
  mapDhcpOptions(scope);
  mapPrefixLists(scope);
  mapSubnets(scope);
  mapNetworkAcls(scope);
  mapAclsNotSeen(scope);
  mapSecurityGroups(scope);
  mapNatGateways(scope);
  mapEndpoints(scope);
  mapPeerings(scope);
  mapTransitGateways(scope);
  mapRouteTables(scope);
  mapTablesNotSeen(scope);
  mapGateways(scope);
  mapNames(scope);
  mapPublicAccess(scope);
  mapIdentities(scope, options.isKnownPolicy);
  mapSettings(scope);
}

function hintOf(scope: Scope, image: string, platform: string | undefined): ImageHint | undefined {
  const named = imageName(scope, image);
  // What is not Windows may be Linux or macOS, whose ports differ.
  const os = platform !== undefined && /windows/i.test(platform) ? 'windows' as const : undefined;
  if (!named && os === undefined) return undefined;
  return { kind: 'image-name', text: named?.name ?? '', ...named ? { owners: named.owners } : {}, ...os === undefined ? {} : { os } };
}
