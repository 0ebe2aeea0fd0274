import { defineCheck } from '../check';

/** An isolated subnet needs endpoints; a private one needs a route to a NAT gateway. */
export const natRouteMissing = defineCheck({
  id: 'NatRouteMissing',
  severity: 'error',
  title: 'A private subnet has no way out: neither endpoints nor a NAT gateway',
  reasons: ['natRouteMissing', 'subnetSaidIsolated'],
});
