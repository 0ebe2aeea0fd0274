import { Rule } from '../../src/prover/report/rules';
import { RULES } from '../../src/prover/rules';
import { isolated, mutate, natSubnet } from '../helpers/templates';
import { cli, workFolder } from './cli';

const { write } = workFolder();
const unpaired = mutate(isolated(), (t) => { t.Resources.EndpointGroup.Properties!.SecurityGroupIngress = []; });
beforeAll(() => {
  write('ready.json', isolated());
  write('unpaired.json', unpaired);
  write('nat.json', natSubnet());
  write('two/a.json', isolated());
  write('two/b.json', mutate(isolated(), (t) => { t.Resources.Other = structuredClone(t.Resources.Host); }));
});

describe('explain', () => {
  test('tells the way hop by hop, in order, and marks where it ends', () => {
    const { status, out } = cli('explain', 'Host', 'unpaired.json', '--service', 'ssmmessages');
    expect(status).toBe(0);
    const order = ['(IMDS) is enabled', 'SSM Agent is installed', 'EC2 can assume role Role', 'to ssmmessages by SsmMessages', 'name of ssmmessages resolves', 'egress of security group HostGroup by rule #0', 'local route', 'of SsmMessages has no ingress rule', 'Findings:', 'See for yourself'];
    const places = order.map((words) => out.indexOf(words));
    expect(places.every((at, i) => at > (places[i - 1] ?? -1))).toBe(true);
    expect(out.match(/◀ blocked here/g)).toHaveLength(1);
    expect(out).not.toContain('to ssm by');
  });

  test('a NAT gateway and its routes are hops too', () => {
    const { out } = cli('explain', 'Host', 'nat.json');
    expect(out).toContain('✔ route PrivateRoute (0.0.0.0/0) to NAT gateway Nat');
    expect(out).toContain('✔ the name of ssm resolves to public addresses');
    expect(out).not.toContain('◀');
  });

  test('ends with commands, filled in as far as the input goes', () => {
    const { out } = cli('explain', 'Host', 'ready.json');
    for (const command of [
      'ssm-cli get-diagnostics --output table',
      'nc -vz ssm.REGION.amazonaws.com 443',
      'nc -vz ssmmessages.REGION.amazonaws.com 443',
      'curl -L https://ssm.REGION.amazonaws.com',
      'aws ssm describe-instance-associations-status --region REGION --instance-id INSTANCE-ID',
      'aws ssm get-service-setting --region REGION --setting-id arn:aws:ssm:REGION:ACCOUNT:servicesetting/ssm/managed-instance/default-ec2-instance-management-role',
    ]) expect(out).toContain(command);
  });

  test('whether somebody gets in on a port', () => {
    const { status, out } = cli('explain', 'Host', 'ready.json', '--port', '22', '--from', '203.0.113.0/24');
    expect(status).toBe(0);
    expect(out).toContain('Connections from 203.0.113.0/24 to port 22:');
    expect(out).toContain('times out: packets to 22 are dropped');
    const data = JSON.parse(cli('explain', 'Host', 'ready.json', '--port', '3389', '--format', 'json').out) as { inbound: { from: string; port: number; places: { outcome: string }[] } };
    expect([data.inbound.from, data.inbound.port, data.inbound.places.length]).toEqual(['0.0.0.0/0', 3389, 1]);
    for (const wrong of [['--port', '0'], ['--port', 'ssh'], ['--from', 'the office'], ['--port', '65536']]) {
      expect(cli('explain', 'Host', 'ready.json', ...wrong)).toMatchObject({ status: 2, out: '' });
    }
  });

  test.each([
    ['us-east-1', 'ssm.us-east-1.amazonaws.com', 'arn:aws:ssm:us-east-1:111111111111:'],
    ['cn-north-1', 'ssm.cn-north-1.amazonaws.com.cn', 'arn:aws-cn:ssm:cn-north-1:111111111111:'],
    ['us-gov-west-1', 'ssm.us-gov-west-1.amazonaws.com', 'arn:aws-us-gov:ssm:us-gov-west-1:111111111111:'],
  ])('in %s with the names of its partition', (region, name, arn) => {
    write('out/manifest.json', { version: '36.0.0', artifacts: { A: { type: 'aws:cloudformation:stack', environment: `aws://111111111111/${region}`, properties: { templateFile: 'a.json' } } } });
    write('out/a.json', isolated());
    const { out } = cli('explain', 'Host', 'out');
    expect(out).toContain(`nc -vz ${name} 443`);
    expect(out).toContain(arn);
  });

  test('on Windows with PowerShell\'s commands', () => {
    write('windows.json', mutate(isolated(), (t) => { t.Resources.Host.Properties!.ImageId = '{{resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base}}'; }));
    const { out } = cli('explain', 'Host', 'windows.json');
    expect(out).toContain('Test-NetConnection ssm.REGION.amazonaws.com -port 443');
    expect(out).not.toContain('nc -vz');
  });

  test('tells the way of each choice where they differ, and once where they do not', () => {
    const chosen = (endpoint: string) => ({
      ...mutate(unpaired, (t) => { t.Resources[endpoint].Condition = 'On'; }),
      Parameters: { Mode: { Type: 'String', AllowedValues: ['on', 'off'] } },
      Conditions: { On: { 'Fn::Equals': [{ Ref: 'Mode' }, 'on'] } },
    });
    write('choice.json', chosen('Ssm'));
    expect(cli('explain', 'Host', 'choice.json').out.match(/path from subnet HostSubnet, with parameter Mode = \w+/g)).toEqual(['path from subnet HostSubnet, with parameter Mode = on', 'path from subnet HostSubnet, with parameter Mode = off']);
    // The same image either way.
    write('same.json', mutate(chosen('Ssm'), (t) => { t.Resources.Ssm = structuredClone(unpaired.Resources.Ssm); t.Resources.Host.Properties!.ImageId = { 'Fn::If': ['On', 'ami-1', 'ami-1'] }; }));
    expect(cli('explain', 'Host', 'same.json').out.match(/path from subnet HostSubnet.*/g)).toEqual(['path from subnet HostSubnet:']);
  });

  test('as JSON', () => {
    const data = JSON.parse(cli('explain', 'Host', 'unpaired.json', '--format', 'json').out) as { host: { paths: { services: { ways: { steps: { broken?: boolean; reason: string }[] }[] }[] }[] }; verify: { onHost: string[] } };
    expect(data.host.paths[0].services[0].ways[0].steps.find((s) => s.broken)?.reason).toBe('endpointBlocksIn');
    expect(data.verify.onHost[0]).toBe('ssm-cli get-diagnostics --output table');
  });

  test.each([
    ['no host', [], /name a host/],
    ['no path and no cdk.out', ['Host'], /there is no cdk\.out here/],
    ['a host that is not there', ['Hots', 'two'], /no host "Hots"; there are:\n {2}Host {2}\(two/],
    ['a name that two hosts have', ['Host', 'two'], /"Host" may be any of 2 hosts:\n.*two.a\.json\)\n.*two.b\.json\)/],
    ['a pattern of several', ['*', 'two/b.json'], /may be any of 2 hosts/],
    ['a service that is none', ['Other', 'two', '--service', 's3'], /--service expects ssm, ssmmessages, not "s3"/],
  ])('%s: usage, with what there is', (_, args, message) => {
    const { status, err } = cli('explain', ...args);
    expect([status, err]).toEqual([2, expect.stringMatching(message)]);
  });

  test('a pattern that fits one', () => {
    expect(cli('explain', 'Oth*', 'two').out).toMatch(/^Other is ready/);
  });
});

