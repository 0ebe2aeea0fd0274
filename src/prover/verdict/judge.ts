import { fleetSteps, HostProver } from '../analysis';
import { Assumption, Explored, InputError, TooManyWorlds, Unknown, WorldChoice } from '../core';
import { Host, Model } from '../model';
import { hostNotProven } from '../rules/host/host-not-proven';
import { unresolved } from '../rules/unresolved';
import { Estate, Loaded, placeOf, Resource, Stack } from '../sources/cloudformation';
import { Alike, Likeness } from './alike';
import { isDeclared } from './declared';
import { isExcluded } from './exclude';
import { failureWords, isUnresolvable } from './failure';
import { assumptionKey, findingsOf, findingsOfSteps, uniteFindings } from './findings';
import { Like, withFindings } from './like';
import { pictureNetworks } from './network';
import { Reads } from './reads';
import { openSteps } from './steps';
import { Finding, HostVerdict, InputFault, JudgeOptions, Judgement, OpenPoint, VerdictWord, WorldVerdict } from './types';
import { unknownRegions } from './unknown-regions';
import { withDefaults } from './with-defaults';

export const DEFAULT_OPTIONS: JudgeOptions = { tier: 'connect', hostManagement: 'assumed-off' };

/** Judges every host of what was loaded, or those that `only` says. */
export function judge(loaded: Loaded, options: JudgeOptions = DEFAULT_OPTIONS, only?: (host: Resource) => boolean): Judgement {
  const model = new Model(loaded.estate);
  const errors: InputFault[] = [];
  const listed = list(model, errors).filter(({ resource }) => only?.(resource) ?? true);
  const { exclude = [] } = options;
  const wanted = exclude.length === 0 ? listed : listed.filter(({ resource }) => !isExcluded(placeOf(resource), exclude));
  const hosts = judgeHosts(model, wanted, options, errors);
  const unmatched = exclude.filter((pattern) => !listed.some(({ resource }) => isExcluded(placeOf(resource), [pattern])));
  return judgementOf(model, loaded, options, hosts, errors, { excluded: listed.length - wanted.length, unmatchedExclusions: unmatched });
}

/** The hosts of the input. Where they cannot be told, that is an error of the input, and its other faults are still reported. */
function list(model: Model, errors: InputFault[]): readonly Listed[] {
  try {
    return model.hosts();
  } catch (error) {
    const [{ template }] = model.estate.stacks;
    errors.push({ template, message: failureWords('the instances of the input cannot be listed', error) });
    return [];
  }
}

function judgementOf(model: Model, loaded: Loaded, options: JudgeOptions, hosts: HostVerdict[], errors: InputFault[],
  exclusions: Pick<Judgement, 'excluded' | 'unmatchedExclusions'>): Judgement {
  const findings = fleetFindings(model, errors);
  const faults = [...loaded.errors, ...loaded.estate.errors.filter((e) => !loaded.errors.includes(e))];
  return {
    hosts,
    findings,
    errors: [...faults.map(inputFault), ...errors],
    warnings: [...loaded.warnings.map(inputFault), ...unknownRegions(loaded.estate.stacks)],
    options,
    ...exclusions,
    networks: () => pictureNetworks(model, hosts),
  };
}

function inputFault({ template, message, line }: InputError): InputFault {
  return { template, message, ...(line === undefined ? {} : { line }) };
}

type Listed = ReturnType<Model['hosts']>[number];

/** Whether somebody says anything of a thing that is made elsewhere. That names it. */
function isAnythingSaid(estate: Estate): boolean {
  return Object.values(estate.options.assumed ?? {}).some((words: object) => Object.keys(words).length > 0);
}

