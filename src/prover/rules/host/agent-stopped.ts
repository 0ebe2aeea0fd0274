import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { sourceWords } from '../wording';

/** What comes with the image may leave with user data. */
export const agentStopped = defineRule({
  id: 'AgentStopped',
  severity: 'error',
  title: 'User data stops or removes the SSM Agent for good',
  why: 'The agent that comes with the image leaves with user data: it is stopped and kept from starting again, or removed.',
  symptom: 'The instance never appears in Fleet Manager, or shows "Connection lost" soon after its first boot.',
  links: [systemsManagerGuide('troubleshooting-ssm-agent')],
  faults: {
    agentStopped: fault<'host' | 'command'>({
      code: 'AGENT_STOPPED',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} stops and disables the SSM Agent (${d.command}) and nothing starts it again`,
        cdk: 'take the command out, or start and enable the agent afterwards',
        cloudFormation: 'take the command out of UserData, or start and enable the agent afterwards',
      }),
    }),
    agentRemoved: fault<'host' | 'command', 'source'>({
      code: 'AGENT_REMOVED',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} removes the SSM Agent (${d.command}) and ${d.source ? `cannot reach ${sourceWords(d.source)}, where it fetches it again` : 'nothing installs it again'}`,
        cdk: d.source ? 'leave the agent in place, or add an S3 gateway endpoint for the subnet: vpc.addGatewayEndpoint(\'S3\', { service: ec2.GatewayVpcEndpointAwsService.S3 })' : 'take the command out, or install the agent afterwards',
        cloudFormation: d.source ? 'leave the agent in place, or add a gateway AWS::EC2::VPCEndpoint for S3 to the route table of its subnet, and fetch it from the bucket of its Region' : 'take the command out of UserData, or install the agent afterwards',
      }),
    }),
  },
});
