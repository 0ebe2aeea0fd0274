import { Answer, Atom, conjunction, Step, Unknown } from '../../core';
import { Host, HostIdentity, Launch, Model, Role } from '../../model';
import { permitsAll, RequestContext, trusts } from '../iam';
import { AgentReason } from './reasons';
import { actionsOf, TIER_ACTIONS, TierName } from './tiers';

/** What is known of the account's Default Host Management setting beyond the input. */
export type HostManagementMode = 'assumed-off' | 'off' | 'on' | 'unknown';

export interface CredentialOptions {
  readonly tier: TierName;
  readonly hostManagement: HostManagementMode;
}

type State = { readonly on: boolean; readonly assumed: boolean; readonly role?: Role; readonly roleUnknown?: Unknown; readonly place?: Step['at'][number] };

/**
 * May the agent speak with the credentials it will find? The agent asks the instance profile first; only if that gives no credentials,
 * or is denied `ssm:UpdateInstanceInformation`, does it try Default Host Management.
 */
export function credentialsAnswer(model: Model, host: Host, launch: Launch, context: RequestContext, options: CredentialOptions): Answer {
  const identity = launch.identity;
  if (identity.kind === 'role') return roleAnswer(model, host, identity, context, options);
  if (identity.kind === 'unknown') return conjunction([step(host, 'identityUnknown', 'unknown', [identity.place], {}, [identity.unknown])]);
  const fallback = hostManagement(model, host, options);
  if (fallback.on) return hostManagementAnswer(host, fallback, context, options);
  const reason = identity.kind === 'none' ? 'noInstanceProfile' : 'profileWithoutRole';
  return conjunction([step(host, reason, 'no', [identity.place], { hostManagement: words(fallback) })]);
}

function roleAnswer(model: Model, host: Host, identity: HostIdentity & { kind: 'role' }, context: RequestContext, options: CredentialOptions): Answer {
  const { role } = identity;
  const trust = named(host, role, trusts(role, 'ec2'));
  const register = permitsAll(role, TIER_ACTIONS.register, context);
  const steps = [...trust.because, ...named(host, role, permitsAll(role, actionsOf(options.tier), context)).because];
  // Only these failures make the agent try Default Host Management (EC2RoleRequestError, AssumeRoleUnauthorizedAccess, AccessDenied).
  if (trust.answer === 'no' || register.answer === 'no') {
    const fallback = hostManagement(model, host, options);
    if (fallback.on) return hostManagementAnswer(host, fallback, context, options);
    return conjunction(steps.map((s) => (s.answer === 'no' ? { ...s, data: { ...s.data, hostManagement: words(fallback) } } : s)));
  }
  if (register.answer === 'yes') return conjunction(steps.map((s) => halfManaged(s)));
  return conjunction(steps);
}

/** Registers, and so never tries Default Host Management, but cannot open a channel: the worst of both. */
function halfManaged(s: Step): Step {
  return s.answer === 'no' && s.reason === 'actionMissing' && /ssmmessages:/.test(s.data.actions ?? s.data.action ?? '') ? { ...s, reason: 'halfManaged' } : s;
}

function hostManagementAnswer(host: Host, state: State, context: RequestContext, options: CredentialOptions): Answer {
  const at = state.place ? [state.place] : [];
  if (!state.role) {
    // Told by the user, or a role made elsewhere: AWS's own role for it has everything up to COMMAND.
    return conjunction([step(host, 'defaultHostManagement', 'yes', at, {})]);
  }
  const trust = trusts(state.role, 'ssm');
  const permissions = permitsAll(state.role, actionsOf(options.tier), context);
  const steps = [...trust.because, ...permissions.because].map((s) => (s.answer === 'no' ? { ...s, reason: 'defaultHostManagementRole' } : s));
  return named(host, state.role, conjunction([...steps, step(host, 'defaultHostManagement', 'yes', at, {})]));
}

/** Whether Default Host Management is on: as the input sets it, as the user says, or assumed off. */
function hostManagement(model: Model, host: Host, options: CredentialOptions): State {
  const setting = model.hostManagementSetting({ account: host.account, region: host.region });
  if (setting && setting.state !== 'unknown') {
    return { on: setting.state === 'on', assumed: false, place: setting.place, ...(setting.role ? { role: setting.role } : {}), ...(setting.roleUnknown ? { roleUnknown: setting.roleUnknown } : {}) };
  }
  if (options.hostManagement === 'on') {
    model.estate.worlds.assume({ kind: 'default-host-management-on', subject: 'Default Host Management' });
    return { on: true, assumed: false };
  }
  if (options.hostManagement === 'off' && !setting) return { on: false, assumed: false };
  const atom: Atom = {
    key: `default-host-management:${host.account ?? ''}:${host.region ?? ''}`,
    label: 'Default Host Management',
    choices: ['off', 'on'],
    ...(options.hostManagement === 'assumed-off' && !setting ? { assumption: { kind: 'default-host-management-off', subject: 'Default Host Management', value: 'off' } } : {}),
  };
  return { on: model.estate.worlds.choose(atom) === 1, assumed: options.hostManagement === 'assumed-off' && !setting };
}

const words = (state: State) => (state.assumed ? 'assumed-off' : 'off');

function step(host: Host, reason: AgentReason, answer: Step['answer'], at: Step['at'], data: Record<string, string>, unknowns: readonly Unknown[] = []): Step {
  return { reason, answer, at, data: { host: host.name, ...data }, ...(unknowns.length > 0 ? { unknowns } : {}) };
}

function named(host: Host, role: Role, answer: Answer): Answer {
  return { answer: answer.answer, because: answer.because.map((s) => ({ ...s, data: { host: host.name, role: role.name, ...s.data } })) };
}
