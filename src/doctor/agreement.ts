import { VerdictWord } from '../prover/verdict';

/** What Systems Manager shows of an instance. */
export type ObservedState = 'online' | 'lost' | 'not-registered' | 'stopped' | 'not-asked';

/** What the proof and what is observed make together. */
export type Agreement =
  | 'agrees' | 'online-though-never' | 'lost-though-ready' | 'unregistered-though-ready' | 'registered-as-hybrid' | 'works-unproved' | 'lost-agrees' | 'stopped' | 'not-asked';

export interface Comparison {
  readonly verdict: VerdictWord;
  readonly state: ObservedState;
  readonly session?: 'connected' | 'not-connected';
  /** A hybrid node (`mi-…`) that is the same machine. */
  readonly hybrid?: string;
  /** All that fails is the way to sessions, or the permission for them: such a host registers. */
  readonly onlySessionsFail: boolean;
}

/** The table of proof and observation, a cell a line. */
export function agreementOf({ verdict, state, session, hybrid, onlySessionsFail }: Comparison): Agreement {
  switch (state) {
    case 'stopped': return 'stopped';
    case 'not-asked': return 'not-asked';
    case 'online':
      if (verdict === 'ready') return 'agrees';
      if (verdict === 'unknown') return 'works-unproved';
      // Half managed: online, and no session can be opened, as the proof says.
      return onlySessionsFail && session === 'not-connected' ? 'agrees' : 'online-though-never';
    case 'lost':
      if (verdict === 'never') return 'lost-agrees';
      return verdict === 'ready' ? 'lost-though-ready' : 'agrees';
    case 'not-registered':
      if (hybrid !== undefined) return 'registered-as-hybrid';
      return verdict === 'ready' ? 'unregistered-though-ready' : 'agrees';
  }
}
