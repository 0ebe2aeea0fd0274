import { Once } from './once';

/**
 * Worlds: how the undecided is handled.
 *
 * An {@link Atom} is one undecided thing with a few possible values (a parameter without a default that conditions compare with
 * constants, a condition that rests on something unresolvable). A world is one consistent choice for the atoms a computation
 * really reads. {@link Worlds.explore} runs a computation once for each such world, like a search that only branches where it is
 * asked a question. Everything in between is memoized in {@link Worlds.cell}s, which remember the atoms their value rests on, so
 * that what does not depend on any atom is computed once for all worlds and all hosts.
 */
export interface Atom {
  /** Equal keys are the same undecided thing. */
  readonly key: string;
  /** How a person calls it, e.g. `parameter UseNat`. */
  readonly label: string;
  /** What each choice is called. At least one. */
  readonly choices: readonly string[];
  /**
   * Present: the first choice is *assumed* (a parameter default, Default Host Management off) and no other is tried, except by
   * {@link Worlds.explore} with this atom set free.
   */
  readonly assumption?: Assumption;
}

/** Something taken as true that the input does not prove. Listed with every verdict that rests on it. */
export interface Assumption {
  readonly kind: AssumptionKind;
  /** What it is about, in the words of the input. */
  readonly subject: string;
  readonly value?: string;
}

export type AssumptionKind =
  | 'parameter-default'
  | 'default-host-management-off'
  | 'default-host-management-on'
  | 'image-carries-agent'
  | 'user-data-installs-agent'
  | 'default-vpc'
  | 'partition'
  | 'macro-harmless'
  | 'private-dns-accepted'
  | 'external-policy-open'
  | 'metadata-default'
  | 'proxy-serves'
  | 'directory-forwards'
  | 'session-preferences'
  | 'nat-instance-forwards'
  | 'dual-stack-names'
  | 'image-family'
  | 'said'
  | 'peering-accepted'
  | 'service-control-policies';

/** The choices that make one world, in the order they were asked for. */
export interface WorldChoice {
  readonly atom: Atom;
  readonly choice: number;
}

export interface Explored<T> {
  readonly world: readonly WorldChoice[];
  readonly result: T;
  readonly assumptions: readonly Assumption[];
  /** Assumed atoms that were read, so that a caller may set them free. */
  readonly assumed: readonly Atom[];
}

/** More consistent choices than the prover is willing to look at. */
export class TooManyWorlds extends Error {
  constructor(public readonly limit: number, public readonly labels: readonly string[]) {
    super(`more than ${limit} combinations of ${labels.join(', ')}`);
  }
}

type Node<T> =
  | { readonly kind: 'leaf'; readonly value: T; readonly notes: readonly Assumption[] }
  | { readonly kind: 'fork'; readonly atom: Atom; readonly next: Map<number, Node<T>> };

/** What one computation read. Most read no atom and rest on nothing. */
class Recorder {
  public readonly reads = new Once<WorldChoice>();
  public readonly notes = new Once<Assumption>();
}

/** So many undecided things are named where there are too many. */
const SHOWN_LABELS = 8;

/** Whoever looks at fewer worlds than this wants the first of them, however many there are. */
const MIN_FORESEEN = 16;

export class Worlds {
  private chosen = new Map<string, WorldChoice>();
  private trail: WorldChoice[] = [];
  private free: ReadonlySet<string> = new Set();
  /** How many worlds are looked at, and how many there are besides the current one at least. */
  private limit = 0;
  private others = 0;
  private innermost?: Recorder;
  /** Each assumption once, so that equal ones are one object. */
  private readonly assumptions = new Map<string, Assumption>();

  /** The index of the choice that holds for `atom` in the current world. */
  public choose(atom: Atom): number {
    let known = this.chosen.get(atom.key);
    if (!known) {
      known = { atom, choice: 0 };
      this.chosen.set(atom.key, known);
      this.trail.push(known);
      this.countOthers(atom);
    }
    this.innermost?.reads.add(known);
    if (atom.assumption && !this.free.has(atom.key)) this.assume(atom.assumption);
    return known.choice;
  }

  /** Notes that what is being computed rests on an assumption. */
  public assume(assumption: Assumption): void {
    const key = `${assumption.kind}\u0000${assumption.subject}\u0000${assumption.value ?? ''}`;
    let known = this.assumptions.get(key);
    if (!known) this.assumptions.set(key, known = assumption);
    this.innermost?.notes.add(known);
  }

