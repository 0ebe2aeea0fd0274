/**
 * npm run new:rule Name [group]: what a new rule needs, to be filled in: its file, its table of single faults, its page, and its lines in
 * the catalogue. Group: host (default), identity, network or fleet. Existing files are never overwritten.
 *
 * What it makes compiles. The new tests fail until the rule fires and its page is written, which is what they are for.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { camel, kebab } from './docs/names';

const GROUPS = ['host', 'identity', 'network', 'fleet'];
const CATALOGUE = 'src/prover/rules/catalogue.ts';

/** Bad usage: told in one line. */
class NewRuleError extends Error {}

/** Makes the files of a new rule in a checkout; their paths. */
export function newRule(root: string, id: string, group: string): string[] {
  if (!/^[A-Z][a-z]+([A-Z0-9][a-z0-9]*)*$/.test(id)) throw new NewRuleError(`'${id}' is no name of a rule: write it in PascalCase, as EndpointMissing`);
  if (!GROUPS.includes(group)) throw new NewRuleError(`'${group}' is no group of rules: ${GROUPS.join(', ')}`);
  const catalogue = readFileSync(join(root, CATALOGUE), 'utf8');
  const files = {
    [`src/prover/rules/${group}/${kebab(id)}.ts`]: ruleFile(id),
    [`test/prover/rules/${kebab(id)}.test.ts`]: testFile(id),
    [`docs/checks/${id}.md`]: pageFile(),
  };
  const there = Object.keys(files).find((path) => existsSync(join(root, path)));
  if (there !== undefined || catalogue.includes(` ${camel(id)},`)) throw new NewRuleError(`${id} is there already: ${there ?? CATALOGUE}`);
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  write(root, CATALOGUE, withRule(catalogue, id, group));
  return [...Object.keys(files), CATALOGUE];
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** The catalogue with one more import and one more entry, both in alphabetical order. */
function withRule(catalogue: string, id: string, group: string): string {
  const line = `import { ${camel(id)} } from './${group}/${kebab(id)}';`;
  const address = (text: string) => /from '(.*)'/.exec(text)?.[1] ?? '';
  const imports = catalogue.split('\n').filter((text) => /^import .* from '\.\/\w+\//.test(text));
  const sorted = [...imports, line].sort((a, b) => (address(a) < address(b) ? -1 : 1));
  return catalogue.replace(imports.join('\n'), sorted.join('\n'))
    .replace(new RegExp(`(\\n  ${group}: \\[\\n)([^\\]]*)(  \\],)`), (_, open: string, entries: string, close: string) => {
      const names = [...entries.split('\n').filter((entry) => entry !== ''), `    ${camel(id)},`].sort((a, b) => (kebab(a.trim()) < kebab(b.trim()) ? -1 : 1));
      return `${open}${names.join('\n')}\n${close}`;
    });
}

function ruleFile(id: string): string {
  const name = camel(id);
  return `import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';

/** Why this is a rule of its own. */
export const ${name} = defineRule({
  id: '${id}',
  severity: 'warning',
  title: 'What is wrong when it fires, in one line',
  why: 'Why that matters to a managed node.',
  symptom: 'What people see of it on AWS.',
  links: [systemsManagerGuide('fleet-manager-troubleshooting-managed-nodes')],
  faults: {
    // Raised in src/prover/analysis with this reason, as ${name}.faults.${name}.
    ${name}: fault<'host'>({
      code: 'CODE_OF_${snake(id)}',
      hop: 'host',
      words: (d) => ({
        message: \`\${d.host} has the fault\`,
        cdk: 'the smallest change in CDK',
        cloudFormation: 'the same in CloudFormation',
      }),
    }),
  },
});
`;
}

const snake = (id: string) => kebab(id).replace(/-/g, '_').toUpperCase();

function testFile(id: string): string {
  return `import { isolated } from '../../helpers/templates';
import { describeMutants, mutantsOf, props } from './mutants';

describeMutants('${id}', mutantsOf(isolated(), 'ready', [
  ['the fault', (t) => { props(t, 'Host').Tags = [{ Key: 'fault', Value: 'yes' }]; }, ['${id}/CODE_OF_${snake(id)}']],
  ['what looks like it and is none', (t) => { props(t, 'Host').Tags = [{ Key: 'fault', Value: 'no' }]; }, []],
]));
`;
}

/** The sections a person writes; \`npm run docs:generate\` adds the head and Why. */
function pageFile(): string {
  const snippet = (section: string) => `## ${section}

What differs from [isolated](bases/isolated.yaml):

\`\`\`yaml
Resources:
  Host:
    Type: AWS::EC2::Instance
\`\`\`
`;
  return [
    snippet('Fails'), snippet('Passes'), '## Why\n', '## What we cannot see\n', '## Fix in CDK\n\n```ts\n```\n',
    '## Fix in CloudFormation\n\n```yaml\nResources:\n  Host:\n    Type: AWS::EC2::Instance\n```\n', '## Verify\n\n```sh\n```\n',
  ].join('\n');
}

/** The command line; its exit status. */
export function main(args: readonly string[], root: string): number {
  const [id, group = 'host', ...more] = args;
  try {
    if (id === undefined || more.length > 0) throw new NewRuleError(`usage: npm run new:rule Name [${GROUPS.join('|')}]`);
    process.stdout.write(`${newRule(root, id, group).join('\n')}\nFill them in, then: npm run docs:generate && npx jest test/prover/rules\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof NewRuleError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

if (require.main === module) process.exitCode = main(process.argv.slice(2), join(__dirname, '..'));
