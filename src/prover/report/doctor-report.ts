import type { Examined, ExaminedHost } from '../../doctor';
import type { Cure } from '../remediation';
import type { HostVerdict } from '../verdict';
import { awsCommands } from './aws-commands';
import { makeReport, Report, ReportHost } from './report';
import { LineOf } from './report-places';

/** The report of the doctor: as `check` makes it, and of each host what is observed. */
export interface DoctorReport {
  readonly report: Report;
  /** By instance id: the host as it was examined, and its fix as commands. */
  readonly hosts: ReadonlyMap<string, { readonly examined: ExaminedHost; readonly commands: readonly string[] }>;
}

const UNREAD_USER_DATA = 'the user data of the instance does not stop the SSM Agent (not read, because the instance is online)';

export function makeDoctorReport(examined: Examined, lineOf: LineOf, cureOf: (host: HostVerdict) => Cure | undefined): DoctorReport {
  const cures = new Map<string, Cure>();
  const { judgement } = examined.proved;
  const errors = [...examined.errors.map(({ template, message }) => ({ template, message })), ...judgement.errors];
  const base = makeReport({ ...judgement, errors }, lineOf, {
    paths: 'all',
    cures: (host) => {
      const cure = cureOf(host);
      if (cure) cures.set(host.place.logicalId!, cure);
      return cure;
    },
  });
  const byId = new Map(examined.hosts.map((host) => [host.verdict.place.logicalId!, host]));
  const hosts = base.hosts.map((host): ReportHost => {
    const found = byId.get(host.logicalId);
    if (!found) return host;
    const settled = found.scope.settled?.includes(host.logicalId) === true;
    return { ...host, instanceId: host.logicalId, observed: observedOf(found), ...settled ? { assumptions: [...host.assumptions, UNREAD_USER_DATA] } : {} };
  });
  return {
    report: { ...base, hosts },
    hosts: new Map([...byId].map(([id, host]) => {
      const cure = cures.get(id);
      return [id, { examined: host, commands: cure ? awsCommands(cure, host.scope.region) : [] }];
    })),
  };
}

function observedOf({ observation: { state, session, lastPing, agentVersion }, agreement }: ExaminedHost): NonNullable<ReportHost['observed']> {
  return {
    state,
    ...session === undefined ? {} : { session },
    ...lastPing === undefined ? {} : { lastPing },
    ...agentVersion === undefined ? {} : { agentVersion },
    agreement,
  };
}
