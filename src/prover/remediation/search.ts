import { PlacementProof } from '../analysis';
import { Step, TooManyWorlds } from '../core';
import { Model } from '../model';
import { Loaded } from '../sources/cloudformation';
import { HostVerdict, isUnresolvable, judge, JudgeOptions } from '../verdict';
import { Edit, edited } from './edits';
import { Known } from './known';
import { Fault, Repair } from './repair';
import { repairsFor } from './repairs';

/** The smallest set of changes found that makes a host ready, proved by judging the changed input. */
export interface Cure {
  readonly repairs: readonly Repair[];
  /** `unknown`: no fault is left, but something that cannot be known is. */
  readonly leadsTo: 'ready' | 'unknown';
}

/** How many changed inputs are judged for one host before the search gives up. */
const MAX_TRIES = 80;
const MAX_ROUNDS = 4;
/** How many more are judged once a set was found that leaves no fault, for one that leaves nothing open either. */
const MORE_TRIES = 25;

/** Resources that may be read anew for cures in one run: beyond it the later hosts of a large input get none. */
const MAX_READ = 400_000;

/** A finder of cures for the hosts of one input, which stops when it has cost enough. */
export function cureFinder(loaded: Loaded, options: JudgeOptions): (host: HostVerdict) => Cure | undefined {
  const size = loaded.estate.stacks.reduce((sum, stack) => sum + stack.resources.size, 0);
  let left = MAX_READ;
  return (host) => {
    const tries = Math.min(MAX_TRIES, Math.floor(left / Math.max(size, 1)));
    if (host.verdict !== 'never' || tries < 3) return undefined;
    const search = new Search(loaded, host, options, tries);
    try {
      return search.run();
    } finally {
      left -= search.tries * size;
    }
  };
}

/** Finds a cure for a host that is `never`; undefined where no set of the changes we know helps. */
export function findCure(loaded: Loaded, verdict: HostVerdict, options: JudgeOptions): Cure | undefined {
  if (verdict.verdict !== 'never') return undefined;
  return new Search(loaded, verdict, options, MAX_TRIES).run();
}

class Search {
  public tries = 0;
  /** Leaves no fault, but something that cannot be known. */
  private fallback: Cure | undefined;
  private limit: number;

  constructor(
    private readonly loaded: Loaded, private readonly host: HostVerdict, private readonly options: JudgeOptions, limit: number,
  ) {
    this.limit = limit;
  }

  public run(): Cure | undefined {
    const offers = offersOf(this.loaded, this.host);
    if (offers.length === 0) return undefined;
    const small = this.smallest(offers) ?? this.fallback;
    if (small) return small;
    const whole = this.untilNothingFails(offers);
    return whole && this.withoutTheNeedless(whole);
  }

  /** Single repairs, then pairs, then triples of different faults; what opens least first. */
  private smallest(offers: readonly (readonly Repair[])[]): Cure | undefined {
    const singles = byRank(distinct(offers.flat()).map((r) => [r]));
    for (const set of singles) {
      if (this.tries >= this.limit) return undefined;
      const cure = this.readyBy(set);
      if (cure) return cure;
    }
    for (const size of [2, 3]) {
      if (offers.length < size) return undefined;
      for (const set of byRank(choices(offers, size))) {
        if (this.tries >= this.limit) return undefined;
        const cure = this.readyBy(set);
        if (cure) return cure;
      }
    }
    return undefined;
  }

  /** What makes the host ready at once; the first that only leaves something open is kept. */
  private readyBy(set: readonly Repair[]): Cure | undefined {
    const cure = this.attempt(set);
    if (cure?.leadsTo === 'ready') return cure;
    if (cure && !this.fallback) {
      this.fallback = cure;
      this.limit = Math.min(this.limit, this.tries + MORE_TRIES);
    }
    return undefined;
  }

