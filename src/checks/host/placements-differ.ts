import { defineCheck, failingSteps } from '../check';

/** A group that works in one subnet and never in another works only as long as luck puts it into the right one. */
export const placementsDiffer = defineCheck({
  id: 'PlacementsDiffer',
  severity: 'warning',
  title: 'The host can be managed in some of its subnets and never in others',
  reasons: [],
  question: (proof) => (proof.mixed ? failingSteps(proof) : []),
});
