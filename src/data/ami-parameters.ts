import { linux, NOTES, SOURCES, windowsRows, type AmiRow } from './ami-rows';

const AMAZON_LINUX = '/aws/service/ami-amazon-linux-latest';
const ECS = '/aws/service/ecs/optimized-ami';
const UBUNTU = '/aws/service/canonical/ubuntu';
const SUSE = '/aws/service/suse';
const MACOS = '/aws/service/ec2-macos';

/** SSM public parameter paths. First match wins: the special stands before the general. */
export const AMI_PARAMETERS: readonly AmiRow[] = [
  linux(`${AMAZON_LINUX}/al2023-ami-minimal-*`, 'Amazon Linux 2023 minimal', 'absent', SOURCES.al2023Packages, NOTES.minimal),
  linux(`${AMAZON_LINUX}/al2023-ami-kernel-*`, 'Amazon Linux 2023', 'preinstalled', SOURCES.preinstalled),
  linux(`${AMAZON_LINUX}/al2022-ami-*`, 'Amazon Linux 2022', 'unknown', SOURCES.al2022, NOTES.al2022),
  linux(`${AMAZON_LINUX}/amzn2-ami-minimal-*`, 'Amazon Linux 2 minimal', 'absent', SOURCES.al2Minimal, NOTES.minimal),
  linux(`${AMAZON_LINUX}/amzn2-ami-hvm-*`, 'Amazon Linux 2', 'preinstalled', SOURCES.preinstalled),
  linux(`${AMAZON_LINUX}/amzn2-ami-kernel-*`, 'Amazon Linux 2', 'preinstalled', SOURCES.preinstalled),
  linux(`${AMAZON_LINUX}/amzn-ami-minimal-*`, 'Amazon Linux 1 minimal', 'unknown', SOURCES.preinstalled, NOTES.notListed),
  linux(`${AMAZON_LINUX}/amzn-ami-*`, 'Amazon Linux 1', 'old', SOURCES.preinstalled, NOTES.al1),

  linux(`${ECS}/amazon-linux-2023/*`, 'ECS-optimized Amazon Linux 2023', 'preinstalled', SOURCES.ecs),
  linux(`${ECS}/amazon-linux-2/*`, 'ECS-optimized Amazon Linux 2', 'preinstalled', SOURCES.preinstalled),
  linux(`${ECS}/amazon-linux*`, 'ECS-optimized Amazon Linux, out of support', 'unknown', SOURCES.preinstalled, NOTES.notListed),
  linux('/aws/service/eks/optimized-ami/*/amazon-linux-2*/*', 'EKS-optimized Amazon Linux', 'preinstalled', SOURCES.preinstalled),
  linux('/aws/service/bottlerocket/*', 'Bottlerocket', 'unknown', SOURCES.bottlerocket, NOTES.bottlerocket),

  // `current` is new enough; a pinned date may be older than the agent in these two releases.
  ...['16.04', 'xenial', '18.04', 'bionic'].map((release) => linux(
    `${UBUNTU}/server/${release}/stable/current/*`, `Ubuntu Server ${release}`, 'preinstalled', SOURCES.preinstalled, NOTES.ubuntu,
  )),
  ...['20.04', 'focal', '22.04', 'jammy', '24.04', 'noble', '25.04', 'plucky'].map((release) => linux(
    `${UBUNTU}/server/${release}/*`, `Ubuntu Server ${release}`, 'preinstalled', SOURCES.preinstalled,
  )),
  linux(`${UBUNTU}/*`, 'Ubuntu, other product or release', 'unknown', SOURCES.ubuntuNames, NOTES.notListed),
  linux('/aws/service/debian/*', 'Debian', 'absent', SOURCES.debian, NOTES.debian),
  ...['3', '4', '5', '6', '7'].map((pack) => linux(
    `${SUSE}/sles/15-sp${pack}/*`, `SUSE Linux Enterprise Server 15 SP${pack}`, 'preinstalled', SOURCES.preinstalled,
  )),
  linux(`${SUSE}/*`, 'SUSE, other product or release', 'unknown', SOURCES.preinstalled, NOTES.notListed),

  ...windowsRows('/aws/service/ami-windows-latest/'),
  ...['ventura', 'sonoma', 'sequoia'].map((release): AmiRow => (
    { pattern: `${MACOS}/${release}/*`, family: `macOS ${release}`, os: 'macos', agent: 'preinstalled', source: SOURCES.preinstalled }
  )),
  { pattern: `${MACOS}/*`, family: 'macOS, other release', os: 'macos', agent: 'unknown', source: SOURCES.preinstalled, note: NOTES.notListed },
  { pattern: '/aws/service/freebsd/*', family: 'FreeBSD', os: 'other', agent: 'unknown', source: SOURCES.preinstalled, note: NOTES.notListed },
];
