/** A number line point: a port, an IPv4 address (number) or an IPv6 address (bigint). */
export type Point = number | bigint;

/** Half-open: `from` belongs to it, `to` does not. */
export interface Interval<T extends Point = number> {
  readonly from: T;
  readonly to: T;
}

/** A set of points as sorted, disjoint, non-touching intervals. */
export class IntervalSet<T extends Point = number> {
  public static of<T extends Point>(...intervals: Interval<T>[]): IntervalSet<T> {
    return new IntervalSet(normalise(intervals));
  }

  private constructor(public readonly intervals: readonly Interval<T>[]) {}

  public get isEmpty(): boolean {
    return this.intervals.length === 0;
  }

  public union(other: IntervalSet<T>): IntervalSet<T> {
    if (other.isEmpty) return this;
    return this.isEmpty ? other : new IntervalSet(normalise([...this.intervals, ...other.intervals]));
  }

  public intersect(other: IntervalSet<T>): IntervalSet<T> {
    // Mostly both are one interval, and either apart or one within the other.
    if (this.intervals.length === 1 && other.intervals.length === 1) {
      const a = this.intervals[0];
      const b = other.intervals[0];
      if (a.from >= b.to || b.from >= a.to) return NOTHING as IntervalSet<T>;
      if (a.from >= b.from && a.to <= b.to) return this;
      if (b.from >= a.from && b.to <= a.to) return other;
    }
    const result: Interval<T>[] = [];
    let i = 0;
    let j = 0;
    while (i < this.intervals.length && j < other.intervals.length) {
      const [a, b] = [this.intervals[i], other.intervals[j]];
      const from = a.from > b.from ? a.from : b.from;
      const to = a.to < b.to ? a.to : b.to;
      if (from < to) result.push({ from, to });
      if (a.to < b.to) i++;
      else j++;
    }
    return new IntervalSet(result);
  }

  public subtract(other: IntervalSet<T>): IntervalSet<T> {
    const result: Interval<T>[] = [];
    let j = 0;
    for (const interval of this.intervals) {
      let from = interval.from;
      while (j < other.intervals.length && other.intervals[j].to <= from) j++;
      for (let k = j; k < other.intervals.length && other.intervals[k].from < interval.to; k++) {
        if (other.intervals[k].from > from) result.push({ from, to: other.intervals[k].from });
        if (other.intervals[k].to > from) from = other.intervals[k].to;
      }
      if (from < interval.to) result.push({ from, to: interval.to });
    }
    return new IntervalSet(result);
  }

  /** Whether every point of `other` is in this set. */
  public covers(other: IntervalSet<T>): boolean {
    return other.subtract(this).isEmpty;
  }

  public overlaps(other: IntervalSet<T>): boolean {
    return !this.intersect(other).isEmpty;
  }
}

const NOTHING = IntervalSet.of();

function normalise<T extends Point>(intervals: readonly Interval<T>[]): readonly Interval<T>[] {
  if (intervals.length === 1) return intervals[0].from < intervals[0].to ? intervals : [];
  const sorted = intervals.filter((i) => i.from < i.to).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const result: Interval<T>[] = [];
  for (const interval of sorted) {
    const last = result[result.length - 1];
    if (last && interval.from <= last.to) {
      if (interval.to > last.to) result[result.length - 1] = { from: last.from, to: interval.to };
    } else {
      result.push(interval);
    }
  }
  return result;
}
