import { managedPolicy, RELEVANT_ACTIONS } from '../../../data/managed-policies';
import { Answer, conjunction, Data, Evidence, Place, placeKey, Reason, Step, textOf, Truth, Unknown, Value } from '../../core';
import { PolicySource, Role } from '../../model';
import { facts } from '../../rules/facts';
import { permissionsBoundaryBlocks } from '../../rules/identity/permissions-boundary-blocks';
import { rolePermissionsDenied } from '../../rules/identity/role-permissions-denied';
import { rolePermissionsMissing } from '../../rules/identity/role-permissions-missing';
import { unresolved } from '../../rules/unresolved';
import { RequestContext } from './context';
import { Deciding, Decision, evaluate, PlacedPolicy } from './evaluate';
import { plainOf } from './plain';
import { Policy, readPolicy, statementPlace } from './policy';
import { resourceOf } from './request';

/** What an action is asked for. */
export interface PermitRequest {
  /** The ARN the call is about; undefined: `Resource: "*"` surely covers it, other ARNs of its service perhaps. */
  readonly resource?: Value;
  readonly context: RequestContext;
}

/** A role's policies, or its boundary, read: what can be seen and what cannot. */
interface Seen {
  readonly policies: readonly PlacedPolicy[];
  readonly unseen: readonly Unknown[];
}

/** The snapshot of AWS's policies holds these actions only; of any other it says nothing. */
const KNOWN_TO_SNAPSHOT = new Set(RELEVANT_ACTIONS.map((action) => action.toLowerCase()));

/**
 * Whether a role may do an action: an Allow in its policies, one in its boundary if it has one, and no Deny in either. Policies that
 * cannot be seen are taken not to deny: {@link unseenPolicies} lists them, as does `data.unseen` of a step that answers yes.
 * One step, or one for each fault. Service control policies and session policies are not looked at.
 */
export function permits(role: Role, action: string, request: PermitRequest): Answer {
  const identity = seenIdentity(role);
  const boundary = seenBoundary(role);
  const ask = (seen: Seen | undefined) => evaluateSeen(seen, action, request);
  const [own, limit] = [ask(identity), ask(boundary)];
  const data = { action, role };
  const faults: Step[] = [];
  const denied = [own.denied, limit.denied].find((d) => d.truth === 'yes');
  if (denied) faults.push(stepOf(rolePermissionsDenied.faults.actionDenied, 'no', denied.statements, data));
  if (own.allowed.truth === 'no') faults.push({ reason: rolePermissionsMissing.faults.actionMissing, answer: 'no', at: role.place ? [role.place] : [], data });
  if (boundary && limit.allowed.truth === 'no') {
    faults.push({ reason: permissionsBoundaryBlocks.faults.boundaryLacksAction, answer: 'no', at: boundaryPlaces(role), data: { ...data, ...boundaryName(role) } });
  }
  if (faults.length > 0) return conjunction(faults);
  const open = [own.denied, limit.denied, own.allowed, ...(boundary ? [limit.allowed] : [])].filter((d) => d.truth === 'unknown');
  if (open.length > 0) return conjunction([unknownStep(role, open, data)]);
  const unseen = unseenPolicies(role);
  // What a live account holds is not guessed at: it may deny.
  const hidden = unseen.filter((u) => u.why === 'not-seen');
  if (hidden.length > 0) return conjunction([unknownStep(role, [{ truth: 'unknown', statements: [], unknowns: hidden }], data)]);
  const assumed: Data = unseen.length > 0 ? { unseen: unseen.map((u) => u.what).join(', ') } : {};
  return conjunction([stepOf(facts.actionAllowed, 'yes', own.allowed.statements, { ...data, ...assumed })]);
}

/**
 * Whether a role may do all of some actions: the steps of {@link permits}, one for each reason, `data.actions` naming the actions.
 *
 * @param resource the ARN each action is about; default: what the agent's calls are about, as far as documented
 */
export function permitsAll(
  role: Role, actions: readonly string[], context: RequestContext | (() => RequestContext),
  resource?: (action: string) => Value,
): Answer {
  return plainly(role, actions) ?? inDetail(role, actions, typeof context === 'function' ? context() : context, resource);
}

