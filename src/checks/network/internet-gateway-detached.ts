import { defineCheck } from '../check';

/** A route to a gateway that is attached elsewhere, or nowhere, is a black hole. */
export const internetGatewayDetached = defineCheck({
  id: 'InternetGatewayDetached',
  severity: 'error',
  title: 'The route leads to an internet gateway that is not attached to the VPC',
  reasons: ['internetGatewayDetached'],
});
