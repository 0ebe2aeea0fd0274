import { Json, member } from '../../prover/sources/live';
import type { CallRequest } from './caller';

/** As many values as a filter takes. */
const FILTER_VALUES = 200;

export const request = (service: string, operation: string, parameters: Json = {}): CallRequest => ({ service, operation, parameters });

export function chunks<T>(items: readonly T[], size = FILTER_VALUES): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** Values of a member in lists of objects, each once. */
export function valuesOf(items: readonly Json[], ...path: string[]): string[] {
  return [...new Set(items.map((item) => member(item, ...path)).filter((v): v is string => typeof v === 'string' && v !== ''))].sort();
}
