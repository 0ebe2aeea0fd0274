import { Answer, Atom, conjunction, scalar, Step, textOf, Unknown } from '../../core';
import { Host, HostIdentity, Launch, NetworkModel, Role } from '../../model';
import { facts } from '../../rules/facts';
import { type EvidenceOf, type ReasonOf } from '../../rules/fault';
import { defaultHostManagementRolePathMissing } from '../../rules/identity/default-host-management-role-path-missing';
import { defaultHostManagementRoleUnfit } from '../../rules/identity/default-host-management-role-unfit';
import { instanceProfileMissing } from '../../rules/identity/instance-profile-missing';
import { instanceProfileWithoutRole } from '../../rules/identity/instance-profile-without-role';
import { roleHalfManaged } from '../../rules/identity/role-half-managed';
import { rolePermissionsMissing } from '../../rules/identity/role-permissions-missing';
import { unresolved } from '../../rules/unresolved';
import { permitsAll, RequestContext, trusts } from '../iam';
import { HostManagementMode, HostManagementModes, modeFor } from './host-management-modes';
import { imageOf } from './image';
import { logNeeds, mayLog } from './session-logging';
import { actionsOf, TIER_ACTIONS, TierName, TIERS } from './tiers';

export interface CredentialOptions {
  readonly tier: TierName;
  readonly hostManagement: HostManagementMode | HostManagementModes;
}

type State = { readonly on: boolean; readonly assumed: boolean; readonly role?: Role; readonly roleUnknown?: Unknown; readonly place?: Step['at'][number]; readonly pathGiven?: boolean; readonly unseen?: Unknown };

/** Whether the agent may speak, and whose credentials it speaks with. */
export interface CredentialsAnswer extends Answer {
  /** The role it ends up with, where the input makes it. */
  readonly speaker?: Role;
  readonly byHostManagement: boolean;
  /** Worth a warning, whatever the answer. */
  readonly beside?: readonly Step[];
}

/**
 * May the agent speak with the credentials it will find? The agent asks the instance profile first; only if that gives no credentials,
 * or is denied `ssm:UpdateInstanceInformation`, does it try Default Host Management.
 */
export function credentialsAnswer(model: NetworkModel, host: Host, launch: Launch, context: () => RequestContext, options: CredentialOptions): CredentialsAnswer {
  const identity = launch.identity;
  if (identity.kind === 'role') return roleAnswer(model, host, launch, identity, context, options);
  if (identity.kind === 'unknown' && identity.said) return asSaid(model, host, identity.said, identity.place, options);
  if (identity.kind === 'unknown') return byProfile(conjunction([step(host, unresolved.identityUnknown, 'unknown', [identity.place], {}, [identity.unknown])]));
  const fallback = hostManagement(model, host, options);
  if (fallback.unseen) return byProfile(conjunction([settingNotSeen(host, fallback)]));
  if (fallback.on) return hostManagementAnswer(model, host, launch, fallback, context, options);
  const reason = identity.kind === 'none' ? instanceProfileMissing.faults.noInstanceProfile : instanceProfileWithoutRole.faults.profileWithoutRole;
  // Services have names of their own for the property that takes the profile.
  const property = /\.(\w*(?:Profile|ProfileName|Role))$/.exec(identity.place.property ?? '')?.[1];
  const taker = model.typeAt(identity.place) ?? '';
  return byProfile(conjunction([step(host, reason, 'no', [identity.place], { hostManagement: words(fallback), taker, ...property ? { property } : {} })]));
}

/** A role made elsewhere, of which somebody says how much it gives. */
function asSaid(model: NetworkModel, host: Host, said: { name: string; word: string }, place: Step['at'][number], options: CredentialOptions): CredentialsAnswer {
  model.worlds.assume({ kind: 'said', subject: `role ${said.name}`, value: said.word });
  const tiers: readonly string[] = TIERS;
  const enough = tiers.indexOf(said.word) >= tiers.indexOf(options.tier);
  return byProfile(conjunction([step(host, enough ? facts.actionAllowed : rolePermissionsMissing.faults.roleSaidTooLittle, enough ? 'yes' : 'no', [place], { role: said.name, actions: actionsOf(options.tier).join(', '), said: said.word })]));
}

const byProfile = (answer: Answer, speaker?: Role): CredentialsAnswer => ({ ...answer, byHostManagement: false, ...(speaker ? { speaker } : {}) });

function roleAnswer(
  model: NetworkModel, host: Host, launch: Launch, { role }: HostIdentity & { kind: 'role' }, context: () => RequestContext, options: CredentialOptions,
): CredentialsAnswer {
  const trust = named(host, role, trusts(role, 'ec2'));
  const register = permitsAll(role, TIER_ACTIONS.register, context);
  const steps = [...trust.because, ...named(host, role, permissions(model, host, role, context, options)).because];
  if (trust.answer === 'yes' && register.answer === 'yes') return byProfile(conjunction(steps.map(halfManaged)), role);
  const fallback = hostManagement(model, host, options);
  if (fallback.unseen && conjunction(steps).answer === 'no') return byProfile(conjunction([...steps.filter((s) => s.answer !== 'no'), settingNotSeen(host, fallback)]));
  // Only these failures make the agent try Default Host Management (EC2RoleRequestError, AssumeRoleUnauthorizedAccess, AccessDenied).
  if (trust.answer === 'no' || register.answer === 'no') {
    if (fallback.on) return hostManagementAnswer(model, host, launch, fallback, context, options);
    return byProfile(conjunction(steps.map((s) => (s.answer === 'no' ? { ...s, data: { ...s.data, hostManagement: words(fallback) } } : s))));
  }
  const profile = conjunction(steps);
  if (!fallback.on || profile.answer !== 'no') return byProfile(profile);
  // Where the profile may fail to register, Default Host Management may step in.
  const other = hostManagementAnswer(model, host, launch, fallback, context, options);
  return byProfile(other.answer === 'no' ? profile : conjunction(steps.filter((s) => s.answer !== 'no')));
}

