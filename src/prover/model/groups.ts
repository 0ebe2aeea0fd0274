import { identity, Link, Value } from '../core';
import { Resource } from '../sources/cloudformation';
import type { ReaderContext } from './context';
import { named } from './outside';
import { ALL_EGRESS, ALL_IPV6_EGRESS } from './readers/egress';
import { EKS_CLUSTERS, groupByName, readSecurityGroup, rulesElsewhere, separateRules } from './readers/groups';
import { GroupRule, SecurityGroup, Vpc } from './types';

/** Security groups: those the input makes, those that come with a VPC or a cluster, and those it only names. */
export class Groups {
  constructor(private readonly model: ReaderContext) {}

  public of(value: Value): SecurityGroup {
    const { model } = this;
    const made = model.made(value, 'AWS::EC2::SecurityGroup');
    if (made) return this.model.once(made.key, () => readSecurityGroup(this.model, made));
    if (value instanceof Link) {
      const resource = value.resource as Resource;
      if (resource.type === 'AWS::EC2::VPC' && value.attribute === 'DefaultSecurityGroup') return this.defaultOf(model.vpc(new Link(resource, resource.key, 'Ref'))!);
      if (EKS_CLUSTERS.includes(resource.type) && /ClusterSecurityGroupId$/.test(value.attribute)) return this.selfReferring(value.key, `the cluster security group of ${resource.logicalId}`, undefined, value);
    }
    const key = `group:${identity(value)}`;
    const said = this.model.estate.assumptionFor('securityGroups', value);
    return this.model.once(key, () => {
      const group = { ...named(value, 'security group'), key, vpc: undefined };
      if (said) return this.withRules(group, () => this.rulesAsSaid(said));
      return this.withRules(group, () => ({
        egress: { rules: rulesElsewhere(model, identity(value), 'egress'), open: true },
        ingress: { rules: rulesElsewhere(model, identity(value), 'ingress'), open: true },
      }));
    });
  }

  /** The group of a VPC for whatever names none: in from itself, out to everywhere. */
  public defaultOf(vpc: Vpc): SecurityGroup {
    return this.selfReferring(`default-group:${vpc.key}`, `the default security group of ${vpc.name}`, vpc, undefined);
  }

  public named(name: Value): SecurityGroup | undefined {
    const resource = groupByName(this.model, name);
    return resource && this.model.once(resource.key, () => readSecurityGroup(this.model, resource));
  }

  private selfReferring(key: string, name: string, vpc: Vpc | undefined, link: Link | undefined): SecurityGroup {
    return this.model.once(key, () => {
      const group = { key, name, made: false, vpc };
      const owner = link?.target ?? vpc?.key ?? '';
      const attribute = link?.attribute ?? 'DefaultSecurityGroup';
      return this.withRules(group, (self) => {
        // CDK's own custom resource takes the default group's rules away; of an imported VPC nobody knows.
        const stripped = vpc !== undefined && this.model.pointing('Custom::VpcRestrictDefaultSG', 'DefaultSecurityGroupId', vpc.key, attribute).length > 0;
        const open = vpc !== undefined && !vpc.made && !vpc.isDefault;
        // The default group lets IPv6 out where the VPC has a block of it (https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html).
        const ipv6 = !stripped && !open && vpc !== undefined && vpc.ipv6Cidrs.length > 0;
        const mine = stripped || open ? [] : [{ protocol: '-1', from: undefined, to: undefined, peer: { kind: 'group' as const, group: self } }];
        return {
          egress: { rules: [...stripped || open ? [] : [ALL_EGRESS], ...ipv6 ? [ALL_IPV6_EGRESS] : [], ...separateRules(this.model, owner, 'egress', attribute)], open, openForIpv6: !stripped && !ipv6 },
          ingress: { rules: [...mine, ...separateRules(this.model, owner, 'ingress', attribute)], open },
        };
      });
    });
  }

  private rulesAsSaid(said: { name: string; word: string }): Pick<SecurityGroup, 'egress' | 'ingress'> {
    this.model.estate.worlds.assume({ kind: 'said', subject: `security group ${said.name}`, value: said.word });
    const rules: GroupRule[] = said.word === 'open' ? [ALL_EGRESS, ALL_IPV6_EGRESS] : [];
    return { egress: { rules, open: false }, ingress: { rules, open: false } };
  }

  private withRules(base: Omit<SecurityGroup, 'egress' | 'ingress'>, rules: (self: SecurityGroup) => Pick<SecurityGroup, 'egress' | 'ingress'>): SecurityGroup {
    const group = base as SecurityGroup;
    const cell = this.model.estate.worlds.cell(() => rules(group));
    Object.defineProperty(group, 'egress', { get: () => cell().egress });
    Object.defineProperty(group, 'ingress', { get: () => cell().ingress });
    return group;
  }
}
