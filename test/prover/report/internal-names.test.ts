import { judgeTemplates } from '../../helpers/judge';
import { isolated, mutate, Resources } from '../../helpers/templates';

type Template = { Resources: Resources } & Record<string, unknown>;

const launched = (template: unknown): Template => mutate<Template>(isolated(), (t) => {
  const { SubnetId, SecurityGroupIds, IamInstanceProfile, ...rest } = t.Resources.Host.Properties!;
  t.Resources.Host = { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: '1', MaxSize: '1', VPCZoneIdentifier: [SubnetId], LaunchTemplate: { LaunchTemplateId: template, Version: '1' } } };
  t.Resources.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ...rest, SecurityGroupIds, IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['Profile', 'Arn'] } } } } };
});
const wordsOf = (template: Template) => judgeTemplates({ 'folder/aws-samples__x.yaml': template }).hosts.flatMap((host) => host.unknowns.map(({ what, why }) => `${what}: ${why}`));

describe('what is not known is named in the words of the template', () => {
  test('a launch template by a parameter', () => {
    const words = wordsOf({ ...launched({ Ref: 'LaunchTemplateId' }), Parameters: { LaunchTemplateId: { Type: 'AWS::EC2::LaunchTemplate::Id' } } });
    expect(words.join('\n')).toContain('the launch template named by parameter LaunchTemplateId, which is not defined in the template');
  });

  test('an entry that a mapping does not have', () => {
    const words = wordsOf({ ...launched({ 'Fn::FindInMap': ['Templates', 'blue', 'id'] }), Mappings: { Templates: { green: { id: 'lt-1' } } } });
    expect(words.join('\n')).toContain('the entry blue.id, which mapping Templates does not have');
  });

  test('a launch template that nothing launches from', () => {
    const words = wordsOf(mutate(launched({ Ref: 'Template' }), (t) => { delete t.Resources.Host; }));
    expect(words.join('\n')).toContain('the subnet, since nothing in the template launches from this launch template');
  });

  test.each([{ Ref: 'LaunchTemplateId' }, { 'Fn::FindInMap': ['Templates', 'blue', 'id'] }, { 'Fn::ImportValue': 'x' }, { 'Fn::Sub': 'lt-${Suffix}' }])('no internal key: %j', (template) => {
    const words = wordsOf({ ...launched(template), Mappings: { Templates: { green: { id: 'lt-1' } } }, Parameters: { LaunchTemplateId: { Type: 'String' }, Suffix: { Type: 'String' } } });
    expect(words.length).toBeGreaterThan(0);
    for (const text of words) expect(text).not.toMatch(/parameter:|map:|import:|aws-samples__|\b[a-z]+[A-Z][a-z]+[A-Z]\w*$/);
  });
});
