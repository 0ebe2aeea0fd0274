import { Report, ReportFinding, ReportPath, ReportPlace, ReportStep } from '../../src/prover/report';

/** Places as `LogicalId.Properties.Name`; where that is in the file has tests of its own. */
const place = ({ logicalId, property }: ReportPlace) => [logicalId, ...property === undefined ? [] : [property]].join('.');

const finding = (f: ReportFinding) => ({ id: f.id, code: f.code, severity: f.severity, at: f.at.map(place), ...f.acknowledged === undefined ? {} : { acknowledged: true } });

const step = (s: ReportStep) => [s.answer, s.hop, s.reason, ...s.broken ? ['broken'] : [], ...s.at.map((at) => `at ${place(at)}`)].join(' | ');

const path = (p: ReportPath) => ({
  from: p.subnet.key,
  vpc: p.vpc.key,
  answer: p.answer,
  os: p.os,
  ...p.world === undefined ? {} : { world: p.world },
  steps: p.steps.map(step),
  services: p.services.map((s) => ({
    service: s.service,
    answer: s.answer,
    ways: s.ways.map((w) => ({
      by: [w.endpoint?.key, w.endpointSubnet?.key, w.natGateway].filter((part) => part !== undefined).join(' ') || 'public',
      answer: w.answer,
      steps: w.steps.map(step),
    })),
  })),
});

/** What the prover concludes, without a sentence: verdict, faults, hops and places. */
export function structureOf(report: Report): unknown {
  return {
    hosts: report.hosts.map((host) => ({
      host: `${host.logicalId} ${host.type}`,
      verdict: host.verdict,
      findings: host.findings.map(finding),
      assumptions: host.assumptions.length,
      unknowns: host.unknowns.length,
      ...host.cure === undefined ? {} : { cure: { changes: host.cure.changes.length, leadsTo: host.cure.leadsTo } },
      paths: (host.paths ?? []).map(path),
    })),
    findings: report.findings.map(finding),
    errors: report.errors.map(({ template, line }) => ({ template, ...line === undefined ? {} : { line } })),
  };
}

/** Every sentence of a report, after the kind of thing that says it. */
export function sentencesOf(report: Report): string[] {
  const ofFinding = (f: ReportFinding) => [`fault ${f.code}: ${f.message}`, `fix ${f.code}: ${f.cure}`];
  const ofStep = (s: ReportStep) => [`step ${s.reason}: ${s.words}`, ...s.cure === undefined ? [] : [`fix of step ${s.reason}: ${s.cure}`]];
  return [
    ...report.findings.flatMap(ofFinding),
    ...report.errors.map((e) => `input: ${e.message}`),
    ...report.hosts.flatMap((host) => [
      ...host.findings.flatMap(ofFinding),
      ...host.assumptions.map((a) => `assumption: ${a}`),
      ...host.unknowns.flatMap((u) => [`unknown: ${u.what}`, `why: ${u.why}`]),
      ...host.cure?.changes.map((change) => `change: ${change}`) ?? [],
      ...(host.paths ?? []).flatMap((p) => [...p.steps, ...p.services.flatMap((s) => s.ways.flatMap((w) => w.steps))].flatMap(ofStep)),
    ]),
  ];
}
