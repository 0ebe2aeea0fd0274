// The command line straight from the source, for the demo and for tests; users run bin/cdk-ssm-ready.
import { run } from '../src/cli/main';

const args = process.argv.slice(2).filter((arg) => arg !== '--color');
const status = run(args, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  color: process.argv.includes('--color'),
});
void Promise.resolve(status).then((code) => { process.exitCode = code; });
