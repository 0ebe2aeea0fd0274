/** Networks by seed and index. */
import { KINDS, working } from './kinds';
import { mutated } from './mutations';
import { Random } from './random';
import { Spec } from './spec';

/** `only`: the kinds to draw from. Another choice of kinds gives other networks. */
export function randomNetwork(seed: number, index: number, only: readonly string[] = Object.keys(KINDS)): Spec {
  const random = Random.of(seed, index);
  const kind = random.pick(only.flatMap((name) => Array<string>(KINDS[name].weight).fill(name)));
  return mutated(working(kind, random), random);
}
