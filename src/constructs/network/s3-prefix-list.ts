import { Aws, CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { settingResource } from '../fleet/setting-resource';

/**
 * The id of AWS's prefix list for S3 in the Region of a stack, looked up at deployment: CloudFormation has no reference to it
 * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/453). One look-up a stack.
 *
 * It stands in the stack of the rule that names it, which so depends on no other stack.
 */
export function s3PrefixListId(scope: IConstruct): string {
  const stack = Stack.of(scope);
  const id = 'SsmReadyS3PrefixList';
  const made = stack.node.tryFindChild(id) as CustomResource | undefined;
  const resource = made ?? settingResource(stack, id, {
    handler: 'prefix-list',
    resourceType: 'Custom::SsmReadyPrefixList',
    properties: { PrefixListName: `com.amazonaws.${Aws.REGION}.s3` },
    removalPolicy: RemovalPolicy.DESTROY, // it holds nothing
    statements: [new iam.PolicyStatement({ sid: 'PrefixLists', actions: ['ec2:DescribeManagedPrefixLists'], resources: ['*'] })], // it has no resource to name
  });
  return resource.getAttString('PrefixListId');
}
