import { gzipSync } from 'zlib';
import { Text, Unknown } from '../../../src/prover/core';
import { userDataEffects } from '../../../src/prover/user-data';
import { judgeHost } from '../../helpers/judge';
import { isolated, mutate } from '../../helpers/templates';

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
    ['behind quotes within quotes, in a long script', script('R="$(curl -s x | tr -d \'"\')"', ...Array.from({ length: 200 }, (_, i) => `echo line ${i}`), `yum install -y ${URL}`), [URL]],
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
    expect(userDataEffects(packed).ends).toEqual({ what: 'removed', certain: true, forms: ['yum'], command: 'yum remove -y amazon-ssm-agent' });
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
  const fetched = userDataEffects(script('yum update -y && yum remove -y amazon-ssm-agent')).ends;
  expect(fetched).toMatchObject({ certain: true, onceFetched: 'packages' });
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
  expect(userDataEffects(script(`curl -O ${URL} || aws s3 cp s3://mine/amazon-ssm-agent.rpm .`, 'rpm -i amazon-ssm-agent.rpm')).sources).toEqual([URL, 's3']);
  expect(userDataEffects(script('scp host:amazon-ssm-agent.rpm .', 'rpm -i amazon-ssm-agent.rpm')).sources).toEqual(['elsewhere']);
});

test('passwords of proxies are not repeated', () => {
  const effects = userDataEffects(script('cat > /etc/systemd/system/amazon-ssm-agent.service.d/p.conf <<EOF', 'Environment="https_proxy=http://me:secret@10.0.0.9:3128"', 'EOF'));
  expect(effects.proxy).toEqual({ setting: 'https_proxy=http://***@10.0.0.9:3128', metadataToo: true });
});

describe('a package that is fetched', () => {
  const DEB = 'https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_amd64/amazon-ssm-agent.deb';
  test.each<[string, string[]]>([
    ['alone', [`wget ${DEB}`]],
    ['after its own tool was installed', ['apt-get update', 'apt-get install -y curl', `curl -o agent.deb ${DEB}`]],
    ['from a bucket', ['aws s3 cp s3://mine/amazon-ssm-agent.deb .']],
  ])('%s installs nothing', (_, lines) => {
    expect(userDataEffects(script(...lines)).installs).toBe(false);
  });

  test.each<[string, string[]]>([
    ['whatever it is called', [`curl -o agent.deb ${DEB}`, 'dpkg -i agent.deb']],
    ['by a pattern', [`wget ${DEB}`, 'apt-get install -y ./*.deb']],
    ['by a variable', [`wget ${DEB}`, 'yum localinstall -y $FILE']],
    ['by a script of its own', [`wget ${DEB}`, './install.sh']],
    ['from a pipe', [`curl ${DEB} | dpkg -i /dev/stdin`]],
    ['by a path', [`wget ${DEB} -O agent`, 'apt-get install -qy "/tmp/agent"']],
    ['unpacked', [`wget ${DEB}`, 'ar x amazon-ssm-agent.deb']],
  ])('may be installed %s', (_, lines) => {
    const { installs, unknown } = userDataEffects(script(...lines));
    expect(installs || unknown !== undefined).toBe(true);
  });
});

test('Bottlerocket\'s settings switch the container of the agent off', () => {
  const ends = (text: string) => userDataEffects(text).ends;
  const off = { what: 'stopped', certain: true, forms: [], command: 'settings.host-containers.control.enabled = false' };
  expect(ends('[settings.host-containers.control]\nenabled = false\n')).toEqual(off);
  expect(ends('[settings.host-containers]\ncontrol.enabled = false\n')).toEqual(off);
  expect(ends('[settings.host-containers.admin]\nenabled = false\n\n[settings.host-containers.control]\nenabled = true\n')).toBeUndefined();
  expect(ends('[settings.host-containers.control]\nsource = "x"\n[settings.kernel]\nenabled = false\n')).toBeUndefined();
});

test('an agent that a hybrid activation registers', () => {
  expect(userDataEffects(script('sudo amazon-ssm-agent -register -code "x" -id "y" -region "eu-west-1"')).activates).toBe(true);
  expect(userDataEffects(script('./ssm-setup-cli -register -activation-code "x" -activation-id "y"')).activates).toBe(true);
  expect(userDataEffects(script('systemctl restart amazon-ssm-agent')).activates).toBe(false);
});

