import { gzipSync } from 'zlib';
import { Text, Unknown } from '../../../src/core';
import { userDataEffects } from '../../../src/facts';

const script = (...lines: string[]) => ['#!/bin/bash', ...lines].join('\n');
const URL = 'https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/linux_amd64/amazon-ssm-agent.rpm';

describe('what installs the agent', () => {
  test.each<[string, string, string[]]>([
    ['yum from an address', script(`sudo yum install -y ${URL}`), [URL]],
    ['dnf from the repositories', script('dnf -y install amazon-ssm-agent'), ['repository']],
    ['a download, then rpm', script(`wget "${URL}"`, 'sudo rpm --install amazon-ssm-agent.rpm'), [URL]],
    ['zypper', script('zypper -n install amazon-ssm-agent'), ['repository']],
    ['snap', script('snap install amazon-ssm-agent --classic'), ['snap']],
    ['in a branch', script('if ! rpm -q amazon-ssm-agent; then', `  yum install -y ${URL}`, 'fi'), [URL]],
    ['on a line that goes on', script('yum install -y \\', `  ${URL}`), [URL]],
    ['behind &&', script(`cd /tmp && curl -O ${URL} && rpm -Uvh amazon-ssm-agent.rpm`), [URL]],
    ['in a shell fed by a here document', script('sh -e <<\'X\' || echo failed', '{', `url="${URL}"`, 'rpm --upgrade amazon-ssm-agent.rpm || rpm --query amazon-ssm-agent', '} </dev/null', 'X'), [URL]],
    ['in a script that is written first', script('cat > /tmp/i.sh <<EOF', `yum install -y ${URL}`, 'EOF', 'bash /tmp/i.sh'), [URL]],
    ['cloud-config packages', '#cloud-config\npackages:\n  - amazon-ssm-agent\n', ['repository']],
    ['cloud-config snap', '#cloud-config\nsnap:\n  commands:\n    - snap install amazon-ssm-agent --classic\n', ['snap']],
    ['cloud-config write_files and runcmd', `#cloud-config\nruncmd:\n  - yum install -y ${URL}\n`, [URL]],
    ['PowerShell', `<powershell>\nInvoke-WebRequest ${URL.replace('agent.rpm', 'x').replace('linux_amd64/amazon-ssm-x', 'windows_amd64/AmazonSSMAgentSetup.exe')} -OutFile C:\\a.exe\nStart-Process C:\\a.exe -ArgumentList "/S"\n</powershell>`,
      ['https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/windows_amd64/AmazonSSMAgentSetup.exe']],
  ])('%s', (_, text, sources) => {
    const effects = userDataEffects(text);
    expect({ installs: effects.installs, sources: effects.sources }).toEqual({ installs: true, sources });
    expect(effects.ends).toBeUndefined();
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['a comment', script('# yum install -y amazon-ssm-agent')],
    ['a message', script('echo "yum install -y amazon-ssm-agent"')],
    ['another package', script('yum install -y amazon-cloudwatch-agent')],
    ['a start', script('systemctl enable amazon-ssm-agent', 'systemctl start amazon-ssm-agent')],
    ['a question', script('systemctl status amazon-ssm-agent || true')],
    ['a package list of others', '#cloud-config\npackages: [nginx, [curl, 8.0]]\n'],
  ])('%s does not', (_, text) => {
    const effects = userDataEffects(text);
    expect({ installs: effects.installs, unknown: effects.unknown }).toEqual({ installs: false, unknown: undefined });
  });
});

describe('how it is packed', () => {
  const text = script('yum remove -y amazon-ssm-agent');
  const mime = (encoding: string, body: string) => `MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary="==B.1=="\r\n\r\npreamble\r\n--==B.1==\r\nContent-Type: text/x-shellscript\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n--==B.1==--\r\n`;
  test.each<[string, string]>([
    ['plain', text],
    ['base64', Buffer.from(text).toString('base64')],
    ['base64 in lines', Buffer.from(text).toString('base64').replace(/.{20}/g, '$&\n')],
    ['gzip', gzipSync(text).toString('base64')],
    ['multipart', mime('7bit', text)],
    ['multipart, base64', mime('base64', Buffer.from(text).toString('base64'))],
    ['multipart in base64', Buffer.from(mime('7bit', text)).toString('base64')],
  ])('%s', (_, packed) => {
    expect(userDataEffects(packed).ends).toEqual({ what: 'removed', certain: true, command: 'yum remove -y amazon-ssm-agent' });
  });

  test.each<[string, string]>([
    ['broken gzip', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(30, 7)]).toString('base64')],
    ['broken cloud-config', '#cloud-config\nruncmd: [a\n b: ]\n'],
    ['neither script nor configuration', 'hello there, this is text that nobody runs'],
  ])('%s is unknown, not empty', (_, packed) => {
    expect(userDataEffects(packed).unknown).toBeInstanceOf(Unknown);
  });
});

