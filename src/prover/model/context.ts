import { Link, Truth, Unknown, Value } from '../core';
import { Estate, Resource } from '../sources/cloudformation';
import { Fields, ReaderSpec } from './fields';
import { NetworkModel } from './network-model';
import { Entity, Host, NetworkAcl, Role, RouteTable, SecurityGroup, Subnet, Vpc } from './types';

/** What a reader may ask while it makes an entity of a resource: other entities, and resources by how they refer to each other. */
export interface ReaderContext extends NetworkModel {
  readonly estate: Estate;

  // ---- entities by value
  vpc(value: Value): Vpc | undefined;
  defaultVpc(): Vpc;
  subnet(value: Value): Subnet;
  defaultSubnet(): Subnet;
  routeTable(value: Value): RouteTable;
  /** The table of subnets without an association. CloudFormation cannot put routes into it. */
  mainRouteTable(vpc: Vpc | undefined): RouteTable;
  networkAcl(value: Value): NetworkAcl;
  defaultNetworkAcl(vpc: Vpc | undefined): NetworkAcl;
  securityGroup(value: Value): SecurityGroup;
  /** The group of a VPC for whatever names none: in from itself, out to everywhere. */
  defaultGroup(vpc: Vpc): SecurityGroup;
  groupNamed(name: Value): SecurityGroup | undefined;
  role(resource: Resource): Role;
  /** A `GatewayId` may name an internet gateway, a VPN gateway or a gateway endpoint. */
  isInternetGateway(value: Value): boolean;
  /** The launch template a specification names, where the input makes it. */
  launchTemplate(specification: Value): Resource | Unknown;

  // ---- how resources are used
  /** Whether any other resource of the input refers to this one. */
  isReferred(resource: Resource): boolean;
  /** Whether another resource of the stack has the same value under `property`: that is how things are used by their physical name. */
  isNamed(resource: Resource, property: string): boolean;
  /** Whether a resource is handed by name to something whose doing the input does not show. */
  isHanded(key: string): boolean;

  // ---- resources
  fields(resource: Resource, spec: ReaderSpec): Fields;
  propertyOf(resource: Resource, property: string): Value;
  /** The resource of this type that a value refers to, if it is made in the current world. */
  made(value: Value, type: string): Resource | undefined;
  /** The same by any attribute of it, for types whose id is not what `Ref` gives. */
  madeAs(value: Value, type: string): Resource | undefined;
  /** Resources of `type` that exist and whose `property` refers to the resource with this key (or to one of its attributes). */
  pointing(type: string, property: string, key: string, attribute?: Link['attribute']): readonly Resource[];
  /** What resources of `type` name by `property` in a way that nobody can follow, though it begins at the resource with this key. */
  perhapsPointing(type: string, property: string, key: string): readonly Unknown[];
  /** Resources of `type` that exist and whose `property` has this identity, for things that are only named. */
  naming(type: string, property: string, identityKey: string): readonly Resource[];
  any(resources: readonly Resource[], test: (resource: Resource) => Truth): Truth;

  // ---- making entities
  /** An entity, made once. */
  once<T extends Entity>(key: string, make: () => T): T;
  /** An entity made by a resource, its lazy fields kept lazy. */
  entity<B extends object, F extends object>(resource: Resource, base: B, fields: F): Entity & B & F;
  host<B extends { key: string }, F extends object>(resource: Resource, head: B, base: { unreferenced: boolean }, fields: F): Host;
}
