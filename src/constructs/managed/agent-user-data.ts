import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { unscopedError } from '../internal/errors';
import { checkAgentProps, checksSignature } from './agent-user-data-checks';
import { linuxCommands } from './agent-user-data-linux';
import { AgentOperatingSystem, AgentUserDataProps } from './agent-user-data-props';
import { windowsCommands } from './agent-user-data-windows';

/**
 * User data that installs the SSM Agent, or brings it up to date, and starts it.
 *
 * The package comes from the bucket of the host's own Region, so an isolated host needs no more than an S3 gateway endpoint. On Linux
 * the commands run in a shell of their own: if one fails, the rest of the user data still runs, and the fault is in
 * `/var/log/cloud-init-output.log`.
 *
 * **Limits**: user data runs at the first boot only, and takes at most 16 KB, of which this uses 1 to 2 KB (with root certificates 5).
 * It never downgrades an agent that is newer than `version`.
 *
 * **Security**: without `signingKey` the signature of a Linux package is not checked: it is trusted because it comes over TLS from AWS's bucket.
 *
 * ```ts
 * const userData = ec2.UserData.forLinux();
 * new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN }).addTo(userData);
 * ```
 *
 * Throws where props contradict each other or could break out of the script; the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/manually-install-ssm-agent-linux.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/configure-proxy-ssm-agent.html
 */
export class AgentUserData {
  /** The commands, for a POSIX shell or for PowerShell. */
  public readonly commands: string[];

  /** Whether the package is installed only with a good signature: on Linux with `signingKey`, on Windows and by the snap always. */
  public readonly checksSignature: boolean;

  private readonly windows: boolean;

  constructor(props: AgentUserDataProps) {
    checkAgentProps(props);
    this.checksSignature = checksSignature(props);
    this.windows = props.operatingSystem === AgentOperatingSystem.WINDOWS;
    this.commands = this.windows ? windowsCommands(props) : linuxCommands(props);
  }

  /**
   * Adds the commands at the end of user data. Does nothing if they stand there already.
   *
   * Throws if the user data is not a script of the operating system's shell, such as a cloud-config document: put it into an
   * `ec2.MultipartUserData` with a script part that is its default.
   *
   * @param userData made by `ec2.UserData.forLinux()`, `forWindows()`, or a script by `custom()`
   */
  public addTo(userData: ec2.UserData): void {
    const text = userData.render();
    if (this.commands.every((command) => text.includes(command))) return;
    const script = this.windows ? /^\s*<powershell>/.test(text) : /^#!/.test(text);
    if (!script && !(userData instanceof ec2.MultipartUserData)) {
      throw unscopedError('AgentUserData', `the user data is no ${this.windows ? 'PowerShell' : 'shell'} script, so no command can be added to it. Use ec2.UserData.${this.windows ? 'forWindows' : 'forLinux'}(), ` +
        'or ec2.MultipartUserData with a script as its default part.');
    }
    userData.addCommands(...this.commands);
  }
}
