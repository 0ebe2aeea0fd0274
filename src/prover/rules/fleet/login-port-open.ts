import { fault } from '../fault';
import { systemsManagerGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';

/** Session Manager works without any inbound rule. */
export const loginPortOpen = defineRule({
  id: 'LoginPortOpen',
  severity: 'info',
  title: 'A login port is open to the internet; Session Manager does not need it',
  why: 'The agent opens every connection itself, so Session Manager works without any inbound rule. A login port that everyone may reach is a risk without need.',
  symptom: 'Failed logins from all over the world in the system\'s log.',
  links: [systemsManagerGuide('setup-create-vpc'), vpcGuide('security-group-rules')],
  faults: {
    loginOpen: fault<'group' | 'host' | 'from' | 'ports'>({
      code: 'LOGIN_PORT_OPEN',
      hop: 'identity',
      words: (d) => ({
        message: `${a('security group', d.group)} of ${d.host} allows inbound port ${and(d.ports)} from the internet (${d.from}); Session Manager requires no inbound port`,
        cdk: 'remove the rule and use Session Manager',
        cloudFormation: 'remove the ingress rule and use Session Manager',
      }),
    }),
  },
});
