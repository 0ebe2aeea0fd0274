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
        message: `the user data of ${d.host} stops and disables the SSM Agent (${d.command}) and does not start it again`,
        cdk: 'remove the command, or start and enable the agent afterwards',
        cloudFormation: 'remove the command from UserData, or start and enable the agent afterwards',
      }),
    }),
    agentRemoved: fault<'host' | 'command', 'source'>({
      code: 'AGENT_REMOVED',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} removes the SSM Agent (${d.command}) and ${d.source ? `cannot reach ${sourceWords(d.source)}, from which it downloads it again` : 'does not install it again'}`,
        cdk: d.source ? 'leave the agent in place, or add an S3 gateway endpoint for the subnet: vpc.addGatewayEndpoint(\'S3\', { service: ec2.GatewayVpcEndpointAwsService.S3 })' : 'remove the command, or install the agent afterwards',
        cloudFormation: d.source ? 'leave the agent in place, or add a gateway AWS::EC2::VPCEndpoint for S3 to the route table of its subnet, and download it from the S3 bucket of its Region' : 'remove the command from UserData, or install the agent afterwards',
      }),
    }),
  },
});
