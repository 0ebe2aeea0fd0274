import { Place, Truth, Unknown } from '../../core';
import { nameOf, placeOf, Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { GroupSet, HostIdentity, Launch, Placement, SecurityGroup, Subnet } from '../types';
import { ALL_EGRESS } from './egress';

export const EIP_ASSOCIATION = declareReader({ type: 'AWS::EC2::EIPAssociation', reads: ['InstanceId', 'NetworkInterfaceId'] });

/** What every host says of itself. */
export function hostBase(resource: Resource) {
  const place = placeOf(resource);
  return {
    key: resource.key,
    name: nameOf(resource),
    place,
    made: true,
    type: resource.type,
    account: resource.stack.account,
    region: resource.stack.region,
  };
}

/** The fields of a launch, each computed on demand. */
export type LaunchFields = { readonly [K in keyof Required<Launch>]?: () => Launch[K] };

/** A launch that a service makes: what it sets itself, over that of a launch template, if there is one. */
export function launchOver(model: ReaderContext, base: Launch | undefined, place: Place, over: LaunchFields): Launch {
  const from: LaunchFields = {
    image: () => base?.image,
    imagePlace: () => base?.imagePlace ?? place,
    identity: () => base?.identity ?? { kind: 'none', place },
    metadataEndpoint: () => base?.metadataEndpoint,
    metadataPlace: () => base?.metadataPlace ?? place,
    userData: () => base?.userData,
    userDataPlace: () => base?.userDataPlace ?? place,
    hasGroupNames: () => false,
    groups: () => base?.groups,
    interfaceSubnet: () => undefined,
    associatePublic: () => base?.associatePublic,
    existingInterface: () => undefined,
    interfaceCount: () => base?.interfaceCount ?? 0,
    otherSubnets: () => base?.otherSubnets ?? [],
    privateAddress: () => undefined,
    ipv6: () => base?.ipv6,
    instanceType: () => base?.instanceType,
    sourceDestCheck: () => base?.sourceDestCheck ?? 'yes',
    subnet: () => undefined,
    subnetPlace: () => place,
  };
  return lazy(model.estate, { ...from, ...over } as Required<LaunchFields>) as unknown as Launch;
}

/** A host that starts a launch in a subnet, unless its network interface lies in another, as one made beforehand may: then there. */
export function placementOf(model: ReaderContext, launch: Launch, chosen: Subnet, elastic: { truth: Truth; place: Place } | undefined): Placement {
  const home = model.estate.worlds.cell(() => launch.interfaceSubnet ?? chosen);
  return lazy(model.estate, {
    subnet: home,
    vpc: () => home().vpc ?? launch.groups?.groups.map((g) => g.vpc).find((v) => v !== undefined),
    groups: () => {
      if (launch.groups) return launch.groups;
      const { vpc, key, name } = home();
      if (vpc) return { groups: [model.defaultGroup(vpc)] };
      return { groups: [], unknown: new Unknown('attribute', `default-group:${key}`, `the default security group of the VPC of ${name}`) };
    },
    publicAddress: (): Truth => {
      if (elastic?.truth === 'yes') return 'yes';
      const automatic = automaticAddress(launch, home());
      return automatic === 'no' && elastic?.truth === 'unknown' ? 'unknown' : automatic;
    },
    ipv6Address: (): Truth => {
      const where = home();
      if (where.ipv6Only === 'yes') return 'yes';
      if (where.ipv6Cidr === undefined && where.elsewhere === undefined) return 'no';
      return launch.ipv6 ?? where.assignsIpv6Address;
    },
    publicAddressPlace: () => elastic?.place ?? launch.subnetPlace,
    launch: () => launch,
  });
}

/** An Elastic IP address on a network interface that was made beforehand. */
export function addressOfInterface(model: ReaderContext, launch: Launch): { truth: Truth; place: Place } | undefined {
  if (launch.existingInterface === undefined) return undefined;
  const networkInterface = model.made(launch.existingInterface, 'AWS::EC2::NetworkInterface');
  if (!networkInterface) return { truth: 'unknown', place: launch.subnetPlace };
  const [on] = model.pointing('AWS::EC2::EIPAssociation', 'NetworkInterfaceId', networkInterface.key);
  return on && { truth: 'yes', place: model.fields(on, EIP_ASSOCIATION).place() };
}

/**
 * The documentation gives a public address to network interfaces that are created at launch. One that was made beforehand, in a subnet that maps
 * public addresses, gets one too when an instance is launched with it, as public test suites rely on: so it is not ruled out.
 */
function automaticAddress(launch: Launch, subnet: Subnet): Truth {
  if (launch.existingInterface !== undefined) return subnet.mapsPublicAddress === 'no' ? 'no' : 'unknown';
  const truth = launch.associatePublic ?? subnet.mapsPublicAddress;
  // AWS assigns none at a launch with several interfaces; where that is written down was not found.
  return launch.interfaceCount > 1 && truth === 'yes' ? 'unknown' : truth;
}

/** A security group that a service makes for its instances. It allows all egress; who admits it is not known. */
export function serviceGroup(resource: Resource, what: string): GroupSet & { readonly unknown: Unknown } {
  const group: SecurityGroup = {
    key: `service-group:${resource.key}`,
    name: what,
    made: false,
    vpc: undefined,
    egress: { rules: [ALL_EGRESS], open: false, openForIpv6: true },
    ingress: { rules: [], open: true },
  };
  return { groups: [group], unknown: new Unknown('attribute', `group:${resource.key}`, what) };
}

/** What a service starts. */
export interface Started {
  readonly launches: readonly Launch[];
  readonly subnets: readonly Subnet[];
  /** Present: it is not fully known. */
  readonly unknown?: Unknown;
}

/** An identity that somebody else provides. */
export function made(what: string, resource: Resource, place: HostIdentity['place']): HostIdentity {
  return { kind: 'unknown', unknown: new Unknown('reference', `profile:${resource.key}`, what), place };
}
