import { ManagedInstanceOptions } from '../identity/role-props';
import { SsmEndpoints } from '../network/ssm-endpoints';
import { AgentUserData } from './agent-user-data';

/** When `SsmManaged` adds commands that install the agent to user data. */
export enum AgentInstallation {
  /**
   * Where the image is named by an SSM public parameter of images without the agent (Debian, minimal Amazon Linux). An image that
   * cannot be told apart (an AMI id) gets a warning and no commands.
   */
  WHERE_MISSING = 'WHERE_MISSING',

  /** On every host, which also brings the agent of an old image up to date. */
  ALWAYS = 'ALWAYS',

  /** On no host: all images are known to carry the agent. */
  NEVER = 'NEVER',
}

/** Properties of `SsmManaged`. */
export interface SsmManagedProps extends ManagedInstanceOptions {
  /**
   * The endpoints to pair the hosts with, both ways, and to wait for. Of several, a host is paired with those of its own VPC.
   *
   * @default - none: the hosts have another way out, or are paired elsewhere
   */
  readonly endpoints?: SsmEndpoints[];

  /**
   * Whether to demand IMDSv2. A metadata service that is switched off is switched on in any case: without it the agent has no
   * credentials.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
   */
  readonly requireImdsv2?: boolean;

  /**
   * Whether the host waits for the endpoints and rules it is paired by, and for the default route (internet or NAT gateway) of its
   * subnets. An agent that boots before its network tries again at growing intervals, and appears late.
   *
   * @default true
   */
  readonly waitForNetwork?: boolean;

  /**
   * When to install the agent.
   *
   * @default AgentInstallation.WHERE_MISSING
   */
  readonly agentInstallation?: AgentInstallation;

  /**
   * How to install the agent.
   *
   * @default - the latest version from the bucket of the Region, for the operating system that the image tells
   */
  readonly agentUserData?: AgentUserData;
}
