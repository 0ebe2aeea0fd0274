import { ReportHost } from '../../../src/prover/report';
import { findings, judgeTemplates } from '../../helpers/judge';
import { Template } from '../../helpers/topologies';
import { TOPOLOGIES, topologyMutants } from './topology-mutants';

function judged(template: Template): ReportHost {
  const { hosts, errors } = judgeTemplates({ 'template.json': template });
  expect(errors).toEqual([]);
  return hosts.find((h) => h.logicalId === 'Host')!;
}

describe('networks of every kind', () => {
  test.each(Object.entries(TOPOLOGIES))('%s: ready and silent', (_, make) => {
    const host = judged(make());
    expect({ verdict: host.verdict, findings: findings(host), unknowns: host.unknowns }).toEqual({ verdict: 'ready', findings: [], unknowns: [] });
  });
});

const mutants = topologyMutants();

test('there are at least 120 mutants', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(120);
});

describe('single faults, made by program', () => {
  test.each(mutants.map((m) => [m.name, m] as const))('%s', (_, { template, check }) => {
    const host = judged(template);
    const errors = [...new Set(host.findings.filter((f) => f.severity === 'error').map((f) => f.id))].sort();
    expect({ verdict: host.verdict, errors }).toEqual({ verdict: 'never', errors: check.split(', ') });
    for (const { message, cure } of host.findings) expect(`${message} ${cure}`).not.toMatch(/undefined|\[object|  |\bOK\b/);
  });
});
