import { Truth } from '../../core';
import { Model } from '../../model';
import { Journey, reach } from '../net';

/** Which S3 endpoint is meant: that of the host's own Region, surely another one, or one that cannot be told. */
export type S3Place = 'own-region' | 'elsewhere' | 'unknown';

/**
 * Whether a host reaches Amazon S3: by a gateway endpoint in its subnet's route table, an interface endpoint, or a public way. A
 * gateway endpoint carries the buckets of its own Region only; calls to another Region take the public way
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html).
 */
export function reachesS3(model: Model, journey: Journey, place: S3Place): Truth {
  const gateway = place === 'elsewhere' ? 'no' : byGateway(model, journey);
  if (gateway === 'yes') return place === 'unknown' ? 'unknown' : 'yes';
  const other = reach(model, { ...journey, service: 's3' }).answer;
  if (other === 'yes') return 'yes';
  return gateway === 'unknown' ? 'unknown' : other;
}

function byGateway(model: Model, { placement }: Journey): Truth {
  const { vpc, subnet } = placement;
  if (!vpc) return 'unknown';
  if (!vpc.made && !vpc.isDefault) return 'unknown';
  const gateways = model.endpointsOf(vpc).filter((e) => e.kind === 'gateway' && (e.service === 's3' || (e.service === undefined && model.mayServe(e, 's3'))));
  if (gateways.length === 0) return 'no';
  if (gateways.some((e) => e.service === 's3' && e.routeTableKeys.includes(subnet.routeTable.key))) return canLeave(placement.groups) ? 'yes' : 'no';
  // Its tables may be named by something that is not known.
  const sure = gateways.every((e) => e.service === 's3' && e.routeTableKeys.every((key) => !/[:$]/.test(key.replace(/^[^/]*\//, ''))));
  return sure && subnet.routeTable.made ? 'no' : 'unknown';
}

/** Groups that let nothing out at all; what else they say of S3's addresses (a prefix list) is not looked at. */
function canLeave(groups: Journey['placement']['groups']): boolean {
  return groups.unknown !== undefined || groups.groups.some((g) => g.egress.open || g.egress.rules.length > 0);
}
