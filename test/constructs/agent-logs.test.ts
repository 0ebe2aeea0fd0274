import { Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AgentLogPlatform, AgentLogs, AgentLogsProps, HostManagement } from '../../src/constructs';
import { flat, stackIn } from './support';

function made(props: AgentLogsProps = {}): { template: Template; collected: any[] } {
  const stack = stackIn('eu-west-1');
  const { configuration } = new AgentLogs(stack, 'AgentLogs', props);
  new HostManagement(stack, 'Fleet', { cloudWatchAgent: { configuration } });
  const template = Template.fromStack(stack);
  const [{ Properties }] = Object.values(template.findResources('AWS::SSM::Parameter'));
  return { template, collected: JSON.parse(flat(Properties.Value)).logs.logs_collected.files.collect_list };
}

test.each([
  [undefined, '/var/log/amazon/ssm/'],
  [AgentLogPlatform.WINDOWS, 'C:\\ProgramData\\Amazon\\SSM\\Logs\\'],
])('platform %s: both files, to streams of their own', (platform, folder) => {
  expect(made({ platform }).collected).toEqual(['amazon-ssm-agent.log', 'errors.log'].map((name) => ({
    file_path: `${folder}${name}`, log_group_name: expect.stringMatching(/^\$\{AgentLogs\w+\}$/), log_stream_name: `{instance_id}/${name}`,
  })));
});

test('logs are kept as long as asked, and the CloudWatch agent is configured with the parameter', () => {
  const { template } = made({ retention: logs.RetentionDays.ONE_WEEK });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  const [id] = Object.keys(template.findResources('AWS::SSM::Parameter'));
  template.hasResourceProperties('AWS::SSM::Association', { Name: 'AmazonCloudWatch-ManageAgent', Parameters: { optionalConfigurationLocation: [{ Ref: id }] } });
});