  /** The first repair of every fault at once; then those of the faults that this uncovers. */
  private untilNothingFails(offers: readonly (readonly Repair[])[]): Cure | undefined {
    let set = distinct(offers.map(([first]) => first));
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { loaded, verdict } = this.judged(set) ?? {};
      if (!loaded) return undefined;
      if (verdict && verdict.verdict !== 'never') return { repairs: set, leadsTo: verdict.verdict };
      const more = verdict ? offersOf(loaded, verdict) : [];
      const grown = distinct([...set, ...more.map(([first]) => first)]);
      if (grown.length === set.length) return undefined;
      set = grown;
    }
    return undefined;
  }

  private withoutTheNeedless(cure: Cure): Cure {
    let best = cure;
    for (const repair of cure.repairs) {
      const fewer = best.repairs.filter((r) => r !== repair);
      const still = fewer.length > 0 ? this.attempt(fewer) : undefined;
      if (still && still.leadsTo === best.leadsTo) best = still;
    }
    return best;
  }

  private attempt(set: readonly Repair[]): Cure | undefined {
    const verdict = this.judged(set)?.verdict;
    return verdict && verdict.verdict !== 'never' ? { repairs: set, leadsTo: verdict.verdict } : undefined;
  }

  /** The changed input and the host's verdict there. Undefined: it cannot be evaluated, so that it is no fix. */
  private judged(set: readonly Repair[]): { readonly loaded: Loaded; readonly verdict: HostVerdict | undefined } | undefined {
    this.tries++;
    try {
      const loaded: Loaded = { estate: edited(this.loaded.estate, editsOf(set)), errors: [], warnings: [] };
      return { loaded, verdict: judge(loaded, this.options, (resource) => resource.key === this.host.key).hosts[0] };
    } catch (error) {
      if (isUnresolvable(error)) return undefined;
      throw error;
    }
  }
}

/** The edits of several repairs; what two of them add alike is added once. */
export function editsOf(repairs: readonly Repair[]): Edit[] {
  const seen = new Set<string>();
  return repairs.flatMap((r) => r.edits).filter((edit) => {
    const key = edit.op === 'add' ? `${edit.stack}/${edit.logicalId}` : JSON.stringify(edit);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** For each fault of a host that something can mend, its repairs. */
function offersOf(loaded: Loaded, verdict: HostVerdict): (readonly Repair[])[] {
  const model = new Model(loaded.estate);
  const offers = new Map<string, readonly Repair[]>();
  const collect = () => {
    const known = new Known(model);
    for (const { host, placements } of verdict.proofs.slice(0, 1)) {
      for (const placement of placements.filter((p) => p.answer === 'no')) {
        for (const fault of faultsOf(placement)) {
          const repairs = repairsFor({ model, known, host, placement: placement.placement, ...fault });
          const key = JSON.stringify(repairs.map(nameOf));
          if (repairs.length > 0) offers.set(key, repairs);
        }
      }
    }
    return true;
  };
  try {
    loaded.estate.worlds.explore(collect, 1);
  } catch (error) {
    // Something else in the input that a fix would need cannot be evaluated: there are the fixes found so far.
    if (!(error instanceof TooManyWorlds) && !isUnresolvable(error)) throw error;
  }
  return [...offers.values()];
}

function faultsOf(proof: PlacementProof): (Pick<Fault, 'step' | 'service' | 'path'>)[] {
  const failing = (steps: readonly Step[]) => steps.filter((s) => s.answer === 'no');
  return [
    ...failing([...proof.metadata.because, ...proof.image.because, ...proof.credentials.because]).map((step) => ({ step })),
    ...proof.services.filter((s) => s.answer === 'no')
      .flatMap((service) => service.paths.slice(0, 1).flatMap((path) => failing(path.because).map((step) => ({ step, service, path })))),
  ];
}

const nameOf = (repair: Repair) => `${repair.kind} ${JSON.stringify(repair.edits)}`;

function distinct(repairs: readonly Repair[]): Repair[] {
  return [...new Map(repairs.map((r) => [nameOf(r), r])).values()];
}

function byRank(sets: readonly (readonly Repair[])[]): (readonly Repair[])[] {
  const rank = (set: readonly Repair[]) => set.reduce((sum, r) => sum + r.rank, 0);
  return [...sets].sort((a, b) => rank(a) - rank(b));
}

/** Every way to take one repair of each of `size` different faults. */
function choices(offers: readonly (readonly Repair[])[], size: number): Repair[][] {
  if (size === 0) return [[]];
  return offers.flatMap((repairs, i) => choices(offers.slice(i + 1), size - 1).flatMap((rest) => repairs.slice(0, 3).map((r) => [r, ...rest]))).slice(0, 400);
}
