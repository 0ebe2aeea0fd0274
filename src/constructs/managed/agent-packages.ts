import { Aws } from 'aws-cdk-lib';
import * as data from '../../data/agent-packages.json';
import { AgentProxy, AgentUserDataProps } from './agent-user-data-props';

/** The address of the metadata service, which no proxy may stand before. */
const METADATA_SERVICE = '169.254.169.254';

/** The kind of package: how AWS names its folder and file. */
export type PackageKind = 'rpm' | 'deb' | 'exe';

/** The address of a package. The processor may be a shell variable. */
export function packageUrl(props: AgentUserDataProps, kind: PackageKind, processor: string): string {
  const { folder, file } = data.packages[kind];
  const regional = data.packages.regional.replace(/\{region\}/g, Aws.REGION).replace('{suffix}', Aws.URL_SUFFIX);
  return `${props.baseUrl ?? regional}/${props.version ?? 'latest'}/${folder}_${processor}/${file}`;
}

export function packageFile(kind: PackageKind): string {
  return data.packages[kind].file;
}

/** The root certificates by file name, in PEM. */
export function rootCertificates(): [name: string, pem: readonly string[]][] {
  return Object.entries(data.rootCertificates.certificates).map(([name, { pem }]) => [name, pem]);
}

/** The environment variables of a proxy. */
export function proxyVariables(proxy: AgentProxy): [name: string, value: string][] {
  return [
    ['http_proxy', proxy.httpProxy ?? proxy.httpsProxy],
    ['https_proxy', proxy.httpsProxy],
    ['no_proxy', [METADATA_SERVICE, ...proxy.noProxy ?? []].join(',')],
  ];
}
