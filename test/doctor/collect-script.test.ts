import { spawnSync } from 'child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { cli, workFolder } from '../cli/cli';
import { account, ACCOUNT, REGION } from './account';
import { save } from './save';

const { write } = workFolder();

/** `aws SERVICE OPERATION …`: prints a saved answer, or is denied what is not saved. */
const AWS = `#!/bin/sh
name=$1-$2; shift 2
while [ $# -gt 1 ]; do
  case "$1" in
    --setting-id) name=$name-default-ec2-instance-management-role ;;
    --instance-profile-name|--role-name|--policy-name|--policy-arn|--version-id|--hosted-zone-id|--prefix-list-id|--transit-gateway-route-table-id|--vpc-id|--attribute|--target|--instance-id|--name) name=$name-\${2##*/} ;;
  esac
  shift
done
[ -f "$SAVED/$name.json" ] || { echo 'An error occurred (AccessDenied) when calling the operation' >&2; exit 254; }
cat "$SAVED/$name.json"; echo
`;

const isPosix = process.platform !== 'win32';

function collected(options: string[], without: readonly string[] = []): { folder: string; stderr: string; script: string } {
  const name = `case-${options.join('').replace(/\W/g, '')}-${without.length}`;
  const scope = account();
  const answers = scope.answers.filter((a) => !without.includes(a.operation));
  save(`${name}/saved`, { ...scope, answers: [...answers, { service: 'sts', operation: 'get-caller-identity', parameters: {}, outcome: 'complete', data: { UserId: 'A', Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/x` } }] });
  const { status, out } = cli('doctor', '--print-script', '--region', REGION, ...options);
  expect(status).toBe(0);
  write(join(name, 'collect.sh'), out);
  writeFileSync(join(name, 'aws'), AWS);
  chmodSync(join(name, 'aws'), 0o755);
  const { stderr, status: ended } = spawnSync('sh', [join(name, 'collect.sh'), join(name, 'folder')], { encoding: 'utf8', env: { ...process.env, PATH: `${process.cwd()}/${name}:${process.env.PATH}`, SAVED: `${process.cwd()}/${name}/saved` } });
  expect([ended, stderr.split('\n').filter((line) => line !== '' && !line.startsWith('denied: aws '))]).toEqual([0, []]);
  return { folder: join(name, 'folder'), stderr, script: out };
}

const verdicts = (folder: string) => (JSON.parse(cli('doctor', '--from', folder, '--format', 'json').out) as { hosts: { instanceId: string; verdict: string }[]; errors: unknown[] });

(isPosix ? describe : describe.skip)('the script that --print-script prints', () => {
  test('saves a folder that gives the same answers', () => {
    const { folder } = collected(['--deep']);
    save('whole', account());
    const { hosts, errors } = verdicts(folder);
    expect(errors).toEqual([]);
    expect(hosts.length).toBeGreaterThan(15);
    expect(hosts.map((h) => [h.instanceId, h.verdict])).toEqual(verdicts('whole').hosts.map((h) => [h.instanceId, h.verdict]));
    const manifest = JSON.parse(readFileSync(join(folder, REGION, 'snapshot.json'), 'utf8')) as { account: string; region: string; partition: string; calls: { operation: string; outcome: string }[] };
    expect(manifest).toMatchObject({ version: 1, account: ACCOUNT, region: REGION, partition: 'aws' });
    expect(manifest.calls.length).toBeGreaterThan(60);
  });

  test('leaves user data out unless it is asked for', () => {
    const { folder, script } = collected(['i-0000000000000001']);
    expect(script).not.toContain('userData');
    expect(existsSync(join(folder, REGION, 'ec2-describe-instance-attribute-i-0000000000000001-userData.json'))).toBe(false);
    expect(script).toContain('INSTANCES="i-0000000000000001"');
  });

  test('writes down what it is denied, which then stays unknown', () => {
    const { folder, stderr } = collected(['--deep'], ['describe-route-tables']);
    expect(stderr).toContain('denied: aws ec2 describe-route-tables');
    const { hosts } = verdicts(folder);
    expect(hosts.find((h) => h.instanceId === 'i-0000000000000009')?.verdict).toBe('unknown');
    expect(cli('doctor', '--from', folder).out).toMatch(/denied +.*ec2 describe-route-tables/);
  });
});

test.each([
  [['--print-script', '--from', 'x'], /--print-script collects a folder, --from reads one/],
  [['--print-script', '--region', 'all'], /--print-script takes names of Regions, not all/],
  [['--deep', '--from', 'x'], /--deep is for --save and --print-script/],
  [['--print-script', 'i-1;rm'], /"i-1;rm" is not the id of an instance/],
])('%j is one clear error', (args, message) => {
  const { status, err } = cli('doctor', ...args);
  expect([status, err]).toEqual([2, expect.stringMatching(message)]);
});
