import { ACTION_CODES, type EncodedStatement, type Snapshot } from './managed-policies-format';

export { RELEVANT_ACTIONS } from './relevant-actions';

/** A statement of an AWS managed policy, its actions spelled out and limited to {@link RELEVANT_ACTIONS}. */
export interface ReducedStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** An AWS managed policy as far as this package needs it. */
export interface ManagedPolicy {
  /** Without path, for example `AmazonEC2RoleforSSM`. */
  readonly name: string;
  /** Empty, or with a slash at the end, for example `service-role/`. */
  readonly path: string;
  /** In AWS's order. Empty: the policy says nothing about any relevant action, neither allow nor deny. */
  readonly statements: readonly ReducedStatement[];
}

/** Where the snapshot comes from, and the day AWS last changed a policy in it. */
export interface ManagedPolicySource {
  readonly source: string;
  readonly version: string;
  readonly date: string;
}

/** The part of the snapshot before the policies, of which each has a line of its own. */
type Header = Omit<Snapshot, 'policies'>;

let header: Header | undefined;
const decoded = new Map<string, ManagedPolicy>();

/**
 * The AWS managed policy of a name, as of the snapshot.
 *
 * @param name with or without path, as it stands after `policy/` in the ARN: `AmazonSSMManagedInstanceCore`,
 *   `service-role/AmazonEC2RoleforSSM`. Upper and lower case count. A wrong path finds nothing.
 * @returns undefined when the snapshot has no such policy: a misspelt name, or a policy newer than {@link managedPolicySource}.
 */
export function managedPolicy(name: string): ManagedPolicy | undefined {
  const slash = name.lastIndexOf('/') + 1;
  const bare = name.slice(slash);
  const policy = decoded.get(bare) ?? decode(bare);
  return policy && (slash === 0 || name.slice(0, slash) === policy.path) ? policy : undefined;
}

/** Where the snapshot comes from. A report that relies on a managed policy can name its date. */
export function managedPolicySource(): ManagedPolicySource {
  const { source, version, date } = readHeader();
  return { source, version, date };
}

/** Every policy name of the snapshot, without path, sorted. */
export function managedPolicyNames(): readonly string[] {
  return Object.keys((JSON.parse(readSnapshot()) as Snapshot).policies);
}

const POLICIES = '"policies":{';

function readHeader(): Header {
  if (!header) {
    const text = readSnapshot();
    header = JSON.parse(`${text.slice(0, text.indexOf(POLICIES))}${POLICIES}}}`) as Header;
  }
  return header;
}

/** Required at first use, not imported: reading the file takes several times as long as all the rest of the data. */
function readSnapshot(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { MANAGED_POLICIES_SNAPSHOT } = require('./managed-policies-snapshot') as typeof import('./managed-policies-snapshot');
  return MANAGED_POLICIES_SNAPSHOT;
}

/** The line of one policy: reading all of them takes longer than most proofs. */
function readPolicy(name: string): Snapshot['policies'][string] | undefined {
  const text = readSnapshot();
  const key = `\n${JSON.stringify(name)}:`;
  const at = text.indexOf(key, text.indexOf(POLICIES));
  if (at < 0) return undefined;
  const line = text.slice(at + key.length, text.indexOf('\n', at + 1));
  return JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line) as Snapshot['policies'][string];
}

function decode(name: string): ManagedPolicy | undefined {
  const found = readPolicy(name);
  if (!found) return undefined;
  const [path, ...statements] = found;
  const policy = { name, path, statements: statements.map(decodeStatement) };
  decoded.set(name, policy);
  return policy;
}

function decodeStatement(encoded: EncodedStatement): ReducedStatement {
  if (typeof encoded === 'string') return { Effect: 'Allow', Action: decodeActions(encoded), Resource: '*' };
  const { d, a, r, n, c } = encoded;
  return {
    Effect: d ? 'Deny' : 'Allow',
    Action: decodeActions(a),
    ...(r !== undefined && { Resource: r }),
    ...(n !== undefined && { NotResource: n }),
    ...(c !== undefined && { Condition: c }),
  };
}

function decodeActions(codes: string): string[] {
  return [...codes].map((code) => readHeader().actions[ACTION_CODES.indexOf(code)]);
}