/** Judges the hosts one by one, those that are alike once. */
function judgeHosts(model: Model, listed: readonly Listed[], options: JudgeOptions, errors: InputFault[]): HostVerdict[] {
  const { estate } = model;
  const mayBeAlike = listed.length > 1 && !estate.options.live && !isAnythingSaid(estate);
  const alike = mayBeAlike ? new Alike(estate, model.hosts().map(({ resource }) => resource), new Reads(estate)) : undefined;
  const patterns = new Map<string, HostVerdict | undefined>();
  const verdicts: HostVerdict[] = [];
  for (const { resource, read } of listed) {
    const kind = alike?.classOf(resource);
    const key = kind && patternKey(estate, resource, kind);
    const pattern = key === undefined ? undefined : patterns.get(key);
    const judged = (): HostVerdict | undefined => {
      const verdict = judgeHost(model, resource, read, options);
      return verdict && options.hosts === 'declared' ? limitErrors(verdict) : verdict;
    };
    if (pattern) {
      verdicts.push(new Like(pattern, resource, judged));
      continue;
    }
    try {
      estate.budget.startHost();
      const verdict = judged();
      if (verdict) verdicts.push(verdict);
      if (key !== undefined && !patterns.has(key)) patterns.set(key, verdict?.quiet && !isAccused(estate, kind!.members) ? verdict : undefined);
    } catch (error) {
      // Whatever it is, it is this host's: the others are judged.
      const line = estate.lineOf(placeOf(resource))?.line;
      errors.push({ template: resource.stack.template, message: failureWords(`${resource.logicalId} cannot be judged`, error), ...(line === undefined ? {} : { line }) });
    }
  }
  return verdicts;
}

/** Equal for hosts of which one proof will do. A condition that surely holds makes no difference; one that may not is part of it. */
function patternKey(estate: Estate, resource: Resource, { text, condition }: Likeness): string {
  return condition === undefined || isSurelyMade(estate, resource) ? text : `${condition}\n${text}`;
}

function isSurelyMade(estate: Estate, resource: Resource): boolean {
  try {
    const worlds = estate.worlds.explore(() => estate.exists(resource), 2);
    return worlds.length === 1 && worlds[0].result;
  } catch (error) {
    if (error instanceof TooManyWorlds || isUnresolvable(error)) return false;
    throw error;
  }
}

/** Whether an input fault was found at the host or at what is its own: hosts that are like it have theirs. */
function isAccused(estate: Estate, members: readonly Resource[]): boolean {
  return estate.errors.some((e) => members.some((r) => e.template === r.stack.template && e.message.includes(r.logicalId)));
}

/** Whether there is anything to be said of the fleet as a whole. */
function isFleet(estate: Estate): boolean {
  return estate.ofType('AWS::SSM::Association').length > 0 || ['AWS::SSM::ServiceSetting', 'Custom::SsmReadyServiceSetting'].flatMap((type) => estate.ofType(type)).length > 1;
}

/** Findings about the fleet as a whole: those of every world once. Too many worlds: none are looked for. */
function fleetFindings(model: Model, errors: InputFault[]): Finding[] {
  if (!isFleet(model.estate)) return [];
  const run = () => {
    const hosts = model.hosts().filter(({ resource }) => model.estate.exists(resource)).map(({ read }) => read());
    return findingsOfSteps(fleetSteps(model, hosts));
  };
  try {
    return uniteFindings(model.estate.worlds.explore(run, MAX_FLEET_WORLDS).map((e) => e.result));
  } catch (error) {
    if (error instanceof TooManyWorlds || isUnresolvable(error)) return [];
    const [{ template }] = model.estate.stacks;
    errors.push({ template, message: failureWords('associations and settings of the whole input cannot be judged', error) });
    return [];
  }
}

const MAX_FLEET_WORLDS = 16;

function judgeHost(model: Model, resource: Resource, read: () => Host, options: JudgeOptions): HostVerdict | undefined {
  const { estate } = model;
  const host = read();
  const prover = new HostProver(model, host, options);
  const run = () => (estate.exists(resource) ? judgeInWorld(model, prover, resource.stack, options) : undefined);
  let explored: Explored<WorldVerdict | undefined>[];
  try {
    explored = estate.worlds.explore(run);
  } catch (error) {
    if (!(error instanceof TooManyWorlds)) throw error;
    const unknown = new Unknown('parameter', `worlds:${resource.key}`, error.message);
    return { ...base(host), verdict: 'unknown', findings: [notProven(host)], quiet: false, assumptions: [], unknowns: [{ unknown, reason: unresolved.tooManyWorlds, data: { host: host.name } }], proofs: [], worlds: [] };
  }
  const present = explored.filter((e): e is Explored<WorldVerdict> => e.result !== undefined);
  if (present.length === 0) return undefined;
  const verdict = fold(present.map((e) => e.result.verdict));
  const assumptions = unite(present.map((e) => e.assumptions));
  const declared = options.hosts === 'declared' ? { declared: present.some((e) => e.result.declared) } : {};
  const common = { ...base(host), verdict, assumptions, ...declared, proofs: present.map((e) => e.result.proof), worlds: present.map(choiceWords) };
  if (verdict === 'never') return { ...common, findings: withDefaults(model, run, present), quiet: false, unknowns: [] };
  // A fault of some worlds only is told by the open points, which say in which.
  const findings = uniteFindings(present.map((e) => e.result.findings.filter((f) => f.severity !== 'error')));
  if (verdict === 'ready') return { ...common, findings, quiet: findings.every((f) => f.severity === 'info'), unknowns: [] };
  return { ...common, findings: [...findings, notProven(host)], quiet: false, unknowns: openPoints(present) };
}