  /** Records what is computed; what a computation read, the one that asked for it read. */
  private recorded<T>(recorder: Recorder, compute: () => T): T {
    const outer = this.innermost;
    this.innermost = recorder;
    try {
      return compute();
    } finally {
      this.innermost = outer;
      if (outer) {
        for (const read of recorder.reads.list) outer.reads.add(read);
        for (const note of recorder.notes.list) outer.notes.add(note);
      }
    }
  }

  /** A value computed on demand, once for each combination of the atoms it really reads. */
  public cell<T>(compute: () => T, onCycle?: () => T): () => T {
    let root: Node<T> | undefined;
    let running = false;
    return () => {
      const hit = this.lookUp(root);
      if (hit) return hit.value;
      if (running) {
        if (onCycle) return onCycle();
        throw new Error('a value that needs itself');
      }
      running = true;
      const recorder = new Recorder();
      try {
        const value = this.recorded(recorder, compute);
        root = insert(root, recorder.reads.list, 0, { kind: 'leaf', value, notes: recorder.notes.list });
        return value;
      } finally {
        running = false;
      }
    };
  }

  private lookUp<T>(root: Node<T> | undefined): { value: T } | undefined {
    let node = root;
    while (node && node.kind === 'fork') node = node.next.get(this.choose(node.atom));
    if (!node) return undefined;
    for (const note of node.notes) this.innermost?.notes.add(note);
    return node;
  }

  /**
   * Runs `compute` in every world it can tell apart.
   *
   * @param free keys of assumed atoms whose other choices are to be tried as well
   * @throws TooManyWorlds
   */
  public explore<T>(compute: () => T, limit = 64, free: ReadonlySet<string> = new Set()): Explored<T>[] {
    const results: Explored<T>[] = [];
    let prefix: WorldChoice[] | undefined = [];
    this.free = free;
    this.limit = limit;
    try {
      while (prefix) {
        if (results.length >= limit) {
          throw new TooManyWorlds(limit, [...new Set(results.flatMap((r) => r.world.map((w) => w.atom.label)))].slice(0, SHOWN_LABELS));
        }
        this.trail = [...prefix];
        this.others = prefix.reduce((sum, { atom }) => sum + (this.branches(atom) ? atom.choices.length - 1 : 0), 0);
        this.chosen = new Map(prefix.map((w) => [w.atom.key, w]));
        const recorder = new Recorder();
        const result = this.recorded(recorder, compute);
        results.push({
          world: this.trail.filter((w) => this.branches(w.atom)),
          result,
          assumptions: recorder.notes.list,
          assumed: this.trail.map((w) => w.atom).filter((a) => a.assumption !== undefined && a.choices.length > 1),
        });
        prefix = this.nextPrefix();
      }
    } finally {
      this.chosen = new Map();
      this.trail = [];
      this.free = new Set();
      this.limit = 0;
      this.others = 0;
    }
    return results;
  }

  /**
   * Every choice that was asked for has others, each of which makes one world more at least. Where that is too many, there is no need to
   * finish the first one to see it: what rests on thousands of choices takes long and remembers each of them.
   */
  private countOthers(atom: Atom): void {
    if (!this.branches(atom)) return;
    this.others += atom.choices.length - 1;
    if (this.limit < MIN_FORESEEN || this.others < this.limit) return;
    const labels = [...new Set(this.trail.filter((w) => this.branches(w.atom)).map((w) => w.atom.label))];
    if (labels.length >= SHOWN_LABELS) throw new TooManyWorlds(this.limit, labels.slice(0, SHOWN_LABELS));
  }

  private branches(atom: Atom): boolean {
    return atom.choices.length > 1 && (!atom.assumption || this.free.has(atom.key));
  }

  private nextPrefix(): WorldChoice[] | undefined {
    for (let i = this.trail.length - 1; i >= 0; i--) {
      const { atom, choice } = this.trail[i];
      if (this.branches(atom) && choice + 1 < atom.choices.length) {
        return [...this.trail.slice(0, i), { atom, choice: choice + 1 }];
      }
    }
    return undefined;
  }
}

function insert<T>(root: Node<T> | undefined, reads: readonly WorldChoice[], i: number, leaf: Node<T>): Node<T> {
  if (i === reads.length) return leaf;
  const { atom, choice } = reads[i];
  // What is asked for first does not change, unless a computation is not the same in all worlds: then what was known is not used again.
  const fork: Node<T> = root && root.kind === 'fork' && root.atom.key === atom.key ? root : { kind: 'fork', atom, next: new Map() };
  fork.next.set(choice, insert(fork.next.get(choice), reads, i + 1, leaf));
  return fork;
}
