import { readFileSync } from 'fs';
import { join } from 'path';
import { versionFault } from '../src/cdk-version';

test.each([
  ['2.260.0', true], ['2.260.1', true], ['2.276.0', true], ['3.0.0', true], ['2.260.0-alpha.1', true], ['0.0.0-dev', true],
  ['2.259.9', false], ['2.0.0', false], ['1.204.0', false],
])('aws-cdk-lib %s: %s', (version, isFine) => {
  expect(versionFault(version)).toBe(isFine ? undefined : `cdk-ssm-ready needs aws-cdk-lib >= 2.260.0, found ${version}. Update aws-cdk-lib in your app.`);
});

test('the floor is the one of package.json and the docs, and is looked at before anything else is loaded', () => {
  const read = (path: string) => readFileSync(join(__dirname, '..', path), 'utf8');
  expect((JSON.parse(read('package.json')) as { peerDependencies: Record<string, string> }).peerDependencies['aws-cdk-lib']).toBe('^2.260.0');
  expect(read('docs/compatibility.md')).toContain('2.260.0');
  expect(/^(?:import|export) .*$/m.exec(read('src/index.ts'))![0]).toBe("import './cdk-version';");
});

test('an older CDK ends loading with that one sentence', () => {
  jest.isolateModules(() => {
    jest.doMock('aws-cdk-lib/package.json', () => ({ version: '2.200.0' }), { virtual: true });
    expect(() => require('../src') as unknown).toThrow('cdk-ssm-ready needs aws-cdk-lib >= 2.260.0, found 2.200.0. Update aws-cdk-lib in your app.');
    jest.dontMock('aws-cdk-lib/package.json');
  });
});
