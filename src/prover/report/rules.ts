import { type Rule as ProverRule, RULES } from '../verdict';

/** One check of the catalogue. */
export interface Rule {
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  readonly why: string;
  /** What people see of it on AWS. */
  readonly symptom: string;
  /** The codes of its findings; none: that of whatever step fails. */
  readonly codes: readonly string[];
  /** Its page: what fails, what passes, how to mend it. */
  readonly page: string;
  /** Pages of the AWS documentation. */
  readonly links: readonly string[];
  /** What acknowledges it in a CDK app. */
  readonly acknowledge: string;
}

export function rules(): Rule[] {
  return RULES.map((check) => {
    const { id, severity, title, why, symptom, codes, links } = check;
    return { id, severity, title, why, symptom, codes, page: pageOf(check), links, acknowledge: `cdk-ssm-ready::${id}` };
  });
}

/** A line for each check, and under it what people see of it. */
export function rulesText(list: readonly Rule[]): string {
  const width = Math.max(...list.map((r) => r.id.length));
  const checks = list.map((r) => `${r.id.padEnd(width)}  ${r.severity.padEnd(7)}  ${r.title}\n  why:  ${r.why}\n  seen: ${r.symptom}\n  page: ${r.page}`);
  return `${checks.join('\n\n')}\n`;
}

/** Where the page of a check is published. */
export function pageOf(check: Pick<ProverRule, 'id'>): string {
  return `https://github.com/cdk-ssm-ready/cdk-ssm-ready/blob/main/docs/checks/${check.id}.md`;
}
