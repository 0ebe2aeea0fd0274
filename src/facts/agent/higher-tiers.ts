import { conjunction, Step } from '../../core';
import { Host, Model } from '../../model';
import { permitsAll, RequestContext } from '../iam';
import { Journey, reach } from '../net';
import { CredentialsAnswer } from './credentials';
import { imageOf } from './image';
import { reachesS3 } from './reach-s3';
import { AgentReason } from './reasons';
import { logNeeds, mayLog } from './session-logging';
import { includesTier, TIER_ACTIONS, TierName } from './tiers';

/** What a host that fulfils the required tier cannot do of the tiers above it. Every step fails; none decides the verdict. */
export function higherTierSteps(
  model: Model, journey: Omit<Journey, 'service'>, credentials: CredentialsAnswer, context: () => RequestContext, required: TierName,
): Step[] {
  const above = (tier: TierName) => !includesTier(required, tier);
  const { host } = journey;
  const needs = above('logging') ? logNeeds(model, host) : undefined;
  return [
    ...above('connect') ? [...lacking(host, credentials, context, 'connect'), ...unreachable(model, journey, 'connect', ['ssmmessages'])] : [],
    ...above('command') ? lacking(host, credentials, context, 'command') : [],
    // Only an agent below 3.3.40.0 gets its commands by ec2messages.
    ...imageOf(model, journey.placement.launch).family?.agent === 'old' ? unreachable(model, journey, 'command', ['ec2messages']) : [],
    ...needs && credentials.speaker ? failures(host, 'logging', mayLog(credentials.speaker, needs, context()).because, credentials) : [],
    ...needs ? unreachable(model, journey, 'logging', needs.services) : [],
  ];
}

type Higher = 'connect' | 'command' | 'logging';

const LACKS: Record<Higher, AgentReason> = { connect: 'connectActionMissing', command: 'commandActionMissing', logging: 'loggingActionMissing' };
const UNREACHABLE: Record<Higher, AgentReason> = { connect: 'connectUnreachable', command: 'commandUnreachable', logging: 'loggingUnreachable' };

function lacking(host: Host, credentials: CredentialsAnswer, context: () => RequestContext, tier: 'connect' | 'command'): Step[] {
  if (!credentials.speaker) return [];
  return failures(host, tier, permitsAll(credentials.speaker, TIER_ACTIONS[tier], context).because, credentials);
}

function failures(host: Host, tier: Higher, steps: readonly Step[], { speaker, byHostManagement }: CredentialsAnswer): Step[] {
  return steps.filter((s) => s.answer === 'no').map((s) => ({
    ...s,
    reason: LACKS[tier],
    at: s.at.length > 0 ? s.at : speaker?.place ? [speaker.place] : [],
    data: { ...s.data, host: host.name, role: speaker?.name ?? '', cause: s.reason, by: byHostManagement ? 'default-host-management' : 'profile' },
  }));
}

function unreachable(model: Model, journey: Omit<Journey, 'service'>, tier: Higher, services: readonly string[]): Step[] {
  const lost = services.filter((service) => (service === 's3'
    ? reachesS3(model, { ...journey, service }, 'unknown')
    : reach(model, { ...journey, service }).answer) === 'no');
  if (lost.length === 0) return [];
  const data = { host: journey.host.name, subnet: journey.placement.subnet.name, service: lost.join(', ') };
  return [...conjunction([{ reason: UNREACHABLE[tier], answer: 'no', at: [journey.host.place], data }]).because];
}
