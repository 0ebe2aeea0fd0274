import { Operation, OPERATIONS, permissionOf } from '../../src/prover/sources/live';

/** A group of calls that an account may grant or deny on its own. */
export interface PermissionTier {
  readonly sid: string;
  readonly title: string;
  /** Without these answers. */
  readonly without: string;
  readonly has: (operation: Operation) => boolean;
}

/** The user data of an instance, which may hold passwords. */
const SECRET = new Set(['describe-instance-attribute']);
/** One call for the whole account instead of the single calls of IAM. */
const SWEEP = new Set(['get-account-authorization-details']);
const DNS = new Set(['route53', 'route53resolver', 'route53profiles']);

/** Every call belongs to exactly one tier; a test sees to that. */
export const PERMISSION_TIERS: readonly PermissionTier[] = [
  {
    sid: 'Network',
    title: 'Network and instances',
    without: 'No instance is known without `ec2:DescribeInstances`. Each other action that is denied makes the hops that depend on its answer `unknown`.',
    has: ({ service, operation }) => service === 'ec2' && !SECRET.has(operation),
  },
  {
    sid: 'Identity',
    title: 'Identity',
    without: 'Whether the role allows the actions of the agent is `unknown`.',
    has: ({ service, operation }) => service === 'iam' && !SWEEP.has(operation),
  },
  {
    sid: 'SystemsManager',
    title: 'Systems Manager',
    without: 'What is observed is `not-asked`, and Default Host Management and the session preferences are unresolved.',
    has: ({ service }) => service === 'ssm',
  },
  {
    sid: 'Dns',
    title: 'DNS',
    without: 'Private hosted zones, Resolver rules, DNS Firewall and Route 53 Profiles may change what a service name resolves to: `unknown`.',
    has: ({ service }) => DNS.has(service),
  },
  {
    sid: 'UserData',
    title: 'User data (may hold secrets)',
    without: 'Whether user data stops the agent or installs it is `unknown`.',
    has: ({ operation }) => SECRET.has(operation),
  },
  {
    sid: 'WholeAccount',
    title: 'Whole account, instead of the tier Identity',
    without: 'Nothing is missing where the tier Identity is granted. One paged call reads every role and policy of the account, which suits many instances.',
    has: ({ operation }) => SWEEP.has(operation),
  },
];

/** `sts:GetCallerIdentity` works without a permission. */
export const NEEDS_NO_PERMISSION = new Set(['sts get-caller-identity']);

const actionsOf = (tier: PermissionTier): string[] => [...new Set(OPERATIONS.filter(tier.has).map((o) => permissionOf(o.service, o.operation)))].sort();

/** The policy of least privilege: the tiers that every run wants. Most of these actions accept no resource but `*`. */
function policy(): string {
  const Statement = PERMISSION_TIERS.filter(({ sid }) => sid !== 'WholeAccount').map((tier) => ({ Sid: tier.sid, Effect: 'Allow', Action: actionsOf(tier), Resource: '*' }));
  return JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2);
}

/** docs/doctor-permissions.md, from the calls whose answers the doctor reads. */
export function doctorPermissions(): string {
  const lines = [
    '# Permissions of the doctor',
    '',
    '<!-- Made by `npm run docs:generate` from OPERATIONS in src/prover/sources/live/operations.ts. Do not edit. -->',
    '',
    '`cdk-ssm-ready doctor --from FOLDER` reads files and calls no AWS API. These are the permissions of the person or role that saves the',
    'responses ([An instance does not show up](guides/an-instance-does-not-show-up.md)). All actions only read.',
    '',
    'A denied action never ends a run. It makes the answers that depend on it `unknown`, and the report names the permission.',
    '',
    '| tier | without it |',
    '|---|---|',
    ...PERMISSION_TIERS.map(({ title, without }) => `| [${title}](#${anchor(title)}) | ${without} |`),
    '',
    'AWS managed policies: `ReadOnlyAccess` has all of these actions. `SecurityAudit` lacks `ssm:GetConnectionStatus`, `ssm:GetDocument` and',
    '`route53profiles:ListProfileAssociations`; `ViewOnlyAccess` lacks most of the tier Identity. `sts:GetCallerIdentity` requires no permission.',
    '',
  ];
  for (const tier of PERMISSION_TIERS) {
    lines.push(`## ${tier.title}`, '', '| action | call | file name |', '|---|---|---|');
    for (const operation of OPERATIONS.filter(tier.has)) {
      lines.push(`| \`${permissionOf(operation.service, operation.operation)}\` | \`aws ${operation.service} ${operation.operation}\` | \`${fileName(operation)}\` |`);
    }
    lines.push('');
  }
  lines.push('## Policy', '', 'Every tier but the last. Leave out the statement `UserData` where reading user data is not allowed.', '', '```json', policy(), '```', '');
  return lines.join('\n');
}

/** As GitHub makes it of a heading. */
const anchor = (heading: string) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-');

function fileName({ service, operation, parameters = [] }: Operation): string {
  const values = operation === 'get-service-setting' ? ['default-ec2-instance-management-role'] : parameters.map((p) => `<${p}>`);
  return `${[service, operation, ...values].join('-')}.json`;
}
