import {
  acl, centralEgress, ipv6Egress, ipv6Endpoints, nat64, natInstance, peered, prefixLists, Template, transit, transitTables,
} from '../helpers/topologies';
import { judgeTemplates } from '../helpers/judge';
test.each<[string, () => Template]>([
  ['peered', peered], ['transit', transit], ['transitTables', transitTables], ['centralEgress', centralEgress], ['natInstance', natInstance], ['ipv6Endpoints', ipv6Endpoints], ['ipv6Egress', ipv6Egress], ['nat64', nat64], ['prefixLists', prefixLists],
])('%s', (_, make) => {
  const report = judgeTemplates({ 'template.json': make() });
  const host = report.hosts.find((h) => h.logicalId === 'Host')!;
  expect({ e: report.errors, v: host.verdict, f: host.findings.map((f) => f.message), u: host.unknowns }).toEqual({ e: [], v: 'ready', f: [], u: [] });
  void acl;
});
