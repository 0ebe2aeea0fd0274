import { createColors } from 'picocolors';
import { Step } from '../core';
import { KnockAnswer } from '../verdict';
import { plain } from './inert';
import { Data } from './wording';

/** Each hop of somebody who knocks from outside, in a sentence; for what fails also what would let them in. */
const WORDS: Readonly<Record<string, (d: Data) => { says: string; cure?: string }>> = {
  inboundFromVpc: (d) => ({ says: `${d.from} lies in ${d.vpc}: the local route leads there and back` }),
  inboundRoute: (d) => ({ says: `${d.route} leads to the internet gateway, by which callers come and replies leave` }),
  inboundAddress: (d) => ({ says: `${d.host} has a public address` }),
  inboundAcl: (d) => ({ says: `${d.direction === 'inbound' ? 'into' : 'back out of'} ${d.aclSubnet} through ${d.acl}` }),
  inboundGroups: (d) => ({ says: `into ${d.groups} on ${d.port}` }),
  inboundNoAddress: (d) => ({ says: `${d.host} has no public address, so nobody outside of its VPC can name it`, cure: 'give it a public address, or come by Session Manager, which needs none' }),
  inboundBehindNat: (d) => ({
    says: `${d.subnet} leads out by ${d.route}, and a NAT gateway lets no connection begin from outside`,
    cure: 'come by Session Manager, or place the host in a public subnet',
  }),
  inboundNoRoute: (d) => ({ says: `${d.table} has no route to ${d.from}, so replies do not find back`, cure: `add a route to ${d.from}, or come by Session Manager` }),
  inboundGatewayDetached: (d) => ({ says: `${d.route} leads to an internet gateway that is not attached to ${d.vpc}`, cure: 'attach it' }),
  inboundPublicAccessBlocked: (d) => ({ says: `VPC Block Public Access keeps callers out of ${d.subnet}`, cure: 'exclude the subnet, or come by Session Manager' }),
  inboundAclBlocks: (d) => ({ says: `${d.acl} of ${d.aclSubnet} denies TCP ${d.port} from ${d.from}`, cure: `add an entry that allows inbound TCP ${d.port} from ${d.from}` }),
  inboundAclBlocksReply: (d) => ({ says: `${d.acl} of ${d.aclSubnet} denies the replies to ${d.from}`, cure: `add an entry that allows outbound TCP 1024-65535 to ${d.from}` }),
  inboundGroupsBlock: (d) => ({
    says: `no ingress rule of ${d.groups} admits TCP ${d.port} from ${d.from}`,
    cure: `add an ingress rule for ${d.from}, or better none: Session Manager needs no inbound port`,
  }),
};

/** Reasons with words; a test compares them with those that can be met. */
export const INBOUND_REASONS_WITH_WORDS: readonly string[] = Object.keys(WORDS);

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
  no: (port: number) => `times out: packets to ${port} are dropped on the way`,
  yes: (port: number) => `packets to ${port} arrive: "refused" means that nothing listens there, a time-out that the system's own firewall drops them`,
  unknown: (port: number) => `cannot be told: packets to ${port} may be dropped on the way`,
} as const;

export function knockReport(from: string, port: number, answers: readonly KnockAnswer[]): KnockReport {
  return { from, port, places: answers.map(({ subnet, answer }) => ({ subnet, outcome: OUTCOMES[answer.answer](port), steps: answer.because.map(stepOf) })) };
}

function stepOf(step: Step): KnockStep {
  const words = Object.hasOwn(WORDS, step.reason) ? WORDS[step.reason](step.data) : { says: step.unknowns?.[0]?.what ?? step.reason };
  return { answer: step.answer, ...words };
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
      lines.push(`      ${paint[word](SIGN[word])} ${plain(says)}`, ...cure ? [`        ${colors.green('cure:')} ${plain(cure)}`] : []);
    }
  }
  return `${lines.join('\n')}\n`;
}
