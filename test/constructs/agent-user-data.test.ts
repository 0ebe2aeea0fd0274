import { spawnSync } from 'child_process';
import { createHash, X509Certificate } from 'crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AgentOperatingSystem, AgentUserData, AgentUserDataProps } from '../../src/constructs';
import * as data from '../../src/data/agent-packages.json';

const LINUX = Object.values(AgentOperatingSystem).filter((each) => each !== AgentOperatingSystem.WINDOWS);
const ARMORED = '-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: GnuPG v2\n\nbWFkZSB1cA==\n=ab12\n-----END PGP PUBLIC KEY BLOCK-----';
const PROXY = { httpsProxy: 'http://proxy.example.com:3128', noProxy: ['.amazonaws.com'] };

/** The script as CloudFormation would hand it over in eu-west-1. */
function script(props: AgentUserDataProps): string {
  const userData = props.operatingSystem === AgentOperatingSystem.WINDOWS ? ec2.UserData.forWindows() : ec2.UserData.forLinux();
  new AgentUserData(props).addTo(userData);
  const resolved: unknown = new Stack().resolve(userData.render());
  const parts = typeof resolved === 'string' ? [resolved] : (resolved as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  const values: Record<string, string> = { 'AWS::Region': 'eu-west-1', 'AWS::URLSuffix': 'amazonaws.com' };
  return parts.map((part) => (typeof part === 'string' ? part : values[(part as { Ref: string }).Ref])).join('');
}

/** Runs the script in a shell where every program it uses only writes down how it was called. */
function run(text: string, programs: Record<string, string> = {}): { calls: string[]; output: string; status: number | null } {
  const folder = mkdtempSync(join(tmpdir(), 'agent-'));
  try {
    const log = join(folder, 'calls');
    const all = { uname: 'echo aarch64', curl: '', dpkg: '', rpm: '', snap: 'exit 1', systemctl: '', gpgv: '', base64: 'cat >/dev/null', mkdir: '', ...programs };
    for (const [name, body] of Object.entries(all)) {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${body}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    const child = spawnSync('sh', ['-c', text], { encoding: 'utf8', env: { PATH: `${folder}${delimiter}${process.env.PATH}`, TMPDIR: folder } });
    return { calls: readFileSync(log, 'utf8').trim().split('\n').filter((line) => !/^(mkdir|uname)/.test(line)), output: child.stdout + child.stderr, status: child.status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const base = 'https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1';

describe('the shell does', () => {
  test('Debian: the package of the Region and the processor, installed and started', () => {
    const { calls, output, status } = run(`${script({ operatingSystem: AgentOperatingSystem.DEBIAN })}\necho the rest`);
    expect(calls).toEqual([
      `curl -fsSL --retry 5 -o amazon-ssm-agent.deb ${base}/latest/debian_arm64/amazon-ssm-agent.deb`,
      'dpkg -i --refuse-downgrade amazon-ssm-agent.deb',
      'systemctl enable amazon-ssm-agent.service',
      'systemctl restart amazon-ssm-agent.service',
    ]);
    expect([output.trim(), status]).toEqual(['the rest', 0]);
  });

  test.each([AgentOperatingSystem.AMAZON_LINUX_2, AgentOperatingSystem.AMAZON_LINUX_2023, AgentOperatingSystem.RHEL, AgentOperatingSystem.SLES])('%s: the RPM, without a repository', (operatingSystem) => {
    const { calls } = run(script({ operatingSystem, architecture: ec2.InstanceArchitecture.X86_64, version: '3.3.1611.0' }));
    expect(calls.slice(0, 2)).toEqual([`curl -fsSL --retry 5 -o amazon-ssm-agent.rpm ${base}/3.3.1611.0/linux_amd64/amazon-ssm-agent.rpm`, 'rpm --upgrade amazon-ssm-agent.rpm']);
    expect(calls).toContain('systemctl restart amazon-ssm-agent.service');
  });

  test('an agent that is there and not older is kept, and started', () => {
    const { calls } = run(script({ operatingSystem: AgentOperatingSystem.RHEL }), { rpm: '[ "$1" = --query ]' });
    expect(calls.slice(1)).toEqual(['rpm --upgrade amazon-ssm-agent.rpm', 'rpm --query amazon-ssm-agent', 'systemctl enable amazon-ssm-agent.service', 'systemctl restart amazon-ssm-agent.service']);
  });

  test('a failed download stops the installation, and not the rest of the user data', () => {
    const { calls, output, status } = run(`${script({ operatingSystem: AgentOperatingSystem.DEBIAN })}\necho the rest`, { curl: 'exit 22' });
    expect(calls).toHaveLength(1);
    expect(output).toMatch(/amazon-ssm-agent was not installed/);
    expect([output.includes('the rest'), status]).toEqual([true, 0]);
  });

  test('a program that reads its input does not swallow the script', () => {
    const { calls } = run(script({ operatingSystem: AgentOperatingSystem.DEBIAN }), { dpkg: 'cat >/dev/null' });
    expect(calls).toContain('systemctl restart amazon-ssm-agent.service');
  });

  test('with a key: no good signature, no installation', () => {
    const text = script({ operatingSystem: AgentOperatingSystem.DEBIAN, signingKey: ARMORED });
    const good = run(text).calls;
    expect(good.slice(1, 4)).toEqual([
      `curl -fsSL --retry 5 -o amazon-ssm-agent.deb.sig ${base}/latest/debian_arm64/amazon-ssm-agent.deb.sig`, 'base64 -d', 'gpgv --keyring ./key.gpg amazon-ssm-agent.deb.sig amazon-ssm-agent.deb',
    ]);
    expect(good).toContain('dpkg -i --refuse-downgrade amazon-ssm-agent.deb');
    expect(run(text, { gpgv: 'exit 2' }).calls.some((call) => call.startsWith('dpkg'))).toBe(false);
    expect(text).toContain('echo \'bWFkZSB1cA==\' | base64 -d');
  });

  test('Ubuntu by deb: a snap that is there is kept', () => {
    const text = script({ operatingSystem: AgentOperatingSystem.UBUNTU_DEB });
    expect(run(text, { snap: '' }).calls).toEqual([
      'snap list amazon-ssm-agent', 'systemctl enable snap.amazon-ssm-agent.amazon-ssm-agent.service', 'systemctl restart snap.amazon-ssm-agent.amazon-ssm-agent.service',
    ]);
    expect(run(text).calls).toContain('dpkg -i --refuse-downgrade amazon-ssm-agent.deb');
  });

  test('Ubuntu by snap: installs, or refreshes what is there', () => {
    const text = script({ operatingSystem: AgentOperatingSystem.UBUNTU_SNAP });
    expect(run(text, { snap: '[ "$1" != list ]' }).calls).toContain('snap install amazon-ssm-agent --classic');
    expect(run(text, { snap: '' }).calls).toContain('snap refresh amazon-ssm-agent');
  });
});

describe.each(LINUX)('%s', (operatingSystem) => {
  const signingKey = operatingSystem === AgentOperatingSystem.UBUNTU_SNAP ? undefined : ARMORED;
  test.each<[string, Partial<AgentUserDataProps>]>([['plain', {}], ['with everything', { rootCertificates: true, proxy: PROXY, signingKey }]])('%s: the shell accepts it, and it fits into user data', (_, props) => {
    const text = script({ operatingSystem, ...props });
    expect(spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' }).stderr).toBe('');
    // sh -n does not look into the script that is handed to the child shell
    const inner = /<<'SSM_AGENT'[^\n]*\n([\s\S]*)\nSSM_AGENT/.exec(text)![1];
    expect(spawnSync('sh', ['-n'], { input: inner, encoding: 'utf8' }).stderr).toBe('');
    expect(text.length).toBeLessThan(6000);
  });
});

test('a proxy: for the download, for the agent, and never before the metadata service', () => {
  const text = script({ operatingSystem: AgentOperatingSystem.DEBIAN, proxy: PROXY });
  expect(text).toContain('export no_proxy=\'169.254.169.254,.amazonaws.com\'');
  expect(text).toContain('export https_proxy=\'http://proxy.example.com:3128\'');
  expect(text).toMatch(/cat > \/etc\/systemd\/system\/amazon-ssm-agent\.service\.d\/proxy\.conf <<'PROXY'\n\[Service\]\nEnvironment="http_proxy=http:\/\/proxy\.example\.com:3128"\nEnvironment="https_proxy=[^\n]+\nEnvironment="no_proxy=169\.254\.169\.254,\.amazonaws\.com"\nPROXY\nsystemctl daemon-reload/);
});

test('Windows: checks the signature before it installs, and writes the proxy to the service', () => {
  const text = script({ operatingSystem: AgentOperatingSystem.WINDOWS, proxy: PROXY, rootCertificates: true });
  expect(text).toMatch(/^<powershell>/);
  expect(text).toContain(`${base}/latest/windows_amd64/AmazonSSMAgentSetup.exe' -OutFile $ssmAgentSetup -Proxy 'http://proxy.example.com:3128'`);
  expect(text.indexOf('Get-AuthenticodeSignature')).toBeLessThan(text.indexOf('Start-Process'));
  expect(text).toContain('\'no_proxy=169.254.169.254,.amazonaws.com\'');
  expect(text.match(/Import-Certificate -FilePath "\$env:TEMP\\\w+\.crt" -CertStoreLocation Cert:\\LocalMachine\\Root/g)).toHaveLength(2);
});

test('the root certificates are those AWS names', () => {
  const found = Object.values(data.rootCertificates.certificates).map(({ pem, sha256 }) => {
    const certificate = new X509Certificate(pem.join('\n'));
    expect(createHash('sha256').update(certificate.raw).digest('hex').toUpperCase()).toBe(sha256.replace(/:/g, ''));
    return /CN=(.*)/.exec(certificate.subject)![1];
  });
  expect(found.sort()).toEqual(['Amazon Root CA 1', 'Starfield Services Root Certificate Authority - G2']);
});

test('a mirror instead of the bucket of the Region', () => {
  expect(script({ operatingSystem: AgentOperatingSystem.RHEL, baseUrl: 'https://mirror.example.com/agent' })).toContain('"https://mirror.example.com/agent/latest/linux_$processor/amazon-ssm-agent.rpm"');
});

test.each<[string, AgentUserDataProps, boolean]>([
  ['Linux without a key', { operatingSystem: AgentOperatingSystem.DEBIAN }, false],
  ['Linux with a key, even without TLS', { operatingSystem: AgentOperatingSystem.DEBIAN, signingKey: ARMORED, baseUrl: 'http://mirror.example.com' }, true],
  ['the snap', { operatingSystem: AgentOperatingSystem.UBUNTU_SNAP }, true],
  ['Windows', { operatingSystem: AgentOperatingSystem.WINDOWS, baseUrl: 'http://mirror.example.com' }, true],
])('whether the signature is checked: %s', (_, props, expected) => {
  const agent = new AgentUserData(props);
  expect(agent.checksSignature).toBe(expected);
  if (props.operatingSystem === AgentOperatingSystem.UBUNTU_SNAP) return;
  expect(/gpgv --keyring|Get-AuthenticodeSignature/.test(agent.commands.join('\n'))).toBe(expected);
});

describe('added to user data', () => {
  const agent = new AgentUserData({ operatingSystem: AgentOperatingSystem.DEBIAN });

  test('it stands after what is there, once', () => {
    const userData = ec2.UserData.forLinux();
    userData.addCommands('echo first');
    agent.addTo(userData);
    const text = userData.render();
    agent.addTo(userData);
    expect(userData.render()).toBe(text);
    expect(text).toMatch(/^#!\/bin\/bash\necho first\n# SSM Agent/);
  });

  test('in the script part of multipart user data', () => {
    const part = ec2.UserData.forLinux();
    const userData = new ec2.MultipartUserData();
    userData.addUserDataPart(part, ec2.MultipartBody.SHELL_SCRIPT, true);
    agent.addTo(userData);
    expect(part.render()).toContain('# SSM Agent');
  });

  test.each([['cloud-config', ec2.UserData.custom('#cloud-config')], ['PowerShell', ec2.UserData.forWindows()]])('%s is refused', (_, userData) => {
    expect(() => agent.addTo(userData)).toThrow(/is no shell script.*Use ec2.UserData.forLinux\(\)/);
  });

  test('Windows commands do not go into a shell script', () => {
    expect(() => new AgentUserData({ operatingSystem: AgentOperatingSystem.WINDOWS }).addTo(ec2.UserData.forLinux())).toThrow(/is no PowerShell script/);
  });
});

test.each<[string, AgentUserDataProps, RegExp]>([
  ['a version of other form', { operatingSystem: AgentOperatingSystem.RHEL, version: '3.3' }, /'version' is '3.3'.*four numbers/],
  ['a version of the snap', { operatingSystem: AgentOperatingSystem.UBUNTU_SNAP, version: '3.3.1.0' }, /'version' has no effect on the snap.*UBUNTU_DEB/],
  ['Windows on ARM', { operatingSystem: AgentOperatingSystem.WINDOWS, architecture: ec2.InstanceArchitecture.ARM_64 }, /no agent for Windows on ARM_64/],
  ['a key on Windows', { operatingSystem: AgentOperatingSystem.WINDOWS, signingKey: ARMORED }, /Authenticode.*Leave it out/],
  ['a key that is none', { operatingSystem: AgentOperatingSystem.RHEL, signingKey: 'BC1F495C' }, /no ASCII-armored public key/],
  ['a base with a closing slash', { operatingSystem: AgentOperatingSystem.RHEL, baseUrl: 'https://a.example/' }, /Leave the closing slash out/],
  ['a base without TLS and without a key', { operatingSystem: AgentOperatingSystem.RHEL, baseUrl: 'http://mirror.example.com' }, /'baseUrl' is 'http:.*Use https:\/\/, or give 'signingKey'/],
  ['a base that would end the string', { operatingSystem: AgentOperatingSystem.RHEL, baseUrl: 'https://a.example/"; reboot; "' }, /'baseUrl' is/],
  ['a proxy that would end the string', { operatingSystem: AgentOperatingSystem.RHEL, proxy: { httpsProxy: 'http://a\'$(reboot)' } }, /'proxy.httpsProxy' is/],
  ['an exception that would end the string', { operatingSystem: AgentOperatingSystem.RHEL, proxy: { httpsProxy: 'http://a', noProxy: ['a b'] } }, /'proxy.noProxy' contains 'a b'/],
])('%s is refused', (_, props, message) => {
  expect(() => new AgentUserData(props)).toThrow(message);
});
