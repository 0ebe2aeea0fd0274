import { defineCheck } from '../check';

/** The agent itself tries again; a download in user data has one chance. */
export const agentInstallRacesNetwork = defineCheck({
  id: 'AgentInstallRacesNetwork',
  severity: 'warning',
  title: 'User data that runs once installs the SSM Agent over a way that may not be there yet',
  reasons: ['agentInstallRaces'],
});
