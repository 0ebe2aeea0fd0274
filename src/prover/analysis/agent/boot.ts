import { Data, Place, Reason, Step, Truth } from '../../core';
import { Host, Launch, NetworkModel } from '../../model';
import { facts } from '../../rules/facts';
import { agentDownloadUnreachable } from '../../rules/host/agent-download-unreachable';
import { agentInstallRacesNetwork } from '../../rules/host/agent-install-races-network';
import { agentMayBeStopped } from '../../rules/host/agent-may-be-stopped';
import { hostFirewallBlocks } from '../../rules/host/host-firewall-blocks';
import { metadataThroughProxy } from '../../rules/host/metadata-through-proxy';
import { userDataRunsEveryBoot } from '../../rules/host/user-data-runs-every-boot';
import { UserDataEffects } from '../../user-data';
import { Journey, reach } from '../network';
import { endsSurely, imageName, imageOf, isUnreachable } from './image';

/** What user data does beside deciding whether there is an agent: warnings and notes. Every step fails; none decides the verdict. */
export function bootSteps(model: NetworkModel, journey: Journey, effects: UserDataEffects, reaches: (source: string) => Truth): Step[] {
  const { host, placement: { launch } } = journey;
  const { family } = imageOf(model, launch);
  const step = (reason: Reason, data: Data = {}): Step =>
    ({ reason, answer: 'no', at: [launch.userDataPlace], data: { host, ...data } });
  const steps: Step[] = [];
  const { ends, proxy } = effects;
  if (ends && !endsSurely(effects, family, launch, reaches)) steps.push(step(ends.what === 'removed' ? agentMayBeStopped.faults.agentMaybeRemoved : agentMayBeStopped.faults.agentMaybeStopped, { command: ends.command }));
  if (proxy?.metadataToo) steps.push(step(metadataThroughProxy.faults.proxyWithoutNoProxy, { proxy: proxy.setting }));
  if (effects.everyBoot) steps.push(step(userDataRunsEveryBoot.faults.scriptsEveryBoot));
  if (effects.drops.includes('https')) steps.push(step(hostFirewallBlocks.faults.firewallDropsHttps));
  if (effects.drops.includes('metadata')) steps.push(step(hostFirewallBlocks.faults.firewallDropsMetadata));
  if (!effects.installs) return steps;
  if (!family && launch.amiType === undefined && isUnreachable(effects, reaches)) steps.push(step(agentDownloadUnreachable.faults.agentDownloadUnreachable, { source: effects.sources.join(', '), image: imageName(launch.image) }));
  if (family?.agent === 'absent' && !effects.everyBoot) steps.push(...races(model, journey, host, launch, effects));
  return steps;
}

/** User data that runs once has one chance: the way it takes must be there before the host boots. */
function races(model: NetworkModel, journey: Journey, host: Host, launch: Launch, effects: UserDataEffects): Step[] {
  const late = wayOf(model, journey).filter((place) => !model.isMadeBefore(place, host.place));
  if (effects.sources.length === 0 || late.length === 0) return [];
  const names = [...new Set(late.map((place) => place.logicalId ?? ''))];
  return [{ reason: agentInstallRacesNetwork.faults.agentInstallRaces, answer: 'no', at: [launch.userDataPlace, ...late], data: { host, way: names.join(', ') } }];
}

/** What a download from S3 passes: the gateway endpoint of the subnet's route table, else the routes of the public way. */
function wayOf(model: NetworkModel, journey: Journey): Place[] {
  const { vpc, subnet } = journey.placement;
  const gateway = vpc && model.endpointsOf(vpc).find((e) => e.kind === 'gateway' && e.service === 's3' && e.routeTableKeys.includes(subnet.routeTable.key));
  if (gateway) return gateway.place ? [gateway.place] : [];
  const answer = reach(model, { ...journey, service: 's3' });
  if (answer.answer !== 'yes') return [];
  return answer.paths.flatMap((path) => path.because).filter((s) => WAY.has(s.reason)).flatMap((s) => s.at).filter((p) => p.logicalId !== undefined);
}

const WAY: ReadonlySet<Reason> = new Set<Reason>([facts.routeToNatGateway, facts.routeToInternetGateway]);
