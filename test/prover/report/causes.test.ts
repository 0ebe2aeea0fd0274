import { readFileSync } from 'fs';
import { join } from 'path';
import { makeReport, ReportHost } from '../../../src/prover/report';
import { causesOf } from '../../../src/prover/report/causes';
import { toMarkdown } from '../../../src/prover/report/markdown';
import { toText } from '../../../src/prover/report/text';
import { RULES } from '../../../src/prover/rules';
import { loadTemplates } from '../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../../src/prover/verdict';
import { isolated, mutate, Resources } from '../../helpers/templates';

/** A fleet in one VPC without an endpoint for ssmmessages; each third host has no profile. */
function fleet(size: number) {
  const data = mutate(isolated(), ({ Resources: r }) => {
    const one = r.Host;
    delete (r as Partial<Resources>).Host;
    delete (r as Partial<Resources>).SsmMessages;
    for (let i = 0; i < size; i++) {
      const Properties: Record<string, unknown> = { ...one.Properties, PrivateIpAddress: `10.0.1.${i + 10}` };
      if (i % 3 === 0) delete Properties.IamInstanceProfile;
      r[`Host${i}`] = { ...one, Properties };
    }
  });
  const loaded = loadTemplates([{ name: 't.json', data }]);
  return makeReport(judge(loaded, DEFAULT_OPTIONS), (place) => loaded.estate.lineOf(place), { paths: 'failing' });
}

const told = (hosts: readonly ReportHost[]) => causesOf(hosts).map(({ id, hosts: { length }, others }) => [id, length, others]);

test('one cause at one resource, and one fault that each host has at its own', () => {
  expect(told(fleet(30).hosts)).toEqual([['EndpointMissing', 30, 0], ['InstanceProfileMissing', 10, 9]]);
});

test('what is acknowledged is no cause, and what is ready has none', () => {
  const [first, ...rest] = fleet(4).hosts;
  const acknowledged = { ...first, findings: first.findings.map((f) => ({ ...f, acknowledged: 'meant' })) };
  expect(told([acknowledged, ...rest])).toEqual([['EndpointMissing', 3, 0], ['InstanceProfileMissing', 1, 0]]);
  expect(causesOf([acknowledged])).toEqual([]);
});

test('the same value is the same cause for hosts that are unknown', () => {
  const unknown = (logicalId: string, what: string): ReportHost => ({ template: 't', logicalId, type: 'AWS::EC2::Instance', verdict: 'unknown', findings: [], assumptions: [], unknowns: [{ what, why: 'decides it' }] });
  expect(causesOf([unknown('A', 'the import x'), unknown('B', 'the import x'), unknown('C', 'the import y')]).map(({ message, hosts }) => [message, hosts.map((h) => h.logicalId)])).toEqual([
    ['the import x: decides it', ['A', 'B']], ['the import y: decides it', ['C']],
  ]);
});

test('400 hosts with two causes fit one screen; few hosts are told one by one, and so are all of them with --verbose', () => {
  const many = fleet(400);
  const lines = toText(many, { color: false }).split('\n');
  expect(lines.length).toBeLessThan(24);
  expect(lines[0]).toMatch(/^✘ 400 hosts {2}EndpointMissing \[ENDPOINT_MISSING\] VPC Vpc has no interface endpoint for ssmmessages/);
  expect(lines).toContain('      Host0, Host1, Host10, 397 more');
  expect(lines[lines.length - 2]).toBe('400 hosts: 0 ready, 400 never, 0 unknown');
  expect(toText(many, { color: false, verbose: true })).toContain('✘ never   Host399');
  expect(toText(fleet(4), { color: false })).toContain('✘ never   Host3');
});

test('for an app, what one statement would fix for all of them is offered', () => {
  const report = fleet(30);
  const inApp = report.hosts.map((host) => ({ ...host, constructPath: `App/${host.logicalId}` }));
  expect(causesOf(inApp).map(({ id, fixAll }) => [id, fixAll])).toEqual([['EndpointMissing', undefined], ['InstanceProfileMissing', 'Mixins.of(app).apply(new SsmManaged())']]);
  expect(causesOf(report.hosts).map(({ fixAll }) => fixAll)).toEqual([undefined, undefined]);
  expect(toText({ ...report, hosts: inApp }, { color: false })).toContain('      or for all at once: Mixins.of(app).apply(new SsmManaged())\n');
});

test('the rules that SsmManaged fixes are those that its documentation names', () => {
  const text = readFileSync(join(__dirname, '../../../src/constructs/managed/ssm-managed.ts'), 'utf8').replace(/\n \*/g, '');
  const named = [.../it cures (.*?)\. It leaves/.exec(text)![1].matchAll(/`(\w+)`/g)].map(([, id]) => id);
  expect(RULES.filter((rule) => rule.fixesAll !== undefined).map((rule) => rule.id).sort()).toEqual(named.sort());
});

test('Markdown lists causes before hosts', () => {
  const text = toMarkdown(fleet(12));
  expect(text).toMatch(/### Causes\n\n- \*\*12\*\* × \*\*EndpointMissing\*\* [^\n]*Fix: add an AWS::EC2::VPCEndpoint[^\n]*9 more\n[^]*\| host \| verdict/);
  expect(toMarkdown(fleet(4))).not.toContain('### Causes');
});

test('a verdict of never lists what it would be another one without, and nothing that speaks for the host', () => {
  const reported = (data: Record<string, unknown>) => {
    const loaded = loadTemplates([{ name: 't.json', data }]);
    return makeReport(judge(loaded, DEFAULT_OPTIONS), () => undefined).hosts[0];
  };
  const ready = reported(isolated());
  expect([ready.verdict, ready.assumptions.length > 0]).toEqual(['ready', true]);
  const never = reported(mutate(isolated(), (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; }));
  expect([never.verdict, never.assumptions]).toEqual(['never', ['Default Host Management is disabled in this account and Region']]);
});
