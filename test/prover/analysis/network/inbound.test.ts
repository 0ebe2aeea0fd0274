import { knockReport, knockText } from '../../../../src/prover/report/inbound-words';
import { loadTemplates } from '../../../../src/prover/sources/cloudformation';
import { knockAt } from '../../../../src/prover/verdict';
import { acl, isolated, mutate, natSubnet, publicSubnet, Resources } from '../../../helpers/templates';

type Template = { Resources: Resources };
const props = (t: Template, id: string) => t.Resources[id].Properties!;
const SSH = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '203.0.113.0/24' };
const OFFICE = '203.0.113.7';

function knock(template: Template, from = OFFICE, port = 22): { answer: string; reasons: string[] } {
  const loaded = loadTemplates([{ name: 't.json', data: template }]);
  const host = [...loaded.estate.ofType('AWS::EC2::Instance')].find((r) => r.logicalId === 'Host')!;
  const [place] = knockAt(loaded, host.key, { from, port })!;
  const text = knockText(knockReport(from, port, [place]), false);
  expect(text).not.toMatch(/undefined|\[object|inbound[A-Z]/);
  return { answer: place.answer.answer, reasons: place.answer.because.filter((s) => s.answer !== 'yes').map((s) => s.reason.name) };
}

const open = (t: Template) => { props(t, 'HostGroup').SecurityGroupIngress = [SSH]; };

describe('somebody knocks at port 22', () => {
  test.each<[string, Template, (t: Template) => void, string, string[]]>([
    ['a public host that lets the office in', publicSubnet(), open, 'yes', []],
    ['a group without the rule', publicSubnet(), () => undefined, 'no', ['inboundGroupsBlock']],
    ['a rule for another office', publicSubnet(), (t) => { props(t, 'HostGroup').SecurityGroupIngress = [{ ...SSH, CidrIp: '192.0.2.0/24' }]; }, 'no', ['inboundGroupsBlock']],
    ['a rule for another port', publicSubnet(), (t) => { props(t, 'HostGroup').SecurityGroupIngress = [{ ...SSH, FromPort: 443, ToPort: 443 }]; }, 'no', ['inboundGroupsBlock']],
    ['no public address', publicSubnet(), (t) => { open(t); props(t, 'Public').MapPublicIpOnLaunch = false; }, 'no', ['inboundNoAddress']],
    ['no route', publicSubnet(), (t) => { open(t); delete t.Resources.PublicRoute; }, 'no', ['inboundNoRoute']],
    ['a gateway that is not attached', publicSubnet(), (t) => { open(t); delete t.Resources.Attachment; }, 'no', ['inboundGatewayDetached']],
    ['Block Public Access', publicSubnet(), (t) => { open(t); t.Resources.Block = { Type: 'AWS::EC2::VPCBlockPublicAccessOptions', Properties: { InternetGatewayBlockMode: 'block-ingress' } }; }, 'no', ['inboundPublicAccessBlocked']],
    ['a network ACL without 22', publicSubnet(), (t) => { open(t); Object.assign(t.Resources, acl('Public', [{ egress: false, allow: true, from: 443 }, { egress: true, allow: true }])); }, 'no', ['inboundAclBlocks']],
    ['a network ACL without the replies', publicSubnet(), (t) => { open(t); Object.assign(t.Resources, acl('Public', [{ egress: false, allow: true }, { egress: true, allow: true, from: 443 }])); }, 'no', ['inboundAclBlocksReply']],
    ['behind a NAT gateway', natSubnet(), open, 'no', ['inboundBehindNat']],
    ['an isolated subnet', isolated(), open, 'no', ['inboundNoRoute']],
    ['a rule nobody knows', publicSubnet(), (t) => { props(t, 'HostGroup').SecurityGroupIngress = [{ ...SSH, CidrIp: { 'Fn::ImportValue': 'office' } }]; }, 'unknown', ['inboundUnknown']],
  ])('%s', (_, template, change, answer, reasons) => {
    expect(knock(mutate(template, change))).toEqual({ answer, reasons });
  });

  test('from inside of the VPC', () => {
    const inside = mutate(isolated(), (t) => { props(t, 'HostGroup').SecurityGroupIngress = [{ ...SSH, CidrIp: '10.0.0.0/16' }]; });
    expect(knock(inside, '10.0.1.0/24')).toEqual({ answer: 'yes', reasons: [] });
    expect(knock(inside, '10.0.0.9')).toEqual({ answer: 'yes', reasons: [] });
    expect(knock(inside, '10.0.1.0/24', 3389)).toEqual({ answer: 'no', reasons: ['inboundGroupsBlock'] });
  });

  test('what is no address block', () => {
    const loaded = loadTemplates([{ name: 't.json', data: publicSubnet() }]);
    expect(knockAt(loaded, 't.json/Host', { from: 'the office', port: 22 })).toBeUndefined();
  });
});
