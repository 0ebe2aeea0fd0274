import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and, many } from '../wording';

/** Patches, packages and new agents come from buckets of AWS. */
export const associationWithoutS3 = defineRule({
  id: 'AssociationWithoutS3',
  severity: 'warning',
  title: 'The association needs Amazon S3, which the host cannot reach',
  why: 'Patches, packages and new agents come from buckets of AWS. A node that cannot reach Amazon S3 is online, and these associations fail on it.',
  symptom: 'Patch scans and agent updates end as "Failed" or "TimedOut" on a node that is online.',
  links: [systemsManagerGuide('patch-operations-s3-buckets'), systemsManagerGuide('setup-create-vpc'), privateLinkGuide('gateway-endpoints')],
  faults: {
    associationWithoutS3: fault<'document' | 'host' | 'subnet'>({
      code: 'ASSOCIATION_S3_UNREACHABLE',
      hop: 'identity',
      words: (d) => ({
        message: `${and(d.document)} ${many(d.document) ? 'require' : 'requires'} Amazon S3, which ${d.host} cannot reach from ${and(d.subnet)}`,
        cdk: `add the gateway endpoint: new SsmEndpoints(this, 'Endpoints', { vpc, s3: S3EndpointMode.GATEWAY }), or vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })`,
        cloudFormation: 'add a gateway AWS::EC2::VPCEndpoint for s3 with the route table of the subnet in RouteTableIds',
      }),
    }),
  },
});
