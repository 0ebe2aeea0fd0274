import { join } from 'path';
import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** A custom resource of ours: its handler's folder in `assets/handlers`, and what it is asked for. */
export interface SettingResourceProps {
  readonly handler: 'service-setting' | 'serial-console' | 'prefix-list';
  readonly resourceType: string;
  readonly properties: Record<string, unknown>;
  /** What the handler may do. */
  readonly statements: iam.PolicyStatement[];
  readonly removalPolicy: RemovalPolicy;
}

/** A setting of the account: `properties` identify it. */
export interface AccountSettingProps extends SettingResourceProps {
  /** The value to write. */
  readonly value: Record<string, unknown>;
}

/**
 * Writes a setting of the account, and restores the former value when it is removed.
 *
 * A second custom resource of the same function reads the former value first. CloudFormation stores it before anything is written, so a request
 * that Lambda delivers twice cannot record the new value as the former one.
 */
export function accountSetting(scope: Construct, id: string, props: AccountSettingProps): CustomResource {
  const { value, properties } = props;
  const former = settingResource(scope, `${id}Before`, { ...props, resourceType: 'Custom::SsmReadyFormerValue' });
  return settingResource(scope, id, { ...props, properties: { ...properties, ...value, FormerValue: former.getAtt('Value') }, statements: [] });
}

/** A custom resource. One function for each stack serves all resources of a kind. */
export function settingResource(scope: Construct, id: string, props: SettingResourceProps): CustomResource {
  const { handler, policy } = handlerOf(Stack.of(scope), props.handler);
  policy.addStatements(...props.statements);
  const resource = new CustomResource(scope, id, {
    serviceToken: handler.functionArn,
    resourceType: props.resourceType,
    properties: props.properties,
    removalPolicy: props.removalPolicy,
    serviceTimeout: Duration.minutes(5), // CloudFormation waits one hour by default
  });
  resource.node.addDependency(policy); // or the first call is refused, and at removal the last one
  return resource;
}

interface Handler { readonly handler: lambda.Function; readonly policy: iam.Policy }

function handlerOf(stack: Stack, name: SettingResourceProps['handler']): Handler {
  const id = `SsmReadyHandler-${name}`;
  const scope = stack.node.tryFindChild(id) as Construct | undefined ?? new Construct(stack, id);
  const made = scope.node.tryFindChild('Function') as lambda.Function | undefined;
  if (made) return { handler: made, policy: scope.node.findChild('Policy') as iam.Policy };

  const logGroup = new logs.LogGroup(scope, 'Logs', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), description: `Custom resource ${name}` });
  const policy = new iam.Policy(scope, 'Policy', { roles: [role] });
  policy.addStatements(new iam.PolicyStatement({ sid: 'Logs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
  const handler = new lambda.Function(scope, 'Function', {
    description: `Custom resource of cdk-ssm-ready: ${name}`,
    code: lambda.Code.fromAsset(join(__dirname, '../../../assets/handlers', name)),
    handler: 'index.handler',
    runtime: lambda.determineLatestNodeRuntime(scope),
    timeout: Duration.minutes(2),
    retryAttempts: 0, // the handler answers in any case; another run would only answer again
    role,
    logGroup,
  });
  handler.node.addDependency(policy);
  return { handler, policy };
}
