import { execFileSync } from 'child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'fs';
import { isolated } from '../helpers/templates';
import { cli, workFolder } from './cli';

const { write } = workFolder();

const BOM = '\ufeff';
const ready = () => isolated();
const broken = () => {
  const template = isolated();
  delete (template.Resources.Host as { Properties: Record<string, unknown> }).Properties.IamInstanceProfile;
  return template;
};

describe('what is no regular file is refused before it is read', () => {
  beforeAll(() => {
    execFileSync('mkfifo', ['pipe']);
    mkdirSync('assembly');
    symlinkSync('../pipe', 'assembly/manifest.json');
    symlinkSync('pipe', 'link.json');
    write('template.json', ready());
  });

  test.each([
    ['a template', ['check', 'pipe'], 3, 'pipe: neither a file nor a folder'],
    ['a link to a pipe', ['check', 'link.json'], 3, 'link.json: neither a file nor a folder'],
    ['a manifest', ['check', 'assembly'], 3, 'manifest.json: not a regular file'],
    ['settings', ['check', '--config', 'pipe', 'template.json'], 3, 'cannot read the settings pipe: not a regular file'],
    ['settings that are a folder', ['check', '--config', 'assembly', 'template.json'], 3, 'cannot read the settings assembly: a folder, not a file'],
    ['a baseline', ['check', '--baseline', 'pipe', 'template.json'], 3, 'cannot read the baseline pipe: not a regular file'],
    ['parameters', ['check', '--parameters-file', 'pipe', 'template.json'], 3, 'cannot read --parameters-file pipe: not a regular file'],
    ['a device that never ends', ['check', '--baseline', '/dev/zero', 'template.json'], 3, 'cannot read the baseline /dev/zero: not a regular file'],
  ])('%s', (_, args, status, said) => {
    const { status: ended, out, err } = cli(...args);
    expect({ ended, said: `${out}${err}`.includes(said) ? said : `${out}${err}` }).toEqual({ ended: status, said });
  });

  test('a context that is a pipe says nothing, and hangs nothing', () => {
    mkdirSync('app');
    write('app/template.json', ready());
    symlinkSync('../pipe', 'app/cdk.context.json');
    expect(cli('check', '--no-config', 'app/template.json').status).toBe(0);
  });
});

