import { fault } from '../fault';
import { systemsManagerGuide, vpcGuide } from '../links';
import { defineRule } from '../rule';
import { and, client, egressToS3, many } from '../wording';

/** A launch template has connections only where it has a security group. */
const letOut = (d: { readonly hostType?: string }) => `let the host out: endpoints.allowFrom(${client(d)}), or ${client(d)}.connections.allowTo(…, ec2.Port.tcp(443))${client(d) === 'launchTemplate' ? ' (set securityGroup on the LaunchTemplate)' : ''}`;

/** The agent opens every connection itself, so the host's groups must let 443 out. */
export const securityGroupEgressBlocked = defineRule({
  id: 'SecurityGroupEgressBlocked',
  severity: 'error',
  title: 'Nothing lets the host out on 443',
  why: 'The agent opens every connection itself, so one of the host\'s security groups must let TCP 443 out. CDK\'s `allowAllOutbound: false` leaves a rule that matches nothing.',
  symptom: '"SSM Agent is not online. The SSM Agent was unable to connect to a Systems Manager endpoint to register itself with the service."',
  links: [vpcGuide('security-group-rules'), systemsManagerGuide('troubleshooting-ssm-agent'), systemsManagerGuide('setup-create-vpc')],
  faults: {
    groupsBlockOut: fault<'groups' | 'target' | 'service', 'hostType'>({
      code: 'ENI_SG_RULES_MISMATCH',
      hop: 'way out',
      repair: 'letOut',
      words: (d) => ({
        message: `no egress rule of ${and(d.groups)} lets TCP 443 out to ${d.target} (for ${and(d.service)})`,
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
        message: `nothing lets the host out: ${and(d.groups)} ${many(d.groups) ? 'have' : 'has'} no egress rule at all (for ${and(d.service)})`,
        cdk: letOut(d),
        cloudFormation: `add an egress rule to ${and(d.groups)}: IpProtocol tcp, FromPort 443, ToPort 443, to the endpoint's security group or, without endpoints, to 0.0.0.0/0`,
      }),
    }),
  },
});
