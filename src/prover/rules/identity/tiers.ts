import { Words } from '../fault';
import { a, and, groupsOf, many } from '../wording';

type Lacking = Readonly<Record<'host' | 'role' | 'cause' | 'by', string> & Partial<Record<'actions' | 'action', string>>>;
type Unreached = Readonly<Record<'host' | 'subnet' | 'service', string> & Partial<Record<'groups', string>>>;

/** An action that the role lacks for a tier. */
export function tier(d: Lacking, effect: string): Words {
  const fault = d.cause === 'actionDenied' ? `a policy of ${a('role', d.role)} explicitly denies`
    : d.cause === 'boundaryLacksAction' ? `the permissions boundary of ${a('role', d.role)} does not allow` : `${a('role', d.role)} does not allow`;
  const policy = d.by === 'default-host-management' ? 'AmazonSSMManagedEC2InstanceDefaultPolicy' : 'AmazonSSMManagedInstanceCore';
  const where = d.cause === 'actionMissing' ? '' : ', and remove what denies them';
  return {
    message: `${d.host} becomes a managed node, but ${effect}: ${fault} ${and(d.actions ?? d.action)}`,
    cdk: `role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('${policy}'))${where}`,
    cloudFormation: `add arn:aws:iam::aws:policy/${policy} to ManagedPolicyArns of ${d.role}${where}`,
  };
}

/** A service that a tier needs and the host does not reach. */
export function unreachable(d: Unreached, effect: string): Words {
  const message = `${d.host} becomes a managed node, but ${effect}: ${a('subnet', d.subnet)} has no path to ${and(d.service)}`;
  if (d.groups !== undefined) return closedTo(d, `${message}: ${groupsOf(d.groups)} ${many(d.groups) ? 'have' : 'has'} no egress rule for TCP 443`);
  return {
    message,
    cdk: `add the missing endpoints (${and(d.service)}) to its VPC: new SsmEndpoints(…), or vpc.addInterfaceEndpoint(…) and vpc.addGatewayEndpoint(…) for S3`,
    cloudFormation: `add AWS::EC2::VPCEndpoint resources for ${and(d.service)}`,
  };
}

/** A security group that allows no egress there. A gateway endpoint has no security group: its rule names a prefix list. */
function closedTo(d: Unreached, message: string): Words {
  const list = /\bs3\b/.test(d.service) ? ', for the S3 gateway endpoint to the prefix list com.amazonaws.REGION.s3' : '';
  return {
    message,
    cdk: `allow egress on TCP 443 from ${and(d.groups)} to ${and(d.service)}: endpoints.allowFrom(instance), or instance.connections.allowTo(…, ec2.Port.tcp(443))`,
    cloudFormation: `add an egress rule to ${and(d.groups)}: IpProtocol tcp, FromPort 443, ToPort 443, to the security group of the endpoint${list}`,
  };
}
