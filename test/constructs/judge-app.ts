import { App, Stack } from 'aws-cdk-lib';
import { makeReport, Report, ReportHost } from '../../src/prover/report';
import { load } from '../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../src/prover/verdict';

/** The prover's report on a folder that `cdk synth` wrote. */
export function judgeFolder(folder: string): Report {
  const loaded = load([folder]);
  return makeReport(judge(loaded, DEFAULT_OPTIONS), (place) => loaded.estate.lineOf(place));
}

/** Synthesizes the app of a stack, and judges all of it. */
export function judgeAppOf(stack: Stack): Report {
  return judgeFolder((stack.node.root as App).synth().directory);
}

/** Each host with its verdict and what was found: `Test/Web: never EndpointMissing`. */
export function verdicts(report: Report): string[] {
  const findings = (host: ReportHost): string[] => [...new Set(host.findings.filter(({ severity }) => severity !== 'info').map(({ id }) => id))];
  return [...report.errors.map((error) => `error ${error.message}`), ...report.hosts.map((host) =>
    [`${host.constructPath}: ${host.verdict}`, ...findings(host)].join(' '))].sort();
}
