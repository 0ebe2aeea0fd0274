import { isMap, own, scalar, Value } from '../prover/core';
import { readJsonFile, UsageError } from './usage';

/** Template parameters as CloudFormation's own tools write them into files. */
export function readParameters(path: string): Record<string, string> {
  const data = readJsonFile(path, '--parameters-file');
  const map = isMap(data) ? own(data, 'Parameters') ?? data : data;
  const entries: [unknown, unknown][] = Array.isArray(map)
    ? map.map((item: unknown) => {
      if (isMap(item)) return [own(item, 'ParameterKey'), own(item, 'ParameterValue')];
      const at = typeof item === 'string' ? item.indexOf('=') : -1;
      return at > 0 ? [(item as string).slice(0, at), (item as string).slice(at + 1)] : [undefined, undefined];
    })
    : isMap(map) ? Object.entries(map) : [[undefined, undefined]];
  const result: Record<string, string> = Object.create(null);
  for (const [key, value] of entries) {
    const text = Array.isArray(value) ? value.join(',') : scalar(value as Value);
    if (typeof key !== 'string' || text === undefined) {
      throw new UsageError(`--parameters-file ${path}: expects [{ "ParameterKey", "ParameterValue" }], { "Parameters": { … } } or ["KEY=VALUE"]`);
    }
    result[key] = text;
  }
  return result;
}
