/** Words for every reason a proof can fail. Only this folder makes text. */
export interface Words {
  /** What is wrong, naming the thing. One sentence, no full stop. */
  readonly message: string;
  /** The smallest change that mends it, in CDK's words. */
  readonly cdk: string;
  /** The same in CloudFormation's words. */
  readonly cloudFormation: string;
}

export type Data = Readonly<Record<string, string>>;
export type Table = Readonly<Record<string, (d: Data) => Words>>;

/** `ssm, ssmmessages` reads as `ssm and ssmmessages`. */
export function and(list: string | undefined): string {
  const items = (list ?? '').split(', ').filter((i) => i !== '');
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

export const many = (list: string | undefined) => (list ?? '').includes(', ');