test('an agent that is told other endpoints', () => {
  const told = (json: string) => userDataEffects(script('cat > /etc/amazon/ssm/amazon-ssm-agent.json <<EOF', json, 'EOF')).otherEndpoints;
  expect(told('{"Ssm":{"Endpoint":"vpce-1.ssm.eu-west-1.vpce.amazonaws.com"}}')).toBe(true);
  expect(told('{\n  "Mgs": {\n    "Region": "",\n    "Endpoint": "x"\n  }\n}')).toBe(true);
  expect(told('{"Ssm":{"Endpoint":"","HealthFrequencyMinutes":5}}')).toBe(false);
  expect(userDataEffects(script('sed -i \'s/"Endpoint": ""/"Endpoint": "vpce-1"/\' /etc/amazon/ssm/amazon-ssm-agent.json')).otherEndpoints).toBe(true);
  expect(told('{"Agent":{"UseDualStackEndpoint": true}}')).toBe(false);
});

describe('a firewall that drops what it does not accept', () => {
  test.each<[string, string[]]>([
    ['another port', ['iptables -A OUTPUT -p tcp --dport 22 -j ACCEPT']],
    ['a range of others', ['iptables -A OUTPUT -p tcp -m multiport --dports 22,8000:8080 -j ACCEPT']],
    ['what stays on the host', ['iptables -A OUTPUT -o lo -j ACCEPT']],
    ['another protocol', ['iptables -A OUTPUT -p udp --dport 443 -j ACCEPT']],
  ])('drops 443 although it accepts %s', (_, lines) => {
    expect(userDataEffects(script('iptables -P OUTPUT DROP', ...lines)).drops).toEqual(['https']);
  });

  test.each<[string, string[]]>([
    ['443', ['iptables -A OUTPUT -p tcp --dport 443 -j ACCEPT']],
    ['443 among others', ['iptables -A OUTPUT -p tcp -m multiport --dports 80,443 -j ACCEPT']],
    ['a range around it', ['iptables -A OUTPUT -p tcp --dport 1:1024 -j ACCEPT']],
    ['a port by its name', ['iptables -A OUTPUT -p tcp --dport https -j ACCEPT']],
    ['everything', ['iptables -A OUTPUT -j ACCEPT']],
  ])('does not where it accepts %s', (_, lines) => {
    expect(userDataEffects(script('iptables -P OUTPUT DROP', ...lines)).drops).toEqual([]);
  });
});

describe('what is fetched counts', () => {
  const RPM = 'https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/linux_amd64/amazon-ssm-agent.rpm';
  test.each<[string, string[]]>([
    ['a variable', ['dnf remove -y amazon-ssm-agent', `curl -o $P ${RPM}`, 'dnf install -y $P']],
    ['a pattern', ['yum erase -y amazon-ssm-agent', `wget ${RPM}`, 'yum install -y *.rpm']],
    ['an archive', ['yum erase -y amazon-ssm-agent', `curl ${RPM.replace('.rpm', '.tar.gz')} -o /tmp/a.tgz`, 'tar xzf /tmp/a.tgz -C /']],
  ])('after a removal: %s', (_, lines) => {
    expect(userDataEffects(script(...lines)).ends).toBeUndefined();
  });

  test.each(['/bin/bash /tmp/setup.sh', '(bash /tmp/setup.sh)', 'out=$(bash /tmp/setup.sh)', 'timeout 300 bash /tmp/setup.sh', 'sudo -u root /tmp/setup.sh', 'systemd-run /tmp/setup.sh'])('as a script: %s', (line) => {
    const { installs, unknown } = userDataEffects(script('curl -s https://x/amazon-ssm-agent-setup.sh -o /tmp/setup.sh', line));
    expect(installs || unknown !== undefined).toBe(true);
  });
});

test('settings of Bottlerocket that are only written down, or that run the agent otherwise, stop nothing for certain', () => {
  const toml = '[settings.host-containers.control]\nenabled = false';
  expect(userDataEffects(script('cat > /opt/node.toml <<EOF', ...toml.split('\n'), 'EOF')).ends).toBeUndefined();
  expect(userDataEffects(`#cloud-config\nwrite_files:\n  - path: /opt/node.toml\n    content: |\n${toml.replace(/^/gm, '      ')}\n`).ends).toBeUndefined();
  expect(userDataEffects(`${toml}\n[settings.host-containers.ssm]\nenabled = true\nsource = "x"\n`).ends).toMatchObject({ certain: false });
  expect(userDataEffects(`${toml}\n[settings.host-containers.admin]\nenabled = true\n`).ends).toMatchObject({ certain: true });
  expect(userDataEffects('[settings.host-containers]\ncontrol = { enabled = false }\n').ends).toMatchObject({ certain: true });
});

