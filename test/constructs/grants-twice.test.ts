import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as library from '../../src';
import { SessionAccess, SessionDocument, SessionTargets } from '../../src/constructs';
import { evaluate, NO_CONTEXT, readPolicy } from '../../src/prover/analysis/iam';
import { place } from '../prover/analysis/iam/fixtures';
import { defaultStack } from './defaults';
import { GRANTS, grantsTwice, MINIMIZE_POLICIES, sharedKey } from './grants';
import { flat, stackIn } from './support';

interface Statement { readonly Sid?: string; readonly Action: string | string[]; readonly Resource: string | string[] }

/** The methods of the exported classes that begin with `grant`, static ones too. */
function exportedGrants(): string[] {
  return Object.entries(library as Record<string, unknown>).flatMap(([name, exported]) => {
    if (typeof exported !== 'function') return [];
    const methods = [...Object.getOwnPropertyNames(exported), ...Object.getOwnPropertyNames(exported.prototype)];
    return methods.filter((method) => method.startsWith('grant') && method !== 'grantPrincipal').map((method) => `${name}.${method}`);
  });
}

/** The statements of every policy document of a template, by the path of the document. */
function documents(value: unknown, path = ''): [string, Statement[]][] {
  if (typeof value !== 'object' || value === null) return [];
  const { Statement: statements } = value as { Statement?: Statement[] };
  const here: [string, Statement[]][] = Array.isArray(statements) ? [[path, statements]] : [];
  return [...here, ...Object.entries(value).flatMap(([key, each]) => documents(each, `${path}/${key}`))];
}

function repeated(values: (string | undefined)[]): (string | undefined)[] {
  return values.filter((value, index) => value !== undefined && values.indexOf(value) !== index);
}

/** The repeated Sids and the repeated statements of each policy document; a Sid does not make a statement another one. */
function faults(stack: Stack): string[] {
  return documents(Template.fromStack(stack).toJSON().Resources).flatMap(([path, statements]) => [
    ...repeated(statements.map(({ Sid }) => Sid)).map((sid) => `${path}: Sid ${sid}`),
    ...repeated(statements.map(({ Sid, ...rest }) => JSON.stringify(rest))).map((statement) => `${path}: ${statement}`),
  ]);
}

test('the table has every grant of the library', () => {
  expect(exportedGrants().sort()).toEqual(Object.keys(GRANTS).sort());
});

describe.each([false, true])('minimizePolicies: %s', (minimize) => {
  test.each(Object.entries({ grantsTwice, sharedKey }))('%s: no Sid and no statement occurs twice in a policy', (_, make) => {
    const stack = defaultStack('eu-west-1', { [MINIMIZE_POLICIES]: minimize });
    make(stack);
    expect(faults(stack)).toEqual([]);
  });
});

test('the faults are found', () => {
  const stack = stackIn('eu-west-1');
  const statement = (sid: string, action: string): iam.PolicyStatement => new iam.PolicyStatement({ sid, actions: [action], resources: ['*'] });
  const user = new iam.User(stack, 'User');
  [statement('One', 's3:GetObject'), statement('One', 's3:PutObject'), statement('Two', 's3:PutObject')].forEach((each) => user.addToPolicy(each));
  expect(faults(stack)).toEqual([expect.stringMatching(/: Sid One$/), expect.stringMatching(/: .*s3:PutObject/)]);
});

test('a principal that cannot be changed is refused by each grant to users that needs a policy', () => {
  const stack = defaultStack('eu-west-1');
  const imported = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111111111111:role/imported', { mutable: false });
  const recovery = new library.SshRecovery(stack, 'Recovery');
  expect(() => recovery.grantSerialConsole(imported, 'i-1')).toThrow('The principal cannot be changed here');
  expect(() => recovery.grantStart(imported, library.RecoveryRunbook.SSH)).toThrow('The principal cannot be changed here');
});

describe('two grants of sessions', () => {
  const [web, db] = ['i-0aaaaaaaaaaaaaaaa', 'i-0bbbbbbbbbbbbbbbb'];
  const arn = { web: `arn:aws:ec2:eu-west-1:111111111111:instance/${web}`, db: `arn:aws:ec2:eu-west-1:111111111111:instance/${db}` };
  const document = {
    shell: 'arn:aws:ssm:eu-west-1:111111111111:document/SSM-SessionManagerRunShell', portForwarding: 'arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession',
    ssh: 'arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession',
  };
  type Session = readonly [target: keyof typeof arn, document: keyof typeof document];
  const sessions: Session[] = [['web', 'shell'], ['web', 'portForwarding'], ['web', 'ssh'], ['db', 'shell'], ['db', 'portForwarding'], ['db', 'ssh']];

  /** The sessions that a role may start: IAM must allow the target and the document, each by itself. */
  function allowed(stack: Stack, role: iam.Role): string[] {
    const logicalId = stack.resolve((role.node.defaultChild as iam.CfnRole).logicalId);
    const attached = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: logicalId }] } }));
    const statements = attached.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
      .map((each) => ({ ...each, Resource: [each.Resource].flat().map((resource) => flat(resource).replace('${AWS::Partition}', 'aws')) }));
    const policies = [{ policy: readPolicy({ Version: '2012-10-17', Statement: statements }), place: place(), name: 'default' }];
    const context = { ...NO_CONTEXT, 'ssm:SessionDocumentAccessCheck': ['true'] };
    const allows = (resource: string): boolean => evaluate(policies, { action: 'ssm:StartSession', resource, context }).allowed.truth === 'yes';
    return sessions.filter(([target, name]) => allows(arn[target]) && allows(document[name])).map((session) => session.join(' '));
  }

  const operators = (stack: Stack, id: string): iam.Role => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() });
  const shellOnWeb = (role: iam.Role): void => SessionAccess.grant(role, SessionTargets.instances(web));
  const portsOfDb = (role: iam.Role): void => SessionAccess.grant(role, SessionTargets.instances(db), { documents: [SessionDocument.PORT_FORWARDING] });

  test.each([false, true])('on one principal allow each target with each document, and nothing else (minimizePolicies: %s)', (minimize) => {
    const stack = defaultStack('eu-west-1', { [MINIMIZE_POLICIES]: minimize });
    const role = operators(stack, 'Operators');
    shellOnWeb(role);
    portsOfDb(role);
    expect(allowed(stack, role)).toEqual(['web shell', 'web portForwarding', 'db shell', 'db portForwarding']);
  });

  test.each([false, true])('on two roles stay apart (minimizePolicies: %s)', (minimize) => {
    const stack = defaultStack('eu-west-1', { [MINIMIZE_POLICIES]: minimize });
    const [first, second] = ['First', 'Second'].map((id) => operators(stack, id));
    shellOnWeb(first);
    portsOfDb(second);
    expect([allowed(stack, first), allowed(stack, second)]).toEqual([['web shell'], ['db portForwarding']]);
  });
});
