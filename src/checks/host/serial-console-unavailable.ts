import { defineCheck } from '../check';

/** Whoever plans to recover by the serial console finds out when it is too late. */
export const serialConsoleUnavailable = defineCheck({
  id: 'SerialConsoleUnavailable',
  severity: 'info',
  title: 'The instance type has no EC2 serial console',
  reasons: ['serialConsoleUnavailable'],
});
