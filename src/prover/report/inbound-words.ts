import { createColors } from 'picocolors';
import { Step } from '../core';
import { isFault } from '../rules';
import { KnockAnswer } from '../verdict';
import { plain } from './inert';
import { named } from './wording';

export interface KnockReport {
  readonly from: string;
  readonly port: number;
  readonly places: readonly { readonly subnet: string; readonly outcome: string; readonly steps: readonly KnockStep[] }[];
}

export interface KnockStep {
  readonly answer: string;
  readonly says: string;
  readonly cure?: string;
}

/** Packets that are dropped leave the caller waiting; whoever gets through meets the host itself. */
const OUTCOMES = {
  no: (port: number) => `times out: packets to ${port} are dropped`,
  yes: (port: number) => `packets to ${port} arrive: "refused" means that no process listens there, a time-out that the firewall of the operating system drops them`,
  unknown: (port: number) => `unresolved: packets to ${port} may be dropped`,
} as const;

export function knockReport(from: string, port: number, answers: readonly KnockAnswer[]): KnockReport {
  return { from, port, places: answers.map(({ subnet, answer }) => ({ subnet, outcome: OUTCOMES[answer.answer](port), steps: answer.because.map(stepOf) })) };
}

function stepOf({ answer, reason, data, unknowns }: Step): KnockStep {
  if (answer === 'unknown') return { answer, says: unknowns?.[0]?.what ?? reason.name };
  const evidence = named(data);
  return { answer, says: reason.says(evidence), ...isFault(reason) ? { cure: reason.words(evidence).cdk } : {} };
}

const SIGN = { yes: '✔', no: '✘', unknown: '?' } as const;

export function knockText(report: KnockReport, color: boolean): string {
  const colors = createColors(color);
  const paint = { yes: colors.green, no: colors.red, unknown: colors.yellow } as const;
  const lines = [`  Connections from ${plain(report.from)} to port ${report.port}:`];
  for (const { subnet, outcome, steps } of report.places) {
    lines.push(`    in ${plain(subnet)}: ${plain(outcome)}`);
    for (const { answer, says, cure } of steps) {
      const word = answer as keyof typeof SIGN;
      lines.push(`      ${paint[word](SIGN[word])} ${plain(says)}`, ...cure ? [`        ${colors.green('fix:')} ${plain(cure)}`] : []);
    }
  }
  return `${lines.join('\n')}\n`;
}
