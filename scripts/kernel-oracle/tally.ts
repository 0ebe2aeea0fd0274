/** Counts of a run, as a table. */
import { Row } from './compare';

interface Counts { networks: number; failed: number; yes: number; no: number; unknown: number; mixed: number }

export class Tally {
  private readonly kinds = new Map<string, Counts>();

  public add(kind: string, rows: readonly Row[]): void {
    const counts = this.kinds.get(kind) ?? { networks: 0, failed: 0, yes: 0, no: 0, unknown: 0, mixed: 0 };
    this.kinds.set(kind, counts);
    counts.networks += 1;
    if (rows.some((r) => !r.agree)) counts.failed += 1;
    for (const row of rows) {
      counts[row.prover] += 1;
      if (row.prover === 'unknown' && row.kernel === 'mixed') counts.mixed += 1;
    }
  }

  public get failed(): number {
    return this.sum().failed;
  }

  /** A line a kind, then the line that scripts look for. */
  public text(): string {
    const names = [...this.kinds.keys()].sort();
    const width = Math.max(5, ...names.map((n) => n.length));
    const line = (name: string, c: Counts) => `${name.padEnd(width)}  ${String(c.networks).padStart(5)} networks  ${shares(c)}${c.failed > 0 ? `  ${c.failed} FAILED` : ''}`;
    const all = this.sum();
    return [...names.map((n) => line(n, this.kinds.get(n)!)), `${all.networks - all.failed} passed, ${all.failed} failed (${shares(all)})`].join('\n');
  }

  private sum(): Counts {
    const all: Counts = { networks: 0, failed: 0, yes: 0, no: 0, unknown: 0, mixed: 0 };
    for (const counts of this.kinds.values()) for (const key of Object.keys(all) as (keyof Counts)[]) all[key] += counts[key];
    return all;
  }
}

function shares({ yes, no, unknown, mixed }: Counts): string {
  const total = Math.max(1, yes + no + unknown);
  const percent = (count: number) => `${String(Math.round((100 * count) / total)).padStart(3)} %`;
  return `${percent(yes)} yes, ${percent(no)} no, ${percent(unknown)} unknown, of which ${mixed} of ${unknown} rightly`;
}
