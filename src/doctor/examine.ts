import { textOf, InputError } from '../prover/core';
import { roleHalfManaged } from '../prover/rules/identity/role-half-managed';
import { Answers, Json, liveInstancesOf, OPERATIONS, Presence, tag, text } from '../prover/sources/live';
import { HostVerdict, JudgeOptions } from '../prover/verdict';
import { Agreement, agreementOf } from './agreement';
import { readFolder } from './folder';
import { plan } from './live/plan';
import { isTarget } from './live/scope';
import { Observation, observe } from './observed';
import { prove, Proved } from './prove';
import { DoctorScope, scopesOf } from './scopes';

export interface ExamineOptions {
  /** Instances to judge. None: all. */
  readonly ids: readonly string[];
  /** Regions to judge instances of. None: all. */
  readonly regions: readonly string[];
  readonly vpc?: string;
  readonly tags: readonly { readonly key: string; readonly value?: string }[];
  readonly judge: JudgeOptions;
  /** Why an instance that is named is on no list; false: that is told already. */
  readonly explainMissing?: (id: string) => string | false | undefined;
}

/** One instance: the proof, what is observed, and whether they agree. */
export interface ExaminedHost {
  readonly verdict: HostVerdict;
  readonly instance: Json;
  readonly observation: Observation;
  readonly agreement: Agreement;
  readonly scope: DoctorScope;
}

/** The value of a tag of an instance. */
export const tagOf = (instance: Json, key: string) => tag(instance, key);

/** Calls of a scope whose answers are not all there. */
export interface ScopeCalls {
  readonly scope: DoctorScope;
  /** Denied, failed or cut short. */
  readonly incomplete: readonly Presence[];
  readonly notAsked: readonly string[];
}

export interface Examined {
  readonly proved: Proved;
  readonly hosts: readonly ExaminedHost[];
  readonly errors: readonly InputError[];
  readonly calls: readonly ScopeCalls[];
  /** Instances that are terminated. */
  readonly gone: number;
  /** Files that were read. */
  readonly files: readonly string[];
}

/** Examines the instances that a folder of saved answers tells of. */
export function examineFolder(folder: string, options: ExamineOptions): Examined {
  const found = readFolder(folder);
  return { ...examine(scopesOf(found), found.errors, options), files: [...new Set(found.files.map((file) => file.path))] };
}

/** The same for answers however they were got. */
export function examine(scopes: readonly DoctorScope[], faults: readonly InputError[], options: ExamineOptions): Examined {
  const errors = [...faults];
  const known = new Map<string, { readonly scope: DoctorScope; readonly answers: Answers; readonly instance: Json }>();
  for (const scope of scopes) {
    const answers = new Answers(scope.answers);
    for (const instance of liveInstancesOf({ answers })) {
      const id = text(instance, 'InstanceId')!;
      if (!known.has(id)) known.set(id, { scope, answers, instance });
    }
    if (answers.of('ec2', 'describe-instances').length === 0 && faults.length === 0) errors.push(new InputError(nameOf(scope), 'no answer of ec2 describe-instances is there, so no instance is known'));
  }
  for (const id of options.ids) errors.push(...missing(id, known.get(id), options));
  const wanted = (id: string) => {
    const entry = known.get(id);
    return entry !== undefined && isWanted(id, entry.scope, entry.instance, options);
  };
  const proved = prove(scopes, options.judge, wanted);
  const hosts = proved.judgement.hosts.map((verdict): ExaminedHost => {
    const { scope, answers, instance } = known.get(verdict.place.logicalId!)!;
    const observation = observe(answers, instance);
    const { state, session, hybrid } = observation;
    const agreement = agreementOf({
      verdict: verdict.verdict, state, ...session === undefined ? {} : { session }, ...hybrid === undefined ? {} : { hybrid }, onlySessionsFail: onlySessionsFail(verdict),
    });
    return { verdict, instance, observation, agreement, scope };
  });
  return { proved, hosts, errors, calls: scopes.map(callsOf), gone: proved.input.gone, files: [] };
}

const nameOf = ({ account, region }: DoctorScope) => [account ?? 'account not known', region ?? 'Region not known'].join('/');