test('a byte order mark is accepted in every file that is read', () => {
  write('bom/template.json', `${BOM}${JSON.stringify({ ...broken(), Parameters: { Size: { Type: 'String', Default: 'x' } } })}`);
  write('bom/settings.json', `${BOM}{ "exclude": [] }`);
  write('bom/parameters.json', `${BOM}[{ "ParameterKey": "Size", "ParameterValue": "y" }]`);
  expect(cli('check', '--no-config', '--write-baseline', 'bom/base.json', 'bom/template.json').status).toBe(0);
  write('bom/base.json', `${BOM}${readFileSync('bom/base.json', 'utf8')}`);
  const { status, err } = cli('check', '--config', 'bom/settings.json', '--parameters-file', 'bom/parameters.json', '--baseline', 'bom/base.json', 'bom/template.json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
});

describe('an output', () => {
  const text = () => JSON.stringify(ready());

  test.each([
    ['an input', ['in/template.json', '-o', 'in/template.json']],
    ['an input, spelled otherwise', ['in/template.json', '-o', 'in/../in/./template.json']],
    ['an input by a link', ['in/template.json', '-o', 'in/link.json']],
    ['a template in a folder that is an input', ['in', '-o', 'in/template.json']],
    ['a file of parameters', ['in/template.json', '--parameters-file', 'in/parameters.json', '--format', 'json=in/parameters.json']],
    ['the settings', ['in/template.json', '--config', 'in/settings.json', '--format', 'json=in/settings.json']],
    ['the context beside a template', ['in/template.json', '-o', 'in/cdk.context.json']],
    ['the baseline that is read', ['in/template.json', '--baseline', 'in/base.json', '--format', 'json=in/base.json']],
    ['another output', ['in/template.json', '-o', 'out/report.json', '--format', 'html=out/../out/report.json']],
    ['another output by a link', ['in/template.json', '-o', 'in/report.json', '--format', 'html=in/report-link.json']],
    ['the baseline that is written', ['in/template.json', '-o', 'out/base.json', '--write-baseline', 'out/base.json']],
  ])('never takes the place of %s', (_, args) => {
    write('in/template.json', text());
    write('in/parameters.json', '[]');
    write('in/settings.json', '{}');
    write('in/report.json', 'old');
    write('in/cdk.context.json', '{}');
    write('in/base.json', { schemaVersion: 1, findings: [] });
    mkdirSync('out', { recursive: true });
    if (!existsSync('in/link.json')) symlinkSync('template.json', 'in/link.json');
    if (!existsSync('in/report-link.json')) symlinkSync('report.json', 'in/report-link.json');
    const { status, err } = cli('check', '--no-config', ...args);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(/would overwrite|go to the same file/) as unknown });
    expect(readFileSync('in/template.json', 'utf8')).toBe(text());
    expect(readFileSync('in/report.json', 'utf8')).toBe('old');
    expect(readFileSync('in/settings.json', 'utf8')).toBe('{}');
  });

  test('that cannot be written costs none of the others, and the exit status', () => {
    write('template.json', text());
    write('taken', 'a file where a folder would have to be');
    const { status, err } = cli('check', '--no-config', '--format', 'json=taken/report.json', '--format', 'html=fine.html', '--format', 'junit=fine.xml', 'template.json');
    expect({ status, err }).toEqual({ status: 3, err: expect.stringContaining('cannot write taken/report.json') as unknown });
    expect(readFileSync('fine.html', 'utf8')).toContain('</html>');
    expect(readFileSync('fine.xml', 'utf8')).toContain('</testsuites>');
  });

  test('never takes the place of settings above the working directory', () => {
    write('project/.ssm-ready.json', '{ "unknown": "fail" }');
    write('project/below/template.json', text());
    const home = process.cwd();
    process.chdir('project/below');
    try {
      expect(cli('check', 'template.json', '-o', '../.ssm-ready.json')).toMatchObject({ status: 2, err: expect.stringContaining('would overwrite the input') as unknown });
    } finally {
      process.chdir(home);
    }
    expect(readFileSync('project/.ssm-ready.json', 'utf8')).toBe('{ "unknown": "fail" }');
  });

  test('that cannot be made costs none of the others', () => {
    write('template.json', text());
    let ended = { status: 0, out: '', err: '' };
    jest.isolateModules(() => {
      jest.doMock('../../src/prover/report/html', () => ({ toHtml: () => { throw new Error('no page today'); } }));
      const alone = require('./cli') as typeof import('./cli');
      ended = alone.cli('check', '--no-config', '--format', 'html=page.html', '--format', 'junit=after.xml', 'template.json');
      jest.dontMock('../../src/prover/report/html');
    });
    const { status, out, err } = ended;
    expect({ status, err }).toEqual({ status: 3, err: 'cdk-ssm-ready: the html report could not be made, please report it: no page today\n' });
    expect(out).toContain('1 host: 1 ready');
    expect(readFileSync('after.xml', 'utf8')).toContain('</testsuites>');
    expect(existsSync('page.html')).toBe(false);
  });

  test('is there whole, keeps its mode, leaves nothing beside it, and a link stays a link', () => {
    write('template.json', text());
    write('whole/report.json', 'old');
    chmodSync('whole/report.json', 0o640);
    symlinkSync('report.json', 'whole/link.json');
    expect(cli('check', '--no-config', '-o', 'whole/link.json', 'template.json').status).toBe(0);
    expect(JSON.parse(readFileSync('whole/report.json', 'utf8'))).toMatchObject({ summary: { ready: 1 } });
    expect(lstatSync('whole/link.json').isSymbolicLink()).toBe(true);
    expect(statSync('whole/report.json').mode & 0o777).toBe(0o640);
    expect(readdirSync('whole').sort()).toEqual(['link.json', 'report.json']);
  });

  test('is made where a link leads to nothing yet, and the link stays', () => {
    write('template.json', text());
    mkdirSync('later', { recursive: true });
    symlinkSync('../made/report.json', 'later/link.json');
    expect(cli('check', '--no-config', '-o', 'later/link.json', 'template.json').status).toBe(0);
    expect(JSON.parse(readFileSync('made/report.json', 'utf8'))).toMatchObject({ summary: { ready: 1 } });
    expect(lstatSync('later/link.json').isSymbolicLink()).toBe(true);
  });

  test('may be a device', () => {
    write('template.json', text());
    expect(cli('check', '--no-config', '--format', 'json=/dev/null', '--format', 'html=/dev/null', 'template.json')).toMatchObject({ status: 2 });
    expect(cli('check', '--no-config', '--format', 'json=/dev/null', 'template.json')).toMatchObject({ status: 0, err: '' });
  });
});

