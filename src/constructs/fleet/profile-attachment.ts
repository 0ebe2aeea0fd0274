import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { SsmManagedInstanceRole } from '../identity/ssm-managed-instance-role';
import { automationPrincipal } from '../internal/service-trust';
import { attachAtStart } from './attachment-at-start';
import { attachmentRunbook, CORE_POLICY } from './attachment-runbook';
import { AssociationOptions, ProfileAttachmentOptions } from './host-management-props';
import { FleetSchedule } from './schedule';
import { FleetTargets } from './targets';

export interface ProfileAttachmentProps extends ProfileAttachmentOptions {
  readonly targets: FleetTargets;
  readonly associationName: string;
  readonly identity: SsmManagedInstanceRole;
  readonly limits: AssociationOptions;
  readonly schedule: FleetSchedule;
}

/** Attaches a profile to targeted instances that have none: a runbook, its role, the association that runs it, and a rule for instances that start. */
export class ProfileAttachment extends Construct {
  public readonly document: ssm.CfnDocument;
  public readonly automationRole: iam.Role;
  public readonly association: ssm.CfnAssociation;

  constructor(scope: Construct, id: string, props: ProfileAttachmentProps) {
    super(scope, id);
    const { identity, limits } = props;
    const addsPolicies = props.addPoliciesToExistingRoles ?? false;
    this.document = new ssm.CfnDocument(this, 'Document', {
      documentType: 'Automation',
      documentFormat: 'JSON',
      targetType: '/AWS::EC2::Instance',
      updateMethod: 'NewVersion',
      content: attachmentRunbook(Stack.of(this).partition, addsPolicies, props.targets._forRunbook()),
    });
    this.automationRole = new iam.Role(this, 'Role', {
      assumedBy: automationPrincipal(Stack.of(this)),
      description: 'Attaches an instance profile to instances that have none',
    });
    const policy = new iam.Policy(this, 'Policy', { roles: [this.automationRole] });
    policy.addStatements(...this.statements(identity, addsPolicies));
    this.association = new ssm.CfnAssociation(this, 'Association', {
      name: this.document.ref,
      associationName: props.associationName,
      automationTargetParameterName: 'InstanceId',
      parameters: { AutomationAssumeRole: [this.automationRole.roleArn], InstanceProfileArn: [identity.instanceProfile.instanceProfileArn] },
      targets: props.targets._forAutomation(),
      scheduleExpression: props.schedule._expression,
      // Automation has no default for these two.
      maxConcurrency: limits.maxConcurrency ?? '10',
      maxErrors: limits.maxErrors ?? '100%',
      complianceSeverity: limits.complianceSeverity,
    });
    this.association.node.addDependency(policy);
    if (props.atInstanceStart ?? true) {
      attachAtStart(this, 'AtStart', {
        document: this.document,
        automationRole: this.automationRole,
        instanceProfileArn: identity.instanceProfile.instanceProfileArn,
        policy,
        instanceIds: props.targets._instanceIds(),
      });
    }
  }

  private statements(identity: SsmManagedInstanceRole, addsPolicies: boolean): iam.PolicyStatement[] {
    const stack = Stack.of(this);
    const instances = stack.formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' });
    const executions = stack.formatArn({ service: 'ssm', resource: 'automation-execution', resourceName: '*' });
    const definition = stack.formatArn({ service: 'ssm', resource: 'automation-definition', resourceName: `${this.document.ref}:*` });
    const passTo = (sid: string, role: iam.IRole, service: string): iam.PolicyStatement => new iam.PolicyStatement({
      sid, actions: ['iam:PassRole'], resources: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': service } },
    });
    return [
      new iam.PolicyStatement({
        sid: 'Look',
        actions: ['ec2:DescribeIamInstanceProfileAssociations', 'ec2:DescribeInstances', 'resource-groups:ListGroupResources', 'tag:GetResources'],
        resources: ['*'],
      }),
      new iam.PolicyStatement({
        sid: 'AttachWhereNoneIs',
        actions: ['ec2:AssociateIamInstanceProfile'],
        resources: [instances],
        conditions: { Null: { 'ec2:InstanceProfile': 'true' }, ArnEquals: { 'ec2:NewInstanceProfile': identity.instanceProfile.instanceProfileArn } },
      }),
      passTo('PassInstanceRole', identity.role, 'ec2.amazonaws.com'),
      passTo('PassOwnRole', this.automationRole, 'ssm.amazonaws.com'),
      new iam.PolicyStatement({ sid: 'OneExecutionEach', actions: ['ssm:StartAutomationExecution'], resources: [definition] }),
      new iam.PolicyStatement({ sid: 'FollowExecutions', actions: ['ssm:GetAutomationExecution'], resources: [executions] }),
      ...addsPolicies ? this.policyStatements(stack) : [],
    ];
  }

  private policyStatements(stack: Stack): iam.PolicyStatement[] {
    const ours = (resource: string): string => stack.formatArn({ service: 'iam', region: '', resource, resourceName: '*' });
    return [
      new iam.PolicyStatement({ sid: 'FindRole', actions: ['iam:GetInstanceProfile'], resources: [ours('instance-profile')] }),
      new iam.PolicyStatement({
        sid: 'AddPolicy',
        actions: ['iam:AttachRolePolicy'],
        resources: [ours('role')],
        conditions: { ArnEquals: { 'iam:PolicyARN': `arn:${stack.partition}:iam::aws:policy/${CORE_POLICY}` } },
      }),
    ];
  }
}
