import { isAccount, isRegion } from '../core';
import { plain } from './inert';
import { ReportHost } from './report';

/** Commands a person types to see on AWS what was proved from the templates, filled in as far as the input goes. */
export interface Verify {
  readonly onHost: readonly string[];
  readonly onAws: readonly string[];
}

/** Region prefix, partition, DNS suffix; the first that fits. */
const PARTITIONS: readonly (readonly [string, string, string])[] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['', 'aws', 'amazonaws.com'],
];

/** What stands for an account, Region or instance the input does not name. */
const INSTANCE = 'INSTANCE-ID';

export function verifyCommands(host: ReportHost, services: readonly string[]): Verify {
  // Somebody pastes this into a shell: what is not a Region or an account is not repeated.
  const region = host.region !== undefined && isRegion(host.region) ? host.region : 'REGION';
  const account = host.account !== undefined && isAccount(host.account) ? host.account : 'ACCOUNT';
  const [, partition, suffix] = PARTITIONS.find(([prefix]) => region.startsWith(prefix))!;
  const name = (service: string) => `${plain(service)}.${region}.${suffix}`;
  const windows = host.paths?.some((p) => p.os === 'windows') ?? false;
  return {
    onHost: windows ? onWindows(services.map(name), name('ssm')) : onLinux(services.map(name), name('ssm')),
    onAws: [
      `aws ssm describe-instance-associations-status --region ${region} --instance-id ${INSTANCE}`,
      `aws ssm get-service-setting --region ${region} --setting-id arn:${partition}:ssm:${region}:${account}:servicesetting/ssm/managed-instance/default-ec2-instance-management-role`,
      `aws ssm start-automation-execution --region ${region} --document-name AWSSupport-TroubleshootManagedInstance --parameters InstanceId=${INSTANCE}`,
    ],
  };
}

function onLinux(names: readonly string[], ssm: string): string[] {
  return [
    'ssm-cli get-diagnostics --output table',
    'nc -vz 169.254.169.254 80',
    ...names.map((name) => `nc -vz ${name} 443`),
    `curl -L https://${ssm}   # a good answer says UnknownOperationException`,
  ];
}

function onWindows(names: readonly string[], ssm: string): string[] {
  return [
    'ssm-cli get-diagnostics --output table',
    'Test-NetConnection 169.254.169.254 -port 80',
    ...names.map((name) => `Test-NetConnection ${name} -port 443`),
    `Invoke-WebRequest -Uri https://${ssm}   # a good answer says UnknownOperationException`,
  ];
}
