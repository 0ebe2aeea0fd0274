import { conjunction, Data, Reason, Step } from '../../core';
import { Host, NetworkModel } from '../../model';
import { commandTierMissing } from '../../rules/identity/command-tier-missing';
import { connectTierMissing } from '../../rules/identity/connect-tier-missing';
import { loggingTierMissing } from '../../rules/identity/logging-tier-missing';
import { permitsAll, RequestContext } from '../iam';
import { Journey, reach, ServiceAnswer } from '../network';
import { CredentialsAnswer } from './credentials';
import { imageOf } from './image';
import { NO_EGRESS, reachS3, S3Place } from './reach-s3';
import { logNeeds, mayLog } from './session-logging';
import { includesTier, TIER_ACTIONS, TierName } from './tiers';

/** What a host that fulfils the required tier cannot do of the tiers above it. Every step fails; none decides the verdict. */
export function higherTierSteps(
  model: NetworkModel, journey: Omit<Journey, 'service'>, credentials: CredentialsAnswer, context: () => RequestContext, required: TierName,
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
    ...needs ? unreachable(model, journey, 'logging', needs.services, needs.bucketPlace) : [],
  ];
}

/** The way to each service that session logs and encryption need besides those of the agent. */
export function loggingServices(model: NetworkModel, journey: Omit<Journey, 'service'>): ServiceAnswer[] {
  const needs = logNeeds(model, journey.host);
  return (needs?.services ?? []).map((service) => way(model, journey, service, needs!.bucketPlace));
}

function way(model: NetworkModel, journey: Omit<Journey, 'service'>, service: string, place: S3Place): ServiceAnswer {
  return service === 's3' ? reachS3(model, { ...journey, service }, place) : reach(model, { ...journey, service });
}

type Higher = 'connect' | 'command' | 'logging';

const LACKS: Record<Higher, Reason> = {
  connect: connectTierMissing.faults.connectActionMissing,
  command: commandTierMissing.faults.commandActionMissing,
  logging: loggingTierMissing.faults.loggingActionMissing,
};
const UNREACHABLE: Record<Higher, Reason> = {
  connect: connectTierMissing.faults.connectUnreachable,
  command: commandTierMissing.faults.commandUnreachable,
  logging: loggingTierMissing.faults.loggingUnreachable,
};

function lacking(host: Host, credentials: CredentialsAnswer, context: () => RequestContext, tier: 'connect' | 'command'): Step[] {
  if (!credentials.speaker) return [];
  return failures(host, tier, permitsAll(credentials.speaker, TIER_ACTIONS[tier], context).because, credentials);
}

function failures(host: Host, tier: Higher, steps: readonly Step[], { speaker, byHostManagement }: CredentialsAnswer): Step[] {
  return steps.filter((s) => s.answer === 'no').map((s) => ({
    ...s,
    reason: LACKS[tier],
    at: s.at.length > 0 ? s.at : speaker?.place ? [speaker.place] : [],
    data: { ...s.data, host, role: speaker ?? '', cause: s.reason.name, by: byHostManagement ? 'default-host-management' : 'profile' },
  }));
}

function unreachable(model: NetworkModel, journey: Omit<Journey, 'service'>, tier: Higher, services: readonly string[], place: S3Place = 'unknown'): Step[] {
  const lost = services.map((service) => way(model, journey, service, place)).filter(({ answer }) => answer === 'no');
  const names = (answers: readonly ServiceAnswer[]) => answers.map((a) => a.journey.service).join(', ');
  const fails = (answer: ServiceAnswer, reasons: ReadonlySet<Reason>) => answer.paths.every((path) => path.because.some((s) => s.answer === 'no' && reasons.has(s.reason)));
  const closed = lost.filter((answer) => fails(answer, NO_EGRESS));
  const step = (answers: readonly ServiceAnswer[], more: Data): Step[] => {
    if (answers.length === 0) return [];
    const data = { host: journey.host, subnet: journey.placement.subnet, service: names(answers), ...more };
    return [...conjunction([{ reason: UNREACHABLE[tier], answer: 'no', at: [journey.host.place], data }]).because];
  };
  const groups = closed.flatMap((a) => a.paths).flatMap((p) => p.because).find((s) => NO_EGRESS.has(s.reason))?.data.groups ?? '';
  return [...step(lost.filter((answer) => !closed.includes(answer)), {}), ...step(closed, { groups })];
}
