import { managedPolicy } from '../../data/managed-policies';
import { InputError } from '../../prover/core';
import { Answers, liveInstancesOf, SavedAnswer, text } from '../../prover/sources/live';
import { Examined, examine, ExamineOptions, isFine } from '../examine';
import { scopesOf } from '../scopes';
import type { Caller } from './caller';
import { changesOf } from './changes';
import { collect, Collected, Decision, Progress } from './collect';
import { findElsewhere } from './elsewhere';
import { folderOf } from './save';

export interface LiveOptions extends ExamineOptions {
  /** Makes a caller for another Region, to look for an instance that is not in the Regions asked. */
  readonly callerOf: (region: string) => Caller;
  readonly onProgress?: (progress: Progress) => void;
  readonly now?: () => Date;
}

export interface LiveExamined {
  readonly examined: Examined;
  readonly collected: readonly Collected[];
}

/** Instances that a person names one by one get every call, as long as they are few. */
const NAMED = 20;

/** Asks each Region, and examines what it answers. */
export async function examineLive(callers: readonly Caller[], options: LiveOptions): Promise<LiveExamined> {
  const { ids, vpc, tags, judge } = options;
  const target = { ids, tags, ...vpc === undefined ? {} : { vpc } };
  const collected: Collected[] = [];
  // One Region after the other: the budget of calls is that of a person, not of a fleet.
  for (const caller of callers) {
    collected.push(await collect(caller, {
      target,
      tier: judge.tier ?? 'connect',
      isKnownPolicy: (name) => managedPolicy(name) !== undefined,
      decide: (answers, found) => decide(caller.region, answers, found, options),
      ...options.onProgress === undefined ? {} : { onProgress: options.onProgress },
      ...options.now === undefined ? {} : { now: options.now },
    }));
    if (collected[collected.length - 1].isStopped) break;
  }
  const errors = [...new Set(collected.flatMap((region) => region.problems.map((problem) => `${region.region}\u0000${problem}`)))].map((told) => new InputError(told.split('\u0000')[0], told.split('\u0000')[1]));
  errors.push(...collected.flatMap((region) => changesOf(region, target)));
  // Where instances cannot be listed, that is told once and not for each of them.
  const isListed = collected.length === callers.length && collected.every(hasInstances);
  const account = collected.find((region) => region.account !== undefined)?.account;
  const elsewhere = isListed ? await findElsewhere(missingOf(collected, ids), callers.map((c) => c.region), account, options.callerOf) : new Map<string, string>();
  const examined = examine(scopesOf(folderOf(collected)), errors, { ...options, regions: [], explainMissing: (id) => isListed && elsewhere.get(id) });
  return { examined, collected };
}

const hasInstances = (region: Collected) => region.answers.some((a) => a.operation === 'describe-instances' && a.outcome === 'complete');

function missingOf(collected: readonly Collected[], ids: readonly string[]): string[] {
  const known = new Set(collected.flatMap((region) => liveInstancesOf({ answers: new Answers(region.answers) }).map((i) => text(i, 'InstanceId'))));
  return ids.filter((id) => !known.has(id));
}

/** Open are those that are not proved, or no healthy managed nodes, even if their user data is empty; and those that are named, as long as they are few. */
function decide(region: string, answers: readonly SavedAnswer[], found: readonly string[], options: ExamineOptions): Decision {
  const at: Collected = { region, from: '', to: '', answers, settled: found, requests: 0, problems: [], isStopped: false };
  const { hosts } = examine(scopesOf(folderOf([at])), [], { ...options, ids: [], regions: [] });
  const ready = hosts.filter((host) => host.verdict.verdict === 'ready');
  const settled = new Set(ready.filter((host) => host.observation.state === 'online' && isFine(host)).map((host) => host.verdict.place.logicalId));
  const isNamed = options.ids.length > 0 && options.ids.length <= NAMED;
  return { undecided: isNamed ? found : found.filter((id) => !settled.has(id)), isUnproved: ready.length < hosts.length };
}