function missing(id: string, entry: { readonly scope: DoctorScope; readonly instance: Json } | undefined, { regions, explainMissing }: ExamineOptions): InputError[] {
  if (!entry) {
    const why = explainMissing?.(id);
    return why === false ? [] : [new InputError(id, why ?? 'no answer lists this instance')];
  }
  const { scope, instance } = entry;
  if (['terminated', 'shutting-down'].includes(text(instance, 'State', 'Name') ?? '')) return [new InputError(id, `this instance is ${text(instance, 'State', 'Name')!}`)];
  if (regions.length > 0 && (scope.region === undefined || !regions.includes(scope.region))) return [new InputError(id, `this instance is in ${scope.region ?? 'a Region that is not known'}, which --region leaves out`)];
  return [];
}

function isWanted(id: string, scope: DoctorScope, instance: Json, { ids, regions, vpc, tags }: ExamineOptions): boolean {
  if (ids.length > 0 && !ids.includes(id)) return false;
  if (regions.length > 0 && (scope.region === undefined || !regions.includes(scope.region))) return false;
  return isTarget(instance, { ids, tags, ...vpc === undefined ? {} : { vpc } });
}

/** Whether each fault is about sessions alone: such a host registers, and nobody can connect to it. */
function onlySessionsFail({ verdict, findings }: HostVerdict): boolean {
  const errors = findings.filter((f) => f.severity === 'error');
  return verdict === 'never' && errors.length > 0 && errors.every((f) => f.reason === roleHalfManaged.faults.halfManaged || f.data.service === 'ssmmessages'
    || (textOf(f.data.actions ?? f.data.action) ?? '').split(', ').every((a) => a.startsWith('ssmmessages:')));
}

/** Calls that others stand for, or that matter to few accounts. */
const OPTIONAL = new Set(['get-caller-identity', 'describe-regions', 'describe-prefix-lists', 'describe-instance-image-metadata', 'get-account-authorization-details', 'describe-activations', 'describe-instance-status', 'describe-instance-associations-status', 'get-connection-status', 'get-document']);

/** Calls that matter for the instances that are listed: without a route to a transit gateway, for example, none about these does. */
function neededBy(answers: Answers): (service: string, operation: string) => boolean {
  const ids = liveInstancesOf({ answers }).map((instance) => text(instance, 'InstanceId')!);
  const calls = new Set(plan(answers, { target: { ids: [], tags: [] }, tier: 'connect', isKnownPolicy: () => true, undecided: ids, isUnproved: true, maySweep: false }).map(({ service, operation }) => `${service} ${operation}`));
  const isSwept = answers.of('iam', 'get-account-authorization-details').length > 0;
  return (service, operation) => ids.length === 0 || (!isSwept || service !== 'iam') && calls.has(`${service} ${operation}`);
}

function callsOf(scope: DoctorScope): ScopeCalls {
  const answers = new Answers(scope.answers);
  const needed = neededBy(answers);
  const incomplete: Presence[] = [];
  const notAsked: string[] = [];
  for (const { service, operation } of OPERATIONS) {
    const mine = answers.of(service, operation);
    if (mine.length === 0) {
      if (!OPTIONAL.has(operation) && needed(service, operation)) notAsked.push(`${service} ${operation}`);
      continue;
    }
    const worst = (['denied', 'failed', 'partial'] as const).find((outcome) => mine.some((a) => a.outcome === outcome));
    const error = mine.find((a) => a.outcome === worst)?.error;
    // A document that does not exist is an answer: sessions have AWS's own preferences.
    if (worst !== undefined && !(operation === 'get-document' && (error ?? '').includes('InvalidDocument'))) incomplete.push({ state: worst, service, operation, ...error === undefined ? {} : { error } });
  }
  return { scope, incomplete, notAsked };
}

/** Whether a running instance is a healthy managed node, or is ready and just booting. */
export function isFine({ verdict, observation: { state, session, impaired, instanceState } }: ExaminedHost): boolean {
  if (state === 'stopped') return true;
  // Half a managed node: commands reach it, sessions do not.
  if (state === 'online') return !impaired && session !== 'not-connected';
  if (state === 'not-asked') return verdict.verdict === 'ready';
  return verdict.verdict === 'ready' && instanceState === 'pending';
}

/** 0: each running instance is fine; 1: some is not; 3: something could not be read. */
export function doctorStatus({ hosts, errors, proved }: Examined): 0 | 1 | 3 {
  if (errors.length > 0 || proved.judgement.errors.length > 0) return 3;
  return hosts.every(isFine) ? 0 : 1;
}
