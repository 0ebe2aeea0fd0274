import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';
import { UNKNOWN_WORDS } from '../../src/cli/config';
import { parseCheck } from '../../src/cli/options';
import { amiFamily } from '../../src/data/ami-families';
import { TIERS } from '../../src/prover/analysis';
import { IMAGE_FAMILIES } from '../../src/prover/verdict';
import { isolated, mutate, Resources } from '../helpers/templates';
import { cli, workFolder } from './cli';

const { write } = workFolder();
const never = mutate(isolated(), (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; });
const golden = mutate(isolated(), (t) => { t.Resources.Host.Properties!.ImageId = 'ami-0123456789abcdef0'; });
beforeAll(() => {
  write('ready.json', isolated());
  write('never.json', never);
  write('golden.json', golden);
  write('unknown.json', { ...mutate(isolated(), (t) => { t.Resources.Host.Properties!.SubnetId = { Ref: 'Subnet' }; }), Parameters: { Subnet: { Type: 'String' } } });
  // Nothing in it says that anybody wants Systems Manager.
  write('plain.json', mutate(isolated(), (t) => {
    const resources: Resources = t.Resources;
    for (const id of ['Ssm', 'SsmMessages']) delete resources[id];
    delete resources.Host.Properties!.IamInstanceProfile;
  }));
});

interface Json { hosts: { verdict: string; assumptions: string[]; findings: { id: string; severity: string }[] }[]; summary: Record<string, number> }
function json(...args: string[]) {
  const { status, out } = cli('check', '--format', 'json', ...args);
  return { status, data: JSON.parse(out) as Json };
}

