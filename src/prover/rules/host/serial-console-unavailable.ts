import { fault } from '../fault';
import { ec2Guide } from '../links';
import { defineRule } from '../rule';

/** Whoever plans to recover by the serial console finds out when it is too late. */
export const serialConsoleUnavailable = defineRule({
  id: 'SerialConsoleUnavailable',
  severity: 'info',
  title: 'The instance type has no EC2 serial console',
  why: 'The EC2 serial console gives access when the network is broken. It needs an instance of the Nitro System, which is often noticed only in an emergency.',
  symptom: 'The console\'s "Connect" page has no EC2 serial console for this instance.',
  links: [ec2Guide('ec2-serial-console-prerequisites'), ec2Guide('configure-access-to-serial-console')],
  faults: {
    serialConsoleUnavailable: fault<'host' | 'type'>({
      code: 'SERIAL_CONSOLE_UNAVAILABLE',
      hop: 'identity',
      words: (d) => ({
        message: `${d.host} is a ${d.type}, which is not built on the Nitro System and has no EC2 serial console`,
        cdk: 'use an instance type built on the Nitro System (t3, m5 and later)',
        cloudFormation: 'set InstanceType to one built on the Nitro System (t3, m5 and later)',
      }),
    }),
  },
});
