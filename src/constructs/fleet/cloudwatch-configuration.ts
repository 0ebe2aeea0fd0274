import { Names, Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/** Nodes may read parameters of this prefix with the AWS managed policy of the agent. */
const PREFIX = 'AmazonCloudWatch-';

/** What the agent measures where nothing else is asked for: what EC2 itself cannot see from outside. */
const DEFAULT_METRICS = {
  append_dimensions: { InstanceId: '${aws:InstanceId}' },
  metrics_collected: {
    mem: { measurement: ['mem_used_percent'] },
    disk: { measurement: ['used_percent'], resources: ['/'] },
  },
};

/** A parameter with a configuration of the CloudWatch agent. */
export function agentConfiguration(scope: Construct, id: string, configuration: Record<string, unknown> = { metrics: DEFAULT_METRICS }): ssm.StringParameter {
  return new ssm.StringParameter(scope, id, {
    parameterName: `${PREFIX}${Names.uniqueResourceName(scope, { maxLength: 100 })}`,
    description: 'Configuration of the CloudWatch agent',
    stringValue: Stack.of(scope).toJsonString(configuration), // names in it may be known at deployment only
    simpleName: true,
  });
}
