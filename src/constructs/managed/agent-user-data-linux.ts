import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { PackageKind, packageFile, packageUrl, proxyVariables, rootCertificates } from './agent-packages';
import { armoredBody } from './agent-user-data-checks';
import { AgentOperatingSystem, AgentProxy, AgentUserDataProps } from './agent-user-data-props';

const UNIT = 'amazon-ssm-agent';
const SNAP_UNIT = 'snap.amazon-ssm-agent.amazon-ssm-agent';
/** How the shell asks whether the agent is there as a snap. */
const HAS_SNAP = 'snap list amazon-ssm-agent >/dev/null 2>&1';

/**
 * Commands for a POSIX shell. They run in a child shell, which stops at the first fault; the script around it goes on.
 */
export function linuxCommands(props: AgentUserDataProps): string[] {
  return [
    '# SSM Agent, by cdk-ssm-ready',
    'sh -e <<\'SSM_AGENT\' || echo "amazon-ssm-agent was not installed: see above" >&2',
    '{',
    ...props.rootCertificates ? certificateLines(props.operatingSystem) : [],
    ...props.proxy ? proxyVariables(props.proxy).map(([name, value]) => `export ${name}='${value}'`) : [],
    ...installLines(props),
    '} </dev/null', // or a command that reads its input would swallow the rest of the script
    'SSM_AGENT',
  ];
}

function installLines(props: AgentUserDataProps): string[] {
  const { operatingSystem, proxy } = props;
  if (operatingSystem === AgentOperatingSystem.UBUNTU_SNAP) {
    return [
      ...proxy ? proxyVariables(proxy).slice(0, 2).map(([name, value]) => `snap set system proxy.${name.split('_')[0]}='${value}'`) : [],
      `if ${HAS_SNAP}; then snap refresh amazon-ssm-agent; else snap install amazon-ssm-agent --classic; fi`,
      ...proxyLines(SNAP_UNIT, proxy),
      ...startLines(SNAP_UNIT),
    ];
  }
  const kind: PackageKind = operatingSystem === AgentOperatingSystem.DEBIAN || operatingSystem === AgentOperatingSystem.UBUNTU_DEB ? 'deb' : 'rpm';
  const lines = [...downloadLines(props, kind), ...setupLines(kind), ...proxyLines(UNIT, proxy), ...startLines(UNIT)];
  if (operatingSystem !== AgentOperatingSystem.UBUNTU_DEB) return lines;
  // Two agents on one host disturb each other.
  return [`if ${HAS_SNAP}; then`, ...proxyLines(SNAP_UNIT, proxy), ...startLines(SNAP_UNIT), 'exit 0', 'fi', ...lines];
}

function downloadLines(props: AgentUserDataProps, kind: PackageKind): string[] {
  const processor = props.architecture === undefined ? '$processor' : props.architecture === ec2.InstanceArchitecture.ARM_64 ? 'arm64' : 'amd64';
  const file = packageFile(kind);
  return [
    'cd "$(mktemp -d)"',
    ...props.architecture === undefined ? ['case "$(uname -m)" in aarch64|arm64) processor=arm64 ;; *) processor=amd64 ;; esac'] : [],
    'fetch() { if command -v curl >/dev/null 2>&1; then curl -fsSL --retry 5 -o "$2" "$1"; else wget -q --tries=5 -O "$2" "$1"; fi; }',
    `url="${packageUrl(props, kind, processor)}"`,
    `fetch "$url" ${file}`,
    ...props.signingKey === undefined ? [] : signatureLines(file, props.signingKey),
  ];
}

function signatureLines(file: string, key: string): string[] {
  return [
    `fetch "$url.sig" ${file}.sig`,
    `echo '${armoredBody(key)}' | base64 -d > key.gpg`,
    'if command -v gpgv >/dev/null 2>&1; then',
    `  gpgv --keyring ./key.gpg ${file}.sig ${file}`,
    'else',
    `  gpg --batch --no-default-keyring --keyring ./key.gpg --verify ${file}.sig ${file}`,
    'fi',
  ];
}

/** Without a package manager's repositories, which an isolated host may not reach: the agent's package needs no other. */
function setupLines(kind: PackageKind): string[] {
  const file = packageFile(kind);
  return kind === 'deb'
    ? [`dpkg -i --refuse-downgrade ${file}`]
    : [`rpm --upgrade ${file} || rpm --query amazon-ssm-agent`]; // rpm fails where the same or a newer one is there
}

function proxyLines(unit: string, proxy: AgentProxy | undefined): string[] {
  if (!proxy) return [];
  const folder = `/etc/systemd/system/${unit}.service.d`;
  return [
    `mkdir -p ${folder}`,
    `cat > ${folder}/proxy.conf <<'PROXY'`,
    '[Service]',
    ...proxyVariables(proxy).map(([name, value]) => `Environment="${name}=${value}"`),
    'PROXY',
    'systemctl daemon-reload',
  ];
}

function startLines(unit: string): string[] {
  return [`systemctl enable ${unit}.service`, `systemctl restart ${unit}.service`];
}

function certificateLines(operatingSystem: AgentOperatingSystem): string[] {
  const [folder, update] = trustStore(operatingSystem);
  return [
    `mkdir -p ${folder}`,
    ...rootCertificates().flatMap(([name, pem]) => [`cat > ${folder}/${name}.crt <<'PEM'`, ...pem, 'PEM']),
    update,
  ];
}

function trustStore(operatingSystem: AgentOperatingSystem): [folder: string, update: string] {
  switch (operatingSystem) {
    case AgentOperatingSystem.DEBIAN:
    case AgentOperatingSystem.UBUNTU_DEB:
    case AgentOperatingSystem.UBUNTU_SNAP:
      return ['/usr/local/share/ca-certificates', 'update-ca-certificates'];
    case AgentOperatingSystem.SLES:
      return ['/etc/pki/trust/anchors', 'update-ca-certificates'];
    default:
      return ['/etc/pki/ca-trust/source/anchors', 'update-ca-trust extract'];
  }
}
