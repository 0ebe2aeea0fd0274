import { AMI_FAMILIES, AMI_FAMILIES_DATE, amiFamily, type AmiFamily, type AmiReferenceKind } from '../../src/data/ami-families';

type Case = readonly [text: string, family: string, agent: AmiFamily['agent']];

const AL = '/aws/service/ami-amazon-linux-latest';
const ECS = '/aws/service/ecs/optimized-ami';
const EKS = '/aws/service/eks/optimized-ami';
const UBUNTU = '/aws/service/canonical/ubuntu';
const VARIANTS = ['', 'EC2LaunchV2-', 'TPM-', 'BIOS-'];

const windows = (start: string, end: string): Case[] => VARIANTS.flatMap((variant): Case[] => [
  [`${start}${variant}Windows_Server-2012-R2_RTM-English-64Bit-Base${end}`, 'Windows Server 2012 R2', 'preinstalled'],
  [`${start}${variant}Windows_Server-2016-English-Full-Base${end}`, 'Windows Server 2016', 'preinstalled'],
  [`${start}${variant}Windows_Server-2016-English-Nano-Base${end}`, 'Windows Server 2016 Nano', 'unknown'],
  [`${start}${variant}Windows_Server-2019-English-Full-ECS_Optimized${end}`, 'Windows Server 2019', 'preinstalled'],
  [`${start}${variant}Windows_Server-2022-English-Core-EKS_Optimized-1.33${end}`, 'Windows Server 2022', 'preinstalled'],
  [`${start}${variant}Windows_Server-2025-English-Full-Base${end}`, 'Windows Server 2025', 'preinstalled'],
  [`${start}${variant}Windows_Server-2012-RTM-English-64Bit-Base${end}`, 'Windows Server, other version', 'unknown'],
  [`${start}${variant}Windows_Server-2008-R2_SP1-English-64Bit-Base${end}`, 'Windows Server, other version', 'unknown'],
]);

const PARAMETERS: Case[] = [
  [`${AL}/al2023-ami-minimal-kernel-default-x86_64`, 'Amazon Linux 2023 minimal', 'absent'],
  [`${AL}/al2023-ami-kernel-default-x86_64`, 'Amazon Linux 2023', 'preinstalled'],
  [`${AL}/al2023-ami-kernel-6.1-arm64`, 'Amazon Linux 2023', 'preinstalled'],
  [`${AL}/al2022-ami-minimal-kernel-5.15-arm64`, 'Amazon Linux 2022', 'unknown'],
  [`${AL}/amzn2-ami-minimal-hvm-arm64-ebs`, 'Amazon Linux 2 minimal', 'absent'],
  [`${AL}/amzn2-ami-hvm-x86_64-gp2`, 'Amazon Linux 2', 'preinstalled'],
  [`${AL}/amzn2-ami-kernel-5.10-hvm-x86_64-gp2`, 'Amazon Linux 2', 'preinstalled'],
  [`${AL}/amzn-ami-minimal-hvm-x86_64-ebs`, 'Amazon Linux 1 minimal', 'unknown'],
  [`${AL}/amzn-ami-hvm-x86_64-gp2`, 'Amazon Linux 1', 'old'],
  [`${AL}/amzn-ami-pv-x86_64-ebs`, 'Amazon Linux 1', 'old'],
  [`${ECS}/amazon-linux-2023/arm64/recommended/image_id`, 'ECS-optimized Amazon Linux 2023', 'preinstalled'],
  [`${ECS}/amazon-linux-2/gpu/recommended/image_id`, 'ECS-optimized Amazon Linux 2', 'preinstalled'],
  [`${ECS}/amazon-linux-2022/recommended/image_id`, 'ECS-optimized Amazon Linux, out of support', 'unknown'],
  [`${ECS}/amazon-linux/recommended/image_id`, 'ECS-optimized Amazon Linux, out of support', 'unknown'],
  [`${EKS}/1.33/amazon-linux-2023/x86_64/standard/recommended/image_id`, 'EKS-optimized Amazon Linux', 'preinstalled'],
  [`${EKS}/1.30/amazon-linux-2-arm64/recommended/image_id`, 'EKS-optimized Amazon Linux', 'preinstalled'],
  ['/aws/service/bottlerocket/aws-ecs-2/x86_64/latest/image_id', 'Bottlerocket', 'unknown'],
  ...['16.04', 'xenial', '18.04', 'bionic', '20.04', 'focal', '22.04', 'jammy', '24.04', 'noble', '25.04', 'plucky'].map((release): Case => (
    [`${UBUNTU}/server/${release}/stable/current/amd64/hvm/ebs-gp2/ami-id`, `Ubuntu Server ${release}`, 'preinstalled'])),
  [`${UBUNTU}/server/22.04/stable/20240301/amd64/hvm/ebs-gp2/ami-id`, 'Ubuntu Server 22.04', 'preinstalled'],
  [`${UBUNTU}/server/18.04/stable/20180426/amd64/hvm/ebs-gp2/ami-id`, 'Ubuntu, other product or release', 'unknown'],
  [`${UBUNTU}/server-minimal/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id`, 'Ubuntu, other product or release', 'unknown'],
  [`${UBUNTU}/server/14.04/stable/current/amd64/hvm/ebs-gp2/ami-id`, 'Ubuntu, other product or release', 'unknown'],
  [`${UBUNTU}/eks/22.04/1.33/stable/current/amd64/hvm/ebs-gp2/ami-id`, 'Ubuntu, other product or release', 'unknown'],
  ['/aws/service/debian/release/12/latest/amd64', 'Debian', 'absent'],
  ['/aws/service/debian/release/bookworm/latest/arm64', 'Debian', 'absent'],
  ...['3', '4', '5', '6', '7'].map((pack): Case => (
    [`/aws/service/suse/sles/15-sp${pack}/x86_64/latest`, `SUSE Linux Enterprise Server 15 SP${pack}`, 'preinstalled'])),
  ['/aws/service/suse/sles/15-sp2/x86_64/latest', 'SUSE, other product or release', 'unknown'],
  ['/aws/service/suse/sles/12-sp5/x86_64/latest', 'SUSE, other product or release', 'unknown'],
  ...windows('/aws/service/ami-windows-latest/', ''),
  ...['ventura', 'sonoma', 'sequoia'].map((release): Case => (
    [`/aws/service/ec2-macos/${release}/arm64_mac/latest/image_id`, `macOS ${release}`, 'preinstalled'])),
  ['/aws/service/ec2-macos/bigsur/x86_64_mac/latest/image_id', 'macOS, other release', 'unknown'],
  ['/aws/service/freebsd/amd64/base/ufs/14.0/RELEASE', 'FreeBSD', 'unknown'],
];

