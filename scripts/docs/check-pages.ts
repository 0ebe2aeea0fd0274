import { type Rule, RULE_GROUPS } from '../../src/prover/rules';

/** What each group of checks looks at, in the order of the agent's own way. */
const GROUPS: Readonly<Record<keyof typeof RULE_GROUPS, string>> = {
  host: 'Host: image, user data, metadata service',
  identity: 'Identity: instance profile, role, Default Host Management',
  network: 'Network: names, endpoints, the way there and back',
  fleet: 'Fleet: associations, and what hosts have without need',
};

/** The sections of a page, in their order. `Why` is made from the check; the others are written by hand. */
export const SECTIONS = ['Fails', 'Passes', 'Why', 'What we cannot see', 'Fix in CDK', 'Fix in CloudFormation', 'Verify'];

/** The page of a check: its head and `Why` made anew from the check's metadata, what a person has written kept as it is. */
export function checkPage(check: Rule, page: string): string {
  const start = page.search(/^## /m);
  const written = start < 0 ? '' : page.slice(start);
  return `${head(check)}\n${written.replace(/^## Why\n[^]*?(?=^## )/m, () => `${why(check)}\n`)}`;
}

function head(check: Rule): string {
  return [
    `# ${check.id}`,
    '',
    '<!-- This head and the section Why are made by `npm run docs:generate` from src/prover/rules. The rest is written by hand, and run by test/prover/rules/docs.test.ts. -->',
    '',
    `${check.title}.`,
    '',
    '| | |',
    '|---|---|',
    `| severity | ${check.severity} |`,
    `| codes | ${codesOf(check)} |`,
    `| what people see | ${cell(check.symptom)} |`,
    `| to acknowledge it | \`cdk-ssm-ready::${check.id}\` |`,
    '',
  ].join('\n');
}

function why(check: Rule): string {
  return ['## Why', '', ...wrapped(check.why), '', 'AWS documentation:', ...check.links.map((link) => `<${link}>`).map((link) => `- ${link}`), ''].join('\n');
}

/** Lines of at most 130 characters, as those written by hand. */
function wrapped(text: string): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1];
    if (last === undefined || last.length + word.length >= 130) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}

function codesOf({ codes }: Rule): string {
  return codes.length > 0 ? codes.map((code) => `\`${code}\``).join(', ') : 'that of the step that fails';
}

const cell = (text: string) => text.replace(/\|/g, '\\|');

/** docs/checks/README.md: every check, grouped, with a link to its page. */
export function checksIndex(): string {
  const lines = [
    '# Checks',
    '',
    '<!-- Made by `npm run docs:generate` from src/prover/rules. Do not edit. -->',
    '',
    'An error makes the verdict of its host `never`; warnings and notes (info) do not. Each page shows a template that fails and one that',
    'passes, what the check cannot see, and how to mend it. The snippets are what differs from one of the templates in [bases](bases):',
    'objects are merged, everything else replaces what was there, and `null` takes it away. The tests build and judge every one.',
    'In CDK snippets `vpc`, `instance`, `role` and the like are constructs of your app ([their types](bases/prelude.ts)).',
    '',
  ];
  for (const [group, checks] of Object.entries(RULE_GROUPS)) {
    lines.push(`## ${GROUPS[group as keyof typeof GROUPS]}`, '', '| check | severity | fires when | codes |', '|---|---|---|---|');
    for (const check of checks as readonly Rule[]) {
      lines.push(`| [${check.id}](${check.id}.md) | ${check.severity} | ${cell(check.title)} | ${codesOf(check)} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}