describe('rules', () => {
  test('the whole catalogue, as text and JSON', () => {
    const { out } = cli('rules');
    expect(out.trim().split('\n\n').map((entry) => entry.split(/\s/)[0])).toEqual(RULES.map((c) => c.id));
    for (const { why, symptom } of RULES) expect(out).toContain(`  why:  ${why}\n  seen: ${symptom}\n`);
    const { rules } = JSON.parse(cli('rules', '--format', 'json').out) as { rules: Rule[] };
    expect(rules.map((r) => r.id)).toEqual(RULES.map((c) => c.id));
    expect(rules.find((r) => r.id === 'EndpointMissing')).toMatchObject({
      severity: 'error',
      codes: ['ENDPOINT_MISSING'],
      acknowledge: 'cdk-ssm-ready::EndpointMissing',
      page: 'https://github.com/cdk-ssm-ready/cdk-ssm-ready/blob/main/docs/checks/EndpointMissing.md',
    });
    for (const rule of rules) expect(rule.links.length).toBeGreaterThan(0);
  });

  test('takes nothing else', () => {
    expect(cli('rules', 'x')).toMatchObject({ status: 2 });
  });
});

describe('diff', () => {
  const sides = (before: unknown, after: unknown) => [write('before/t.json', before), write('after/t.json', after)].map((p) => p.split('/')[0]);

  test.each<[string, unknown, unknown, number, RegExp]>([
    ['worse', isolated(), unpaired, 1, /^worse {2}t\.json#Host {2}ready → never\n {4}\+ EndpointIngressBlocked/],
    ['better', unpaired, isolated(), 0, /^better t\.json#Host {2}never → ready\n {4}- EndpointIngressBlocked/],
    ['one more fault', unpaired, mutate(unpaired, (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; }), 1, /^worse .* never → never\n {4}\+ InstanceProfileMissing/],
    ['a new host that works', isolated(), mutate(isolated(), (t) => { t.Resources.More = structuredClone(t.Resources.Host); }), 0, /^new {4}t\.json#More {2}not there → ready/],
    ['a new host that never will', isolated(), mutate(isolated(), (t) => { t.Resources.More = structuredClone(t.Resources.Host); delete t.Resources.More.Properties!.IamInstanceProfile; }), 1, /^worse {2}t\.json#More {2}not there → never/],
    ['a host that is gone', isolated(), mutate(isolated(), (t) => { delete t.Resources.Host; }), 0, /^gone {3}t\.json#Host {2}ready → not there/],
    ['nothing', isolated(), isolated(), 0, /^1 host: 0 worse, 0 better, 0 new, 0 gone, 1 as before\n$/],
  ])('%s', (_, before, after, status, said) => {
    const result = cli('diff', ...sides(before, after));
    expect([result.status, result.out]).toEqual([status, expect.stringMatching(said)]);
  });

  test('as JSON', () => {
    const { hosts } = JSON.parse(cli('diff', ...sides(isolated(), unpaired), '--format', 'json').out) as { hosts: unknown[] };
    expect(hosts).toEqual([{ host: 't.json#Host', change: 'worse', before: 'ready', after: 'never', newFaults: ['EndpointIngressBlocked [ENI_SG_RULES_MISMATCH]'], goneFaults: [] }]);
  });

  test('two inputs, both readable', () => {
    expect(cli('diff', 'ready.json')).toMatchObject({ status: 2, err: expect.stringContaining('two inputs') });
    expect(cli('diff', 'ready.json', 'missing.json')).toMatchObject({ status: 3, err: expect.stringContaining('no such file') });
  });
});

test('help names every command and option', () => {
  const { out } = cli('--help');
  for (const word of ['explain', 'diff', 'rules', '--baseline', '--write-baseline', '--hosts', '--exclude', '--assume-ami', '--output', '--quiet', '--config']) expect(out).toContain(word);
});