function base(host: Host) {
  return {
    key: host.key,
    name: host.name,
    place: host.place,
    type: host.type,
    unreferenced: host.unreferenced,
    ...(host.account === undefined ? {} : { account: host.account }),
    ...(host.region === undefined ? {} : { region: host.region }),
  };
}

function judgeInWorld(model: Model, prover: HostProver, stack: Stack, options: JudgeOptions): WorldVerdict {
  const { host } = prover;
  for (const macro of model.estate.macrosOf(stack)) model.estate.worlds.assume({ kind: 'macro-harmless', subject: host.name, value: macro });
  const proof = prover.prove();
  const findings = findingsOf(proof);
  const word: VerdictWord = proof.answer === 'yes' ? 'ready' : proof.answer === 'no' ? 'never' : 'unknown';
  const declared = options.hosts === 'declared' ? { declared: isDeclared(model, proof) } : {};
  // Whoever launches from a template nobody here uses may override whatever it says or leaves out.
  if (host.unreferenced && word === 'never' && host.type === 'AWS::EC2::LaunchTemplate') return { proof, verdict: 'unknown', findings: findings.map(weaken), ...declared };
  return { proof, verdict: word, findings, ...declared };
}

function notProven(host: Host): Finding {
  return { id: hostNotProven.id, severity: hostNotProven.severity, reason: hostNotProven.faults.notProven, code: 'NOT_PROVEN', at: [host.place], data: { host: host.name }, under: [] };
}

function weaken(finding: Finding): Finding {
  return finding.severity === 'error' ? { ...finding, severity: 'warning' } : finding;
}

/** A host nobody wants to manage may be unmanaged: its faults are told, and fail nothing. */
function limitErrors(verdict: HostVerdict): HostVerdict {
  return verdict.declared ? verdict : withFindings(verdict, verdict.findings.map(weaken));
}

function fold(words: readonly VerdictWord[]): VerdictWord {
  const distinct = new Set(words);
  return distinct.size === 1 ? [...distinct][0] : 'unknown';
}

function unite(lists: readonly (readonly Assumption[])[]): Assumption[] {
  const all = new Map(lists.flat().map((a) => [assumptionKey(a), a]));
  return [...all.values()].sort((a, b) => (assumptionKey(a) < assumptionKey(b) ? -1 : 1));
}

function choiceWords({ world }: { readonly world: readonly WorldChoice[] }): string {
  return world.map((w) => `${w.atom.label} = ${w.atom.choices[w.choice] === '' ? '(empty)' : w.atom.choices[w.choice]}`).join(', ');
}

/** What kept the proof from an answer: open steps, or choices that decide differently. */
function openPoints(present: readonly Explored<WorldVerdict>[]): OpenPoint[] {
  const points = new Map<string, OpenPoint>();
  for (const { result } of present) {
    for (const step of openSteps(result.proof)) {
      for (const unknown of step.unknowns ?? []) points.set(unknown.key, points.get(unknown.key) ?? { unknown, reason: step.reason, data: step.data });
    }
    const where = result.proof.host.placementUnknown;
    if (where) points.set(where.key, { unknown: where, reason: unresolved.placementUnknown, data: { host: result.proof.host.name } });
  }
  if (new Set(present.map((e) => e.result.verdict)).size > 1) {
    for (const { world, result } of present) {
      const choice = choiceWords({ world });
      const ids = [...new Set(result.findings.map((f) => f.id))].join(', ');
      const unknown = new Unknown('parameter', `world:${choice}`, choice);
      points.set(unknown.key, { unknown, reason: unresolved.world, data: { verdict: result.verdict, findings: ids } });
    }
  }
  return [...points.values()].sort((a, b) => (a.unknown.key < b.unknown.key ? -1 : 1));
}
