import { asList, isMap, own, Unknown, Value } from '../../core';
import { declareReader } from '../fields';
import type { Model } from '../model';

const LIST = declareReader({ type: 'AWS::EC2::PrefixList', reads: ['Entries'] });

/** The blocks of a prefix list that the input makes; undefined for one of AWS's or of somebody else. */
export function prefixListBlocks(model: Model, value: Value): readonly Value[] | undefined {
  const made = model.made(value, LIST.type);
  if (!made) return undefined;
  const entries = model.fields(made, LIST).value('Entries');
  if (entries instanceof Unknown) return undefined;
  return asList(entries).map((entry) => (isMap(entry) ? own(entry as Record<string, Value>, 'Cidr') : entry));
}
