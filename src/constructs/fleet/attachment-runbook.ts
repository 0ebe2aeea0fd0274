/** The policy that makes a host a managed node. */
export const CORE_POLICY = 'AmazonSSMManagedInstanceCore';

/** What the first step returns in place of the name of a profile. No profile can have such a name. */
const NONE = '(none)';
const NOT_TARGETED = '(not targeted)';

/** Which instances the runbook may change. An instance that starts is checked: its event names neither tags nor groups. */
export interface RunbookTarget {
  /** The key of a tag. */
  readonly TagKey?: string;
  /** The values of the tag; empty for any value. */
  readonly TagValues?: string[];
  /** The name of a resource group. */
  readonly Group?: string;
}

/** Of several associations of one instance only the active ones count; there is at most one. */
const SCRIPT = [
  'import boto3',
  '',
  'def targeted(events):',
  '    instance = events["InstanceId"]',
  '    if "Group" in events:',
  '        pages = boto3.client("resource-groups").get_paginator("list_group_resources").paginate(Group=events["Group"])',
  '        return any(each["Identifier"]["ResourceArn"].endswith("/" + instance) for page in pages for each in page["Resources"])',
  '    if "TagKey" in events:',
  '        found = boto3.client("ec2").describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]',
  '        tags = {each["Key"]: each["Value"] for each in found.get("Tags", [])}',
  '        return events["TagKey"] in tags and (not events["TagValues"] or tags[events["TagKey"]] in events["TagValues"])',
  '    return True',
  '',
  'def look(events, context):',
  '    if not targeted(events):',
  `        return {"ProfileName": "${NOT_TARGETED}"}`,
  '    filters = [',
  '        {"Name": "instance-id", "Values": [events["InstanceId"]]},',
  '        {"Name": "state", "Values": ["associating", "associated"]},',
  '    ]',
  '    found = boto3.client("ec2").describe_iam_instance_profile_associations(Filters=filters)["IamInstanceProfileAssociations"]',
  '    if not found:',
  `        return {"ProfileName": "${NONE}"}`,
  '    return {"ProfileName": found[0]["IamInstanceProfile"]["Arn"].split("/")[-1]}',
].join('\n');

/** An Automation runbook that attaches a profile to a targeted instance that has none. It keeps a profile that is there or, on request, adds to its role. */
export function attachmentRunbook(partition: string, addsPolicies: boolean, target?: RunbookTarget): Record<string, unknown> {
  const instance = { InstanceId: '{{ InstanceId }}', ...target };
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
        inputs: { Runtime: 'python3.11', Handler: 'look', InputPayload: instance, Script: SCRIPT },
        outputs: [{ Name: 'ProfileName', Selector: '$.Payload.ProfileName', Type: 'String' }],
      },
      {
        name: 'choose',
        action: 'aws:branch',
        inputs: {
          Choices: [
            { Variable: '{{ look.ProfileName }}', StringEquals: NONE, NextStep: 'attach' },
            ...addsPolicies ? [{ Variable: '{{ look.ProfileName }}', StringEquals: NOT_TARGETED, NextStep: 'leaveAlone' }] : [],
          ],
          Default: addsPolicies ? 'findRole' : 'leaveAlone',
        },
      },
      {
        name: 'attach',
        action: 'aws:executeAwsApi',
        inputs: { Service: 'ec2', Api: 'AssociateIamInstanceProfile', InstanceId: '{{ InstanceId }}', IamInstanceProfile: { Arn: '{{ InstanceProfileArn }}' } },
        isEnd: true,
      },
      leaveAlone(),
      ...addsPolicies ? policySteps(partition) : [],
    ],
  };
}

/**
 * A branch must lead to a step: whether one with `isEnd` still evaluates its choices is not documented, and AWS's simulator ends there.
 * This step changes nothing, and the execution shows what was kept.
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
