import { identity, Link, Value } from '../core';
import { Resource } from '../sources/cloudformation';
import type { ReaderContext } from './context';
import { describe, outsideAcl, outsideRouteTable } from './outside';
import { aclEntries, readNetworkAcl, readRouteTable } from './readers/network';
import { NetworkAcl, RouteTable, Vpc } from './types';

/** Route tables and network ACLs: those the input makes, those that come with a VPC, and those it only names. */
export class Tables {
  private elsewhere?: () => boolean;

  constructor(private readonly model: ReaderContext) {}

  public routeTable(value: Value): RouteTable {
    const made = this.model.made(value, 'AWS::EC2::RouteTable');
    if (made) return this.model.once(made.key, () => readRouteTable(this.model, made));
    return this.outsideTable(`routes:${identity(value)}`, describe(value));
  }

  /** The table of subnets without an association. CloudFormation cannot put routes into it. */
  public mainRouteTable(vpc: Vpc | undefined): RouteTable {
    if (!vpc?.made) return this.outsideTable(`main-routes:${vpc?.key ?? '?'}`, `the main route table of ${vpc?.name ?? 'a VPC that is not known'}`);
    return this.model.once(`main-routes:${vpc.key}`, () => {
      const table = {
        key: `main-routes:${vpc.key}`, name: `the main route table of ${vpc.name}`, made: true, isMain: true, routes: [], ...(vpc.place ? { place: vpc.place } : {}),
      };
      return Object.defineProperty(table, 'propagated', { enumerable: true, get: this.routesElsewhere }) as unknown as RouteTable;
    });
  }

  /** Whether some route goes into a table that a custom resource looked up, which may be a main table. */
  private readonly routesElsewhere = () => {
    this.elsewhere ??= this.model.estate.worlds.cell(() => this.model.estate.ofType('AWS::EC2::Route').some((route) => {
      const table = this.model.propertyOf(route, 'RouteTableId');
      return this.model.estate.exists(route) && table instanceof Link && (table.resource as Resource).type !== 'AWS::EC2::RouteTable';
    }));
    return this.elsewhere();
  };

  public networkAcl(value: Value): NetworkAcl {
    const made = this.model.made(value, 'AWS::EC2::NetworkAcl');
    if (made) return this.model.once(made.key, () => readNetworkAcl(this.model, made));
    if (value instanceof Link && value.attribute === 'DefaultNetworkAcl') return this.defaultNetworkAcl(this.model.vpc(new Link(value.resource, value.target, 'Ref')));
    return this.outsideNetworkAcl(`acl:${identity(value)}`, describe(value));
  }

  public defaultNetworkAcl(vpc: Vpc | undefined): NetworkAcl {
    if (!vpc || (!vpc.made && !vpc.isDefault)) return this.outsideNetworkAcl(`default-acl:${vpc?.key ?? '?'}`, `the network ACL of ${vpc?.name ?? 'a VPC that is not known'}`);
    const key = `default-acl:${vpc.key}`;
    return this.model.once(key, () => {
      const acl = { key, name: `the default network ACL of ${vpc.name}`, made: false, isDefault: true };
      const entries = this.model.estate.worlds.cell(() => aclEntries(this.model, vpc.key, 'DefaultNetworkAcl'));
      return Object.defineProperty(acl, 'entries', { enumerable: true, get: entries }) as unknown as NetworkAcl;
    });
  }

  private outsideTable(key: string, name: string): RouteTable {
    return this.model.once(key, () => outsideRouteTable(key, name));
  }

  private outsideNetworkAcl(key: string, name: string): NetworkAcl {
    return this.model.once(key, () => outsideAcl(key, name));
  }
}
