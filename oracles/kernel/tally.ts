/** Counts of a run, as a table. */
import { Row } from './compare';

type Word = Row['prover'] | Row['kernel'];

interface Counts {
  networks: number;
  failed: number;
  readonly prover: Record<Row['prover'], number>;
  readonly kernel: Record<Row['kernel'], number>;
  /** Doubts of the prover where the kernel's answer depends on addresses and ports. */
  rightly: number;
}

const none = (): Counts => ({ networks: 0, failed: 0, prover: { yes: 0, no: 0, unknown: 0 }, kernel: { yes: 0, no: 0, mixed: 0 }, rightly: 0 });

export class Tally {
  private readonly kinds = new Map<string, Counts>();
  private readonly all = none();

  public add(kind: string, rows: readonly Row[]): void {
    const own = this.kinds.get(kind) ?? none();
    this.kinds.set(kind, own);
    for (const counts of [own, this.all]) {
      counts.networks += 1;
      if (rows.some((r) => !r.agree)) counts.failed += 1;
      for (const { prover, kernel } of rows) {
        counts.prover[prover] += 1;
        counts.kernel[kernel] += 1;
        if (prover === 'unknown' && kernel === 'mixed') counts.rightly += 1;
      }
    }
  }

  public get failed(): number {
    return this.all.failed;
  }

  /** A line a kind, then the line that scripts look for. */
  public text(): string {
    const names = [...this.kinds.keys()].sort();
    const width = Math.max(0, ...names.map((n) => n.length));
    const lines = names.map((name) => {
      const counts = this.kinds.get(name)!;
      return `${name.padEnd(width)} ${String(counts.networks).padStart(5)} networks  ${shares(counts)}${counts.failed > 0 ? `  ${counts.failed} FAILED` : ''}`;
    });
    return [...lines, `${this.all.networks - this.all.failed} passed, ${this.all.failed} failed (${shares(this.all)})`].join('\n');
  }
}

function shares({ prover, kernel, rightly }: Counts): string {
  return `prover: ${percents(prover)}, ${rightly} of ${prover.unknown} rightly; kernel: ${percents(kernel)}`;
}

function percents(counts: Partial<Record<Word, number>>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return Object.entries(counts).map(([word, count]) => `${total === 0 ? 0 : Math.round((100 * count) / total)} % ${word}`).join(', ');
}
