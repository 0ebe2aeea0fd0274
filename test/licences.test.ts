import { readFileSync } from 'fs';
import { join } from 'path';
import { bundled, inSdk, thirdPartyLicences } from '../scripts/licences';
import { faultsOf } from '../scripts/packages/build';

const root = join(__dirname, '..');

test('THIRD_PARTY_LICENSES names everything that is bundled, as it is now', () => {
  const text = readFileSync(join(root, 'THIRD_PARTY_LICENSES'), 'utf8');
  expect(bundled()).toEqual(['ip-address', 'jsonc-parser', 'picocolors', 'yaml']);
  expect(text).toBe(thirdPartyLicences());
  for (const name of bundled()) expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|ISC)\\)$`, 'm'));
  const sdk = [...inSdk().keys()];
  expect(sdk.length).toBeGreaterThan(20);
  for (const name of sdk) expect(text).toContain(`${name} (`);
});

test('a tarball with a test, or without the command line, is faulty', () => {
  const whole = ['.jsii', 'package.json', 'README.md', 'LICENSE', 'THIRD_PARTY_LICENSES', 'lib/index.js', 'lib/index.d.ts', 'lib/cli/main.js', 'lib/cli/bundle.js', 'bin/cdk-ssm-ready', 'schemas/report.schema.json', 'schemas/config.schema.json'].map((f) => `package/${f}`);
  expect(faultsOf(whole)).toEqual([]);
  expect(faultsOf([...whole, 'package/test/a.test.ts', 'package/lib/index.js.map'])).toEqual(['nobody needs package/test/a.test.ts', 'nobody needs package/lib/index.js.map']);
  expect(faultsOf(whole.filter((f) => !f.endsWith('bundle.js')))).toEqual(['lib/cli/bundle.js is missing']);
});