describe('what is not judged is told, and not 0', () => {
  test('a symbolic link to a template outside of the folder', () => {
    write('elsewhere/template.json', ready());
    write('linked/own.json', ready());
    symlinkSync('../elsewhere/template.json', 'linked/template.json');
    symlinkSync('own.json', 'linked/again.json');
    symlinkSync('nowhere', 'linked/broken.json');
    const { status, out } = cli('check', '--no-config', 'linked');
    expect(out).toContain('error linked/template.json: a symbolic link to a template outside of the folder is not followed: name the template itself');
    expect(out.match(/error/g)).toHaveLength(1);
    expect({ status, hosts: /(\d+) hosts?:/.exec(out)?.[1] }).toEqual({ status: 3, hosts: '1' });
  });

  test('a symbolic link to a folder outside of the folder that holds templates', () => {
    write('far/deep/template.json', ready());
    write('farther/notes.json', { some: 'data' });
    write('linking/own.json', ready());
    mkdirSync('linking/sub', { recursive: true });
    symlinkSync('../far', 'linking/far');
    symlinkSync('../farther', 'linking/farther');
    symlinkSync('..', 'linking/sub/up');
    const { status, out } = cli('check', '--no-config', 'linking');
    expect(out).toContain('error linking/far: a symbolic link to a folder with templates outside of the folder is not followed: name the folder itself');
    expect(out.match(/error/g)).toHaveLength(1);
    expect({ status, hosts: /(\d+) hosts?:/.exec(out)?.[1] }).toEqual({ status: 3, hosts: '1' });
  });

  test('large data in a folder of templates is passed over', () => {
    write('large/data.json', `{"rows":"${'x'.repeat(65 * 1024 * 1024)}"}`);
    write('large/own.json', ready());
    expect(cli('check', '--no-config', 'large')).toMatchObject({ status: 0 });
    expect(cli('check', '--no-config', 'large/data.json')).toMatchObject({ status: 3, out: expect.stringContaining('larger than any template') as unknown });
  });

  test('a Stage whose manifest is none', () => {
    write('stage/Good.template.json', ready());
    write('stage/sub/manifest.json', { version: '1', artifacts: [] });
    write('stage/manifest.json', { version: '53.0.0', artifacts: { A: { type: 'cdk:cloud-assembly', properties: { directoryName: 'sub' } }, D: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Good.template.json' } } } });
    const { status, out } = cli('check', '--no-config', 'stage');
    expect({ status, out }).toEqual({ status: 3, out: expect.stringMatching(/sub\/manifest\.json: not the manifest of a cloud assembly[^]*1 host: 1 ready/) as unknown });
  });

  test('a text that is no template costs no time, and none of the others', () => {
    write('blank/b.yaml', '\n'.repeat(200_000));
    write('blank/t.json', ready());
    const start = process.cpuUsage();
    expect(cli('check', '--no-config', 'blank')).toMatchObject({ status: 0 });
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(6);
  });

  const manifest = (artifact: unknown) => ({ version: '53.0.0', artifacts: { Good: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Good.template.json' } }, Stack: artifact } });

  test.each<[string, unknown, string]>([
    ['a stack without properties', { type: 'aws:cloudformation:stack' }, 'stack "Stack" names no template: its properties are not an object'],
    ['a stack whose template is no text', { type: 'aws:cloudformation:stack', properties: { templateFile: 7 } }, 'manifest.json'],
    ['a stack whose template is not there', { type: 'aws:cloudformation:stack', properties: { templateFile: 'Gone.template.json' } }, 'Gone.template.json'],
    ['an environment that is a command', { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/us-east-1;touch PWNED', properties: { templateFile: 'Good.template.json' } }, 'stack "Stack" has the environment "aws://111111111111/us-east-1;touch PWNED", which is not aws://ACCOUNT/REGION'],
    ['an environment that is an object with names of its own', { type: 'aws:cloudformation:stack', environment: { toString: 1, valueOf: 1 }, properties: { templateFile: 'Good.template.json' } }, 'which is not aws://ACCOUNT/REGION'],
    ['an environment whose account is an option', { type: 'aws:cloudformation:stack', environment: 'aws://--profile x/us-east-1', properties: { templateFile: 'Good.template.json' } }, 'which is not aws://ACCOUNT/REGION'],
  ])('%s', (_, artifact, said) => {
    write('cdk.out/Good.template.json', ready());
    write('cdk.out/manifest.json', manifest(artifact));
    const { status, out } = cli('check', '--no-config', 'cdk.out');
    expect({ status, said: out.includes(said) ? said : out }).toEqual({ status: 3, said });
    expect(out).toMatch(/[12] hosts?: [12] ready/);
  });

  test.each(['aws://unknown-account/unknown-region', 'aws://111111111111/us-gov-west-1', 'aws://unknown-account/ap-southeast-5', undefined])('the environment %s is fine', (environment) => {
    write('cdk.out/Good.template.json', ready());
    write('cdk.out/manifest.json', { version: '53.0.0', artifacts: { Stack: { type: 'aws:cloudformation:stack', environment, properties: { templateFile: 'Good.template.json' } } } });
    expect(cli('check', '--no-config', 'cdk.out').status).toBe(0);
  });

  test('a nested stack whose template is elsewhere, where --strict is asked for', () => {
    write('parent.json', { Resources: { ...ready().Resources, Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/bucket/child.yaml' } } } });
    expect(cli('check', '--no-config', 'parent.json')).toMatchObject({ status: 0, err: '' });
    const { status, err } = cli('check', '--no-config', '--strict', 'parent.json');
    expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining('parent.json: the template of nested stack Child is not a local file, so its instances are not judged (--strict)') as unknown });
  });

  test('--quiet --strict says why it fails', () => {
    const template = ready();
    (template.Resources.Host as { Properties: Record<string, unknown> }).Properties.SubnetId = { 'Fn::ImportValue': 'Elsewhere' };
    write('unknown.json', template);
    expect(cli('check', '--no-config', '--quiet', 'unknown.json')).toMatchObject({ status: 0, out: '' });
    const { status, out } = cli('check', '--no-config', '--quiet', '--strict', 'unknown.json');
    expect({ status, out }).toEqual({ status: 1, out: expect.stringContaining('? unknown Host') as unknown });
  });
});

describe('nothing of an input becomes a command, a link or an escape sequence', () => {
  const ESCAPE = '\u001b]0;title\u0007';

  test('in commands to paste', () => {
    write('cmd/Good.template.json', ready());
    write('cmd/manifest.json', { version: '53.0.0', artifacts: { Stack: { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/us-east-1;touch PWNED', properties: { templateFile: 'Good.template.json' } } } });
    const { out } = cli('explain', '--no-config', 'Host', 'cmd');
    expect(out).toContain('--region REGION');
    expect(out).not.toContain('touch PWNED');
  });

  test('in messages about files and settings', () => {
    write('template.json', ready());
    write('bad.json', `{ "exclude": ${ESCAPE} }`);
    for (const args of [['--config', 'bad.json', 'template.json'], ['--baseline', 'bad.json', 'template.json'], ['--parameters-file', 'bad.json', 'template.json'], ['--config', `no${ESCAPE}`, 'template.json'], [`no${ESCAPE}`], ['template.json', '-o', 'x\n::error::a.zip'], ['--format', 'x\n::error::', 'template.json'], ['--format', ESCAPE, 'template.json']]) {
      const { status, out, err } = cli('check', ...args);
      expect(status).toBeGreaterThanOrEqual(2);
      expect(`${out}${err}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]|^\s*::/m);
    }
  });

  test('in SARIF, where [text](target) is a link', () => {
    const template = broken();
    write('cdk.out2/Good.template.json', { Resources: Object.fromEntries(Object.entries(template.Resources).map(([id, resource]) => [id, id === 'Host' ? { ...resource, Metadata: { 'aws:cdk:path': '[click](https://evil.example)/Host' } } : resource])) });
    const { out } = cli('check', '--no-config', '--format', 'sarif', 'cdk.out2/Good.template.json');
    const messages = (JSON.parse(out) as { runs: { results: { message: { text: string } }[] }[] }).runs[0].results.map((r) => r.message.text);
    expect(messages.join()).toContain('[click]');
    expect(messages.join()).not.toContain('](');
  });
});
