import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { RescueRepair, RescueUserData, SsmManagedInstanceRole } from '../../src/constructs';
import { bareInstance, setting } from './hosts';
import { judgeAppOf } from './judge-app';
import { logicalId } from './support';

const render = (repairs?: RescueRepair[]): string => new RescueUserData({ repairs }).userData.render();
const script = (repairs?: RescueRepair[]): string => /#!\/bin\/bash\n([\s\S]*?)\n\n--/.exec(render(repairs))![1];

test('two parts: scripts at every boot, and the script', () => {
  const text = render();
  expect(text.match(/^--==RESCUE==$/gm)).toHaveLength(2);
  expect(text).toContain('#cloud-config\ncloud_final_modules:\n- [scripts-user, always]\n');
  expect(text.trimEnd().endsWith('--==RESCUE==--')).toBe(true);
});

test('the chosen repairs only, in their order', () => {
  expect(script([RescueRepair.OPEN_PORT_22])).toBe('iptables -I INPUT 1 -p tcp --dport 22 -j ACCEPT');
  expect(script()).toMatch(/iptables -P INPUT ACCEPT\niptables -F[\s\S]*restart sshd[\s\S]*hosts\.allow/);
});

test('is a script that a shell can read', () => {
  expect(spawnSync('bash', ['-n'], { input: script(Object.values(RescueRepair)), encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

describe('TCP wrappers', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'rescue-')); mkdirSync(join(folder, 'etc')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const boot = () => spawnSync('bash', ['-c', script([RescueRepair.TCP_WRAPPERS]).replaceAll('/etc/', `${folder}/etc/`)]);
  const allow = () => join(folder, 'etc/hosts.allow');

  test('that refuse: SSH comes first, once, however often it boots', () => {
    writeFileSync(join(folder, 'etc/hosts.deny'), 'ALL: ALL\n');
    writeFileSync(allow(), '# nothing\n');
    boot();
    boot();
    expect(readFileSync(allow(), 'utf8')).toBe('sshd2 sshd : ALL: allow\n# nothing\n');
  });

  test('with an empty or missing hosts.allow', () => {
    writeFileSync(join(folder, 'etc/hosts.deny'), 'sshd: ALL\n');
    boot();
    expect(readFileSync(allow(), 'utf8')).toBe('sshd2 sshd : ALL: allow\n');
  });

  test('without rules: nothing is written', () => {
    writeFileSync(join(folder, 'etc/hosts.deny'), '# comment\n\n');
    boot();
    expect(existsSync(allow())).toBe(false);
  });
});

describe('on an instance', () => {
  function rescued() {
    const all = setting();
    const host = bareInstance(all, { role: new SsmManagedInstanceRole(all.stack, 'Identity').role });
    all.network.endpoints.allowFrom(host);
    const before = logicalId(all.stack, host.instance.node.scope!);
    new RescueUserData().addTo(host);
    return { stack: all.stack, before };
  }

  test('takes the place of its user data, without replacing it, and warns of the risks', () => {
    const { stack, before } = rescued();
    const [[id, { Properties }]] = Object.entries(Template.fromStack(stack).findResources('AWS::EC2::Instance'));
    expect([id, Properties.UserData['Fn::Base64']]).toEqual([before, render()]);
    expect(Annotations.fromStack(stack).findWarning('/Test/Host', Match.stringLikeRegexp('stops and starts the instance: instance store data is lost'))).toHaveLength(1);
  });

  test('the prover finds it left behind, and the host ready all the same', () => {
    const [host] = judgeAppOf(rescued().stack).hosts;
    expect([host.verdict, host.findings.map(({ id }) => id)]).toEqual(['ready', expect.arrayContaining(['UserDataRunsEveryBoot'])]);
  });
});

test.each<[RescueRepair[], string]>([[[], 'nothing would be repaired'], [[RescueRepair.RESTART_SSH, RescueRepair.RESTART_SSH], 'names one twice']])('errors: %j', (repairs, message) => {
  expect(() => new RescueUserData({ repairs })).toThrow(message);
});
