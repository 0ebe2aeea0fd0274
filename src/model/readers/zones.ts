import { asList, identity, isMap, own, Unknown, Value } from '../../core';
import { declareReader } from '../fields';
import type { Model } from '../model';
import { Vpc } from '../types';

const ZONE = declareReader({ type: 'AWS::Route53::HostedZone', reads: ['Name', 'VPCs'] });

/** Private hosted zones for a service's name, or for a parent domain of it, take the name over in the VPCs they are associated with. */
export function privateZoneFor(model: Model, service: string, vpc: Vpc): Unknown | undefined {
  for (const resource of model.estate.ofType(ZONE.type)) {
    if (!model.estate.exists(resource)) continue;
    const fields = model.fields(resource, ZONE);
    const name = identity(fields.value('Name')).replace(/\.$/, '');
    if (!answersFor(name, service)) continue;
    const vpcs = fields.value('VPCs');
    if (vpcs === undefined) continue;
    const here = vpcs instanceof Unknown || asList(vpcs).some((v) => !isMap(v) || model.vpc(own(v as Record<string, Value>, 'VPCId'))?.key === vpc.key);
    if (here) return new Unknown('attribute', `zone:${resource.key}`, `what the private hosted zone ${resource.logicalId} answers for ${service}`);
  }
  return undefined;
}

/** `ssm.REGION.amazonaws.com` and its parents down to `amazonaws.com`. A zone above or beside them does not matter. */
function answersFor(zone: string, service: string): boolean {
  const match = /^(?:([a-z0-9-]+)\.)?(?:([a-z0-9-]+|\$\{[^}]*\})\.)?(?:amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})$/.exec(zone);
  if (!match) return zone.includes('${') && zone.startsWith(`${service}.`);
  return match[1] === undefined || match[2] === undefined || match[1] === service;
}
