import { asInteger, identity, Place, Step } from '../../core';
import { GroupRule, Host, Placement, Role } from '../../model';
import { loginPortOpen } from '../../rules/fleet/login-port-open';
import { managedPolicyDeprecated } from '../../rules/fleet/managed-policy-deprecated';
import { serviceRolePolicyOnInstance } from '../../rules/fleet/service-role-policy-on-instance';
import { coversTcp } from '../network/ports';

/** What a host has beyond what Systems Manager needs: open ports for logins, policies that are for something else. */
export function exposureSteps(host: Host, placement: Placement, role: Role | undefined): Step[] {
  return [...openLogins(host, placement), ...policies(host, role)];
}

const LOGINS: Readonly<Record<number, string>> = { 22: 'SSH', 3389: 'RDP' };
const EVERYONE = new Set(['0.0.0.0/0', '::/0']);

/** Session Manager needs no inbound port at all; a login open to everyone is what it replaces. */
function openLogins(host: Host, { groups }: Placement): Step[] {
  const steps = new Map<string, Step>();
  for (const group of groups.groups) {
    for (const rule of group.ingress.rules) {
      if (rule.peer.kind !== 'cidr' || !EVERYONE.has(identity(rule.peer.value))) continue;
      const ports = Object.keys(LOGINS).map(Number).filter((port) => lets(rule, port));
      if (ports.length === 0) continue;
      const place: Place | undefined = rule.place ?? group.place;
      const data = { host, group: group.name, ports: ports.map((p) => `${p} (${LOGINS[p]})`).join(', '), from: identity(rule.peer.value) };
      steps.set(`${group.key} ${data.ports} ${data.from}`, { reason: loginPortOpen.faults.loginOpen, answer: 'no', at: place ? [place] : [], data });
    }
  }
  return [...steps.values()];
}

function lets(rule: GroupRule, port: number): boolean {
  const { tcp, everything } = coversTcp(rule.protocol);
  if (everything) return true;
  const [from, to] = [asInteger(rule.from), asInteger(rule.to)];
  return tcp === 'yes' && from !== undefined && to !== undefined && from <= port && port <= to;
}

/** AWS managed policies that people take for the right one. */
function policies(host: Host, role: Role | undefined): Step[] {
  const named = (name: string) => role?.policies.find((p) => p.kind === 'aws-managed' && p.name.split('/').pop() === name);
  const steps: Step[] = [];
  const service = named('AmazonSSMServiceRolePolicy');
  if (service) steps.push({ reason: serviceRolePolicyOnInstance.faults.serviceRolePolicy, answer: 'no', at: [service.place], data: { host, role: role! } });
  const old = named('AmazonEC2RoleforSSM');
  if (old) steps.push({ reason: managedPolicyDeprecated.faults.deprecatedPolicy, answer: 'no', at: [old.place], data: { host, role: role! } });
  return steps;
}
