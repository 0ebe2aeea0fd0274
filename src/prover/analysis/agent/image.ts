import { AmiFamily, amiFamily } from '../../../data/ami-families';
import { Answer, conjunction, Data, Evidence, identity, Place, Reason, Step, Text, Truth, Unknown, Value } from '../../core';
import { Host, Launch, NetworkModel } from '../../model';
import { facts } from '../../rules/facts';
import { agentInstallUnreachable } from '../../rules/host/agent-install-unreachable';
import { agentMissing } from '../../rules/host/agent-missing';
import { agentStopped } from '../../rules/host/agent-stopped';
import { metadataServiceDisabled } from '../../rules/host/metadata-service-disabled';
import { unresolved } from '../../rules/unresolved';
import type { Fetched, Form, UserDataEffects } from '../../user-data';
import { OperatingSystem } from '../network';

/** What is known of a launch's image. */
export interface ImageFacts {
  readonly family?: AmiFamily;
  readonly os: OperatingSystem;
}

/** The family of an image: from the SSM public parameter that names it, the lookup that found it, or the node group's AMI type. */
export function imageOf(model: NetworkModel, launch: Launch): ImageFacts {
  const { image } = launch;
  const id = typeof image === 'string' ? image : image instanceof Unknown && image.why === 'not-seen' ? image.key : undefined;
  const hint = id === undefined ? undefined : model.imageHint(id);
  const hinted = hint && amiFamily(hint.kind, hint.text, hint.owners);
  if (hinted) {
    if (hint.assumed !== undefined) model.worlds.assume({ kind: 'image-family', subject: image as string, value: hint.assumed });
    return { family: hinted, os: osOf(hinted) };
  }
  if (hint?.os !== undefined) return { os: hint.os };
  if (image instanceof Unknown && image.why === 'ssm-parameter') {
    const family = amiFamily('ssm-parameter', image.key.replace(/^ssm:/, ''));
    if (family) return { family, os: osOf(family) };
  }
  // A launch template may leave it to EC2 to read the parameter, and a path may have holes.
  const path = /^(?:resolve:ssm:|\{\{resolve:ssm:)([^:}]*(?:\$\{[^}]*\}[^:}]*)*)(?::[^}]*)?(?:\}\})?$/.exec(image instanceof Text || typeof image === 'string' ? identity(image) : '')?.[1];
  const family = path === undefined ? undefined : amiFamily('ssm-parameter', path);
  if (family) return { family, os: osOf(family) };
  if (typeof launch.amiType === 'string') return { os: /^WINDOWS/.test(launch.amiType) ? 'windows' : launch.amiType === 'CUSTOM' ? 'unknown' : 'linux' };
  return { os: 'unknown' };
}

function osOf(family: AmiFamily): OperatingSystem {
  return family.os === 'linux' || family.os === 'windows' ? family.os : 'unknown';
}

/**
 * Does the image carry the agent, or does user data install it, from somewhere the host can reach? And does it stay?
 *
 * @param closed the security groups that allow no egress to Amazon S3, where that is all that is in the way
 */
