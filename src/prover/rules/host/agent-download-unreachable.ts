import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, sourceWords } from '../wording';

/** What the image carries is not known, so the download may be what the host depends on. */
export const agentDownloadUnreachable = defineRule({
  id: 'AgentDownloadUnreachable',
  severity: 'warning',
  title: 'User data fetches the SSM Agent from an address the host cannot reach',
  why: 'Whether an unknown image includes the agent is undetermined, so the agent may depend on the download in user data. In a subnet without a path to that address the download times out.',
  symptom: 'If the image has no agent, the instance never appears in Fleet Manager; cloud-init\'s log ends in a timeout of curl, wget, yum or dnf.',
  links: [systemsManagerGuide('agent-install-al2'), privateLinkGuide('gateway-endpoints')],
  faults: {
    agentDownloadUnreachable: fault<'host' | 'source' | 'image'>({
      code: 'AGENT_DOWNLOAD_SOURCE_UNREACHABLE',
      hop: 'host',
      words: (d) => ({
        message: `the user data of ${d.host} downloads the SSM Agent from ${sourceWords(d.source)}, which it cannot reach; ${a('image', d.image)} is assumed to include the agent`,
        cdk: 'download it from the S3 bucket of the instance\'s Region and add an S3 gateway endpoint for its subnet, or remove the installation',
        cloudFormation: 'download it from https://s3.REGION.amazonaws.com/amazon-ssm-REGION/… and add a gateway AWS::EC2::VPCEndpoint for S3, or remove the installation',
      }),
    }),
  },
});
