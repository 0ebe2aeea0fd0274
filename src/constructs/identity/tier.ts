/**
 * How much of Systems Manager an instance may use. Each tier includes those before it.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export enum Tier {
  /**
   * The node appears in Fleet Manager: `ssm:UpdateInstanceInformation`. No session and no command reaches it.
   *
   * An instance profile with this tier alone also keeps the agent from falling back to Default Host Management:
   * the agent tests that one call, and it succeeds.
   */
  REGISTER = 'REGISTER',

  /**
   * REGISTER, and Session Manager: the four `ssmmessages` channel actions.
   */
  CONNECT = 'CONNECT',

  /**
   * CONNECT, and Run Command, State Manager, Inventory, Patch Manager and Distributor: all of `AmazonSSMManagedInstanceCore`
   * except `ssm:GetParameter` and `ssm:GetParameters`, which there open every parameter of the account to the host.
   * It is the action list of AWS's own `AmazonSSMManagedEC2InstanceDefaultPolicy`.
   */
  COMMAND = 'COMMAND',

  /**
   * COMMAND, and logs of sessions in S3 or CloudWatch Logs. Needs a destination in `sessionLogging`.
   */
  LOGGING = 'LOGGING',
}
