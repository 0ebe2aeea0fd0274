import { execFileSync } from 'child_process';
import { join } from 'path';

const root = join(__dirname, '../../..');

/** Folders of `src`, and packages, that were loaded once a script has run. */
function loadedBy(script: string): string[] {
  const program = `
    ${script}
    const found = new Set();
    for (const file of Object.keys(require.cache)) {
      const part = /(?:src\\/(?:prover\\/)?|node_modules\\/)([\\w.-]+)/.exec(file.slice(${JSON.stringify(root)}.length).replace(/\\\\/g, '/'));
      if (part) found.add(part[1]);
    }
    console.log(JSON.stringify([...found]));`;
  return JSON.parse(execFileSync(process.execPath, ['-r', require.resolve('tsx/cjs'), '-e', program], { cwd: root, encoding: 'utf8' })) as string[];
}

const PROVER = ['sources', 'model', 'user-data', 'analysis', 'rules', 'remediation', 'report', 'yaml', 'ip-address', 'jsonc-parser'];

test('an app that uses constructs does not load the prover', () => {
  const loaded = loadedBy('const { SsmReadyValidation } = require("./src"); new SsmReadyValidation();');
  expect(loaded).toEqual(expect.arrayContaining(['constructs', 'validation']));
  expect(loaded.filter((part) => PROVER.includes(part))).toEqual([]);
});

test('what is proved of JSON without fault loads the prover, but no YAML and no positions', () => {
  const loaded = loadedBy('const { SsmReadiness } = require("./src"); SsmReadiness.ofTemplate({ Resources: { Host: { Type: "AWS::EC2::Instance", Properties: {} } } });');
  expect(loaded).toEqual(expect.arrayContaining(['sources', 'model', 'analysis', 'rules', 'report']));
  expect(loaded.filter((part) => part === 'yaml' || part === 'jsonc-parser')).toEqual([]);
});
