/** One line of the table, and of the file. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  readonly met: boolean;
}

/** The first run of everything warms up and does not count. */
export const RUNS = 5;

/** Where measures go. A goal is a bound and what keeps it: `atMost` or `atLeast`. */
export class Measures {
  public readonly list: Measure[] = [];
  public readonly skipped: string[] = [];

  public add(name: string, value: number, unit: string, goal?: { readonly atMost: number } | { readonly atLeast: number }): void {
    const words = goal === undefined ? '' : 'atMost' in goal ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`;
    const met = goal === undefined || ('atMost' in goal ? value <= goal.atMost : value >= goal.atLeast);
    this.list.push({ name, value: Number(value.toPrecision(3)), unit, goal: words, met });
  }

  public skip(what: string, why: string): void {
    this.skipped.push(`skipped: ${what}: ${why}`);
  }
}

/** CPU time of some work, all threads, in milliseconds. */
export function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Medians of work that is done again and again, one after the other in turns, so that a busy machine strikes all alike. */
export function interleaved<K extends string>(works: Readonly<Record<K, () => void>>, runs = RUNS): Record<K, number> {
  const names = Object.keys(works) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let run = 0; run <= runs; run++) {
    for (const name of names) {
      const time = cpu(works[name]);
      if (run > 0) times[name].push(time);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}