describe('holes', () => {
  const hole = (why: 'parameter' | 'pseudo') => new Unknown(why, 'X', 'X');
  test('a parameter as a line of its own may be any command', () => {
    expect(userDataEffects(new Text(['#!/bin/bash\n', hole('parameter'), '\n'])).unknown?.key).toBe('X');
  });

  test('a parameter within a command is an argument', () => {
    expect(userDataEffects(new Text(['#!/bin/bash\nhostnamectl set-hostname ', hole('parameter'), '\n'])).unknown).toBeUndefined();
  });

  test('a Region within an address is no matter', () => {
    const effects = userDataEffects(new Text(['#!/bin/bash\nyum install -y https://s3.', hole('pseudo'), '.amazonaws.com/amazon-ssm-', hole('pseudo'), '/latest/linux_amd64/amazon-ssm-agent.rpm\n']));
    expect(effects).toMatchObject({ installs: true, sources: ['https://s3.${X}.amazonaws.com/amazon-ssm-${X}/latest/linux_amd64/amazon-ssm-agent.rpm'] });
    expect(effects.unknown).toBeUndefined();
  });

  test('user data that is not known at all', () => {
    expect(userDataEffects(hole('parameter')).unknown?.key).toBe('X');
    expect(userDataEffects(undefined).unknown).toBeUndefined();
  });
});

test('a removal is not certain before a hole, in a branch, behind ||, or in a function', () => {
  const certain = (value: Parameters<typeof userDataEffects>[0]) => userDataEffects(value).ends?.certain;
  expect(certain(script('yum remove -y amazon-ssm-agent'))).toBe(true);
  expect(certain(script('yum update -y && yum remove -y amazon-ssm-agent'))).toBe(true);
  expect(certain(new Text([`${script('yum remove -y amazon-ssm-agent')}\n`, new Unknown('parameter', 'X', 'X'), '\n']))).toBe(false);
  expect(certain(script('for p in 1 2; do', 'yum remove -y amazon-ssm-agent', 'done'))).toBe(false);
  expect(certain(script('test -f /x || yum remove -y amazon-ssm-agent'))).toBe(false);
  expect(certain(script('clean() {', '  yum remove -y amazon-ssm-agent', '}'))).toBe(false);
  expect(certain(script('exit 0', 'yum remove -y amazon-ssm-agent'))).toBe(false);
  expect(certain(script('{', 'yum remove -y amazon-ssm-agent', '} > /var/log/x'))).toBe(true);
});

test('a removal is not certain where another part, or a written script, may bring the agent back', () => {
  const certain = (value: string) => userDataEffects(value).ends?.certain;
  const parts = (...bodies: string[]) => ['Content-Type: multipart/mixed; boundary="B"', '', ...bodies.flatMap((b) => ['--B', 'Content-Type: text/plain', '', b]), '--B--', ''].join('\n');
  const remove = script('yum remove -y amazon-ssm-agent');
  expect(certain(parts('#cloud-config\npackages: [nginx]', remove))).toBe(true);
  expect(certain(parts('#cloud-config\nruncmd:\n - yum install -y amazon-ssm-agent', remove))).toBe(false);
  expect(certain(script('cat > /etc/cron.daily/x <<EOF', 'yum install -y amazon-ssm-agent', 'EOF', 'yum remove -y amazon-ssm-agent'))).toBe(false);
});

test('what is copied from somewhere is a source of its own', () => {
  expect(userDataEffects(script(`curl -O ${URL} || aws s3 cp s3://mine/amazon-ssm-agent.rpm .`, 'rpm -i amazon-ssm-agent.rpm')).sources).toEqual([URL, 'elsewhere']);
});

test('passwords of proxies are not repeated', () => {
  const effects = userDataEffects(script('cat > /etc/systemd/system/amazon-ssm-agent.service.d/p.conf <<EOF', 'Environment="https_proxy=http://me:secret@10.0.0.9:3128"', 'EOF'));
  expect(effects.proxy).toEqual({ setting: 'https_proxy=http://***@10.0.0.9:3128', metadataToo: true });
});
