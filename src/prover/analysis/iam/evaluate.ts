import { all, any, negate, Place, Truth, Unknown, Value } from '../../core';
import { conditionsHold } from './conditions';
import { RequestContext } from './context';
import { bind, compile, Hole, PatternToken, STAR, Token } from './pattern';
import { actionTokens, plainOf } from './plain';
import { Patterns, Policy, Statement, statementPlace } from './policy';
import { isAbout, Principal } from './principals';
import { matchTokens } from './wildcard';

/** One call, as far as it is known. */
export interface IamRequest {
  /** `ssm:UpdateInstanceInformation` */
  readonly action: string;
  /** The ARN it is about; undefined: none that is documented. */
  readonly resource?: Value;
  readonly context: RequestContext;
  /** Given: only statements about this principal count, and resources need not be named (trust and endpoint policies). */
  readonly principal?: Principal;
}

/** A policy, where it stands, and what to call it. */
export interface PlacedPolicy {
  readonly policy: Policy;
  readonly place: Place;
  /** `AmazonSSMManagedInstanceCore`, or `Policies.0` */
  readonly name: string;
}

/** A statement that decides, or may decide. */
export interface Deciding {
  readonly place: Place;
  readonly policy: string;
  readonly statement: number;
}

/** Whether the statements of one effect apply, by which of them, and what is missing to tell. */
export interface Decision {
  readonly truth: Truth;
  /** For `yes` the first that surely applies, for `unknown` all that may. */
  readonly statements: readonly Deciding[];
  readonly unknowns: readonly Unknown[];
}

export interface Evaluation {
  readonly allowed: Decision;
  readonly denied: Decision;
}

/** What policies say of a request: whether an Allow applies, and whether a Deny does. What cannot be read may allow, but is taken not to deny. */
export function evaluate(policies: readonly PlacedPolicy[], request: IamRequest): Evaluation {
  return { allowed: decide(policies, request, 'Allow'), denied: decide(policies, request, 'Deny') };
}

function decide(policies: readonly PlacedPolicy[], request: IamRequest, effect: 'Allow' | 'Deny'): Decision {
  const statements: Deciding[] = [];
  const unknowns: Unknown[] = [];
  for (const { policy, place, name } of policies) {
    for (const statement of policy.statements) {
      if (statement.effect !== effect && !(statement.effect instanceof Unknown)) continue;
      const { truth, unknowns: missing } = applies(statement, request);
      if (truth === 'no') continue;
      const deciding = { place: statementPlace(place, statement), policy: name, statement: statement.index };
      if (truth === 'yes' && statement.effect === effect) return { truth, statements: [deciding], unknowns: [] };
      statements.push(deciding);
      unknowns.push(...missing, ...(statement.effect instanceof Unknown ? [statement.effect] : []));
    }
    if (effect === 'Allow') unknowns.push(...policy.unreadable);
  }
  return { truth: statements.length + unknowns.length > 0 ? 'unknown' : 'no', statements, unknowns };
}

const NO: { truth: Truth; unknowns: readonly Unknown[] } = { truth: 'no', unknowns: [] };
const YES: typeof NO = { truth: 'yes', unknowns: [] };

function applies(statement: Statement, request: IamRequest): { truth: Truth; unknowns: readonly Unknown[] } {
  const plain = plainOf(statement);
  const meant = plain.means(request.action);
  if (meant === 'no') return NO;
  if (meant === 'yes' && plain.everywhere() && request.principal === undefined) return YES;
  const head = all([actionMeant(statement, request), resourceMeant(statement, request), principalMeant(statement, request)]);
  if (head === 'no') return { truth: 'no', unknowns: [] };
  const condition = conditionsHold(statement.conditions, request.context, statement.variables);
  const truth = all([head, condition.truth]);
  return { truth, unknowns: truth === 'unknown' ? [...headUnknowns(statement, head), ...condition.unknowns] : [] };
}

function headUnknowns(statement: Statement, head: Truth): Unknown[] {
  if (head !== 'unknown') return [];
  const what = `what statement ${statement.index + 1} applies to`;
  return [new Unknown('attribute', `statement: ${what}`, what)];
}

function actionMeant({ actions, notActions }: Statement, { action, context }: IamRequest): Truth {
  const text = actionTokens(action);
  const match = (patterns: Patterns) => any(patterns.map((pattern) => matchTokens(bind(pattern, context, true), text)));
  return actions ? match(actions()) : negate(match(notActions!()));
}

function principalMeant(statement: Statement, { principal, context }: IamRequest): Truth {
  return principal === undefined ? 'yes' : isAbout(statement, principal, context);
}

function resourceMeant({ resources, notResources }: Statement, request: IamRequest): Truth {
  const match = (patterns: Patterns) => any(patterns.map((pattern) => resourceMatches(pattern, request)));
  if (resources) return match(resources());
  if (notResources) return negate(match(notResources()));
  // A trust policy is about its own role; any other statement needs a resource.
  return request.principal === undefined ? 'unknown' : 'yes';
}

function resourceMatches(pattern: readonly PatternToken[], { action, resource, context }: IamRequest): Truth {
  const bound = bind(pattern, context);
  if (resource !== undefined) return matchTokens(bound, bind(compile(resource, { wildcards: false }), context));
  if (bound.length > 0 && bound.every((token) => token === STAR)) return 'yes';
  const service = serviceOf(bound);
  return service !== undefined && !isRelated(service, action) ? 'no' : 'unknown';
}

/** Which resources an agent's calls name is not documented in full; they are the instance's or the service's own. */
const AGENT_SERVICES = ['ssm', 'ssmmessages', 'ec2messages', 'ec2'];

function isRelated(service: string, action: string): boolean {
  return AGENT_SERVICES.includes(service) || service === action.slice(0, action.indexOf(':')).toLowerCase();
}

/** The service of an ARN pattern where it is spelt out, the partition being anything: `arn:*:s3:::bucket`. */
function serviceOf(tokens: readonly Token[]): string | undefined {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token === ':') parts.push([]);
    else if (token instanceof Hole && !token.narrow && parts.length < 4) return undefined;
    else parts[parts.length - 1].push(token);
  }
  if (parts.length < 4 || parts[0].join('') !== 'arn') return undefined;
  return parts[2].length > 0 && parts[2].every((token) => typeof token === 'string') ? parts[2].join('') : undefined;
}