/** The setting of a live account, or its role, that no answer tells. */
function settingNotSeen(host: Host, { unseen, place }: State): Step {
  return step(host, unresolved.defaultHostManagementUnknown, 'unknown', place ? [place] : [], {}, unseen ? [unseen] : []);
}

/** What the tier asks of a role, logging included. */
function permissions(model: NetworkModel, host: Host, role: Role, context: () => RequestContext, options: CredentialOptions): Answer {
  const base = permitsAll(role, actionsOf(options.tier), context);
  if (options.tier !== 'logging') return base;
  const needs = logNeeds(model, host);
  if (needs) return conjunction([...base.because, ...mayLog(role, needs, context()).because]);
  model.worlds.assume({ kind: 'session-preferences', subject: host.name });
  return base;
}

/** Registers, and so never tries Default Host Management, but cannot open a channel: the worst of both. */
function halfManaged(s: Step): Step {
  return s.answer === 'no' && s.reason === rolePermissionsMissing.faults.actionMissing && /ssmmessages:/.test(textOf(s.data.actions ?? s.data.action) ?? '') ? { ...s, reason: roleHalfManaged.faults.halfManaged } : s;
}

function hostManagementAnswer(
  model: NetworkModel, host: Host, launch: Launch, state: State, context: () => RequestContext, options: CredentialOptions,
): CredentialsAnswer {
  const at = state.place ? [state.place] : [];
  const on = step(host, facts.defaultHostManagement, 'yes', at, {});
  const steps: Step[] = [];
  if (imageOf(model, launch).family?.agent === 'old') {
    const unknown = new Unknown('attribute', `agent-version:${host.key}`, `whether the agent of the image of ${host.name} is 3.2.582.0 or newer`);
    steps.push(step(host, unresolved.hostManagementAgentOld, 'unknown', [launch.imagePlace], {}, [unknown]));
  }
  if (!state.role) {
    // Told by the user, or a role made elsewhere: AWS's own role for it has everything up to COMMAND.
    if (state.roleUnknown && model.isLive) return { ...conjunction([...steps, on, step(host, unresolved.identityUnknown, 'unknown', at, {}, [state.roleUnknown])]), byHostManagement: true };
    if (state.roleUnknown) model.worlds.assume({ kind: 'external-policy-open', subject: state.roleUnknown.what });
    return { ...conjunction([...steps, on]), byHostManagement: true };
  }
  const trust = trusts(state.role, 'ssm');
  const allowed = permissions(model, host, state.role, context, options);
  steps.push(...[...trust.because, ...allowed.because].map((s) => (s.answer === 'no' ? { ...s, reason: defaultHostManagementRoleUnfit.faults.defaultHostManagementRole } : s)));
  const path = scalar(state.role.path);
  // The setting holds the role's name with its path in front.
  const beside = path !== undefined && path !== '/' && state.pathGiven === false
    ? [step(host, defaultHostManagementRolePathMissing.faults.hostManagementPathMissing, 'no', at, { role: state.role, path: path.replace(/^\//, '') })] : [];
  return { ...named(host, state.role, conjunction([...steps, on])), byHostManagement: true, speaker: state.role, beside };
}

/** Whether Default Host Management is on: as the input sets it, as the user says, or assumed off. */
function hostManagement(model: NetworkModel, host: Host, options: CredentialOptions): State {
  const setting = model.hostManagementSetting({ account: host.account, region: host.region });
  if (setting && setting.state !== 'unknown') {
    return { on: setting.state === 'on', assumed: false, place: setting.place, pathGiven: setting.pathGiven, ...(setting.role ? { role: setting.role } : {}), ...(setting.roleUnknown ? { roleUnknown: setting.roleUnknown } : {}) };
  }
  const mode = modeFor(options.hostManagement, host);
  if (setting?.roleUnknown?.why === 'not-seen' && mode !== 'on') return { on: false, assumed: false, place: setting.place, unseen: setting.roleUnknown };
  if (mode === 'on') {
    model.worlds.assume({ kind: 'default-host-management-on', subject: 'Default Host Management' });
    return { on: true, assumed: false };
  }
  if (mode === 'off' && !setting) return { on: false, assumed: false };
  const atom: Atom = {
    key: `default-host-management:${host.account ?? ''}:${host.region ?? ''}`,
    label: 'Default Host Management',
    choices: ['off', 'on'],
    ...(mode === 'assumed-off' && !setting ? { assumption: { kind: 'default-host-management-off', subject: 'Default Host Management', value: 'off' } } : {}),
  };
  return { on: model.worlds.choose(atom) === 1, assumed: mode === 'assumed-off' && !setting };
}

const words = (state: State) => (state.assumed ? 'assumed-off' : 'off');

function step<Needs extends string>(host: Host, reason: ReasonOf<Needs>, answer: Step['answer'], at: Step['at'], data: EvidenceOf<Exclude<Needs, 'host'>>, unknowns: readonly Unknown[] = []): Step {
  return { reason, answer, at, data: { host, ...data }, ...(unknowns.length > 0 ? { unknowns } : {}) };
}

function named(host: Host, role: Role, answer: Answer): Answer {
  return { answer: answer.answer, because: answer.because.map((s) => ({ ...s, data: { host, role, ...s.data } })) };
}
