import { defineCheck } from '../check';

/** A public address is of no use where nothing routes to the internet gateway. */
export const internetRouteMissing = defineCheck({
  id: 'InternetRouteMissing',
  severity: 'error',
  title: 'A public subnet has no route to the internet gateway',
  reasons: ['internetRouteMissing'],
});
