import { makeReport, Report, ReportHost } from '../../src/prover/report';
import { loadTemplates } from '../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge, JudgeOptions } from '../../src/prover/verdict';

/** Judges templates given as objects. */
export function judgeTemplates(templates: Record<string, unknown>, options: Partial<JudgeOptions> = {}, parameters: Record<string, string> = {}): Report {
  const loaded = loadTemplates(Object.entries(templates).map(([name, data]) => ({ name, data })), { parameters });
  return makeReport(judge(loaded, { ...DEFAULT_OPTIONS, ...options }), (place) => loaded.estate.lineOf(place));
}

/** Judges one template and returns its only host. */
export function judgeHost(template: unknown, options: Partial<JudgeOptions> = {}, parameters: Record<string, string> = {}): ReportHost {
  const { hosts, errors } = judgeTemplates({ 'template.json': template }, options, parameters);
  if (errors.length > 0) throw new Error(errors.map((e) => e.message).join('; '));
  if (hosts.length !== 1) throw new Error(`${hosts.length} hosts instead of one`);
  return hosts[0];
}

/** The codes of what is wrong, in order: `CheckId/CODE`. The note on the order of deployment, true of most stacks, has tests of its own. */
export function codes(host: ReportHost): string[] {
  return findings(host).map((f) => `${f.id}/${f.code}`);
}

/** What is said of a host, without that note. */
export function findings(host: ReportHost): ReportHost['findings'] {
  return host.findings.filter((f) => f.id !== 'BootsBeforeNetwork');
}
