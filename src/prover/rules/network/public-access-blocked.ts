import { fault } from '../fault';
import { reachabilityGuide } from '../links';
import { defineRule } from '../rule';
import { a } from '../wording';

/** What an exclusion must allow: all, or what leaves by a NAT gateway only. */
const exclusionMode = (d: { readonly direct?: string }) => (d.direct ? 'allow-bidirectional' : 'allow-egress');

/** VPC Block Public Access overrules routes and public addresses in a whole account and Region. */
export const publicAccessBlocked = defineRule({
  id: 'PublicAccessBlocked',
  severity: 'error',
  title: 'VPC Block Public Access blocks the internet gateway traffic of the subnet',
  why: 'VPC Block Public Access overrules routes and public addresses in a whole account and Region, unless an exclusion names the VPC or the subnet.',
  symptom: '"SSM Agent is not online" in every public subnet of the Region at once.',
  links: [reachabilityGuide('explanation-codes'), reachabilityGuide('how-reachability-analyzer-works')],
  faults: {
    publicAccessBlocked: fault<'mode' | 'blockedSubnet', 'exclusion' | 'direct'>({
      code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
      hop: 'route',
      stops: 'vpc-border',
      repair: 'excludeSubnet',
      words: (d) => ({
        message: d.exclusion === undefined ? `VPC Block Public Access (${d.mode}) of the account and Region blocks internet gateway traffic of ${a('subnet', d.blockedSubnet)}`
          : `VPC Block Public Access of the account and Region blocks ${a('subnet', d.blockedSubnet)}: exclusion ${d.exclusion} allows only traffic through a NAT gateway or an egress-only internet gateway`,
        cdk: d.exclusion === undefined ? `add SsmEndpoints, or exclude the subnet: new ec2.CfnVPCBlockPublicAccessExclusion(this, 'Exclude', { subnetId, internetGatewayExclusionMode: '${exclusionMode(d)}' })`
          : 'add SsmEndpoints, or set internetGatewayExclusionMode: \'allow-bidirectional\' on the exclusion',
        cloudFormation: d.exclusion === undefined ? `add interface endpoints, or an AWS::EC2::VPCBlockPublicAccessExclusion for ${d.blockedSubnet} with InternetGatewayExclusionMode: ${exclusionMode(d)}`
          : `add interface endpoints, or set InternetGatewayExclusionMode: allow-bidirectional on ${d.exclusion}`,
      }),
    }),
  },
});
