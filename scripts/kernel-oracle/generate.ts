/** Networks by seed and index. */
import { KINDS, working } from './kinds';
import { mutated } from './mutations';
import { Random } from './random';
import { Spec } from './spec';

export function randomNetwork(seed: number, index: number, only?: string): Spec {
  const random = Random.of(seed, index);
  const kind = only ?? drawKind(random);
  return mutated(working(kind, random), random);
}

function drawKind(random: Random): string {
  const names = Object.entries(KINDS).flatMap(([name, { weight }]) => Array<string>(weight).fill(name));
  return random.pick(names);
}