test.each(['iptables -A OUTPUT ! -o lo -j ACCEPT', 'iptables -A OUTPUT ! -p udp -j ACCEPT', 'iptables -A OUTPUT -p tcp ! --dport 25 -j ACCEPT', 'iptables -P OUTPUT ACCEPT', 'service iptables stop'])('a firewall is open again by %s', (line) => {
  expect(userDataEffects(script('iptables -P OUTPUT DROP', line)).drops).toEqual([]);
});

test('AWS\'s setup for Windows may register by an activation', () => {
  expect(userDataEffects('<powershell>\nC:\\AmazonSSMAgentSetup.exe /q CODE=x ID=y REGION=eu-west-1\n</powershell>').activates).toBe(true);
});

test('a firewall that was open before it drops is not open again', () => {
  expect(userDataEffects(script('iptables -P OUTPUT ACCEPT', 'service iptables stop', 'iptables -P OUTPUT DROP')).drops).toEqual(['https']);
});

describe('what is run and not shown may do anything', () => {
  test.each([
    'curl -fsSL https://example.com/setup.sh | sudo bash', 'curl -s x | sudo -E bash -', 'curl -s x | tee /tmp/x | sudo bash', 'curl -s x | /bin/bash', 'curl -s x | env A=1 bash', 'curl -s x | A=1 bash',
    'curl -s x | sudo python3 -', '/bin/bash /tmp/x.sh', '/usr/bin/python3 /tmp/x', '/usr/bin/ansible-pull -U x', '/usr/local/bin/mine', '/bin/bash -c "$(aws s3 cp s3://mine/x -)"', 'if ! bash /tmp/x; then',
    'if /tmp/x.sh; then', 'until /tmp/x; do', '! bash /tmp/x', 'A=1 bash /tmp/x', 'sudo A=1 /tmp/x', 'sudo -u root bash /tmp/x', 'sudo -H -u me /tmp/x', 'env A=1 bash /tmp/x', 'timeout 600 /tmp/x', 'time /tmp/x',
    'nohup /tmp/x &', 'nice -n 10 /tmp/x', 'flock /tmp/l /tmp/x', 'systemd-run /tmp/x', 'chroot /mnt /tmp/x', 'echo x | xargs bash', 'su - me -c "/tmp/x"', '(/tmp/x)', '{ bash /tmp/x; } > /tmp/log', 'OUT=$(/tmp/x)', 'OUT=`/tmp/x`',
    'echo "$(/tmp/x)"', 'run-parts /tmp/d', 'bash <<< "$(curl -s x)"', 'echo /tmp/x | at now', 'crontab /tmp/x', 'apt-get install -y $(curl -s x)', 'apt-get install -y $PACKAGES', 'xargs apt-get install -y < /tmp/packages',
    'for i in 1 2; do /bin/bash /tmp/x && break; done', 'case $(uname -m) in x86_64) bash /tmp/x;; esac', 'find /tmp/d -name "*.sh" -exec bash {} ;', 'retry() { "$@"; }; retry bash /tmp/x', '. /tmp/x', 'source ./env.sh', 'eval "$CODE"', 'X="$(cat f | tr -d \'"\' | bash)"', 'X=$(echo ")" | sh)', 'X=(a b) /tmp/x', 'trap "/tmp/x" EXIT',
  ])('%s', (line) => expect(userDataEffects(script('apt-get update', line)).unknown).toBeInstanceOf(Unknown));

  test.each(['ansible: {package_name: ansible}', 'chef: {run_list: []}', 'puppet: {}', 'salt_minion: {}', 'runcmd: ["curl -s x | sudo bash"]'])('cloud-config: %s', (text) => {
    expect(userDataEffects(`#cloud-config\n${text}\n`).unknown).toBeInstanceOf(Unknown);
  });
});

