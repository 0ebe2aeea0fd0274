import { Agreement, ExaminedHost, tagOf } from '../../doctor';
import { isFault } from '../rules';
import { Finding } from '../verdict';
import { quoted } from './aws-commands';
import { named } from './wording';

/** What a comparison of proof and observation means, in one sentence. */
const AGREEMENTS: Readonly<Record<Agreement, string>> = {
  'agrees': 'the proof and what Systems Manager shows agree',
  'online-though-never': 'a contradiction: the proof says never, and the instance is online. An established connection survives a change of security groups or routes and may be lost at the next reconnect; otherwise the proof is wrong, please report it',
  'lost-though-ready': 'a contradiction: the proof says ready, and the agent has stopped answering. Check the instance itself, and the changes since its last ping',
  'unregistered-though-ready': 'a contradiction: the proof says ready, and the instance has not registered. The remaining causes are inside the operating system',
  'registered-as-hybrid': 'the same machine is registered as a hybrid node (mi-…): the agent has a hybrid activation and does not register as this instance',
  'works-unproved': 'the instance is online; the proof is undetermined because some answers are missing',
  'lost-agrees': 'the instance was a managed node, and lost its connection for the cause below',
  'stopped': 'the instance is stopped; it is evaluated as it would start. Systems Manager does not list stopped instances',
  'not-asked': 'the state in Systems Manager was not requested (ssm describe-instance-information)',
};

export function agreementWords(agreement: Agreement): string {
  return AGREEMENTS[agreement];
}

/** What is observed of one instance, in one line. */
export function observedWords({ observation: o }: ExaminedHost): string {
  const parts: string[] = [STATES[o.state]];
  if (o.lastPing !== undefined) parts.push(`last ping ${o.lastPing}`);
  if (o.agentVersion !== undefined) parts.push(`agent ${o.agentVersion}`);
  if (o.platform !== undefined) parts.push(o.platform);
  if (o.session !== undefined) parts.push(o.session === 'connected' ? 'sessions connected' : 'sessions not connected');
  if (o.hybrid !== undefined) parts.push(`registered as ${o.hybrid}`);
  parts.push(`instance ${o.instanceState}`);
  if (o.impaired) parts.push('status check failed');
  if (o.failedAssociations.length > 0) parts.push(`failed associations: ${o.failedAssociations.join(', ')}`);
  return parts.join(' · ');
}

const STATES = { 'online': 'online', 'lost': 'connection lost', 'not-registered': 'not registered', 'stopped': 'stopped', 'not-asked': 'not asked' } as const;

export interface SystemCause {
  readonly cause: string;
  readonly command: string;
}

/** What only the operating system can tell of a host that the network and IAM would let through, the most frequent first, each with what shows it. */
export function systemCauses({ instance, scope: { region }, observation: { platform } }: ExaminedHost): SystemCause[] {
  const id = String(instance.InstanceId);
  const at = region === undefined ? '' : ` --region ${region}`;
  const windows = /windows/i.test(platform ?? '') || /windows/i.test(typeof instance.PlatformDetails === 'string' ? instance.PlatformDetails : '');
  return [
    { cause: 'the agent is not installed, not running, or broken by an update', command: windows ? 'Get-Service AmazonSSMAgent   (on the instance, by RDP)' : 'systemctl status amazon-ssm-agent || snap services amazon-ssm-agent   (on the instance, by the EC2 serial console)' },
    { cause: 'the agent started before the network or the instance profile existed, and waits', command: `aws ec2 reboot-instances --instance-ids ${id}${at}` },
    { cause: 'the image contains the registration of another machine or a hybrid activation', command: `aws ssm describe-instance-information --filters Key=ResourceType,Values=ManagedInstance${at}` },
    { cause: 'a proxy or a firewall of the operating system blocks connections of the agent to the instance metadata service or to Systems Manager', command: windows ? '& "$Env:ProgramFiles\\Amazon\\SSM\\ssm-cli.exe" get-diagnostics --output table' : 'sudo ssm-cli get-diagnostics --output table' },
    { cause: 'the operating system fails: disk full, out of memory, kernel panic', command: `aws ec2 get-console-output --instance-id ${id} --latest --output text${at}` },
    { cause: 'wrong clock, missing root certificates or TLS inspection, another DNS server', command: windows ? 'Get-Content "$Env:ProgramData\\Amazon\\SSM\\Logs\\errors.log" -Tail 50' : 'sudo tail -n 50 /var/log/amazon/ssm/errors.log' },
  ];
}

/** Who made the instance, and would undo a fix or make the next one without it. */
export function ownersOf({ instance }: ExaminedHost): string[] {
  const of = (key: string) => tagOf(instance, key);
  const [stack, group, template, version, cluster, environment, emr] = ['aws:cloudformation:stack-name', 'aws:autoscaling:groupName', 'aws:ec2launchtemplate:id', 'aws:ec2launchtemplate:version', 'eks:cluster-name', 'elasticbeanstalk:environment-name', 'aws:elasticmapreduce:job-flow-id'].map(of);
  return [
    ...stack === undefined ? [] : [`CloudFormation stack ${stack}${of('aws:cloudformation:logical-id') === undefined ? '' : ` (${of('aws:cloudformation:logical-id')!})`}: its next update undoes what differs from its template`],
    ...group === undefined ? [] : [`Auto Scaling group ${group}: it replaces instances, and makes new ones from its launch template`],
    ...template === undefined ? [] : [`launch template ${template}${version === undefined ? '' : ` version ${version}`}: instances made from it next are as this one was`],
    ...cluster === undefined ? [] : [`EKS cluster ${cluster}: its node group makes the nodes`],
    ...environment === undefined ? [] : [`Elastic Beanstalk environment ${environment}`],
    ...emr === undefined ? [] : [`EMR cluster ${emr}`],
  ];
}

/** Commands for faults that only a running network has; words in capitals are for the reader to fill in. */
export function runtimeCommands({ verdict, scope: { region } }: ExaminedHost): string[] {
  const at = region === undefined ? '' : ` --region ${region}`;
  const commands = verdict.findings.filter((f) => f.severity === 'error').flatMap(({ reason, at: places, data }) => {
    const ids = places.map((p) => (p.logicalId ?? '').split('#')[0]);
    return isFault(reason) && reason.awsCli ? reason.awsCli((prefix) => ids.find((id) => id.startsWith(prefix)) ?? '', named(data)).map((command) => `${command}${at}`) : [];
  });
  return [...new Set(commands)];
}

/** Faults that the agent meets as a denied call: it waits longer after these. */
const isDenial = ({ reason }: Finding) => reason.hop === 'identity' || reason.hop === 'policy';

/** When a fix will show, by how the agent waits between its attempts (source of the SSM Agent, 2024-10). */
export function whenItShows({ verdict, instance, scope: { region } }: ExaminedHost): string {
  const denied = verdict.findings.some((f) => f.severity === 'error' && isDenial(f));
  const wait = denied ? 'the agent retries 25 to 30 minutes after a denied call' : 'the agent retries after 5 minutes at first, later at most one hour after a failure';
  return `${wait}; at once after a restart of the agent or a reboot: aws ec2 reboot-instances --instance-ids ${quoted(String(instance.InstanceId))}${region === undefined ? '' : ` --region ${region}`}`;
}
