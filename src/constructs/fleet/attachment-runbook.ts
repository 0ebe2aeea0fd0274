/** The policy that makes a host a managed node. */
export const CORE_POLICY = 'AmazonSSMManagedInstanceCore';

const NONE = 'none';

/** Of several associations of one instance only the living ones count; there is at most one. */
const SCRIPT = [
  'import boto3',
  '',
  'def look(events, context):',
  '    filters = [',
  '        {"Name": "instance-id", "Values": [events["InstanceId"]]},',
  '        {"Name": "state", "Values": ["associating", "associated"]},',
  '    ]',
  '    found = boto3.client("ec2").describe_iam_instance_profile_associations(Filters=filters)["IamInstanceProfileAssociations"]',
  '    if not found:',
  `        return {"ProfileName": "${NONE}"}`,
  '    return {"ProfileName": found[0]["IamInstanceProfile"]["Arn"].split("/")[-1]}',
].join('\n');

/** An Automation runbook that attaches a profile to an instance that has none, and else leaves it alone or, if told so, adds to its role. */
export function attachmentRunbook(partition: string, addsPolicies: boolean): Record<string, unknown> {
  return {
    schemaVersion: '0.3',
    description: 'Attaches an instance profile to an instance that has none. A profile that is there stays.',
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters: {
      AutomationAssumeRole: { type: 'AWS::IAM::Role::Arn', description: 'The role of this runbook' },
      InstanceId: { type: 'AWS::EC2::Instance::Id', description: 'The instance' },
      InstanceProfileArn: { type: 'String', description: 'The instance profile to attach' },
    },
    mainSteps: [
      {
        name: 'look',
        action: 'aws:executeScript',
        inputs: { Runtime: 'python3.11', Handler: 'look', InputPayload: { InstanceId: '{{ InstanceId }}' }, Script: SCRIPT },
        outputs: [{ Name: 'ProfileName', Selector: '$.Payload.ProfileName', Type: 'String' }],
      },
      {
        name: 'choose',
        action: 'aws:branch',
        inputs: {
          Choices: [{ Variable: '{{ look.ProfileName }}', StringEquals: NONE, NextStep: 'attach' }],
          Default: addsPolicies ? 'findRole' : 'leaveAlone',
        },
      },
      {
        name: 'attach',
        action: 'aws:executeAwsApi',
        inputs: { Service: 'ec2', Api: 'AssociateIamInstanceProfile', InstanceId: '{{ InstanceId }}', IamInstanceProfile: { Arn: '{{ InstanceProfileArn }}' } },
        isEnd: true,
      },
      ...addsPolicies ? policySteps(partition) : [leaveAlone()],
    ],
  };
}

/**
 * A branch must lead somewhere: whether one with `isEnd` still takes its choices is not documented, and the simulator of AWS ends there.
 * Looking changes nothing, and the execution shows what was kept.
 */
function leaveAlone(): Record<string, unknown> {
  const Filters = [{ Name: 'instance-id', Values: ['{{ InstanceId }}'] }];
  return { name: 'leaveAlone', action: 'aws:executeAwsApi', inputs: { Service: 'ec2', Api: 'DescribeIamInstanceProfileAssociations', Filters }, isEnd: true };
}

function policySteps(partition: string): Record<string, unknown>[] {
  return [
    {
      name: 'findRole',
      action: 'aws:executeAwsApi',
      inputs: { Service: 'iam', Api: 'GetInstanceProfile', InstanceProfileName: '{{ look.ProfileName }}' },
      outputs: [{ Name: 'RoleName', Selector: '$.InstanceProfile.Roles[0].RoleName', Type: 'String' }],
    },
    {
      name: 'addPolicy', // to attach what is attached already changes nothing
      action: 'aws:executeAwsApi',
      inputs: { Service: 'iam', Api: 'AttachRolePolicy', RoleName: '{{ findRole.RoleName }}', PolicyArn: `arn:${partition}:iam::aws:policy/${CORE_POLICY}` },
      isEnd: true,
    },
  ];
}
