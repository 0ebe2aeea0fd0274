import { all, Truth } from '../../core';
import { Model } from '../../model';
import { Flow, Journey, reach } from '../net';
import { PUBLIC_SERVICE } from '../net/addresses';
import { ownAcls } from '../net/gateways';
import { egressHop } from '../net/group-hops';

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

function byGateway(model: Model, journey: Journey): Truth {
  const { vpc, subnet } = journey.placement;
  if (!vpc) return 'unknown';
  if (!vpc.made && !vpc.isDefault) return 'unknown';
  const gateways = model.endpointsOf(vpc).filter((e) => e.kind === 'gateway' && (e.service === 's3' || (e.service === undefined && model.mayServe(e, 's3'))));
  if (gateways.length === 0) return 'no';
  if (gateways.some((e) => e.service === 's3' && e.routeTableKeys.includes(subnet.routeTable.key))) return canLeave(model, journey);
  // Its tables may be named by something that is not known.
  const sure = gateways.every((e) => e.service === 's3' && e.routeTableKeys.every((key) => !/[:$]/.test(key.replace(/^[^/]*\//, ''))));
  return sure && subnet.routeTable.made ? 'no' : 'unknown';
}

/**
 * Packets to a gateway endpoint keep the public addresses of S3, so groups and network ACLs see those. A rule by a prefix list that
 * AWS keeps may be for S3 itself.
 */
function canLeave(model: Model, journey: Journey): Truth {
  const flow: Flow = { ...journey, service: 's3', family: 4 };
  const steps = [egressHop(model, flow, { addresses: PUBLIC_SERVICE[4] }, 'Amazon S3'), ...ownAcls(flow, PUBLIC_SERVICE[4])];
  return all(steps.map((s) => s.answer));
}
