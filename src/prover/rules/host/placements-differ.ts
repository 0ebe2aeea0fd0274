import { reachabilityGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** A group that works in one subnet and never in another works only as long as luck puts it into the right one. */
export const placementsDiffer = defineRule({
  id: 'PlacementsDiffer',
  severity: 'warning',
  title: 'The host can be managed in some of its subnets and never in others',
  why: 'An Auto Scaling group puts an instance into any of its subnets. If only some of them have a path to Systems Manager, only some instances become managed nodes.',
  symptom: 'Some instances of one group are online, others never appear, although they are launched from the same template.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes'), reachabilityGuide('explanation-codes')],
  faults: {},
  fires: 'where-placements-differ',
});
