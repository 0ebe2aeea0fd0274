import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, egressToS3, sourceWords } from '../wording';

/** An image without the agent depends on a download at boot; without a way to its source there never is an agent. */
export const agentInstallUnreachable = defineRule({
  id: 'AgentInstallUnreachable',
  severity: 'error',
  title: 'User data installs the SSM Agent from an address the host cannot reach',
  why: 'An image without the agent depends on the download at boot. Without a way to its source there never is an agent, and without an agent there is no managed node.',
  symptom: 'The instance never appears in Fleet Manager, and `start-session` answers `TargetNotConnected`; cloud-init\'s log ends in a timeout.',
  links: [systemsManagerGuide('agent-install-rhel'), privateLinkGuide('gateway-endpoints')],
  faults: {
    agentInstallUnreachable: fault<'image' | 'family' | 'host' | 'source', 'groups'>({
      code: 'AGENT_INSTALL_SOURCE_UNREACHABLE',
      hop: 'host',
      words: (d) => ({
        message: `${a('image', d.image)} (${d.family}) does not include the SSM Agent, and ${d.host} cannot reach ${sourceWords(d.source)}, from which its user data downloads it`,
        cdk: d.groups !== undefined ? `download it from the S3 bucket of the instance\'s Region (AgentUserData does) and ${egressToS3(d.groups).cdk}`
          : 'download it from the S3 bucket of the instance\'s Region (AgentUserData does) and add an S3 gateway endpoint for its subnet: vpc.addGatewayEndpoint(\'S3\', { service: ec2.GatewayVpcEndpointAwsService.S3 })',
        cloudFormation: d.groups !== undefined ? `download it from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/… and ${egressToS3(d.groups).cloudFormation}`
          : 'download it from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/… and add a gateway AWS::EC2::VPCEndpoint for S3 to the route table of its subnet',
      }),
    }),
  },
});
