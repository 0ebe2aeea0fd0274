import { asList, identity, isMap, own, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader } from '../fields';

const RECORD = declareReader({ type: 'AWS::Route53::RecordSet', reads: ['HostedZoneId', 'HostedZoneName', 'Name', 'Type', 'AliasTarget', 'ResourceRecords'] });
const RECORDS = declareReader({ type: 'AWS::Route53::RecordSetGroup', reads: ['HostedZoneId', 'HostedZoneName', 'RecordSets'] });

/** A record of a private hosted zone. */
export interface ZoneRecord {
  readonly name: string;
  readonly type: string;
  /** The key of the interface endpoint whose DNS name it stands for; undefined: something else. */
  readonly endpointKey: string | undefined;
}

/** The records of a hosted zone that the input makes, by the zone's reference or its name. */
export function recordsOfZone(model: ReaderContext, zone: Resource, zoneName: string): ZoneRecord[] {
  const mine = (resource: Resource, spec: typeof RECORD) => {
    const fields = model.fields(resource, spec);
    const [id, name] = [fields.value('HostedZoneId'), fields.value('HostedZoneName')];
    return model.madeAs(id, 'AWS::Route53::HostedZone')?.key === zone.key || (id === undefined && name !== undefined && domainOf(name) === zoneName);
  };
  const single = model.estate.ofType(RECORD.type).filter((r) => model.estate.exists(r) && mine(r, RECORD)).map((r) => {
    const fields = model.fields(r, RECORD);
    return recordOf(fields.value('Name'), fields.value('Type'), fields.value('AliasTarget'), fields.value('ResourceRecords'));
  });
  const grouped = model.estate.ofType(RECORDS.type).filter((r) => model.estate.exists(r) && mine(r, RECORDS))
    .flatMap((r) => asList(model.fields(r, RECORDS).value('RecordSets')).filter(isMap).map((item) => {
      const map = item as Record<string, Value>;
      return recordOf(own(map, 'Name'), own(map, 'Type'), own(map, 'AliasTarget'), own(map, 'ResourceRecords'));
    }));
  return [...single, ...grouped];
}

function recordOf(name: Value, type: Value, alias: Value, records: Value): ZoneRecord {
  const target = isMap(alias) ? own(alias as Record<string, Value>, 'DNSName') : asList(records)[0];
  return { name: domainOf(name), type: identity(type).toUpperCase(), endpointKey: endpointNamed(target) };
}

/** `Fn::Select: [1, Fn::Split: [':', Fn::Select: [n, GetAtt Endpoint.DnsEntries]]]` is a name of that endpoint. */
function endpointNamed(value: Value): string | undefined {
  return value instanceof Unknown ? /^split\(:,(.+)\.DnsEntries(?:\[\d+\])?\)\[1\]$/.exec(value.key)?.[1] : undefined;
}

export const domainOf = (name: Value) => identity(name).replace(/\.$/, '').toLowerCase();
