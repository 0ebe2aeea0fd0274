import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { grantStatements } from '../identity/grant-statements';
import { unscopedError, validationError } from '../internal/errors';
import { SessionPreferences } from './preferences';

/** The nodes a user may reach. */
export class SessionTargets {
  /**
   * These EC2 instances.
   *
   * @param instanceIds ids of instances, such as `instance.instanceId`
   */
  public static instances(...instanceIds: string[]): SessionTargets {
    if (instanceIds.length === 0) throw unscopedError('SessionTargets', 'instances() names no instance. Name one, or use tag() or all().');
    return new SessionTargets(instanceIds);
  }

  /**
   * All instances with a tag. Whoever may set tags decides who is reached.
   *
   * @param key the key of the tag
   * @param values one of these values; `*` stands for any text
   */
  public static tag(key: string, ...values: string[]): SessionTargets {
    if (values.length === 0) throw unscopedError('SessionTargets', `tag('${key}') has no value. Give one, or '*' for any.`);
    return new SessionTargets(['*'], { StringLike: { [`ssm:resourceTag/${key}`]: values } });
  }

  /** All instances of the account in the Region of the stack. */
  public static all(): SessionTargets {
    return new SessionTargets(['*']);
  }

  private constructor(private readonly ids: string[], private readonly conditions: iam.Conditions = {}) {}

  /** @internal */
  public _arns(stack: Stack): string[] {
    return this.ids.map((resourceName) => stack.formatArn({ service: 'ec2', resource: 'instance', resourceName }));
  }

  /** @internal */
  public _conditions(): iam.Conditions {
    return this.conditions;
  }
}

/** What kind of session: the document it is started with. */
export class SessionDocument {
  /** A shell, with the preferences of the account. */
  public static readonly SHELL = new SessionDocument('SSM-SessionManagerRunShell', false);

  /** SSH and SCP through Session Manager. The user still needs a key of the host's. Not logged. */
  public static readonly SSH = new SessionDocument('AWS-StartSSHSession', true);

  /** A port of the node. Not logged. */
  public static readonly PORT_FORWARDING = new SessionDocument('AWS-StartPortForwardingSession', true);

  /** A port of another host that the node reaches, such as a database. It opens every host the node can reach. Not logged. */
  public static readonly REMOTE_HOST_PORT_FORWARDING = new SessionDocument('AWS-StartPortForwardingSessionToRemoteHost', true);

  /**
   * A session document of this account.
   *
   * @param documentName its name
   */
  public static named(documentName: string): SessionDocument {
    return new SessionDocument(documentName, false);
  }

  private constructor(private readonly documentName: string, private readonly ownedByAws: boolean) {}

  /** @internal */
  public _arn(stack: Stack): string {
    return stack.formatArn({ service: 'ssm', account: this.ownedByAws ? '' : undefined, resource: 'document', resourceName: this.documentName });
  }
}

/** Options of `SessionAccess.grant()`. */
export interface SessionAccessOptions {
  /**
   * The kinds of sessions.
   *
   * @default - SessionDocument.SHELL; with `preferences` their document
   */
  readonly documents?: SessionDocument[];

  /**
   * Whether sessions may be started only by who signed in with a second factor. Sign-in by IAM Identity Center does not tell IAM so:
   * demand the second factor there instead.
   *
   * @default false
   */
  readonly requireMfa?: boolean;

  /**
   * Preferences made in this app, whose key the user then may use.
   *
   * @default - sessions without a key of yours
   */
  readonly preferences?: SessionPreferences;

  /**
   * Whether the user may list nodes and sessions, as the console does. These actions have no resource to name: they show all nodes.
   *
   * @default false
   */
  readonly console?: boolean;
}