const NAMES: Case[] = [
  ['al2023-ami-ecs-hvm-2023.0.20250129-kernel-6.1-x86_64', 'ECS-optimized Amazon Linux 2023', 'preinstalled'],
  ['amzn2-ami-ecs-hvm-2.0.20240131-x86_64-ebs', 'ECS-optimized Amazon Linux 2', 'preinstalled'],
  ['amzn-ami-2018.03.20220209-amazon-ecs-optimized', 'ECS-optimized Amazon Linux 1', 'unknown'],
  ['al2023-ami-minimal-2023.12.20260918.0-kernel-6.1-arm64', 'Amazon Linux 2023 minimal', 'absent'],
  ['al2023-ami-2023.6.20241010.0-kernel-6.1-x86_64', 'Amazon Linux 2023', 'preinstalled'],
  ['al2022-ami-2022.0.20220728.1-kernel-5.15-x86_64', 'Amazon Linux 2022', 'unknown'],
  ['amzn2-ami-minimal-hvm-2.0.20240131.0-x86_64-ebs', 'Amazon Linux 2 minimal', 'absent'],
  ['amzn2-ami-hvm-2.0.20240131.0-x86_64-gp2', 'Amazon Linux 2', 'preinstalled'],
  ['amzn2-ami-kernel-5.10-hvm-2.0.20240131.0-x86_64-gp2', 'Amazon Linux 2', 'preinstalled'],
  ['amzn-ami-minimal-hvm-2018.03.0.20230612.0-x86_64-ebs', 'Amazon Linux 1 minimal', 'unknown'],
  ['amzn-ami-vpc-nat-2018.03.0.20230612.0-x86_64-ebs', 'Amazon Linux 1 NAT instance', 'unknown'],
  ['amzn-ami-hvm-2018.03.0.20230612.0-x86_64-gp2', 'Amazon Linux 1', 'old'],
  ['amzn-ami-pv-2018.03.0.20230612.0-x86_64-ebs', 'Amazon Linux 1', 'old'],
  ['amazon-eks-node-1.14-v20190927', 'EKS-optimized Amazon Linux of early Kubernetes', 'unknown'],
  ['amazon-eks-node-1.20-v20210519', 'EKS-optimized Amazon Linux of early Kubernetes', 'unknown'],
  ['amazon-eks-node-1.21-v20210519', 'EKS-optimized Amazon Linux of early Kubernetes', 'unknown'],
  ['amazon-eks-node-1.29-v20240129', 'EKS-optimized Amazon Linux', 'preinstalled'],
  ['amazon-eks-node-al2023-x86_64-standard-1.34-v20251007', 'EKS-optimized Amazon Linux', 'preinstalled'],
  ['amazon-eks-gpu-node-1.29-v20240129', 'EKS-optimized Amazon Linux', 'preinstalled'],
  ['amazon-eks-arm64-node-1.29-v20240129', 'EKS-optimized Amazon Linux', 'preinstalled'],
  ['bottlerocket-aws-k8s-1.33-x86_64-v1.40.0-d8f4f1ab', 'Bottlerocket', 'unknown'],
  ['ubuntu/images/hvm-ssd/ubuntu-xenial-16.04-amd64-server-20210928', 'Ubuntu Server 16.04', 'preinstalled'],
  ['ubuntu/images/hvm-ssd/ubuntu-bionic-18.04-amd64-server-20230531', 'Ubuntu Server 18.04', 'preinstalled'],
  ['ubuntu/images/hvm-ssd/ubuntu-focal-20.04-arm64-server-20240126', 'Ubuntu Server 20.04', 'preinstalled'],
  ['ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240126', 'Ubuntu Server 22.04', 'preinstalled'],
  ['ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20240523', 'Ubuntu Server 24.04', 'preinstalled'],
  ['ubuntu/images/hvm-ssd-gp3/ubuntu-plucky-25.04-amd64-server-20250701', 'Ubuntu Server 25.04', 'preinstalled'],
  ['ubuntu-minimal/images/hvm-ssd/ubuntu-jammy-22.04-amd64-minimal-20240126', 'Ubuntu, other product or release', 'unknown'],
  ['ubuntu/images/hvm-ssd/ubuntu-trusty-14.04-amd64-server-20190514', 'Ubuntu, other product or release', 'unknown'],
  ['debian-12-amd64-20240211-1654', 'Debian', 'absent'],
  ['debian-11-arm64-20240211-1654', 'Debian', 'absent'],
  ['RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3', 'Red Hat Enterprise Linux', 'absent'],
  ['RHEL-10.0.0_HVM-20250603-x86_64-0-Hourly2-GP3', 'Red Hat Enterprise Linux', 'absent'],
  ['suse-sles-15-sp5-chost-byos-v20240129-hvm-ssd-x86_64', 'SUSE container host', 'unknown'],
  ...['3', '4', '5', '6', '7'].map((pack): Case => (
    [`suse-sles-15-sp${pack}-v20240129-hvm-ssd-x86_64`, `SUSE Linux Enterprise Server 15 SP${pack}`, 'preinstalled'])),
  ['suse-sles-12-sp5-v20240129-hvm-ssd-x86_64', 'SUSE, other product or release', 'unknown'],
  ['AlmaLinux OS 9.3.20231113 x86_64', 'AlmaLinux', 'preinstalled'],
  ...windows('', '-2024.01.16'),
  ...['13', '14', '15'].map((version): Case => [`amzn-ec2-macos-${version}.1-20240101-000000`, `macOS ${version}`, 'preinstalled']),
  ['amzn-ec2-macos-11.7.10-20231001-000000', 'macOS, other release', 'unknown'],
];

