import { Place, Step, Truth } from '../../core';
import { Host, Launch, Model } from '../../model';
import { UserDataEffects } from '../../user-data';
import { Journey, reach } from '../network';
import { endsSurely, imageName, imageOf, isUnreachable } from './image';
import { AgentReason } from './reasons';

/** What user data does beside deciding whether there is an agent: warnings and notes. Every step fails; none decides the verdict. */
export function bootSteps(model: Model, journey: Journey, effects: UserDataEffects, reaches: (source: string) => Truth): Step[] {
  const { host, placement: { launch } } = journey;
  const { family } = imageOf(model, launch);
  const step = (reason: AgentReason, data: Record<string, string> = {}): Step =>
    ({ reason, answer: 'no', at: [launch.userDataPlace], data: { host: host.name, ...data } });
  const steps: Step[] = [];
  const { ends, proxy } = effects;
  if (ends && !endsSurely(effects, family, launch, reaches)) steps.push(step(ends.what === 'removed' ? 'agentMaybeRemoved' : 'agentMaybeStopped', { command: ends.command }));
  if (proxy?.metadataToo) steps.push(step('proxyWithoutNoProxy', { proxy: proxy.setting }));
  if (effects.everyBoot) steps.push(step('scriptsEveryBoot'));
  if (effects.drops.includes('https')) steps.push(step('firewallDropsHttps'));
  if (effects.drops.includes('metadata')) steps.push(step('firewallDropsMetadata'));
  if (!effects.installs) return steps;
  if (!family && launch.amiType === undefined && isUnreachable(effects, reaches)) steps.push(step('agentDownloadUnreachable', { source: effects.sources.join(', '), image: imageName(launch.image) }));
  if (family?.agent === 'absent' && !effects.everyBoot) steps.push(...races(model, journey, host, launch, effects));
  return steps;
}

/** User data that runs once has one chance: the way it takes must be there before the host boots. */
function races(model: Model, journey: Journey, host: Host, launch: Launch, effects: UserDataEffects): Step[] {
  const late = wayOf(model, journey).filter((place) => !model.isMadeBefore(place, host.place));
  if (effects.sources.length === 0 || late.length === 0) return [];
  const names = [...new Set(late.map((place) => place.logicalId ?? ''))];
  return [{ reason: 'agentInstallRaces', answer: 'no', at: [launch.userDataPlace, ...late], data: { host: host.name, way: names.join(', ') } }];
}

/** What a download from S3 passes: the gateway endpoint of the subnet's route table, else the routes of the public way. */
function wayOf(model: Model, journey: Journey): Place[] {
  const { vpc, subnet } = journey.placement;
  const gateway = vpc && model.endpointsOf(vpc).find((e) => e.kind === 'gateway' && e.service === 's3' && e.routeTableKeys.includes(subnet.routeTable.key));
  if (gateway) return gateway.place ? [gateway.place] : [];
  const answer = reach(model, { ...journey, service: 's3' });
  if (answer.answer !== 'yes') return [];
  return answer.paths.flatMap((path) => path.because).filter((s) => WAY.has(s.reason)).flatMap((s) => s.at).filter((p) => p.logicalId !== undefined);
}

const WAY = new Set(['routeToNatGateway', 'routeToInternetGateway']);
