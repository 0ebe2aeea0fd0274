import { Assumption, Atom, Explored, TooManyWorlds } from '../core';
import { Model } from '../model';
import { faultKey, uniteFindings } from './findings';
import { Finding, WorldVerdict } from './types';

/** More than this many assumed defaults are not tried one by one for a failing host. */
const MAX_TRIED_DEFAULTS = 12;

/** Faults of a `never`, each with the assumed defaults it would not outlive if they alone were chosen otherwise. */
export function withDefaults(model: Model, run: () => WorldVerdict | undefined, present: readonly Explored<WorldVerdict>[]): Finding[] {
  const findings = uniteFindings(present.map((e) => e.result.findings));
  const atoms = new Map<string, Atom>();
  for (const { assumed } of present) for (const atom of assumed) atoms.set(atom.key, atom);
  const cures = new Map<string, Assumption[]>();
  for (const atom of [...atoms.values()].slice(0, MAX_TRIED_DEFAULTS)) {
    for (const { result } of exploreFreely(model, run, atom)) {
      if (result?.verdict === 'never') continue;
      const left = new Set(result?.findings.filter((f) => f.severity === 'error').map(faultKey) ?? []);
      for (const finding of findings) {
        const key = faultKey(finding);
        if (left.has(key) || !atom.assumption) continue;
        const list = cures.get(key) ?? [];
        if (!list.includes(atom.assumption)) cures.set(key, [...list, atom.assumption]);
      }
    }
  }
  return findings.map((f) => ({ ...f, under: cures.get(faultKey(f)) ?? [] }));
}

function exploreFreely(model: Model, run: () => WorldVerdict | undefined, atom: Atom): Explored<WorldVerdict | undefined>[] {
  try {
    return model.estate.worlds.explore(run, 16, new Set([atom.key])).filter((e) => e.world.some((w) => w.atom.key === atom.key && w.choice > 0));
  } catch (error) {
    if (error instanceof TooManyWorlds) return [];
    throw error;
  }
}
