import * as fc from 'fast-check';
import { own } from '../../src/prover/core';
import { loadTemplates } from '../../src/prover/sources/cloudformation';
import { judge } from '../../src/prover/verdict';
import { seeds } from './properties';

type Resource = { Type?: string; Properties?: Record<string, unknown>; DependsOn?: unknown; [key: string]: unknown };
type Template = { Resources: Record<string, Resource>; [section: string]: unknown };

/**
 * Taking something away that only ever allows (a permission, or a path) makes no host ready that was not.
 *
 * What is left out of this, since taking it away may well make a host ready:
 *
 * - a statement that denies, a permissions boundary (without one, everything is within it) and a rule of a network ACL that denies;
 * - an endpoint (with private DNS it captures the service's name for the whole VPC: without it the host may go by a NAT gateway), and its
 *   policy (without one everything is allowed);
 * - a route to something more particular than the rest (without it, packets take the default route), so only default routes are taken;
 * - the last egress rule of a group in a template (without any, EC2's own default allows everything);
 * - a security group, VPC, subnet or role as a whole, since what it is needed by is another template then;
 * - `NotAction`, `NotResource` and `NotPrincipal`: less in their lists is more that is allowed;
 * - a permission or the profile of a host, where the template turns Default Host Management on (a role that may do less than register
 *   leaves the host to it).
 */
const permissions: readonly ((template: Template, n: number) => boolean)[] = [
  // A managed policy of a role.
  (template, n) => dropFrom(lists(template, 'AWS::IAM::Role', 'ManagedPolicyArns'), n),
  // An inline policy of a role, if it denies nothing.
  (template, n) => dropFrom(lists(template, 'AWS::IAM::Role', 'Policies'), n, (policy) => !denies(policy)),
  // A statement that allows, or one of its actions, of a role's permissions and its trust.
  (template, n) => dropFrom(statements(template), n, (statement) => !denies(statement)),
  (template, n) => dropFrom(statements(template).flat().filter((s) => !denies(s)).map((s) => own(s as Record<string, unknown>, 'Action')).filter((a): a is unknown[] => Array.isArray(a) && a.length > 1), n),
  // A policy of its own, attached to roles.
  (template, n) => dropResource(template, n, (r) => (r.Type === 'AWS::IAM::Policy' || r.Type === 'AWS::IAM::RolePolicy') && !denies(r.Properties?.PolicyDocument)),
  // The host's instance profile.
  (template, n) => {
    const hosts = Object.values(template.Resources).filter((r) => r.Type === 'AWS::EC2::Instance' && r.Properties?.IamInstanceProfile !== undefined);
    if (hosts.length === 0) return false;
    delete hosts[n % hosts.length].Properties!.IamInstanceProfile;
    return true;
  },
];

const paths: typeof permissions = [
  // An egress rule, except for the last, and any ingress rule.
  (template, n) => dropFrom(lists(template, 'AWS::EC2::SecurityGroup', 'SecurityGroupEgress').filter((rules) => rules.length > 1), n),
  (template, n) => dropFrom(lists(template, 'AWS::EC2::SecurityGroup', 'SecurityGroupIngress'), n),
  (template, n) => dropResource(template, n, (r) => r.Type === 'AWS::EC2::SecurityGroupIngress'),
  // A default route, or what attaches an internet gateway.
  (template, n) => dropResource(template, n, (r) => r.Type === 'AWS::EC2::Route' && ['0.0.0.0/0', '::/0'].includes(String(r.Properties?.DestinationCidrBlock ?? r.Properties?.DestinationIpv6CidrBlock))),
  (template, n) => dropResource(template, n, (r) => r.Type === 'AWS::EC2::VPCGatewayAttachment'),
  // An entry of a network ACL that allows.
  (template, n) => dropResource(template, n, (r) => r.Type === 'AWS::EC2::NetworkAclEntry' && r.Properties?.RuleAction === 'allow'),
];

const removals = [...permissions, ...paths];

/** Whether the account's hosts without permissions of their own may be managed all the same. */
const hasHostManagement = (template: Template) => /ServiceSetting|default-ec2-instance-management-role|AWS::SSM::Association/.test(JSON.stringify(template));

