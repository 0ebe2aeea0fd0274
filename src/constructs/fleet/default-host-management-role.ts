import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { agentActions } from '../identity/agent-actions';
import { lackingActions, trustsService } from '../identity/role-content';
import { Tier } from '../identity/tier';

export const SYSTEMS_MANAGER = 'ssm.amazonaws.com';
const POLICY = 'AmazonSSMManagedEC2InstanceDefaultPolicy';

/** The name with the path in front, as the setting wants it: `service-role/MyRole`. */
export function settingValueOf(role: iam.IRole): string {
  const made = role.node.defaultChild;
  if (made instanceof iam.CfnRole) {
    const path = (made.path ?? '/').slice(1);
    return `${path}${role.roleName}`;
  }
  return /:role\/(.+)$/.exec(role.roleArn)?.[1] ?? role.roleName;
}

/** What a given role lacks to be the one of Default Host Management, as far as this app tells. Looked at when all is made. */
export function faultsOf(role: iam.IRole): string[] {
  const made = role.node.defaultChild;
  if (!(made instanceof iam.CfnRole)) return [];
  const faults: string[] = [];
  if (trustsService(role, SYSTEMS_MANAGER) === false) {
    faults.push(`The role ${role.node.path} does not trust ${SYSTEMS_MANAGER}, so Systems Manager could hand it to no instance. Make it with 'assumedBy: new iam.ServicePrincipal('${SYSTEMS_MANAGER}')'.`);
  }
  const lacking = lackingActions(role, agentActions(Tier.CONNECT));
  if (lacking.length > 0) {
    faults.push(`The role ${role.node.path} lacks ${lacking.join(', ')}, without which instances cannot register and connect. Add the AWS managed policy ${POLICY}.`);
  }
  if (Token.isUnresolved(made.path)) {
    faults.push(`The path of the role ${role.node.path} is known at deployment only, but the setting's value begins with it. Give the role a literal path.`);
  }
  return faults;
}

/** The policy that AWS attaches to its own role. */
export function defaultPolicy(): iam.IManagedPolicy {
  return iam.ManagedPolicy.fromAwsManagedPolicyName(POLICY);
}
