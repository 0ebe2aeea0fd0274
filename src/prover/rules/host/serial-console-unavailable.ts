import { defineCheck } from '../check';
import { ec2Guide } from '../links';

/** Whoever plans to recover by the serial console finds out when it is too late. */
export const serialConsoleUnavailable = defineCheck({
  id: 'SerialConsoleUnavailable',
  severity: 'info',
  title: 'The instance type has no EC2 serial console',
  why: 'The EC2 serial console is the way in when the network is broken. It needs an instance of the Nitro System, and whoever plans with it finds out when it is too late.',
  symptom: 'The console\'s "Connect" page has no EC2 serial console for this instance.',
  links: [ec2Guide('ec2-serial-console-prerequisites'), ec2Guide('configure-access-to-serial-console')],
  reasons: ['serialConsoleUnavailable'],
});
