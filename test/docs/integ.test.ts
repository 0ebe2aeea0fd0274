import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ssm from '@aws-sdk/client-ssm';
import { testsOf } from '../../scripts/integ/runner';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'integ');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** `SsmReadyVpc` to `ssm-ready-vpc`. */
const kebab = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

const constructs = [...readme.split('\n## Constructs\n')[1].split('\n## ')[0].matchAll(/^\| (`.+?) \|/gm)]
  .flatMap(([, cell]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));

test('every construct of README has an app, and every app a construct', () => {
  expect(constructs.length).toBeGreaterThan(10);
  expect(testsOf(ROOT)).toEqual(constructs.map((name) => `integ.${kebab(name)}`).sort());
});

interface Template { Resources: Record<string, { Type: string; Properties: { service?: string; api?: string } }> }
const templates = (name: string): Template[] => {
  const folder = join(FOLDER, `${name}.ts.snapshot`);
  return readdirSync(folder).filter((file) => file.endsWith('.template.json')).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template);
};
const calls = (name: string) => templates(name).flatMap(({ Resources }) => Object.values(Resources)).filter(({ Type }) => Type.startsWith('Custom::DeployAssert@SdkCall')).map(({ Properties }) => Properties);

/** A misspelt call would be found on a real account only. */
const CLIENTS: Record<string, object> = { SSM: ssm, EC2: ec2 };

test.each(testsOf(ROOT))('%s asserts more than the absence of drift, by calls that exist', (name) => {
  const asked = calls(name);
  expect(asked.map(({ api }) => api)).toContain('detectStackDrift');
  const others = asked.filter(({ service }) => service !== 'CloudFormation' || name.includes('organization'));
  expect(others.length).toBeGreaterThan(0);
  for (const { service, api } of others) {
    if (CLIENTS[service!]) expect(Object.keys(CLIENTS[service!])).toContain(`${api![0].toUpperCase()}${api!.slice(1)}Command`);
  }
});

test('snapshots hold nothing of a machine, and no bundles', () => {
  for (const name of testsOf(ROOT)) {
    const folder = join(FOLDER, `${name}.ts.snapshot`);
    expect(existsSync(folder)).toBe(true);
    const files = readdirSync(folder);
    // What a run without an account leaves behind is ignored by Git; what is committed is this.
    expect(files.filter((file) => !/\.(template|assets)\.json$|^(manifest|integ)\.json$|^cdk\.out$|^asset\./.test(file))).toEqual([]);
    for (const file of files.filter((each) => each.endsWith('.json'))) expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/creationStack|\.[jt]s:\d+:\d+/);
  }
});
