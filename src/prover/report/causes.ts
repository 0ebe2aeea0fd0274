import { RULES } from '../rules';
import { ReportFinding, ReportHost } from './report';
import { ReportPlace } from './report-places';

/** A fault, the resource that is to be changed, and the hosts that fail because of it. */
export interface Cause {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** A CDK statement that fixes it for all hosts of the app, where there are several. */
  readonly fixAll?: string;
  readonly at: readonly ReportPlace[];
  readonly hosts: readonly ReportHost[];
  /** How many other resources have the same fault, each for hosts of its own. */
  readonly others: number;
}

interface Group {
  readonly finding: ReportFinding;
  readonly hosts: Set<ReportHost>;
}

/** What keeps hosts from being ready, the causes of most hosts first. Errors that are acknowledged or in the baseline are none. */
export function causesOf(hosts: readonly ReportHost[]): Cause[] {
  const byPlace = new Map<string, Group>();
  for (const host of hosts) {
    for (const finding of [...host.findings.filter(isOpenError), ...unresolvedOf(host)]) {
      const [place] = finding.at;
      const key = [finding.id, finding.code, place ? `${place.template}#${place.logicalId ?? ''}` : finding.message].join('\u0000');
      const known = byPlace.get(key) ?? { finding, hosts: new Set() };
      known.hosts.add(host);
      byPlace.set(key, known);
    }
  }
  return joined([...byPlace.values()]).sort((a, b) => b.hosts.length - a.hosts.length || (a.id < b.id ? -1 : 1));
}

const isOpenError = (finding: ReportFinding) => finding.severity === 'error' && finding.acknowledged === undefined && finding.baseline !== true;

/** What is unresolved of a host, as findings: equal values are one cause. */
function unresolvedOf({ verdict, unknowns }: ReportHost): ReportFinding[] {
  if (verdict !== 'unknown') return [];
  return unknowns.map(({ what, why }) => ({ id: 'HostNotProven', code: 'NOT_PROVEN', severity: 'warning', message: `${what}: ${why}`, cure: '', at: [{ template: '', logicalId: what }] }));
}

/** A fault that each host has at a resource of its own is one cause: it is told once, of the first. */
function joined(groups: readonly Group[]): Cause[] {
  const causes: Cause[] = [];
  const single = new Map<string, Group[]>();
  for (const group of groups) {
    const { id, code } = group.finding;
    if (group.hosts.size > 1) causes.push(cause([group]));
    else single.set(`${id}\u0000${code}`, [...single.get(`${id}\u0000${code}`) ?? [], group]);
  }
  return [...causes, ...[...single.values()].map(cause)];
}

function cause(groups: readonly Group[]): Cause {
  const [{ finding: { id, code, message, cure, at } }] = groups;
  const hosts = new Set(groups.flatMap((group) => [...group.hosts]));
  const fixAll = hosts.size > 1 && [...hosts].every((host) => host.constructPath !== undefined) ? RULES.find((rule) => rule.id === id)?.fixesAll : undefined;
  return { id, code, message, fix: cure, ...fixAll === undefined ? {} : { fixAll }, at: id === 'HostNotProven' ? [] : at, hosts: [...hosts], others: groups.length - 1 };
}
