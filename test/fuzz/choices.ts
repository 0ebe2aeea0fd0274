import * as fc from 'fast-check';
import { own } from '../../src/prover/core';
import { loadTemplates } from '../../src/prover/sources/cloudformation';
import { judge } from '../../src/prover/verdict';
import { seeds } from './properties';

type Resource = { Type?: string; Properties?: Record<string, unknown>; [key: string]: unknown };
type Template = { Resources: Record<string, Resource>; [section: string]: unknown };
type Change = { readonly resource: number; readonly property: number; readonly other: number; readonly choice: number; readonly whole: boolean };

const CHOICES = ['A', 'B'];
const VALUES = ['a', 'b'];
/** What may come and go without breaking a template. */
const OPTIONAL = /SecurityGroup(?:Ingress|Egress)$|::Route$|NetworkAclEntry$|Association$|VPCEndpoint$|::Instance$|AutoScalingGroup$/;

const changes = fc.array(fc.record({ resource: fc.nat(200), property: fc.nat(20), other: fc.nat(20), choice: fc.nat(CHOICES.length - 1), whole: fc.boolean() }), { minLength: 1, maxLength: 6 });

/**
 * What choices nobody made lead to is what each of them leads to by itself: a verdict all agree in, else `unknown`. Each host stands
 * there twice, so that what hosts share is asked for by both.
 */
export function choicesAddUp(beat: (what: string) => void = () => {}) {
  const all = seeds().filter(({ data }) => own(data as Template, 'Resources') !== undefined);
  return fc.property(fc.nat(all.length - 1), changes, (n, list) => {
    const template = withChoices(all[n].data as Template, list);
    beat(JSON.stringify(template));
    const single = new Map<string, Set<string>>();
    for (const a of VALUES) {
      for (const b of VALUES) for (const [host, verdict] of verdictsOf(template, { ChoiceA: a, ChoiceB: b })) single.set(host, (single.get(host) ?? new Set()).add(verdict));
    }
    const expected = [...single].map(([host, words]) => `${host} ${words.size === 1 ? [...words][0] : 'unknown'}`).sort();
    const got = verdictsOf(template, {}).map(([host, verdict]) => `${host} ${verdict}`).sort();
    if (got.join() !== expected.join()) throw new Error(`${all[n].name}: the choices give ${expected.join(', ')}; together ${got.join(', ')}`);
  });
}

function verdictsOf(data: unknown, parameters: Record<string, string>): [string, string][] {
  return judge(loadTemplates([{ name: 't', data }], { parameters })).hosts.map((host) => [host.key, host.verdict]);
}

function divide(first: Resource, second: Resource, subnets: readonly string[], { property, other, choice }: Change): void {
  const { SubnetId, SecurityGroupIds, NetworkInterfaces, ...rest } = first.Properties ?? {};
  if (SubnetId === undefined || SecurityGroupIds === undefined || NetworkInterfaces !== undefined || second.Condition !== undefined) return;
  const elsewhere = { Ref: subnets[other % subnets.length] };
  const chosen = { 'Fn::If': [`Is${CHOICES[choice]}`, ...property % 2 === 0 ? [SubnetId, elsewhere] : [elsewhere, SubnetId]] };
  first.Properties = { ...rest, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: chosen, GroupSet: SecurityGroupIds }] };
  second.Condition = property % 3 === 0 ? `Is${CHOICES[choice]}` : `Not${CHOICES[choice]}`;
  if (property % 5 === 0) second.Properties!.SubnetId = elsewhere;
}

function withChoices(seed: Template, list: readonly Change[]): Template {
  const template = structuredClone(seed);
  const { Resources: resources } = template;
  const subnets = Object.keys(resources).filter((id) => resources[id].Type === 'AWS::EC2::Subnet');
  for (const [id, resource] of Object.entries(resources)) {
    if (resource.Type !== 'AWS::EC2::Instance') continue;
    resources[`${id}Again`] = structuredClone(resource);
    // The first of the two asks from one subnet or another, the second from either, not in all worlds.
    if (list[0].whole) divide(resource, resources[`${id}Again`], subnets, list[0]);
  }
  template.Parameters = { ...template.Parameters as object, ...Object.fromEntries(CHOICES.map((c) => [`Choice${c}`, { Type: 'String', AllowedValues: VALUES }])) };
  template.Conditions = { ...template.Conditions as object, ...Object.fromEntries(CHOICES.flatMap((c) => VALUES.map((value) => [`${value === 'a' ? 'Is' : 'Not'}${c}`, { 'Fn::Equals': [{ Ref: `Choice${c}` }, value] }]))) };
  const ids = Object.keys(resources);
  for (const { resource: at, property, other, choice, whole } of list) {
    const resource = resources[ids[at % ids.length]];
    const condition = `Is${CHOICES[choice]}`;
    if (whole) {
      if (OPTIONAL.test(resource.Type ?? '') && resource.Condition === undefined) resource.Condition = condition;
      continue;
    }
    const names = Object.keys(resource.Properties ?? {});
    if (names.length === 0 || Array.isArray(resource.Properties)) continue;
    const name = names[property % names.length];
    const others = Object.values(resources).filter((r) => r !== resource && r.Type === resource.Type).map((r) => r.Properties?.[name]).filter((v) => v !== undefined);
    resource.Properties![name] = { 'Fn::If': [condition, resource.Properties![name], others.length > 0 ? others[other % others.length] : { Ref: 'AWS::NoValue' }] };
  }
  return template;
}
