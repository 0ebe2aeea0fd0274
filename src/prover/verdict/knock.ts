import { inbound, Knock } from '../analysis';
import { Answer, TooManyWorlds } from '../core';
import { Model } from '../model';
import { Loaded } from '../sources/cloudformation';

/** What becomes of somebody who knocks at a host in one of the places it may start in. */
export interface KnockAnswer {
  readonly subnet: string;
  readonly answer: Answer;
}

/**
 * Whether connections to a port of a host may begin from an address block, for each place it may start in, with every choice that is
 * not made taken as first offered. Undefined: `from` is no CIDR block.
 */
export function knockAt(loaded: Loaded, hostKey: string, knock: Knock): KnockAnswer[] | undefined {
  const model = new Model(loaded.estate);
  let found: KnockAnswer[] | undefined = [];
  const ask = () => {
    const host = model.hosts().find(({ resource }) => resource.key === hostKey)?.read();
    const answers = host?.placements.map((placement) => ({ subnet: placement.subnet.name, answer: inbound(model, host, placement, knock) })) ?? [];
    found = answers.every((a) => a.answer !== undefined) ? answers as KnockAnswer[] : undefined;
    return true;
  };
  try {
    loaded.estate.worlds.explore(ask, 1);
  } catch (error) {
    if (!(error instanceof TooManyWorlds)) throw error;
  }
  return found;
}