/** The everyday role: nothing denies, nothing limits or hides, and each action is allowed by a statement that rests on nothing else. */
function plainly(role: Role, actions: readonly string[]): Answer | undefined {
  if (role.boundary !== undefined || actions.length === 0) return undefined;
  const { policies, unseen } = seenIdentity(role);
  if (unseen.length > 0 || policies.some(({ policy }) => !mayOnlyAllow(policy))) return undefined;
  const deciding = new Map<string, Deciding>();
  for (const action of actions) {
    const found = allowedPlainly(policies, action);
    if (!found) return undefined;
    deciding.set(`${found.policy} ${found.statement}`, found);
  }
  const statements = [...deciding.values()];
  const at = statements.length === 1 ? [statements[0].place] : distinctPlaces(statements.map((s) => s.place));
  return conjunction([{ reason: facts.actionAllowed, answer: 'yes', at, data: { actions: actions.join(', '), role, ...names(statements) } }]);
}

function mayOnlyAllow({ statements, unreadable }: Policy): boolean {
  return unreadable.length === 0 && statements.every((s) => s.effect === 'Allow');
}

/** The first statement that allows an action, if no earlier one might. */
function allowedPlainly(policies: readonly PlacedPolicy[], action: string): Deciding | undefined {
  for (const { policy, place, name } of policies) {
    for (const statement of policy.statements) {
      const { means, everywhere } = plainOf(statement);
      const meant = means(action);
      if (meant === 'no') continue;
      return meant === 'yes' && everywhere() ? { place: statementPlace(place, statement), policy: name, statement: statement.index } : undefined;
    }
  }
  return undefined;
}

function inDetail(role: Role, actions: readonly string[], context: RequestContext, about?: (action: string) => Value): Answer {
  const resource = about ?? ((action: string) => resourceOf(action, context));
  const steps = actions.flatMap((action) => permits(role, action, { resource: resource(action), context }).because);
  const groups = new Map<Reason, Step[]>();
  for (const step of steps) groups.set(step.reason, [...groups.get(step.reason) ?? [], step]);
  return conjunction([...groups.values()].map(merge));
}

/** Policies of the role whose content cannot be seen: a proof of `yes` assumes that none of them denies. */
export function unseenPolicies(role: Role): readonly Unknown[] {
  return distinct([...seenIdentity(role).unseen, ...seenIdentity(role).policies.flatMap((p) => p.policy.unreadable)]);
}

const identityCache = new WeakMap<readonly PolicySource[], Seen>();

function seenIdentity(role: Role): Seen {
  let seen = identityCache.get(role.policies);
  if (!seen) identityCache.set(role.policies, seen = see(role.policies, role.unknownPolicies));
  return seen;
}

function seenBoundary({ boundary }: Role): Seen | undefined {
  if (boundary === undefined) return undefined;
  return boundary instanceof Unknown ? { policies: [], unseen: [boundary] } : see([boundary], []);
}

function see(sources: readonly PolicySource[], unknown: readonly Unknown[]): Seen {
  const unseen = [...unknown];
  const policies: PlacedPolicy[] = [];
  for (const source of sources) {
    if (source.kind === 'document') {
      const place = documentPlace(source.place);
      policies.push({ policy: readPolicy(source.document), place, name: documentName(source.place) });
      continue;
    }
    const managed = awsManaged(source.name);
    if (managed) policies.push({ policy: managed, place: source.place, name: source.name });
    else unseen.push(new Unknown('reference', `managed policy ${source.name}`, `the AWS managed policy ${source.name}, which is not in the snapshot`));
  }
  return { policies, unseen };
}

const managedCache = new Map<string, ReturnType<typeof readPolicy>>();

function awsManaged(name: string): ReturnType<typeof readPolicy> | undefined {
  const known = managedCache.get(name);
  if (known) return known;
  const found = managedPolicy(name);
  if (!found) return undefined;
  const { statements } = readPolicy({ Version: '2012-10-17', Statement: found.statements as unknown as Value[] });
  // Its statements are AWS's, not the template's: the place of all is the ARN that attaches the policy.
  const policy = { statements: statements.map(({ path: _path, ...statement }) => statement), unreadable: [] };
  managedCache.set(name, policy);
  return policy;
}