/** Rows that a bare name never reaches. */
const WITH_OWNER: (readonly [...Case, owner: string])[] = [
  ['RHEL-9*', 'Red Hat Enterprise Linux', 'absent', '309956199498'],
  ['RHEL-9*', 'Red Hat Enterprise Linux', 'absent', 'amazon'],
  ['debian-stretch-hvm-x86_64-gp2-2020-02-10-73984', 'Debian', 'absent', '136693071363'],
];

test.each(PARAMETERS)('parameter %s', (text, family, agent) => {
  expect(amiFamily('ssm-parameter', text)).toMatchObject({ family, agent });
});

test.each(NAMES)('name %s', (text, family, agent) => {
  expect(amiFamily('image-name', text)).toMatchObject({ family, agent });
});

test.each(WITH_OWNER)('name %s: %s, agent %s, if owned by %s', (text, family, agent, owner) => {
  expect(amiFamily('image-name', text, [owner])).toMatchObject({ family, agent });
  expect(amiFamily('image-name', text)).toBeUndefined();
});

test('every row is the answer to some example', () => {
  const hit = new Set([
    ...PARAMETERS.map(([text]) => amiFamily('ssm-parameter', text)),
    ...NAMES.map(([text]) => amiFamily('image-name', text)),
    ...WITH_OWNER.map(([text, , , owner]) => amiFamily('image-name', text, [owner])),
  ]);
  expect(AMI_FAMILIES.filter((row) => !hit.has(row)).map((row) => row.pattern)).toStrictEqual([]);
});

