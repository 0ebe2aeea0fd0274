import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { unscopedError } from '../internal/errors';
import { AgentOperatingSystem, AgentUserDataProps } from './agent-user-data-props';

/** Finds contradictions between props, and what would break out of the script. */
export function checkAgentProps(props: AgentUserDataProps): void {
  const { operatingSystem, version, signingKey, architecture, baseUrl, proxy } = props;
  const snap = operatingSystem === AgentOperatingSystem.UBUNTU_SNAP;
  if (version !== undefined && !/^\d+(\.\d+){3}$/.test(version)) {
    throw wrong(`'version' is '${version}'. Give four numbers such as 3.3.1611.0, or leave it out for the latest.`);
  }
  for (const prop of ['version', 'signingKey', 'baseUrl'] as const) {
    if (snap && props[prop] !== undefined) throw wrong(`'${prop}' has no effect on the snap, which the Snap Store delivers and signs. Leave it out, or use UBUNTU_DEB.`);
  }
  if (operatingSystem === AgentOperatingSystem.WINDOWS) {
    if (architecture === ec2.InstanceArchitecture.ARM_64) throw wrong('There is no agent for Windows on ARM_64. Use X86_64.');
    if (signingKey !== undefined) throw wrong('\'signingKey\' is for Linux packages; on Windows the Authenticode signature is always checked. Leave it out.');
  }
  if (signingKey !== undefined) armoredBody(signingKey);
  if (baseUrl !== undefined) checkUrl('baseUrl', baseUrl);
  if (baseUrl?.startsWith('http://') && !checksSignature(props)) {
    throw wrong(`'baseUrl' is '${baseUrl}': anyone on the path can replace a package that comes without TLS and whose signature is not checked. Use https://, or give 'signingKey'.`);
  }
  if (baseUrl?.endsWith('/')) throw wrong(`'baseUrl' is '${baseUrl}'. Leave the closing slash out.`);
  if (proxy) {
    checkUrl('proxy.httpsProxy', proxy.httpsProxy);
    if (proxy.httpProxy !== undefined) checkUrl('proxy.httpProxy', proxy.httpProxy);
    for (const host of proxy.noProxy ?? []) {
      if (!Token.isUnresolved(host) && !/^[\w.:*/-]+$/.test(host)) throw wrong(`'proxy.noProxy' contains '${host}'. Give host names, addresses or domains, one an entry.`);
    }
  }
}

/** Whether the package is installed only with a good signature of AWS. */
export function checksSignature({ operatingSystem, signingKey }: AgentUserDataProps): boolean {
  return signingKey !== undefined || operatingSystem === AgentOperatingSystem.WINDOWS || operatingSystem === AgentOperatingSystem.UBUNTU_SNAP;
}

/** The bytes of an ASCII-armored public key, as base64. */
export function armoredBody(key: string): string {
  const match = /-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(?:[\w-]+:.*\r?\n)*\s*([A-Za-z0-9+/=\s]+?)(?:\r?\n=[A-Za-z0-9+/]{4})?\s*-----END PGP PUBLIC KEY BLOCK-----/.exec(key);
  if (!match) throw wrong('\'signingKey\' is no ASCII-armored public key. Copy it with its lines BEGIN and END from https://docs.aws.amazon.com/systems-manager/latest/userguide/verify-agent-signature.html');
  return match[1].replace(/\s/g, '');
}

function checkUrl(prop: string, url: string): void {
  if (!Token.isUnresolved(url) && !/^https?:\/\/[\w.:@/%~[\]-]+$/.test(url)) {
    throw wrong(`'${prop}' is '${url}'. Give a URL that begins with http:// or https://, without blanks and quotes.`);
  }
}

function wrong(message: string): Error {
  return unscopedError('AgentUserData', message);
}
