import { Answer, conjunction, holdsUnknown, Place, Step, Text, Unknown, Value } from '../../core';
import { AmiFamily, amiFamily } from '../../data/ami-families';
import { Host, Launch, Model } from '../../model';
import { OperatingSystem } from '../net';
import { AgentReason } from './reasons';

/** What is known of a launch's image. */
export interface ImageFacts {
  readonly family?: AmiFamily;
  readonly os: OperatingSystem;
}

/** The family of an image, from the SSM public parameter that names it or the node group's AMI type. */
export function imageOf(launch: Launch): ImageFacts {
  const { image } = launch;
  if (image instanceof Unknown && image.why === 'ssm-parameter') {
    const family = amiFamily('ssm-parameter', image.key.replace(/^ssm:/, ''));
    if (family) return { family, os: osOf(family) };
  }
  if (typeof launch.amiType === 'string') return { os: /^WINDOWS/.test(launch.amiType) ? 'windows' : launch.amiType === 'CUSTOM' ? 'unknown' : 'linux' };
  return { os: 'unknown' };
}

function osOf(family: AmiFamily): OperatingSystem {
  return family.os === 'linux' || family.os === 'windows' ? family.os : 'unknown';
}

/** Does the image carry the agent, or does user data install it? */
export function imageAnswer(model: Model, host: Host, launch: Launch): Answer {
  const { family } = imageOf(launch);
  const data = { host: host.name, image: imageName(launch.image), family: family?.family ?? '' };
  const step = (reason: AgentReason, answer: Step['answer'], at: readonly Place[], unknowns: readonly Unknown[] = []): Answer =>
    conjunction([{ reason, answer, at, data, ...(unknowns.length > 0 ? { unknowns } : {}) }]);
  if (family?.agent === 'preinstalled' || family?.agent === 'old') return step('imageCarriesAgent', 'yes', [launch.imagePlace]);
  if (!family && launch.amiType !== undefined && launch.image === undefined) return step('imageCarriesAgent', 'yes', [launch.imagePlace]);
  if (family?.agent === 'absent') {
    const script = scriptOf(launch.userData);
    if (INSTALLS_AGENT.test(script.text)) {
      model.estate.worlds.assume({ kind: 'user-data-installs-agent', subject: host.name });
      return step('imageCarriesAgent', 'yes', [launch.userDataPlace]);
    }
    if (script.unknown) return step('imageUnknown', 'unknown', [launch.userDataPlace], [script.unknown]);
    return step('imageLacksAgent', 'no', [launch.imagePlace]);
  }
  model.estate.worlds.assume({ kind: 'image-carries-agent', subject: host.name, value: imageName(launch.image) });
  return step('imageCarriesAgent', 'yes', [launch.imagePlace]);
}

const INSTALLS_AGENT = /amazon-ssm-agent|AmazonSSMAgent|amazon-ssm-[a-z]/i;

/** The readable part of user data, and whether there is more that cannot be read. */
function scriptOf(value: Value): { text: string; unknown?: Unknown } {
  const unknown = holdsUnknown(value);
  if (typeof value === 'string') return { text: `${value}\n${decoded(value)}` };
  if (value instanceof Text) return { text: value.parts.filter((p) => typeof p === 'string').join(' '), ...(unknown ? { unknown } : {}) };
  return { text: '', ...(unknown ? { unknown } : {}) };
}

/** User data without Fn::Base64 is base64 already. */
function decoded(text: string): string {
  return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';
}

function imageName(image: Value): string {
  if (image instanceof Unknown) return image.what;
  return typeof image === 'string' ? image : image === undefined ? 'no image named' : 'an image';
}

/** Is the instance metadata service on? Without it no credentials of any kind reach the agent. */
export function metadataAnswer(host: Host, launch: Launch): Answer {
  const value = launch.metadataEndpoint;
  const data = { host: host.name };
  const at = [launch.metadataPlace];
  if (value instanceof Unknown) return conjunction([{ reason: 'metadataUnknown', answer: 'unknown', at, data, unknowns: [value] }]);
  if (value === 'disabled') return conjunction([{ reason: 'metadataDisabled', answer: 'no', at, data }]);
  return conjunction([{ reason: 'metadataEnabled', answer: 'yes', at, data }]);
}