function evaluateSeen(seen: Seen | undefined, action: string, request: PermitRequest): { allowed: Decision; denied: Decision } {
  const { policies, unseen } = seen ?? { policies: [], unseen: [] };
  const isKnown = KNOWN_TO_SNAPSHOT.has(action.toLowerCase());
  // The snapshot keeps a statement only for the actions it knows, so a policy of AWS's may say more on any other.
  const blind = isKnown ? [] : policies.filter((p) => isAwsManaged(p)).map((p) => new Unknown('reference', `${p.name} on ${action}`, `what ${p.name} says of ${action}`));
  const { allowed, denied } = evaluate(policies, { action, ...request });
  const hidden = [...unseen, ...blind];
  if (allowed.truth === 'yes' || hidden.length === 0) return { allowed, denied };
  return { allowed: { ...allowed, truth: 'unknown', unknowns: [...allowed.unknowns, ...hidden] }, denied };
}

function isAwsManaged({ policy, name }: PlacedPolicy): boolean {
  return managedCache.get(name) === policy;
}

/** The policies on a role stand in a list of names and documents; elsewhere the document is a property of its own. */
function documentPlace(place: Place): Place {
  const parts = place.property?.split('.') ?? [];
  return parts[parts.length - 2] === 'Policies' ? { ...place, property: `${place.property}.PolicyDocument` } : place;
}

/** `Policies.0`, or the logical id of the policy. */
function documentName({ property, logicalId }: Place): string {
  const parts = property?.split('.') ?? [];
  return parts[parts.length - 2] === 'Policies' ? parts.slice(-2).join('.') : logicalId ?? property ?? 'policy';
}

function boundaryPlaces(role: Role): readonly Place[] {
  const place = role.place && { ...role.place, property: 'Properties.PermissionsBoundary' };
  return place ? [place] : [];
}

function boundaryName({ boundary }: Role): Data {
  if (boundary === undefined || boundary instanceof Unknown) return {};
  return { policy: boundary.kind === 'aws-managed' ? boundary.name : documentName(boundary.place) };
}

function stepOf(reason: Reason, answer: Truth, statements: readonly Deciding[], data: Data): Step {
  return { reason, answer, at: statements.map((s) => s.place), data: { ...data, ...names(statements) } };
}

function names(statements: readonly Deciding[]): Data {
  if (statements.length === 0) return {};
  return {
    statement: statements.map((s) => `${s.policy} statement ${s.statement + 1}`).join(', '),
    policy: [...new Set(statements.map((s) => s.policy))].join(', '),
  };
}

function unknownStep(role: Role, open: readonly Decision[], data: Data): Step {
  const step = stepOf(unresolved.actionUnknown, 'unknown', open.flatMap((d) => d.statements), data);
  const at = step.at.length > 0 || !role.place ? step.at : [role.place];
  return { ...step, at, unknowns: distinct(open.flatMap((d) => d.unknowns)) };
}

function merge(steps: readonly Step[]): Step {
  const [first] = steps;
  const at = distinctPlaces(steps.flatMap((s) => s.at));
  const data: Record<string, Evidence> = { actions: steps.map((s) => textOf(s.data.action)).join(', ') };
  if (first.data.role !== undefined) data.role = first.data.role;
  for (const key of ['statement', 'policy', 'unseen']) {
    const values = [...new Set(steps.flatMap((s) => textOf(s.data[key]) ?? []))];
    if (values.length > 0) data[key] = values.join(', ');
  }
  const unknowns = distinct(steps.flatMap((s) => s.unknowns ?? []));
  return { reason: first.reason, answer: first.answer, at, data, ...(unknowns.length > 0 && { unknowns }) };
}

function distinctPlaces(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

function distinct(unknowns: readonly Unknown[]): Unknown[] {
  return [...new Map(unknowns.map((unknown) => [unknown.key, unknown])).values()];
}
