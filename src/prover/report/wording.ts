import { Data as StepData, Evidence, refsOf, textOf } from '../core';

/** Words for every reason a proof can fail. Only this folder makes text. */
export interface Words {
  /** What is wrong, naming the thing. One sentence, no full stop. */
  readonly message: string;
  /** The smallest change that mends it, in CDK's words. */
  readonly cdk: string;
  /** The same in CloudFormation's words. */
  readonly cloudFormation: string;
}

/** Evidence with its names put in. */
export type Data = Readonly<Record<string, string>>;

/** What the things a step is about are called. */
export function named(evidence: StepData): Data {
  return Object.fromEntries(Object.entries(evidence).map(([key, value]) => [key, nameOf(value)]));
}

export function nameOf(evidence: Evidence | undefined): string {
  return textOf(evidence) ?? [...new Set(refsOf(evidence).map((ref) => ref.name))].join(', ');
}
export type Table = Readonly<Record<string, (d: Data) => Words>>;

/** `ssm, ssmmessages` reads as `ssm and ssmmessages`. */
export function and(list: string | undefined): string {
  const items = (list ?? '').split(', ').filter((i) => i !== '');
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

export const many = (list: string | undefined) => (list ?? '').includes(', ');
