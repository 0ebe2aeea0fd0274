import type { NetworkPicture } from '../../verdict';
import { Report } from '../report';

export function toHtml(report: Report, networks: readonly NetworkPicture[], options: { readonly version: string }): string {
  return `${report.hosts.length}${networks.length}${options.version}`;
}
