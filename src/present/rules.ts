import { CHECKS } from '../verdict';

/** One check of the catalogue. */
export interface Rule {
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  /** What acknowledges it in a CDK app. */
  readonly acknowledge: string;
}

export function rules(): Rule[] {
  return CHECKS.map(({ id, severity, title }) => ({ id, severity, title, acknowledge: `cdk-ssm-ready::${id}` }));
}

export function rulesText(list: readonly Rule[]): string {
  const width = Math.max(...list.map((r) => r.id.length));
  return `${list.map((r) => `${r.id.padEnd(width)}  ${r.severity.padEnd(7)}  ${r.title}`).join('\n')}\n`;
}
