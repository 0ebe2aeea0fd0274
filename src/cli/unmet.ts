import { isMap } from '../prover/core';
import { Loaded } from '../prover/sources/cloudformation';
import { SaidOf } from './options';

/** Ids as AWS gives them: nobody puts these together from parts. */
const ID = /^(?:ami|sg|subnet)-[0-9a-f]+$/;

/** What the command line says of ids that stand nowhere in the input: mostly a slip of the keyboard. */
export function unmet(said: readonly SaidOf[], { estate }: Loaded, parameters: Readonly<Record<string, string>>): SaidOf[] {
  const looked = new Set(said.map(({ id }) => id).filter((id) => ID.test(id)));
  if (looked.size === 0) return [];
  const waiting: unknown[] = [...Object.values(parameters), ...estate.stacks.map((stack) => stack.data)];
  while (waiting.length > 0 && looked.size > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') for (const id of looked) if (value.includes(id)) looked.delete(id);
    if (Array.isArray(value)) for (const item of value as unknown[]) waiting.push(item);
    else if (isMap(value)) for (const key in value) waiting.push(key, value[key]);
  }
  return said.filter(({ id }) => looked.has(id));
}
