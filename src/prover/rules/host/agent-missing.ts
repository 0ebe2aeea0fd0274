import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { SSM_MANAGED } from '../mixin';
import { defineRule } from '../rule';
import { a } from '../wording';

/** No agent, no managed node. */
export const agentMissing = defineRule({
  id: 'AgentMissing',
  severity: 'error',
  title: 'The image does not carry the SSM Agent and nothing installs it',
  why: 'Everything Systems Manager does on an instance is done by the SSM Agent. Red Hat, Debian and minimal Amazon Linux images come without it, and here nothing installs it.',
  symptom: 'The instance never appears in Fleet Manager; "SSM Agent is not online", and `start-session` answers `TargetNotConnected`.',
  links: [systemsManagerGuide('ami-preinstalled-agent'), systemsManagerGuide('agent-install-rhel')],
  fixesAll: SSM_MANAGED,
  faults: {
    imageLacksAgent: fault<'image' | 'family', 'offline'>({
      code: 'IMAGE_WITHOUT_AGENT',
      hop: 'host',
      words: (d) => ({
        message: `${a('image', d.image)} (${d.family}) does not include the SSM Agent, and user data does not install it`,
        cdk: d.offline ? 'use an image that includes it (Amazon Linux 2023), or add an S3 gateway endpoint for its subnet and install it at boot from the S3 bucket of its Region (AgentUserData does)'
          : 'install it at boot: userData.addCommands(…) with the agent\'s package of the Region, or use an image that includes it (Amazon Linux 2023)',
        cloudFormation: d.offline ? 'use an image that includes it, or add a gateway AWS::EC2::VPCEndpoint for S3 to the route table of its subnet and install amazon-ssm-agent in UserData from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/…'
          : 'install amazon-ssm-agent in UserData, or use an image that includes it',
      }),
    }),
  },
});
