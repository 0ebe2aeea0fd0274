import { defineCheck } from '../check';

/** The agent tries one address after the other, so a blocked interface costs time and resilience, not the connection. */
export const endpointInterfaceUnreachable = defineCheck({
  id: 'EndpointInterfaceUnreachable',
  severity: 'warning',
  title: 'The host reaches only some of the endpoint\'s network interfaces',
  reasons: [],
  question: (proof) => proof.placements.flatMap((placement) => placement.services)
    .filter((service) => service.answer === 'yes')
    .flatMap((service) => service.paths.filter((path) => path.answer === 'no' && path.endpointSubnet !== undefined))
    .flatMap((path) => path.because.filter((step) => step.answer === 'no')
      .map((step) => ({ ...step, data: { ...step.data, endpointSubnet: path.endpointSubnet?.name ?? '' } }))),
});
