import { defineCheck } from '../check';

/** An internet gateway drops whatever comes without a public address. */
export const publicAddressMissing = defineCheck({
  id: 'PublicAddressMissing',
  severity: 'error',
  title: 'The host has no public address, and its subnet routes to the internet gateway',
  reasons: ['publicAddressMissing'],
});
