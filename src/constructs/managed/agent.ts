import { CfnParameter, Fn, Intrinsic, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { amiFamily, AmiFamily } from '../../data/ami-families';
import { referredTo } from '../internal/references';
import { inform, warn } from '../internal/warnings';
import { AgentUserData } from './agent-user-data';
import { AgentOperatingSystem } from './agent-user-data-props';
import { Launch } from './launch';
import { AgentInstallation, SsmManagedProps } from './props';

/** The same words by which the prover knows user data that installs the agent. */
const INSTALLS_AGENT = /amazon-ssm-agent|AmazonSSMAgent/;

const NOT_VERIFIED = 'The SSM Agent is installed from AWS\'s bucket over TLS, and the signature of its Linux package is not checked. To check it, give AgentUserData with the \'signingKey\' from ' +
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/verify-agent-signature.html as \'agentUserData\'.';

/** Adds the agent where the image lacks it; says so where that cannot be told or done. */
export function manageAgent(launch: Launch, props: SsmManagedProps): void {
  const mode = props.agentInstallation ?? AgentInstallation.WHERE_MISSING;
  if (mode === AgentInstallation.NEVER || installsAlready(launch)) return;
  const family = imageFamily(launch);
  if (mode === AgentInstallation.WHERE_MISSING && family?.agent !== 'absent') {
    if (family === undefined && launch.get('imageId') !== undefined) warnOfUnknownImage(launch);
    return;
  }
  const commands = props.agentUserData ?? defaultCommands(launch, family);
  if (commands) install(launch, commands);
  else warn(launch.host, 'unknownOperatingSystem', `The image of ${launch.host.node.path} does not tell its operating system, so the agent was not installed. Say it in 'agentUserData'.`);
}

function install(launch: Launch, commands: AgentUserData): void {
  const fault = tryInstall(launch, commands);
  if (fault === undefined && !commands.checksSignature) inform(launch.host, NOT_VERIFIED);
  if (fault !== undefined) {
    warn(launch.host, 'agentNotInstalled', `The image of ${launch.host.node.path} lacks the SSM Agent, and it could not be added to the user data: ${fault}`);
  }
}

function tryInstall(launch: Launch, commands: AgentUserData): string | undefined {
  const { userData } = launch;
  try {
    if (userData) {
      commands.addTo(userData);
    } else if (hasNone(launch)) {
      const windows = commands.commands.some((line) => line.includes('$env:TEMP'));
      const made = windows ? ec2.UserData.forWindows() : ec2.UserData.forLinux();
      commands.addTo(made);
      launch.set('userData', Fn.base64(made.render()));
    } else {
      return 'it is given as text. Add AgentUserData to it where it is made.';
    }
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

/** A launch template's L2 without user data holds a lazy value all the same. */
function hasNone(launch: Launch): boolean {
  const value = launch.get('userData');
  return value === undefined || (launch.l2 instanceof ec2.LaunchTemplate && textOf(launch) === '');
}

function installsAlready(launch: Launch): boolean {
  return INSTALLS_AGENT.test(launch.userData?.render() ?? textOf(launch));
}

/** User data as text, without an L2 that holds it. Only plain text and `Fn::Base64` are looked into: resolving a lazy value would fix it for good. */
function textOf(launch: Launch): string {
  const value = launch.get('userData');
  if (typeof value === 'string' && !Token.isUnresolved(value)) return `${value}\n${Buffer.from(value, 'base64').toString('utf8')}`;
  const token = Tokenization.reverse(value, { failConcat: false });
  return token instanceof Intrinsic ? JSON.stringify(Stack.of(launch.resource).resolve(token)) : '';
}

/** What the name of the image tells: the path of an SSM public parameter, however CDK writes it. */
function imageFamily(launch: Launch): AmiFamily | undefined {
  const path = parameterPath(launch);
  return path === undefined ? undefined : amiFamily('ssm-parameter', path);
}

function parameterPath(launch: Launch): string | undefined {
  const value = launch.get('imageId');
  const parameter = referredTo(launch.resource, value);
  if (parameter instanceof CfnParameter) {
    const isPath = parameter.type.startsWith('AWS::SSM::Parameter::Value<');
    return isPath && typeof parameter.default === 'string' ? parameter.default : undefined;
  }
  const text: unknown = Stack.of(launch.resource).resolve(value);
  return typeof text === 'string' ? /resolve:ssm:(\/[^:}]+)/.exec(text)?.[1] : undefined;
}

function warnOfUnknownImage(launch: Launch): void {
  warn(launch.host, 'unknownImage', `Whether the image of ${launch.host.node.path} carries the SSM Agent cannot be told from its id. Name it by its SSM public parameter, ` +
    'or say \'agentInstallation\': NEVER if it does, ALWAYS with \'agentUserData\' if it does not.');
}

const SYSTEMS: readonly [family: RegExp, system: AgentOperatingSystem][] = [
  [/^Amazon Linux 2023/, AgentOperatingSystem.AMAZON_LINUX_2023],
  [/^ECS-optimized Amazon Linux 2023/, AgentOperatingSystem.AMAZON_LINUX_2023],
  [/Amazon Linux 2( minimal)?$/, AgentOperatingSystem.AMAZON_LINUX_2],
  [/^Debian/, AgentOperatingSystem.DEBIAN],
  [/^Ubuntu/, AgentOperatingSystem.UBUNTU_DEB],
  [/^Red Hat/, AgentOperatingSystem.RHEL],
  [/^SUSE Linux Enterprise Server/, AgentOperatingSystem.SLES],
  [/^Windows/, AgentOperatingSystem.WINDOWS],
];

function defaultCommands(launch: Launch, family: AmiFamily | undefined): AgentUserData | undefined {
  const known = SYSTEMS.find(([pattern]) => pattern.test(family?.family ?? ''))?.[1];
  const system = known ?? (launch.osType === ec2.OperatingSystemType.WINDOWS ? AgentOperatingSystem.WINDOWS : undefined);
  return system && new AgentUserData({ operatingSystem: system });
}
