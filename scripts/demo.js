// npm run demo: a ready app, an app whose synth fails, and the prover on their assembly and on plain templates.
const { spawnSync } = require('child_process');
const { mkdirSync, rmSync } = require('fs');
const { join, relative } = require('path');
const { bundle } = require('./bundle');

const root = join(__dirname, '..');
const work = join(root, '.demo');
const color = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (color ? `\u001b[1m${text}\u001b[22m` : text);
let failures = 0;

/** `words` must stand in what the step says, so that a crash does not pass for a failing synth. */
function run(title, args, expected, words, options = {}) {
  process.stdout.write(`\n${bold(`$ ${title}`)}\n`);
  const child = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', ...options.env },
  });
  const said = `${child.stdout}${child.stderr}`.trim().split(work).join('.demo');
  process.stdout.write(`${said === '' ? '(silent: nothing to complain about)' : said}\n`);
  const ok = child.status === expected && words.test(said);
  if (!ok) failures++;
  process.stdout.write(`${ok ? '' : 'UNEXPECTED '}exit status ${child.status}\n`);
}

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const cli = join(work, 'cli.js');
bundle(join(root, 'scripts/cli.ts'), cli);
for (const name of ['ready', 'broken']) bundle(join(root, `examples/typescript/${name}/app.ts`), join(work, `${name}.js`));

const app = (name) => [join(work, `${name}.js`)];
const out = (name) => ({ env: { CDK_OUTDIR: join(work, `${name}.out`) } });
run('cdk synth   # examples/typescript/ready: every host can be managed', app('ready'), 0, /^(?!.*(Error|ssm-ready::))/s, out('ready'));
run('cdk synth   # examples/typescript/broken: two hosts never could be', app('broken'), 1, /EndpointIngressBlocked/, out('broken'));
const flags = color ? ['--color'] : [];
run('cdk-ssm-ready check ready.out broken.out', [cli, 'check', ...flags, relative(root, join(work, 'ready.out')), relative(root, join(work, 'broken.out'))], 1, /3 hosts: 1 ready, 2 never/);
run('cdk-ssm-ready check examples/cloudformation   # plain templates, no CDK', [cli, 'check', ...flags, 'examples/cloudformation'], 1, /3 hosts: 1 ready, 1 never, 1 unknown/);

process.stdout.write(failures === 0 ? '\nThe demo ran as it should.\n' : `\n${failures} steps of the demo did not end as they should.\n`);
process.exitCode = failures === 0 ? 0 : 1;