export function imageAnswer(
  model: NetworkModel, host: Host, launch: Launch, effects: UserDataEffects, reaches: (source: string) => Truth, closed: () => Evidence | undefined,
): Answer {
  const { family } = imageOf(model, launch);
  const data = { host, image: launch.image === undefined && typeof launch.amiType === 'string' ? `AMI type ${launch.amiType}` : imageName(launch.image), family: family?.family ?? '' };
  const step = (reason: Reason, answer: Step['answer'], at: readonly Place[], more: Data = {}, unknowns: readonly Unknown[] = []): Step =>
    ({ reason, answer, at, data: { ...data, ...more }, ...(unknowns.length > 0 ? { unknowns } : {}) });
  const { replaces } = effects;
  if (replaces && family && family.agent !== 'absent' && fits(replaces.forms, formsOf(family)) && isUnreachable(effects, reaches)) {
    return conjunction([step(agentStopped.faults.agentRemoved, 'no', [launch.userDataPlace], { command: replaces.command, source: effects.sources.join(', ') })]);
  }
  const ended = endsSurely(effects, family, launch, reaches) && effects.ends ? [step(effects.ends.what === 'removed' ? agentStopped.faults.agentRemoved : agentStopped.faults.agentStopped, 'no', [launch.userDataPlace], { command: effects.ends.command })] : [];
  const hidden = launch.userData instanceof Unknown && launch.userData.why === 'not-seen' ? launch.userData : effects.unknown;
  // What could be read and was not may do anything.
  const unread = hidden && UNREAD.has(hidden.why) ? [step(unresolved.userDataUnknown, 'unknown', [launch.userDataPlace], {}, [hidden])] : [];
  if (carries(family, launch)) return conjunction([step(facts.imageCarriesAgent, 'yes', [launch.imagePlace]), ...ended, ...unread]);
  if (!family && launch.image instanceof Unknown && launch.image.why === 'not-seen') return conjunction([step(unresolved.imageNameUnknown, 'unknown', [launch.imagePlace], {}, [launch.image]), ...ended, ...unread]);
  if (family?.agent === 'absent') {
    if (effects.installs && isUnreachable(effects, reaches)) {
      const groups = closed();
      return conjunction([step(agentInstallUnreachable.faults.agentInstallUnreachable, 'no', [launch.userDataPlace], { source: effects.sources.join(', '), ...groups === undefined ? {} : { groups } })]);
    }
    if (effects.installs && isOutOfReach(effects, reaches)) {
      const unknown = effects.unknown ?? new Unknown('attribute', `proxy:${host.key}`, `where the proxy in the user data of ${host.name} leads`);
      return conjunction([step(unresolved.imageUnknown, 'unknown', [launch.userDataPlace], {}, [unknown])]);
    }
    if (effects.installs && ((ownRepositoriesOnly(effects) && !AMAZON.test(family.family)) || !fits(effects.installForms, formsOf(family)))) {
      const unknown = effects.unknown ?? (!fits(effects.installForms, formsOf(family)) ? new Unknown('attribute', `installer:${host.key}`, `whether the installer in the user data of ${host.name} runs on ${family.family}`) : undefined) ?? new Unknown('attribute', `package:${host.key}`, `whether a package repository that ${host.name} knows has amazon-ssm-agent`);
      return conjunction([step(unresolved.agentPackageUnknown, 'unknown', [launch.userDataPlace], {}, [unknown])]);
    }
    const doubt = effects.installs ? installDoubt(host, family, effects, reaches) : undefined;
    if (doubt) return conjunction([step(unresolved.imageUnknown, 'unknown', [launch.userDataPlace], {}, [effects.unknown ?? doubt])]);
    if (effects.installs) {
      model.worlds.assume({ kind: 'user-data-installs-agent', subject: host.name });
      return conjunction([step(facts.imageCarriesAgent, 'yes', [launch.userDataPlace]), ...ended]);
    }
    if (effects.unknown) return conjunction([step(unresolved.imageUnknown, 'unknown', [launch.userDataPlace], {}, [effects.unknown])]);
    return conjunction([step(agentMissing.faults.imageLacksAgent, 'no', [launch.imagePlace], reaches('repository') === 'no' ? { offline: 'true' } : {})]);
  }
  model.worlds.assume({ kind: 'image-carries-agent', subject: host.name, value: imageName(launch.image) });
  return conjunction([step(facts.imageCarriesAgent, 'yes', [launch.imagePlace]), ...ended, ...unread]);
}

const UNREAD: ReadonlySet<Unknown['why']> = new Set(['not-seen', 'too-large']);

/** What an installation rests on that surely does not come from AWS, but may come from somewhere else. */
function installDoubt(host: Host, family: AmiFamily, { installsOnceFetched, sources }: UserDataEffects, reaches: (source: string) => Truth): Unknown | undefined {
  if (installsOnceFetched && arrives(installsOnceFetched, family, reaches) === 'no') return new Unknown('attribute', `fetched:${host.key}`, `whether what the user data of ${host.name} fetches first arrives`);
  if (sources.includes('own-repository') && reaches('repository') === 'no') return new Unknown('attribute', `repository:${host.key}`, `whether ${host.name} reaches the package repositories that its user data adds`);
  return undefined;
}

/** Amazon Linux keeps its package repositories in S3; who reaches the snap store has a way to everything else. */
function arrives(what: Fetched, family: AmiFamily | undefined, reaches: (source: string) => Truth): Truth {
  return what === 'packages' && family && AMAZON.test(family.family) ? reaches('repository') : reaches('snap');
}

