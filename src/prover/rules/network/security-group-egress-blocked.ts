import { fault } from '../fault';
import { systemsManagerGuide, vpcGuide } from '../links';
import { SSM_MANAGED_WITH_ENDPOINTS } from '../mixin';
import { defineRule } from '../rule';
import { and, client, egressToS3, groupsOf, many } from '../wording';

/** A launch template has connections only where it has a security group. */
const letOut = (d: { readonly hostType?: string }) => `allow egress on TCP 443: endpoints.allowFrom(${client(d)}), or ${client(d)}.connections.allowTo(…, ec2.Port.tcp(443))${client(d) === 'launchTemplate' ? ' (set securityGroup on the LaunchTemplate)' : ''}`;

/** The agent opens every connection itself, so the host's groups must let 443 out. */
export const securityGroupEgressBlocked = defineRule({
  id: 'SecurityGroupEgressBlocked',
  severity: 'error',
  title: 'No security group of the instance allows outbound TCP 443',
  why: 'The agent opens every connection itself, so one of the instance\'s security groups must allow outbound TCP 443. CDK\'s `allowAllOutbound: false` leaves a rule that matches nothing.',
  symptom: '"SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service."',
  links: [vpcGuide('security-group-rules'), systemsManagerGuide('troubleshooting-ssm-agent'), systemsManagerGuide('setup-create-vpc')],
  fixesAll: SSM_MANAGED_WITH_ENDPOINTS,
  faults: {
    groupsBlockOut: fault<'groups' | 'target' | 'service', 'hostType'>({
      code: 'ENI_SG_RULES_MISMATCH',
      hop: 'way out',
      repair: 'letOut',
      words: (d) => ({
        message: `${groupsOf(d.groups)} ${many(d.groups) ? 'have' : 'has'} no egress rule for TCP 443 to ${d.target} (${and(d.service)})`,
        cdk: d.target === 'Amazon S3' ? egressToS3(d.groups).cdk : letOut(d),
        cloudFormation: d.target === 'Amazon S3' ? egressToS3(d.groups).cloudFormation
          : `add an egress rule to ${and(d.groups)}: IpProtocol tcp, FromPort 443, ToPort 443, to the endpoint's security group or, without endpoints, to 0.0.0.0/0`,
      }),
    }),
    groupsHaveNoEgress: fault<'groups' | 'service', 'hostType'>({
      code: 'SG_HAS_NO_RULES',
      hop: 'way out',
      repair: 'letOut',
      words: (d) => ({
        message: `${groupsOf(d.groups)} ${many(d.groups) ? 'have' : 'has'} no egress rule, so no traffic leaves the instance (${and(d.service)})`,
        cdk: letOut(d),
        cloudFormation: `add an egress rule to ${and(d.groups)}: IpProtocol tcp, FromPort 443, ToPort 443, to the endpoint's security group or, without endpoints, to 0.0.0.0/0`,
      }),
    }),
  },
});
