import { readdirSync } from 'fs';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { checkPage, SECTIONS } from '../../../scripts/docs/check-pages';
import { ReportFinding } from '../../../src/prover/report';
import { RULES } from '../../../src/prover/rules';
import { blockOf, judgePage, merge, PAGES, readBase, readPage, snippetOf, templateOf } from '../../helpers/check-pages';

const RANK = { error: 0, warning: 1, info: 2 };

/** Templates carry no acknowledgements, so its page has nothing to change in one. */
const WITHOUT_TEMPLATE_FIX = 'AcknowledgementUnused';

/** Every finding of a template, of its hosts and of the fleet. */
function findingsOf(id: string, template: unknown): { verdicts: string[]; findings: ReportFinding[] } {
  const { hosts, findings, errors } = judgePage(readPage(id), template);
  expect(errors).toEqual([]);
  return { verdicts: hosts.map((host) => host.verdict), findings: [...hosts.flatMap((host) => host.findings), ...findings] };
}

const idsDownTo = (findings: readonly ReportFinding[], severity: keyof typeof RANK) =>
  [...new Set(findings.filter((f) => f.acknowledged === undefined && RANK[f.severity] <= RANK[severity]).map((f) => f.id))].sort();

interface Resource { Type: string; Properties?: Record<string, unknown>; DependsOn?: string | string[] }
interface Template { Resources: Record<string, Resource>; Parameters?: Record<string, unknown> }

const spec = loadAwsServiceSpecSync();

/** What CloudFormation would not take of a template: properties it does not have or lacks, names of resources that are not there. */
function refused({ Resources, Parameters }: Template): string[] {
  const isThere = (name: string) => name in Resources || name in (Parameters ?? {});
  return Object.entries(Resources).flatMap(([name, { Type, Properties = {}, DependsOn = [], ...rest }]) => {
    const [known] = spec.lookup('resource', 'cloudFormationType', 'equals', Type);
    const references = [...JSON.stringify({ Properties, ...rest }).matchAll(/"(?:Ref":|Fn::GetAtt":\[)"(\w+)"/g)].map(([, other]) => other);
    return [
      ...Object.keys(Properties).filter((property) => known?.properties[property] === undefined).map((property) => `${name}: ${Type} has no ${property}`),
      ...Object.entries(known?.properties ?? {}).filter(([property, { required }]) => required && !(property in Properties)).map(([property]) => `${name}: lacks ${property}`),
      ...[...references, ...[DependsOn].flat()].filter((other) => !isThere(other)).map((other) => `${name}: there is no ${other}`),
    ];
  });
}

test('a misspelt property, one that is missing and a dangling reference are refused', () => {
  const broken = { Resources: { A: { Type: 'AWS::EC2::Subnet', Properties: { VpcID: { Ref: 'B' } }, DependsOn: 'C' } } };
  expect(refused(broken)).toEqual(['A: AWS::EC2::Subnet has no VpcID', 'A: lacks VpcId', 'A: there is no B', 'A: there is no C']);
});

test('docs/checks holds a page for every check, and no other', () => {
  expect(readdirSync(PAGES).filter((name) => name.endsWith('.md') && name !== 'README.md').sort()).toEqual(RULES.map((c) => `${c.id}.md`).sort());
});

test.each(readdirSync(`${PAGES}/bases`).filter((name) => name.endsWith('.yaml')))('the base %s is ready, and nothing is said of it', (name) => {
  const { verdicts, findings } = findingsOf('EndpointMissing', readBase(name.replace('.yaml', '')));
  expect({ verdicts: [...new Set(verdicts)], findings: findings.map((f) => f.id) }).toEqual({ verdicts: ['ready'], findings: [] });
});

describe.each(RULES.map((c) => [c.id, c] as const))('%s', (id, check) => {
  const page = readPage(id);
  const fails = () => findingsOf(id, templateOf(page, 'Fails'));

  test('has every section, and a head that is up to date', () => {
    expect([...page.sections.keys()]).toEqual(SECTIONS);
    for (const [section, text] of page.sections) expect(`${section}: ${text}`).toMatch(/: \S[^]{15,}/);
    if (checkPage(check, page.text) !== page.text) throw new Error(`docs/checks/${id}.md is stale: npm run docs:generate`);
  });

  test('Fails: this check, with its severity and codes, and nothing else as bad', () => {
    const { verdicts, findings } = fails();
    const beside = [...(page.sections.get('Fails') ?? '').matchAll(/Beside it fires: `(\w+)`/g)].map(([, other]) => other);
    expect(idsDownTo(findings, check.severity)).toEqual([id, ...beside].sort());
    for (const finding of findings.filter((f) => f.id === id)) {
      expect(finding.severity).toBe(check.severity);
      if (check.codes.length > 0) expect(check.codes).toContain(finding.code);
    }
    if (check.severity === 'error') expect(verdicts).toContain('never');
    else expect(verdicts).not.toContain('never');
  });

  test('Passes: ready, without this check, an error or a warning', () => {
    const { verdicts, findings } = findingsOf(id, templateOf(page, 'Passes'));
    expect(findings.map((f) => f.id)).not.toContain(id);
    expect(idsDownTo(findings, 'warning')).toEqual([]);
    if (id !== WITHOUT_TEMPLATE_FIX) expect([...new Set(verdicts)]).toEqual(['ready']);
  });

  test('Fix in CloudFormation: mends what fails', () => {
    const snippet = blockOf(page, 'Fix in CloudFormation', 'yaml');
    expect(snippet === undefined).toBe(id === WITHOUT_TEMPLATE_FIX);
    if (snippet === undefined) return;
    const { verdicts, findings } = findingsOf(id, merge(templateOf(page, 'Fails'), snippetOf(page, 'Fix in CloudFormation')));
    expect(findings.map((f) => f.id)).not.toContain(id);
    expect(idsDownTo(findings, 'warning')).toEqual([]);
    expect([...new Set(verdicts)]).toEqual(['ready']);
  });

  test('CloudFormation knows every property of its templates', () => {
    const failing = templateOf(page, 'Fails') as Template;
    const mended = blockOf(page, 'Fix in CloudFormation', 'yaml') === undefined ? failing : merge(failing, snippetOf(page, 'Fix in CloudFormation')) as Template;
    expect([failing, templateOf(page, 'Passes') as Template, mended].flatMap(refused)).toEqual([]);
  });

  test('shows resources with their types, and commands that verify', () => {
    for (const section of ['Fails', 'Passes', 'Fix in CloudFormation']) {
      if (blockOf(page, section, 'yaml') === undefined) continue;
      const { Resources } = snippetOf(page, section) as { Resources: Record<string, { Type?: string } | null> };
      for (const [name, resource] of Object.entries(Resources)) expect([name, resource === null || resource.Type]).toEqual([name, resource === null || expect.stringContaining('::')]);
    }
    const commands = (blockOf(page, 'Verify', 'sh') ?? '').trim().split('\n');
    for (const command of commands) expect(command).toMatch(/^(aws|nc|curl|dig|ssm-cli|sudo|systemctl|sysctl|rpm|npx cdk-ssm-ready|TOKEN)\b/);
  });
});
