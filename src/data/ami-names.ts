import { linux, NOTES, publishedBy, SOURCES, windowsRows, type AmiRow } from './ami-rows';

const AMAZON_LINUX = ['137112412989'];
const ECS = ['591542846629'];
const EKS = ['602401143452'];
const BOTTLEROCKET = ['092701018921'];
const CANONICAL = ['099720109477'];
const DEBIAN = ['136693071363'];
const RED_HAT = ['309956199498'];
const SUSE = ['013907871322'];
const ALMALINUX = ['764336703387'];
const WINDOWS = ['801119661308'];
const MACOS = ['628277914472'];

/** Codename, then release, as they follow each other in the name. */
const UBUNTU = ['xenial-16.04', 'bionic-18.04', 'focal-20.04', 'jammy-22.04', 'noble-24.04', 'plucky-25.04'];

/** Names so short are anybody's: only the publisher's account makes them sure. */
const onlyWithOwner = (row: AmiRow): AmiRow => ({ ...row, ownerRequired: true });

/** AMI names as their publishers form them. First match wins: the special stands before the general. */
export const AMI_NAMES: readonly AmiRow[] = [
  ...publishedBy(ECS, [
    linux('al2023-ami-ecs-*', 'ECS-optimized Amazon Linux 2023', 'preinstalled', SOURCES.ecs),
    linux('amzn2-ami-ecs-*', 'ECS-optimized Amazon Linux 2', 'preinstalled', SOURCES.preinstalled),
    linux('amzn-ami-20*-amazon-ecs-optimized*', 'ECS-optimized Amazon Linux 1', 'unknown', SOURCES.preinstalled, NOTES.notListed),
  ]),
  ...publishedBy(AMAZON_LINUX, [
    linux('al2023-ami-minimal-*', 'Amazon Linux 2023 minimal', 'absent', SOURCES.al2023Packages, NOTES.minimal),
    linux('al2023-ami-2*', 'Amazon Linux 2023', 'preinstalled', SOURCES.preinstalled),
    linux('al2022-ami-*', 'Amazon Linux 2022', 'unknown', SOURCES.al2022, NOTES.al2022),
    linux('amzn2-ami-minimal-*', 'Amazon Linux 2 minimal', 'absent', SOURCES.al2Minimal, NOTES.minimal),
    linux('amzn2-ami-hvm-*', 'Amazon Linux 2', 'preinstalled', SOURCES.preinstalled),
    linux('amzn2-ami-kernel-*', 'Amazon Linux 2', 'preinstalled', SOURCES.preinstalled),
    linux('amzn-ami-minimal-*', 'Amazon Linux 1 minimal', 'unknown', SOURCES.preinstalled, NOTES.notListed),
    linux('amzn-ami-vpc-nat-*', 'Amazon Linux 1 NAT instance', 'unknown', SOURCES.preinstalled, NOTES.notListed),
    linux('amzn-ami-hvm-*', 'Amazon Linux 1', 'old', SOURCES.preinstalled, NOTES.al1),
    linux('amzn-ami-pv-*', 'Amazon Linux 1', 'old', SOURCES.preinstalled, NOTES.al1),
  ]),
  ...publishedBy(EKS, [
    ...['1.1?', '1.20', '1.21'].map((version) => linux(
      `amazon-eks-node-${version}-*`, 'EKS-optimized Amazon Linux of early Kubernetes', 'unknown', SOURCES.eks, NOTES.eks,
    )),
    linux('amazon-eks-node-*', 'EKS-optimized Amazon Linux', 'preinstalled', SOURCES.preinstalled),
    ...['gpu', 'arm64'].map((variant) => linux(
      `amazon-eks-${variant}-node-*`, 'EKS-optimized Amazon Linux', 'preinstalled', SOURCES.preinstalled, NOTES.eks,
    )),
  ]),
  ...publishedBy(BOTTLEROCKET, [
    linux('bottlerocket-*', 'Bottlerocket', 'unknown', SOURCES.bottlerocket, NOTES.bottlerocket),
  ]),
  ...publishedBy(CANONICAL, [
    ...UBUNTU.map((name) => linux(
      `ubuntu/images/*ubuntu-${name}-*-server-*`, `Ubuntu Server ${name.split('-')[1]}`, 'preinstalled', SOURCES.preinstalled, NOTES.ubuntu,
    )),
    linux('ubuntu*/images*', 'Ubuntu, other product or release', 'unknown', SOURCES.ubuntuNames, NOTES.notListed),
  ]),
  ...publishedBy(DEBIAN, [
    ...['amd64', 'arm64'].map((architecture) => linux(`debian-1?-${architecture}-*`, 'Debian', 'absent', SOURCES.debian, NOTES.debian)),
    onlyWithOwner(linux('debian-*', 'Debian', 'absent', SOURCES.debian, NOTES.debian)),
  ]),
  ...publishedBy(RED_HAT, [
    ...['?', '1?'].map((major) => linux(`RHEL-${major}.*_HVM-*`, 'Red Hat Enterprise Linux', 'absent', SOURCES.rhel, NOTES.rhel)),
    onlyWithOwner(linux('RHEL-*', 'Red Hat Enterprise Linux', 'absent', SOURCES.rhel, NOTES.rhel)),
  ]),
  ...publishedBy(SUSE, [
    linux('suse-sles-15-sp?-chost-*', 'SUSE container host', 'unknown', SOURCES.preinstalled, NOTES.notListed),
    ...['3', '4', '5', '6', '7'].map((pack) => linux(
      `suse-sles-15-sp${pack}-*`, `SUSE Linux Enterprise Server 15 SP${pack}`, 'preinstalled', SOURCES.preinstalled,
    )),
    linux('suse-sles-*', 'SUSE, other product or release', 'unknown', SOURCES.preinstalled, NOTES.notListed),
  ]),
  ...publishedBy(ALMALINUX, [
    linux('AlmaLinux OS *', 'AlmaLinux', 'preinstalled', SOURCES.preinstalled),
  ]),
  ...publishedBy(WINDOWS, windowsRows('')),
  ...publishedBy(MACOS, [
    ...['13', '14', '15'].map((version): AmiRow => (
      { pattern: `amzn-ec2-macos-${version}.*`, family: `macOS ${version}`, os: 'macos', agent: 'preinstalled', source: SOURCES.preinstalled }
    )),
    { pattern: 'amzn-ec2-macos-*', family: 'macOS, other release', os: 'macos', agent: 'unknown', source: SOURCES.preinstalled, note: NOTES.notListed },
  ]),
];
