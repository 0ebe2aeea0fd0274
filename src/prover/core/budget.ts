/**
 * What a run may expand its input to. A few kilobytes of aliases, loops, references or nested stacks can stand for more than any machine
 * holds; CloudFormation refuses such a template, and so does this. Everything a template within CloudFormation's own limits (a body of
 * 1 MB, 500 resources) can come to is well below.
 */
export interface Limits {
  /** Values (scalars, lists, maps) that aliases or one loop may add to a template: the body of a template, 1 MB of JSON, has no room for more. */
  readonly nodesOfTemplate: number;
  /** Values that one value may hold. */
  readonly nodes: number;
  /** Pieces of one text: of one that is known in part each stands for a reference, of one that is split each is an item of a list. A
   * parameter's value, the longest such list that is no literal, holds 4,096 bytes. */
  readonly parts: number;
  /** Characters of one text, or of all texts of one value. CloudFormation's largest text is the template's body, 1 MB. */
  readonly characters: number;
  /** Values that all constructs of a run together may come to, over what the files hold. */
  readonly nodesOfRun: number;
  /** CPU time for one host: the last resort, for what none of the others foresees. */
  readonly secondsOfHost: number;
  /** CPU time that hosts may lose so in a run; once it is lost, each has a second. */
  readonly secondsLost: number;
}

export const LIMITS: Limits = { nodesOfTemplate: 500_000, nodes: 1_000_000, parts: 50_000, characters: 8_000_000, nodesOfRun: 10_000_000, secondsOfHost: 10, secondsLost: 30 };

/** Something expands to more than the run allows. The message says to what; whoever catches it knows the construct. */
export class TooLarge extends Error {
  constructor(public readonly limit: string) {
    super(`expands to more than ${limit}`);
    this.name = 'TooLarge';
  }
}

/** The last resort: one host has taken more CPU time than any host needs. */
export class OutOfTime extends Error {
  constructor(seconds: number) {
    super(`takes more than ${seconds} ${seconds === 1 ? 'second' : 'seconds'} of CPU time`);
    this.name = 'OutOfTime';
  }
}

export const plenty = (count: number, what: string) => `${count.toLocaleString('en-US')} ${what}`;

/** What one run has spent of its limits. */
export class Budget {
  /** Loops that were found too large, with the limit: what is evaluated anew (for a fix, say) does not try them again. */
  public readonly refused = new WeakMap<object, string>();
  /** What was counted already: a loop in a property is written out as often as the property is read. */
  private readonly counted = new WeakSet<object>();
  private spent = 0;
  private started?: number;
  private asked = 0;
  private lost = 0;

  constructor(public readonly limits: Limits = LIMITS) {}

  /** Values that a construct adds to the run; one that has no room is not counted, so that it costs the others nothing. @throws TooLarge */
  public spend(nodes: number): void {
    if (this.spent + nodes > this.limits.nodesOfRun) throw new TooLarge(`${plenty(this.limits.nodesOfRun, 'nodes')} in this run`);
    this.spent += nodes;
  }

  /** As {@link spend}, once for each construct. @throws TooLarge */
  public spendOnce(construct: object, nodes: number): void {
    if (this.counted.has(construct)) return;
    this.spend(nodes);
    this.counted.add(construct);
  }

  /** Starts the clock for a host. */
  public startHost(): void {
    this.started = undefined;
    this.asked = 0;
  }

  /** Looks at the clock now and then. @throws OutOfTime */
  public tick(): void {
    if (++this.asked % TICKS !== 0) return;
    // To look at the clock takes as long as to evaluate a small host: one that is never asked after has not been started.
    if (this.started === undefined) {
      this.started = cpuSeconds();
      return;
    }
    const limit = this.lost < this.limits.secondsLost ? this.limits.secondsOfHost : Math.min(1, this.limits.secondsOfHost);
    const spent = cpuSeconds() - this.started;
    if (spent <= limit) return;
    this.lost += spent;
    throw new OutOfTime(limit);
  }

  public get nodesSpent(): number {
    return this.spent;
  }
}

/** The clock is looked at once in so many calls. */
const TICKS = 65_536;

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