/**
 * Least privilege for people who use Session Manager.
 *
 * Adds to a user, group or role: starting sessions on the targets, with the given documents only; resuming and ending their own
 * sessions, which Session Manager tags with the id of the user; nothing else. It costs nothing.
 *
 * **Limits**: covers instances and documents of the account and Region of the principal's stack. With the document check that is
 * always asked for, the AWS CLI may want `--document-name` even for the standard shell.
 *
 * **cdk-nag**: `AwsSolutions-IAM5` names `session/…-*`, `session/*` and, with tags, `instance/*`: the first ends in the id AWS gives the session,
 * the others are narrowed by the condition on the tag. With `console` also `Resource::*`. `NIST.800.53.R5-IAMNoInlinePolicy` names CDK's
 * default policy, by which every grant of CDK works.
 *
 * ```ts
 * const operators = new iam.Role(this, 'Operators', { assumedBy: new iam.AccountRootPrincipal() });
 * SessionAccess.grant(operators, SessionTargets.tag('Team', 'web'), { requireMfa: true });
 * ```
 *
 * Throws if no target, no document or no value of a tag is given, or the principal is imported in a way that cannot be changed.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html
 */
export class SessionAccess {
  /**
   * Grants sessions on the targets with the documents of this grant.
   *
   * **Two grants on one principal multiply**: IAM evaluates each resource of `ssm:StartSession`, the target and the document, separately. A
   * principal with two grants can start a session on each target of both grants with each document of both grants. For example, a shell on
   * `web` and port forwarding on `db` together also allow a shell on `db`. `requireMfa` holds only for the targets and documents of a grant
   * that no other grant includes. To keep grants apart, give each grant its own role.
   *
   * The same grant twice adds nothing.
   *
   * @param user who starts sessions: a user, group or role, or anything that stands for one
   * @param targets the nodes
   * @param options what kind of sessions, and under which conditions
   */
  public static grant(user: iam.IGrantable, targets: SessionTargets, options: SessionAccessOptions = {}): void {
    const principal = user.grantPrincipal as unknown as IConstruct;
    if (!Construct.isConstruct(principal)) {
      throw unscopedError('SessionAccess', 'the principal stands in no stack, so no policy can be added to it. Give a user, group or role.');
    }
    if (options.documents?.length === 0) throw validationError(principal, '\'documents\' is empty: no session could be started. Name one, or leave it out.');
    if (!grantStatements(user, statements(Stack.of(principal), targets, options))) {
      throw validationError(principal, 'The principal is imported and cannot be changed. Import it without \'mutable: false\', or grant where it is made.');
    }
    options.preferences?.grantUser(user);
  }

  private constructor() {}
}

function statements(stack: Stack, targets: SessionTargets, options: SessionAccessOptions): iam.PolicyStatement[] {
  const standard = options.preferences ? SessionDocument.named(options.preferences.documentName) : SessionDocument.SHELL;
  const documents = (options.documents ?? [standard]).map((each) => each._arn(stack));
  const mfa = options.requireMfa ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } : {};
  // Without this, a session with a document that is not named here would pass.
  const check = { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } };
  const start = (resources: string[], conditions: iam.Conditions): iam.PolicyStatement =>
    new iam.PolicyStatement({ actions: ['ssm:StartSession'], resources, conditions: { ...conditions, ...check, ...mfa } });
  return [
    start(targets._arns(stack), targets._conditions()),
    start(documents, {}),
    ...ownSessions(stack),
    ...options.console ? [new iam.PolicyStatement({
      actions: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation', 'ssm:DescribeInstanceProperties', 'ssm:DescribeSessions', 'ssm:GetConnectionStatus'],
      resources: ['*'],
    })] : [],
  ];
}

/**
 * Sessions of the user itself. Session Manager tags each session with the user id (`aws:userid`) of the principal that started it, for users and for
 * roles. The id of a session begins with a name instead, and `bob-*` also matches the sessions of a user `bob-2`. The data channel has no tags: its
 * resource is the one of AWS's own example. The user id of an IAM user has no hyphen, so it is not the beginning of another one.
 */
function ownSessions(stack: Stack): iam.PolicyStatement[] {
  const session = (resourceName: string): string => stack.formatArn({ service: 'ssm', resource: 'session', resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  return [
    new iam.PolicyStatement({ actions: ['ssmmessages:OpenDataChannel'], resources: [session('${aws:userid}-*')] }),
    new iam.PolicyStatement({
      actions: ['ssm:ResumeSession', 'ssm:TerminateSession'],
      resources: [session('*')],
      conditions: { StringEquals: { 'ssm:resourceTag/aws:ssmmessages:session-id': ['${aws:userid}'] } },
    }),
  ];
}