describe('settings file', () => {
  test.each([
    ['.ssm-ready.json', 'a/.ssm-ready.json', { defaultHostManagement: 'on' }],
    ['cdk.json', 'b/cdk.json', { context: { 'ssm-ready': { defaultHostManagement: 'ON' } } }],
  ])('%s nearest to the working directory', (_, file, content) => {
    const folder = write(file, content).split('/')[0];
    write(`${folder}/deeper/never.json`, never);
    const home = process.cwd();
    process.chdir(join(folder, 'deeper'));
    try {
      expect(cli('check', 'never.json').status).toBe(0);
      expect(cli('check', '--no-config', 'never.json').status).toBe(1);
      // The command line wins.
      expect(cli('check', '--default-host-management', 'off', 'never.json').status).toBe(1);
    } finally {
      process.chdir(home);
    }
  });

  test('Default Host Management of single accounts and Regions', () => {
    const file = write('modes.json', { defaultHostManagement: { '*': 'off', '111111111111/eu-west-1': 'on' } });
    expect(parseCheck(['.', '--config', file, '--default-host-management', 'us-east-1=unknown', '--default-host-management', '*=on']).hostManagement)
      .toEqual({ '*': 'on', '111111111111/eu-west-1': 'on', 'us-east-1': 'unknown' });
    const app = write('assembly/manifest.json', { version: '53.0.0', artifacts: { S: { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', properties: { templateFile: 't.json' } } } });
    write('assembly/t.json', never);
    expect(cli('check', app.split('/')[0], '--no-config', '--default-host-management', '111111111111/eu-west-1=on').status).toBe(0);
    expect(cli('check', app.split('/')[0], '--no-config', '--default-host-management', '111111111111/eu-west-2=on').status).toBe(1);
  });

  test('all settings are those of the command line', () => {
    const file = write('all.json', {
      $schema: 'x', requireTier: 'command', defaultHostManagement: 'unknown', unknown: 'fail', hosts: 'declared', exclude: ['Test*'],
      assume: { images: { 'ami-1': 'debian' }, parameters: { A: 'b' } }, baseline: 'base.json',
    });
    const settings = parseCheck(['.', '--config', file, '--exclude', 'Other', '--assume-ami', 'ami-2=ubuntu']);
    expect(settings).toMatchObject({
      tier: 'command', hostManagement: { '*': 'unknown' }, unknown: 'fail', hosts: 'declared', exclude: ['Test*', 'Other'], images: { 'ami-1': 'debian', 'ami-2': 'ubuntu' }, parameters: { A: 'b' },
    });
    expect(settings.baseline).toMatch(/base\.json$/);
    expect(parseCheck(['.', '--config', file, '--unknown', 'warn', '--hosts', 'all', '--require-tier', 'register'])).toMatchObject({ tier: 'register', unknown: 'warn', hosts: 'all' });
  });

  test.each([
    ['an unknown key', { strikt: true }, /no setting "strikt"; there are requireTier/],
    ['an unknown key inside', { assume: { vpcs: {} } }, /assume has no setting "vpcs"/],
    ['a wrong word', { hosts: 'some' }, /hosts expects all, declared, not "some"/],
    ['a wrong type', { exclude: 'Web' }, /exclude expects a list/],
    ['a family nobody knows', { assume: { images: { 'ami-1': 'solaris' } } }, /ami-1 expects amazon-linux-2023/],
    ['no image id', { assume: { images: { Web: 'debian' } } }, /"Web" is no image id/],
    ['an environment that is none', { defaultHostManagement: { Europe: 'on' } }, /defaultHostManagement: "Europe" is not ACCOUNT\/REGION, ACCOUNT, REGION or \*/],
    ['a wrong word for an environment', { defaultHostManagement: { 'eu-west-1': 'yes' } }, /eu-west-1 expects on, off, unknown, not "yes"/],
    ['a list', [], /expects an object/],
    ['no JSON', '{ hosts', /not valid JSON/],
  ])('%s is one clear error', (_, content, message) => {
    const { status, err } = cli('check', '--config', write('bad-settings.json', content), 'ready.json');
    expect([status, err.trim().split('\n')]).toEqual([2, [expect.stringMatching(message)]]);
  });

  test('a file that is not there', () => {
    expect(cli('check', '--config', 'nowhere.json', 'ready.json')).toMatchObject({ status: 3, err: expect.stringContaining('cannot read the settings nowhere.json') });
  });

  test('the published schema says the same as the reader', () => {
    const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/config.schema.json'), 'utf8')) as { properties: Record<string, { enum?: string[]; properties?: Record<string, { additionalProperties?: { enum?: string[] } }> }> };
    expect(schema.properties.requireTier.enum).toEqual(TIERS);
    expect(schema.properties.unknown.enum).toEqual(UNKNOWN_WORDS);
    expect([...schema.properties.assume.properties!.images.additionalProperties!.enum!].sort()).toEqual(Object.keys(IMAGE_FAMILIES).sort());
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([validate({ hosts: 'declared', exclude: ['a'] }), validate({ strikt: true }), validate({ assume: { images: { x: 'debian' } } })]).toEqual([true, false, false]);
    const told = Object.keys(schema.properties).filter((key) => key !== '$schema');
    expect(cli('check', '--config', write('strange.json', { strange: 1 }), 'ready.json').err).toContain(told.join(', '));
  });
});

describe('which hosts', () => {
  test('--hosts declared: a host that shows no wish fails nothing, one that does still fails', () => {
    expect(json('plain.json')).toMatchObject({ status: 1, data: { summary: { never: 1 } } });
    const spared = json('--hosts', 'declared', 'plain.json');
    expect([spared.status, spared.data.summary]).toEqual([0, { ready: 0, never: 1, unknown: 0, spared: 1 }]);
    expect(spared.data.hosts[0].findings.map((f) => f.severity)).not.toContain('error');
    expect(json('--hosts', 'declared', 'never.json').status).toBe(1);
  });

  test.each<[string, (resources: Resources) => void]>([
    ['a role with the agent\'s permissions', (r) => { r.Host.Properties!.IamInstanceProfile = { Ref: 'Profile' }; }],
    ['an association that names it', (r) => { r.Association = { Type: 'AWS::SSM::Association', Properties: { Name: 'AWS-UpdateSSMAgent', Targets: [{ Key: 'InstanceIds', Values: [{ Ref: 'Host' }] }] } }; }],
    ['an association with every node', (r) => { r.Association = { Type: 'AWS::SSM::Association', Properties: { Name: 'AWS-UpdateSSMAgent', Targets: [{ Key: 'InstanceIds', Values: ['*'] }] } }; }],
  ])('%s shows the wish', (_, change) => {
    const template = mutate(isolated(), (t) => {
      for (const id of ['Ssm', 'SsmMessages']) delete t.Resources[id];
      delete t.Resources.Host.Properties!.IamInstanceProfile;
      change(t.Resources);
    });
    expect(json('--hosts', 'declared', write('wish.json', template)).status).toBe(1);
  });

  test('--exclude leaves hosts out and says how many', () => {
    expect(json('--exclude', 'H*t', 'never.json').data).toMatchObject({ hosts: [], summary: { excluded: 1 } });
    expect(json('--exclude', 'H*s', 'never.json').data.summary).toEqual({ ready: 0, never: 1, unknown: 0 });
    expect(cli('check', '--exclude', 'Host', 'never.json')).toMatchObject({ status: 0, out: 'no hosts (1 excluded)\n' });
  });

  test('--unknown', () => {
    expect(cli('check', '--unknown', 'fail', 'unknown.json').status).toBe(1);
    expect(cli('check', '--unknown', 'ignore', 'unknown.json').status).toBe(0);
    expect(json('--unknown', 'ignore', 'unknown.json').data.hosts[0].findings).toEqual([]);
  });
});

describe('--assume-ami', () => {
  test('decides whether the image carries the agent, and is listed', () => {
    expect(json('golden.json').data.hosts[0]).toMatchObject({ verdict: 'ready', assumptions: expect.arrayContaining([expect.stringContaining('cannot be classified')]) });
    const linux = json('--assume-ami', 'ami-0123456789abcdef0=amazon-linux-2023', 'golden.json').data.hosts[0];
    expect(linux.verdict).toBe('ready');
    expect(linux.assumptions).toContain('image ami-0123456789abcdef0 is amazon-linux-2023');
    expect(linux.assumptions.join()).not.toContain('cannot be classified');
    const debian = json('--assume-ami', 'ami-0123456789abcdef0=debian', 'golden.json');
    expect([debian.status, debian.data.hosts[0].findings.map((f) => f.id)]).toEqual([1, ['AgentMissing']]);
    expect(json('--assume-ami', 'ami-999=debian', 'golden.json').data.hosts[0].verdict).toBe('ready');
  });

  test('an image named by a mapping or a parameter is the same image', () => {
    const mapped = { ...mutate(golden, (t) => { t.Resources.Host.Properties!.ImageId = { 'Fn::FindInMap': ['Images', 'x', 'id'] }; }), Mappings: { Images: { x: { id: 'ami-0123456789abcdef0' } } } };
    const given = { ...mutate(golden, (t) => { t.Resources.Host.Properties!.ImageId = { Ref: 'Image' }; }), Parameters: { Image: { Type: 'AWS::EC2::Image::Id', Default: 'ami-0123456789abcdef0' } } };
    for (const template of [mapped, given]) {
      expect(json('--assume-ami', 'ami-0123456789abcdef0=debian', write('image.json', template)).data.hosts[0].findings.map((f) => f.id)).toEqual(['AgentMissing']);
    }
  });

  test.each(Object.entries(IMAGE_FAMILIES))('the family %s is one the prover is sure of', (name, hint) => {
    const agent = /minimal|debian|red-hat/.test(name) ? 'absent' : name === 'amazon-linux-1' ? 'old' : 'preinstalled';
    expect(amiFamily(hint.kind, hint.text, hint.owners)?.agent).toBe(agent);
  });

  test('what is said of roles, groups and subnets that are made elsewhere; the command line wins over the file', () => {
    const foreign = mutate(golden, (t) => { t.Resources.Host.Properties!.SubnetId = 'subnet-0123456789abcdef0'; t.Resources.Host.Properties!.IamInstanceProfile = 'corp'; });
    const file = write('foreign.json', foreign);
    const said = ['--assume-subnet', 'subnet-0123456789abcdef0=reaches', '--assume-role', 'corp=connect'];
    expect(json(file).data.hosts[0].verdict).toBe('unknown');
    expect(json(...said, file).data.hosts[0].verdict).toBe('ready');
    write('said.json', { assume: { subnets: { 'subnet-0123456789abcdef0': 'isolated' }, roles: { corp: 'connect' } } });
    expect(json('--config', 'said.json', file).data.hosts[0].verdict).toBe('never');
    expect(json('--config', 'said.json', ...said, file).data.hosts[0].verdict).toBe('ready');
    expect(cli('check', '--assume-group', 'sg-1=ajar', file)).toMatchObject({ status: 2, err: expect.stringContaining('open, closed') });
    write('wrong.json', { assume: { roles: { corp: 'all' } } });
    expect(cli('check', '--config', 'wrong.json', file)).toMatchObject({ status: 2, err: expect.stringContaining('wrong.json: assume.roles: corp') });
  });

  describe('what a flag names and the input does not have is told', () => {
    const told = (...args: string[]) => cli('check', ...args).err.trim().split('\n').filter((line) => line !== '');

    test('ids and names that occur in no template', () => {
      const file = write('ids.json', mutate(golden, (t) => { t.Resources.Host.Properties!.ImageId = 'ami-0123456789abcdef0'; }));
      expect(told('--assume-ami', 'ami-0123456789abcdef0=debian', file)).toEqual([]);
      expect(told('--assume-ami', 'ami-0123456789abcdef1=debian', '--assume-group', 'sg-1=open', '--assume-subnet', 'Network:Subnet=reaches', '--assume-role', 'corp=connect', file)).toEqual(
        ['ami ami-0123456789abcdef1', 'role corp', 'group sg-1', 'subnet Network:Subnet'].map((said) => `cdk-ssm-ready: --assume-${said}: this name does not occur in any template`));
      expect(cli('explain', 'Host', file, '--assume-ami', 'ami-1=debian').err).toContain('--assume-ami ami-1: this name does not occur in any template');
    });

    test('not what stands in a file of settings, which may be for many apps', () => {
      write('many.json', { exclude: ['Nothing'], assume: { subnets: { 'subnet-1': 'isolated' }, roles: { corp: 'connect' } } });
      expect(told('--config', 'many.json', 'golden.json')).toEqual([]);
    });

    test('not an id that a parameter has', () => {
      const given = write('given.json', { ...mutate(golden, (t) => { t.Resources.Host.Properties!.ImageId = { Ref: 'Image' }; }), Parameters: { Image: { Type: 'AWS::EC2::Image::Id' } } });
      expect(told('--assume-ami', 'ami-1=debian', '--parameters', 'Image=ami-1', given)).toEqual([]);
    });

    test('not a name that is put together from parts, if some value comes to it', () => {
      const joined = write('joined.json', {
        ...mutate(golden, (t) => { t.Resources.Host.Properties!.IamInstanceProfile = { 'Fn::Join': ['-', ['corp', { Ref: 'Stage' }]] }; }),
        Parameters: { Stage: { Type: 'String', Default: 'prod' } },
      });
      expect(told('--assume-role', 'corp-prod=connect', joined)).toEqual([]);
      expect(told('--assume-role', 'corp-test=connect', joined)).toEqual(['cdk-ssm-ready: --assume-role corp-test: this name does not occur in any template']);
    });

    test('patterns of hosts to leave out', () => {
      expect(told('--exclude', 'H*t', '--exclude', 'Hots', 'golden.json')).toEqual(['cdk-ssm-ready: --exclude Hots: no instance has such a construct path or logical id']);
    });
  });

  test.each<[string, string, RegExp]>([
    ['AllowedValues', 'Stage=Prod', /stages\.json: parameter Stage is "Prod", which is not one of its AllowedValues: dev, prod/],
    ['a length', 'Name=', /parameter Name is "", which is shorter than its MinLength 1/],
  ])('a parameter outside of its %s is a usage error', (_, pair, message) => {
    const Parameters = { Stage: { Type: 'String', AllowedValues: ['dev', 'prod'], Default: 'dev' }, Name: { Type: 'String', MinLength: 1, Default: 'x' } };
    const file = write('stages.json', { ...golden, Parameters });
    const { status, err } = cli('check', '--parameters', pair, file);
    expect([status, err]).toEqual([2, expect.stringMatching(message)]);
    expect(cli('check', '--parameters', 'Stage=prod', file).status).toBe(0);
  });

  test('a wrong family is a usage error', () => {
    expect(cli('check', '--assume-ami', 'ami-1=solaris', 'golden.json')).toMatchObject({ status: 2, err: expect.stringContaining('amazon-linux-2023') });
    expect(cli('check', '--assume-ami', 'ami-1', 'golden.json').status).toBe(2);
  });
});
