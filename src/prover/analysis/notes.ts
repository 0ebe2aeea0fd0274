import { isXen } from '../../data/xen-families';
import { Place, Reason, scalar, Step } from '../core';
import { Host, NetworkModel, Placement } from '../model';
import { facts } from '../rules/facts';
import { bootsBeforeNetwork } from '../rules/host/boots-before-network';
import { serialConsoleUnavailable } from '../rules/host/serial-console-unavailable';
import { stoppedIsReplaced } from '../rules/host/stopped-is-replaced';
import { endpointZoneMissing } from '../rules/network/endpoint-zone-missing';
import { UserDataEffects } from '../user-data';
import { ServiceAnswer } from './network';
import { sameZone } from './network/zones';

/** What is worth knowing of a host that works: every step fails, none decides anything. */
export function noteSteps(model: NetworkModel, host: Host, placement: Placement, services: readonly ServiceAnswer[], effects: UserDataEffects): Step[] {
  return [
    ...bootsBefore(model, host, services),
    ...missingZones(host, placement, services),
    ...noSerialConsole(model, host, placement),
    ...replacedWhenStopped(host, effects, placement),
  ];
}

/** What a way rests on. */
const WAY: ReadonlySet<Reason> = new Set<Reason>([
  facts.nameResolvesToEndpoint, facts.routeToNatGateway, facts.routeToNatInstance,
  facts.routeToInternetGateway, facts.routeToPeering, facts.routeToTransitGateway,
]);

/** Nothing makes the host wait for its way out. The agent tries again and again, at growing intervals. */
function bootsBefore(model: NetworkModel, host: Host, services: readonly ServiceAnswer[]): Step[] {
  const places = new Map<string, Place>();
  for (const service of services) {
    const path = service.paths.find((p) => p.answer === 'yes');
    for (const step of path?.because ?? []) {
      if (WAY.has(step.reason)) for (const place of step.at) if (place.logicalId !== undefined) places.set(`${place.template}/${place.logicalId}`, place);
    }
  }
  const late = [...places.values()].filter((place) => !model.isMadeBefore(place, host.place));
  if (late.length === 0) return [];
  return [{ reason: bootsBeforeNetwork.faults.bootsBeforeWay, answer: 'no', at: [host.place, ...late], data: { host, way: late.map((p) => p.logicalId).join(', ') } }];
}

/** An endpoint serves every zone of its VPC from any; if its own zones fail, so does the agent's way. */
function missingZones(host: Host, { subnet }: Placement, services: readonly ServiceAnswer[]): Step[] {
  const lonely = services.filter((s) => s.answer === 'yes' && s.endpoints.length > 0 && s.endpoints.every((e) => e.subnetsUnknown === undefined && e.subnets.every((there) => sameZone(there, subnet) === 'no')));
  if (lonely.length === 0) return [];
  const endpoints = [...new Set(lonely.flatMap((s) => s.endpoints))];
  const at = endpoints.map((e) => e.place).filter((p): p is Place => p !== undefined);
  return [{ reason: endpointZoneMissing.faults.endpointZoneMissing, answer: 'no', at, data: { host, subnet, endpoint: endpoints } }];
}

/** Only said where the input itself means to use the serial console. */
function noSerialConsole(model: NetworkModel, host: Host, { launch }: Placement): Step[] {
  const type = scalar(launch.instanceType);
  if (type === undefined || !isXen(type) || !model.meansSerialConsole()) return [];
  return [{ reason: serialConsoleUnavailable.faults.serialConsoleUnavailable, answer: 'no', at: [host.place], data: { host, type } }];
}

/** A rescue by user data wants a stop and a start; Auto Scaling replaces what is stopped. */
function replacedWhenStopped(host: Host, effects: UserDataEffects, { launch }: Placement): Step[] {
  if (!effects.everyBoot || host.type !== 'AWS::AutoScaling::AutoScalingGroup') return [];
  return [{ reason: stoppedIsReplaced.faults.stoppedIsReplaced, answer: 'no', at: [launch.userDataPlace], data: { host } }];
}