function carries(family: AmiFamily | undefined, launch: Launch): boolean {
  if (family) return family.agent === 'preinstalled' || family.agent === 'old';
  return launch.amiType !== undefined && launch.image === undefined;
}

/** Whether user data ends the agent for certain: by commands that the image understands, and that find the agent under its name there. */
export function endsSurely({ ends, installs }: UserDataEffects, family: AmiFamily | undefined, launch: Launch, reaches: (source: string) => Truth): boolean {
  if (!ends?.certain || (ends.onceFetched && arrives(ends.onceFetched, family, reaches) !== 'yes')) return false;
  if (ends.forms.length === 0 || (family?.agent === 'absent' && installs)) return true;
  const known = formsOf(family, launch.amiType);
  // Who tries several does not know the image either.
  return known === ANY_LINUX_OR_WINDOWS && ends.forms.length > 1 ? false : fits(ends.forms, known);
}

/** How the agent is packed: on Ubuntu as a snap, whose service has another name. Whoever knows the image better than the prover names its package manager. */
const FORMS_OF: readonly [RegExp, readonly Form[]][] = [
  [/^Ubuntu/, ['snap']],
  [/^Debian/, ['deb', 'unit']],
  [/^SUSE/, ['zypper', 'rpm', 'unit']],
  [/Amazon Linux|^Red Hat|^Alma/, ['yum', 'rpm', 'unit']],
  [/^Windows/, ['windows']],
  [/^macOS|^FreeBSD/, []],
];

const ANY_LINUX_OR_WINDOWS: readonly Form[] = ['yum', 'zypper', 'rpm', 'snap', 'windows'];

function formsOf(family: AmiFamily | undefined, amiType?: Value): readonly Form[] {
  const name = family?.family ?? (typeof amiType === 'string' ? amiType.replace(/^AL\d.*/, 'Amazon Linux').replace(/^WINDOWS.*/, 'Windows') : undefined);
  return FORMS_OF.find(([shape]) => name !== undefined && shape.test(name))?.[1] ?? ANY_LINUX_OR_WINDOWS;
}

function fits(forms: readonly Form[], known: readonly Form[]): boolean {
  return forms.some((form) => form === 'any' || known.includes(form));
}

/** Amazon Linux has the agent in its package repositories; Debian and Red Hat do not, unless somebody adds one. */
const AMAZON = /^Amazon Linux/;

function ownRepositoriesOnly({ sources }: UserDataEffects): boolean {
  return sources.length > 0 && sources.every((source) => source === 'repository' || source === 'own-repository');
}

/** Whether no source of the agent that user data names can be reached. A proxy, or commands that cannot be seen, may know another one. */
function isOutOfReach({ sources }: UserDataEffects, reaches: (source: string) => Truth): boolean {
  return sources.length > 0 && sources.every((source) => reaches(source) === 'no');
}

/** Whether the agent can surely not be fetched. */
export function isUnreachable(effects: UserDataEffects, reaches: (source: string) => Truth): boolean {
  return !effects.unknown && !effects.downloadsByProxy && isOutOfReach(effects, reaches);
}

/** What to call an image. */
export function imageName(image: Value): string {
  if (image instanceof Unknown) return image.what;
  return typeof image === 'string' ? image : image === undefined ? 'no image named' : 'an image';
}

/** Is the instance metadata service on? Without it no credentials of any kind reach the agent. */
export function metadataAnswer(model: NetworkModel, host: Host, launch: Launch): Answer {
  const value = launch.metadataEndpoint;
  const data = { host };
  const at = [launch.metadataPlace];
  if (value instanceof Unknown) return conjunction([{ reason: unresolved.metadataUnknown, answer: 'unknown', at, data, unknowns: [value] }]);
  if (value === 'disabled') return conjunction([{ reason: metadataServiceDisabled.faults.metadataDisabled, answer: 'no', at, data }]);
  // The account's own default for the Region, which no template shows, is to have it on.
  if (value === undefined) model.worlds.assume({ kind: 'metadata-default', subject: host.name });
  return conjunction([{ reason: facts.metadataEnabled, answer: 'yes', at, data }]);
}
