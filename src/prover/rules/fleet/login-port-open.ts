import { defineCheck } from '../check';
import { systemsManagerGuide, vpcGuide } from '../links';

/** Session Manager works without any inbound rule. */
export const loginPortOpen = defineCheck({
  id: 'LoginPortOpen',
  severity: 'info',
  title: 'A login port is open to everyone, which Session Manager needs not',
  why: 'The agent opens every connection itself, so Session Manager works without any inbound rule. A login port that everyone may reach is a risk without need.',
  symptom: 'Failed logins from all over the world in the system\'s log.',
  links: [systemsManagerGuide('setup-create-vpc'), vpcGuide('security-group-rules')],
  reasons: ['loginOpen'],
});
