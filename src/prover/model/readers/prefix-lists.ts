import { asList, identity, isMap, Link, own, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader } from '../fields';

const LIST = declareReader({ type: 'AWS::EC2::PrefixList', reads: ['Entries'] });

/** What this library looks a list of AWS up by. */
const LOOKED_UP = declareReader({ type: 'Custom::SsmReadyPrefixList', reads: ['PrefixListName'], assumes: ['it finds the AWS-managed prefix list of that name'] });

/** The service whose addresses an AWS-managed prefix list holds: `s3`; undefined where its name is not known. */
export function prefixListService(model: ReaderContext, value: Value): string | undefined {
  if (!(value instanceof Link) || value.attribute !== 'PrefixListId') return undefined;
  const resource = value.resource as Resource;
  if (resource.type !== LOOKED_UP.type) return undefined;
  return /^com\.amazonaws\..*\.([\w-]+)$/.exec(identity(model.fields(resource, LOOKED_UP).value('PrefixListName')))?.[1];
}

/** The blocks of a prefix list that the input makes; undefined for one of AWS's or of somebody else. */
export function prefixListBlocks(model: ReaderContext, value: Value): readonly Value[] | undefined {
  const made = model.made(value, LIST.type);
  if (!made) return undefined;
  const entries = model.fields(made, LIST).value('Entries');
  if (entries instanceof Unknown) return entries.why === 'not-seen' ? [entries] : undefined;
  return asList(entries).map((entry) => (isMap(entry) ? own(entry as Record<string, Value>, 'Cidr') : entry));
}
