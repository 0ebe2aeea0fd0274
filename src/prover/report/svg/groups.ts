import { ReportHost } from '../report';
import { ReportPath, ReportService, ReportWay } from '../report-paths';
import { nearest } from '../text-path';

/** Hosts that stand in one subnet and fare alike there: drawn as one. */
export interface HostGroup {
  /** Indices into the report's hosts. */
  readonly hosts: readonly number[];
  readonly name: string;
  readonly verdict: ReportHost['verdict'];
  readonly path: ReportPath;
}

/** The groups of each subnet, by VPC key and subnet key, what fails first. */
export function groupHosts(hosts: readonly ReportHost[]): Map<string, Map<string, HostGroup[]>> {
  const drafts = new Map<string, { path: ReportPath; verdict: ReportHost['verdict']; members: number[] }>();
  hosts.forEach((host, index) => {
    const seen = new Set<string>();
    for (const path of host.paths ?? []) {
      // Of several choices the first is drawn; the details tell all.
      if (seen.has(path.subnet.key)) continue;
      seen.add(path.subnet.key);
      const key = `${host.verdict}\u0000${path.vpc.key}\u0000${path.subnet.key}\u0000${likeness(path)}`;
      const known = drafts.get(key);
      if (known) known.members.push(index);
      else drafts.set(key, { path, verdict: host.verdict, members: [index] });
    }
  });
  const result = new Map<string, Map<string, HostGroup[]>>();
  for (const { path, verdict, members } of drafts.values()) {
    const first = hosts[members[0]];
    const group = { hosts: members, name: shortName(first), verdict, path };
    if (!result.has(path.vpc.key)) result.set(path.vpc.key, new Map());
    const subnets = result.get(path.vpc.key)!;
    subnets.set(path.subnet.key, [...subnets.get(path.subnet.key) ?? [], group]);
  }
  for (const subnets of result.values()) for (const list of subnets.values()) list.sort((a, b) => RANK[a.verdict] - RANK[b.verdict] || a.hosts[0] - b.hosts[0]);
  return result;
}

const RANK = { never: 0, unknown: 1, ready: 2 } as const;

/** What two hosts must have in common to be drawn as one: how every hop of every way went. */
function likeness(path: ReportPath): string {
  const steps = (list: readonly { readonly reason: string; readonly answer: string }[]) => list.map((s) => `${s.reason}=${s.answer}`).join(',');
  return [steps(path.steps), ...path.services.flatMap((s) => s.ways.map((w) => `${s.service}>${w.endpoint?.key ?? ''}>${w.endpointSubnet?.key ?? ''}:${steps(w.steps)}`))].join(';');
}

/** The last parts of a construct path say which host it is; the first are the same for all. */
export function shortName(host: ReportHost): string {
  return (host.constructPath ?? host.logicalId).split('/').slice(-2).join('/');
}

/** The way that tells most: one that works, in the host's own zone if there is one, else the one that comes furthest. */
export function tellingWay(service: ReportService, zoneOf: (subnetKey: string) => number | undefined, zone: number | undefined): ReportWay {
  const isNear = (way: ReportWay) => way.endpointSubnet !== undefined && zoneOf(way.endpointSubnet.key) === zone;
  const working = service.ways.filter((w) => w.answer === 'yes');
  if (working.length > 0) return working.find(isNear) ?? working[0];
  const near = service.ways.filter(isNear);
  const best = nearest(service);
  return near.find((w) => w.steps.findIndex((s) => s.broken) === best.steps.findIndex((s) => s.broken)) ?? best;
}