test.each([
  'exec > >(tee /var/log/user-data.log|logger -t user-data -s 2>/dev/console) 2>&1', 'set -euxo pipefail', 'export DEBIAN_FRONTEND=noninteractive', 'sudo apt-get update -y && sudo apt-get install -y nginx curl', 'DEBIAN_FRONTEND=noninteractive apt-get -yq install nginx',
  'apt-get install -y linux-headers-$(uname -r)', 'systemctl enable --now nginx', 'echo "a; b | bash /tmp/x"', "echo 'it | bash'", 'grep -E "a|b" /etc/passwd | awk \'{print $1}\'', 'sed -i "s|a|b|" /etc/x', 'TOKEN=$(curl -s -X PUT "http://169.254.169.254/latest/api/token" -H "X: 21600")',
  'ID="$(curl -s http://169.254.169.254/latest/meta-data/instance-id)"', 'if [ -f /etc/x ]; then echo yes; else echo no; fi', 'for f in a b; do touch "$f"; done', 'while ! nc -z db 5432; do sleep 1; done', 'log() { echo "$1"; }; log "started"', '[[ -n $A ]] && export B=$A || true', 'mkdir -p /srv/{a,b}',
  '/opt/aws/bin/cfn-signal -e $? --stack s --resource r', '/usr/bin/systemctl restart x', 'cat <<EOF | tee /etc/x', 'sh -c', '. /etc/os-release', 'yum install -y httpd # bash /tmp/x', 'case "$1" in a|b) echo x;; *) echo y;; esac', 'sleep 5 &', 'cd /tmp; wget https://x/y.tgz; tar xzf y.tgz', 'echo don\\\'t', 'A=(1 2 3)', 'A=(\n1\n"b)"\n)', 'X="$(cat f | tr -d \'"\')"', 'X=$(echo "a (b" | cut -d" " -f1)', 'X=${Y:-a b} echo', 'X=$(jq -r \'.a | select(.b == "c)")\' f)', 'sudo mkfs -t xfs /dev/xvdb && sudo mount /dev/xvdb /data',
].filter((line) => line !== 'sh -c'))('nothing is hidden by %s', (line) => {
  expect(userDataEffects(script(line, ...line.includes('<<EOF') ? ['x', 'EOF'] : [])).unknown).toBeUndefined();
});

describe('a proxy that the agent on Windows takes', () => {
  const windows = (line: string) => userDataEffects(`<powershell>\n${line}\n</powershell>`).proxy?.setting;
  test.each([
    ['netsh winhttp set proxy proxy-server="10.0.0.9:3128"', 'netsh winhttp set proxy proxy-server="10.0.0.9:3128"'],
    ['setx /M https_proxy http://me:secret@10.0.0.9:3128', 'setx /M https_proxy http://***@10.0.0.9:3128'],
    ['bitsadmin /util /setieproxy localsystem MANUAL_PROXY 10.0.0.9:3128 NULL', 'bitsadmin /util /setieproxy localsystem MANUAL_PROXY 10.0.0.9:3128 NULL'],
  ])('%s', (line, setting) => expect(windows(line)).toBe(setting));

  test.each(['netsh winhttp show proxy', 'setx https_proxy http://10.0.0.9:3128', 'bitsadmin /util /setieproxy networkservice AUTODETECT'])('not by %s', (line) => expect(windows(line)).toBeUndefined());
});

test('settings of the agent\'s service that are brought from elsewhere may be a proxy', () => {
  expect(userDataEffects(script('aws s3 cp s3://mine/p.conf /etc/systemd/system/amazon-ssm-agent.service.d/p.conf')).proxy?.setting).toContain('amazon-ssm-agent.service.d');
  expect(userDataEffects(script('mkdir -p /etc/systemd/system/amazon-ssm-agent.service.d', 'cat > /etc/systemd/system/amazon-ssm-agent.service.d/r.conf <<EOF', '[Service]', 'Restart=always', 'EOF')).proxy).toBeUndefined();
});

test('names that are given addresses by hand', () => {
  expect(userDataEffects(script('echo "10.0.1.5 ssm.eu-west-1.amazonaws.com" >> /etc/hosts')).otherEndpoints).toBe(true);
  expect(userDataEffects(script('echo "10.0.1.5 db.internal" >> /etc/hosts', 'curl https://s3.eu-west-1.amazonaws.com/x')).otherEndpoints).toBe(false);
});

test('what is larger than EC2 accepts is not read, and makes a host neither ready nor impossible', () => {
  const end = 'yum remove -y amazon-ssm-agent';
  const verdict = (lines: number) => judgeHost(mutate(isolated(), (t) => { t.Resources.Host.Properties!.UserData = { 'Fn::Base64': script(...Array<string>(lines).fill('echo a'), end) }; }));
  expect(verdict(100).verdict).toBe('never');
  const large = verdict(40_000);
  expect([large.verdict, large.unknowns.map((u) => u.what)]).toEqual(['unknown', ['the user data, which is larger than EC2 accepts (16 KB)']]);
});
