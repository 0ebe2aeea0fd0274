import { identity, Link, Truth, Unknown, Value, wordOf } from '../core';
import { describeLink } from '../sources/cloudformation';
import { Entity, NetworkAcl, RouteTable, Subnet, Vpc } from './types';

/** What the input only names: ids, parameters, imports; and the default VPC, which AWS makes. Nothing of it can be seen. */

/** Literal addresses of everything, for default rules that AWS makes. */
const EVERYWHERE = '0.0.0.0/0';

export function outsideVpc(value: Value): Vpc {
  return {
    ...named(value, 'VPC'),
    isDefault: false,
    dnsSupport: 'unknown',
    dnsHostnames: 'unknown',
    cidrs: [unknownOf(value, 'CIDR block')],
    ipv6Cidrs: [unknownOf(value, 'IPv6 CIDR block')],
    foreignNameServers: 'unknown',
    directories: [],
  };
}

/** The account's default VPC in the Region, as AWS makes it. */
export const DEFAULT_VPC: Vpc = {
  key: 'default-vpc',
  name: 'the default VPC',
  made: false,
  isDefault: true,
  dnsSupport: 'yes',
  dnsHostnames: 'yes',
  cidrs: ['172.31.0.0/16'],
  ipv6Cidrs: [],
  foreignNameServers: 'no',
  directories: [],
};

export function outsideSubnet(value: Value): Subnet {
  const key = `subnet:${identity(value)}`;
  return {
    ...named(value, 'subnet'),
    key,
    vpc: undefined,
    elsewhere: value instanceof Unknown ? value : new Unknown('reference', key, describe(value)),
    cidr: unknownOf(value, 'CIDR block'),
    ipv6Cidr: unknownOf(value, 'IPv6 CIDR block'),
    zone: undefined,
    mapsPublicAddress: 'unknown',
    assignsIpv6Address: 'unknown',
    ipv6Only: 'no',
    dns64: 'unknown',
    routeTable: outsideRouteTable(`routes-of-${key}`, `the route table of ${describe(value)}`),
    networkAcl: outsideAcl(`acl-of-${key}`, `the network ACL of ${describe(value)}`),
  };
}

/** A subnet of the default VPC: public addresses, a route to the internet gateway. */
export function defaultSubnet(networkAcl: NetworkAcl): Subnet {
  const no: Truth = 'no';
  return {
    key: 'default-subnet',
    name: 'a default subnet',
    made: false,
    vpc: DEFAULT_VPC,
    cidr: '172.31.0.0/16',
    ipv6Cidr: undefined,
    zone: undefined,
    mapsPublicAddress: 'yes',
    assignsIpv6Address: no,
    ipv6Only: no,
    dns64: no,
    routeTable: {
      key: 'default-routes',
      name: 'the default VPC\'s main route table',
      made: false,
      isMain: true,
      propagated: false,
      routes: [{
        place: { template: '' },
        destination: EVERYWHERE,
        family: 4,
        target: { kind: 'internet-gateway', value: 'default-igw', property: 'GatewayId' },
      }],
    },
    networkAcl,
  };
}

export function outsideRouteTable(key: string, name: string): RouteTable {
  return { key, name, made: false, isMain: false, routes: [], propagated: true };
}

export function outsideAcl(key: string, name: string): NetworkAcl {
  return { key, name, made: false, isDefault: false, entries: [] };
}

/** What a value that names something made elsewhere is called. */
export function describe(value: Value): string {
  if (value instanceof Unknown) return value.what;
  if (value instanceof Link) return describeLink(value);
  return wordOf(value);
}

export function named(value: Value, kind: string): Entity {
  return { key: `${kind === 'VPC' ? 'vpc' : kind}:${identity(value)}`, name: typeof value === 'string' && value !== '' ? `${kind} ${value}` : describe(value), made: false };
}

function unknownOf(value: Value, what: string): Unknown {
  return new Unknown(value instanceof Unknown ? value.why : 'reference', `${what} of ${identity(value)}`, `the ${what} of ${describe(value)}`);
}
