import { JudgeOptions } from '../../../src/prover/verdict';
import { codes, findings, judgeHost } from '../../helpers/judge';
import { mutate, Resources } from '../../helpers/templates';

export type Template = { Resources: Resources; [section: string]: unknown };

export const props = (t: Template, id: string) => t.Resources[id].Properties!;

/** One fault in a template, and exactly what must be said of it. */
export interface Mutant {
  readonly name: string;
  readonly of: Template;
  readonly fault: (t: Template) => void;
  readonly verdict: 'ready' | 'never' | 'unknown';
  readonly codes: readonly string[];
  readonly options?: Partial<JudgeOptions>;
}

/** Shortens a table of mutants of one template. */
export function mutantsOf(of: Template, verdict: Mutant['verdict'], rows: [string, (t: Template) => void, string[], Partial<JudgeOptions>?][]): Mutant[] {
  return rows.map(([name, fault, expected, options]) => ({ name, of, fault, verdict, codes: expected, ...(options ? { options } : {}) }));
}

/** Runs a table: the originals silent, each mutant caught with its own codes and verdict. */
export function describeMutants(title: string, mutants: readonly Mutant[]): void {
  describe(title, () => {
    test.each([...new Set(mutants.map((m) => m.of))].map((t, i) => [i, t] as const))('original %d is ready and silent', (_, template) => {
      const host = judgeHost(template);
      expect({ verdict: host.verdict, codes: codes(host), unknowns: host.unknowns }).toEqual({ verdict: 'ready', codes: [], unknowns: [] });
    });

    test.each(mutants.map((m) => [m.name, m] as const))('%s', (_, mutant) => {
      const host = judgeHost(mutate(mutant.of, mutant.fault), mutant.options);
      expect({ verdict: host.verdict, codes: codes(host) }).toEqual({ verdict: mutant.verdict, codes: mutant.codes });
      for (const finding of findings(host)) {
        expect(`${finding.message} ${finding.cure}`).not.toMatch(/undefined|\bOK\b|\[object|  /);
        expect(finding.cure).not.toBe('');
        expect(finding.at.length).toBeGreaterThan(0);
      }
    });
  });
}