const NEAR_MISSES: (readonly [AmiReferenceKind, string])[] = [
  ['ssm-parameter', '/golden/al2023-ami-minimal-kernel-default-x86_64'],
  ['ssm-parameter', 'al2023-ami-minimal-2023.0'],
  ['ssm-parameter', '/aws/service/debian'],
  ['ssm-parameter', '/AWS/service/debian/release/12/latest/amd64'],
  ['ssm-parameter', '/aws/service/ami-windows-latest/amzn2-x86_64-SQL_2019_Express'],
  ['ssm-parameter', `${EKS}/1.33/ubuntu/recommended/image_id`],
  ['ssm-parameter', '/aws/service/marketplace/prod-abc/latest'],
  ['ssm-parameter', ''],
  ['image-name', '/aws/service/debian/release/12/latest/amd64'],
  ['image-name', 'my-debian-12-amd64-20240211'],
  ['image-name', 'debian-hardened-12'],
  ['image-name', 'RHEL-9-golden'],
  ['image-name', 'RHEL_8.7-x86_64-SQL_2022_Enterprise-2024.01.16'],
  ['image-name', 'rhel-9.4.0_HVM-20240605'],
  ['image-name', 'al2023-minimal'],
  ['image-name', 'CentOS Stream 9 x86_64 20240101'],
  ['image-name', 'acme-Windows_Server-2022-English-Full-Base-2024.01.16'],
  ['image-name', ''],
];
test.each(NEAR_MISSES)('no family is certain for the %s %j', (kind, text) => {
  expect(amiFamily(kind, text)).toBeUndefined();
});

describe('unknown parts', () => {
  test.each<readonly [AmiReferenceKind, string, AmiFamily['agent'] | undefined]>([
    ['ssm-parameter', `${AL}/al2023-ami-kernel-default-\${Arch}`, 'preinstalled'],
    ['ssm-parameter', `${AL}/al2023-ami-minimal-kernel-\${Kernel}-\${Arch}`, 'absent'],
    ['ssm-parameter', `${AL}/al2023-ami-\${Edition}kernel-default-x86_64`, undefined],
    ['ssm-parameter', `${AL}/\${Name}`, undefined],
    ['ssm-parameter', '${Path}', undefined],
    ['ssm-parameter', '/aws/service/debian/release/${Release}/latest/amd64', 'absent'],
    ['ssm-parameter', `${UBUNTU}/server/\${Release}/stable/current/amd64/hvm/ebs-gp2/ami-id`, 'unknown'],
    ['ssm-parameter', '/aws/service/ami-windows-latest/Windows_Server-${Version}-English-Full-Base', 'unknown'],
    ['image-name', 'al2023-ami-2023*-x86_64', 'preinstalled'],
    ['image-name', 'al2023-ami-minimal-*', 'absent'],
    ['image-name', 'al2023-ami-*', undefined],
    ['image-name', 'amzn2-ami-hvm-2.0.????????.?-x86_64-gp2', 'preinstalled'],
    ['image-name', 'amzn-ami-hvm-*', 'old'],
    ['image-name', 'ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*', 'preinstalled'],
    ['image-name', 'ubuntu/images/*', 'unknown'],
    ['image-name', 'debian-12-amd64-*', 'absent'],
    ['image-name', 'debian-1*', undefined],
    ['image-name', 'RHEL-9.*_HVM-*-x86_64-*', 'absent'],
    ['image-name', 'Windows_Server-2022-English-Full-Base-*', 'preinstalled'],
    ['image-name', 'Windows_Server-2016-*', 'unknown'],
    ['image-name', 'suse-sles-15-sp5-v*-hvm-ssd-x86_64', 'preinstalled'],
    ['image-name', '*', undefined],
  ])('%s %s: %s', (kind, text, agent) => {
    expect(amiFamily(kind, text)?.agent).toBe(agent);
  });

  test('an answer in doubt says what else it may be', () => {
    expect(amiFamily('image-name', 'Windows_Server-2016-*')?.note).toBe('may also be Windows Server 2016 Nano');
  });
});

describe('owners', () => {
  const name = 'RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3';

  test.each([[[]], [['309956199498']], [['amazon']], [['amazon', '309956199498']]])('%j leave the name its meaning', (owners) => {
    expect(amiFamily('image-name', name, owners)?.agent).toBe('absent');
  });

  test.each([[['self']], [['111122223333']], [['309956199498', 'self']], [['aws-marketplace']]])('%j make nothing certain', (owners) => {
    expect(amiFamily('image-name', name, owners)).toBeUndefined();
  });

  test('a row of another publisher casts no doubt', () => {
    expect(amiFamily('image-name', 'al2023-ami-2*', ['137112412989'])?.agent).toBe('preinstalled');
  });
});

test('the table is dated and every row names a page', () => {
  expect(AMI_FAMILIES_DATE).toMatch(/^20\d\d-\d\d-\d\d$/);
  for (const row of AMI_FAMILIES) expect(row.source).toMatch(/^https:\/\//);
  for (const row of AMI_FAMILIES.filter(({ agent }) => agent !== 'preinstalled')) expect(row.note).toBeTruthy();
});