function denies(value: unknown): boolean {
  return /"Effect":(?!"Allow")|"Not(?:Action|Resource|Principal)"/.test(JSON.stringify(value) ?? '');
}

function lists(template: Template, type: string, property: string): unknown[][] {
  return Object.values(template.Resources).filter((r) => r.Type === type).map((r) => r.Properties?.[property]).filter((list): list is unknown[] => Array.isArray(list));
}

function statements(template: Template): unknown[][] {
  const documents = Object.values(template.Resources).flatMap(({ Type, Properties: p = {} }) => {
    if (Type === 'AWS::IAM::Role') return [p.AssumeRolePolicyDocument, ...(Array.isArray(p.Policies) ? p.Policies as Record<string, unknown>[] : []).map((policy) => policy.PolicyDocument)];
    return Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::RolePolicy' || Type === 'AWS::IAM::ManagedPolicy' ? boundaries(template).has(p) ? [] : [p.PolicyDocument] : [];
  });
  return documents.map((document) => own(document as Record<string, unknown> | undefined, 'Statement')).filter((list): list is unknown[] => Array.isArray(list) && list.length > 0);
}

/** Managed policies that may be a boundary: to be allowed by less of one is no removal either. It is left alone all the same. */
function boundaries(template: Template): ReadonlySet<unknown> {
  const text = JSON.stringify(Object.values(template.Resources).map((r) => r.Properties?.PermissionsBoundary ?? null));
  return new Set(Object.entries(template.Resources).filter(([id]) => text.includes(JSON.stringify(id))).map(([, r]) => r.Properties));
}

function dropFrom(all: readonly unknown[][], n: number, may: (item: unknown) => boolean = () => true): boolean {
  const places = all.flatMap((list) => list.map((item, i) => ({ list, item, i }))).filter(({ item }) => may(item));
  if (places.length === 0) return false;
  const { list, i } = places[n % places.length];
  list.splice(i, 1);
  return true;
}

/** A resource that nothing refers to but by DependsOn. */
function dropResource(template: Template, n: number, may: (resource: Resource) => boolean): boolean {
  const { Resources: resources } = template;
  const ids = Object.keys(resources).filter((id) => may(resources[id]));
  if (ids.length === 0) return false;
  const id = ids[n % ids.length];
  delete resources[id];
  for (const resource of Object.values(resources)) {
    if (Array.isArray(resource.DependsOn)) resource.DependsOn = resource.DependsOn.filter((d) => d !== id);
    else if (resource.DependsOn === id) delete resource.DependsOn;
  }
  return true;
}

const steps = fc.array(fc.record({ kind: fc.nat(removals.length - 1), n: fc.nat(1000) }), { minLength: 1, maxLength: 5 });

const verdictsOf = (data: unknown) => new Map(judge(loadTemplates([{ name: 't', data }])).hosts.map((host) => [host.key, host.verdict]));

/** Some removals, one after the other: after each, what is ready was ready before. */
export function lessIsNeverReady(beat: (what: string) => void = () => {}, seen = { removed: 0, lost: 0 }) {
  const all = seeds().filter(({ data }) => own(data as Template, 'Resources') !== undefined);
  return fc.property(fc.nat(all.length - 1), steps, (n, list) => {
    const template = structuredClone(all[n].data as Template);
    let before = verdictsOf(template);
    for (const { kind, n: which } of list) {
      const text = JSON.stringify(template);
      if (kind < permissions.length && hasHostManagement(template)) continue;
      if (!removals[kind](template, which)) continue;
      beat(JSON.stringify(template));
      seen.removed++;
      const after = verdictsOf(template);
      for (const [host, verdict] of after) {
        if (verdict === 'ready' && before.get(host) !== 'ready') throw new Error(`${all[n].name}: ${host} was ${before.get(host)} and became ready by removal ${kind} from ${text}`);
        if (verdict !== 'ready' && before.get(host) === 'ready') seen.lost++;
      }
      before = after;
    }
  });
}
