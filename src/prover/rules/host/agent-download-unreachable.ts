import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { sourceWords } from '../wording';

/** What the image carries is not known, so the download may be what the host depends on. */
export const agentDownloadUnreachable = defineRule({
  id: 'AgentDownloadUnreachable',
  severity: 'warning',
  title: 'User data fetches the SSM Agent from an address the host cannot reach',
  why: 'What an unknown image carries cannot be told, so the download in user data may be all that brings the agent. In a subnet without a way to that address it hangs until it gives up.',
  symptom: 'If the image has no agent, the instance never appears in Fleet Manager; cloud-init\'s log ends in a timeout of curl, wget, yum or dnf.',
  links: [systemsManagerGuide('agent-install-al2'), privateLinkGuide('gateway-endpoints')],
  faults: {
    agentDownloadUnreachable: fault<'host' | 'source' | 'image'>({
      code: 'AGENT_DOWNLOAD_SOURCE_UNREACHABLE',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} fetches the SSM Agent from ${sourceWords(d.source)}, which it cannot reach; ${d.image} is taken to carry the agent`,
        cdk: 'fetch it from the bucket of the host\'s own Region and add an S3 gateway endpoint for its subnet, or leave the installation out',
        cloudFormation: 'fetch it from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/… and add a gateway AWS::EC2::VPCEndpoint for S3, or leave the installation out',
      }),
    }),
  },
});
