import { judgeHost, judgeTemplates } from '../../../helpers/judge';
import { isolated, mutate, publicSubnet } from '../../../helpers/templates';

/** A ready template in which one thing hangs on conditions. */
function withConditions(parameters: object, conditions: object, change: (t: ReturnType<typeof publicSubnet>) => void, base = publicSubnet()) {
  return { ...mutate(base, change), Parameters: parameters, Conditions: conditions };
}
const equals = (name: string, value: string) => ({ 'Fn::Equals': [{ Ref: name }, value] });

describe('correlated conditions stay correlated', () => {
  test('host and rule under the same condition are both there or both not', () => {
    const host = judgeHost(withConditions({ Mode: { Type: 'String' } }, { On: equals('Mode', 'on') }, (t) => {
      for (const id of ['Host', 'PublicRoute']) t.Resources[id].Condition = 'On';
    }));
    expect(host.verdict).toBe('ready');
  });

  test('host under one, route under the opposite condition: never', () => {
    const host = judgeHost(withConditions({ Mode: { Type: 'String' } }, { On: equals('Mode', 'on'), Off: { 'Fn::Not': [{ Condition: 'On' }] } }, (t) => {
      t.Resources.Host.Condition = 'On';
      t.Resources.PublicRoute.Condition = 'Off';
    }));
    expect([host.verdict, host.findings.map((f) => f.id)]).toEqual(['never', ['InternetRouteMissing']]);
  });

  test('the same comparison in two conditions is one choice', () => {
    const conditions = { A: equals('Mode', 'on'), B: { 'Fn::And': [equals('Mode', 'on'), equals('Mode', 'on')] } };
    const host = judgeHost(withConditions({ Mode: { Type: 'String' } }, conditions, (t) => {
      t.Resources.Host.Condition = 'A';
      t.Resources.PublicRoute.Condition = 'B';
    }));
    expect(host.verdict).toBe('ready');
  });

  test('two values of one parameter exclude each other', () => {
    const host = judgeHost(withConditions({ Mode: { Type: 'String' } }, { A: equals('Mode', 'a'), B: equals('Mode', 'b') }, (t) => {
      t.Resources.Host.Condition = 'A';
      t.Resources.PublicRoute.Condition = 'B';
    }));
    expect(host.verdict).toBe('never');
  });
});

describe('undecided choices', () => {
  const undecided = withConditions({ Nat: { Type: 'String', AllowedValues: ['yes', 'no'] } }, { On: equals('Nat', 'yes') }, (t) => { t.Resources.PublicRoute.Condition = 'On'; });

  test('a mixture is unknown and says which choice does what', () => {
    const host = judgeHost(undecided);
    expect(host.verdict).toBe('unknown');
    expect(host.unknowns.map((u) => [u.what, u.why])).toEqual([
      ['parameter Nat = no', expect.stringContaining('never (InternetRouteMissing)')],
      ['parameter Nat = yes', expect.stringContaining('ready')],
    ]);
  });

  test('a value given decides', () => {
    expect(judgeHost(undecided, {}, { Nat: 'yes' }).verdict).toBe('ready');
    expect(judgeHost(undecided, {}, { Nat: 'no' }).verdict).toBe('never');
  });

  test('a default is assumed, listed, and named by the fault that rests on it', () => {
    const template = { ...undecided, Parameters: { Nat: { Type: 'String', Default: 'no', AllowedValues: ['yes', 'no'] } } };
    const host = judgeHost(template);
    expect(host.verdict).toBe('never');
    expect(host.assumptions).toContain('parameter Nat has its default value no');
    expect(host.findings[0].message).toContain('assumes that parameter Nat has its default value no: --parameters Nat=…');
  });

  test('a default the fault does not rest on is not named in it', () => {
    const template = mutate({ ...undecided, Parameters: { Nat: { Type: 'String', Default: 'no' } } }, (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; });
    const profile = judgeHost(template).findings.find((f) => f.id === 'InstanceProfileMissing')!;
    expect(profile.message).not.toContain('Nat');
  });

  test('all choices never: never, and every fault is told', () => {
    const host = judgeHost(mutate(undecided, (t) => { delete t.Resources.Host.Properties!.IamInstanceProfile; }));
    expect([host.verdict, host.findings.map((f) => f.id)]).toEqual(['never', ['InstanceProfileMissing', 'InternetRouteMissing']]);
  });

  test('a host that no choice makes has no verdict', () => {
    const template = withConditions({}, { Never: { 'Fn::Equals': ['a', 'b'] } }, (t) => { t.Resources.Host.Condition = 'Never'; });
    expect(judgeTemplates({ t: template }).hosts).toEqual([]);
  });

  test('a condition nobody can resolve is a choice too', () => {
    const host = judgeHost(withConditions({}, { Odd: { 'Fn::Equals': [{ 'Fn::ImportValue': 'x' }, 'y'] } }, (t) => { t.Resources.PublicRoute.Condition = 'Odd'; }));
    expect(host.verdict).toBe('unknown');
    expect(host.unknowns.map((u) => u.what)).toEqual(['the import x = y = false', 'the import x = y = true']);
  });

  test('choices that decide nothing about the host make no worlds', () => {
    const host = judgeHost(withConditions({ Key: { Type: 'String' } }, { HasKey: { 'Fn::Not': [equals('Key', '')] } }, (t) => {
      t.Resources.Host.Properties!.KeyName = { 'Fn::If': ['HasKey', { Ref: 'Key' }, { Ref: 'AWS::NoValue' }] };
    }));
    expect([host.verdict, host.assumptions.filter((a) => a.includes('Key'))]).toEqual(['ready', []]);
  });

  describe('a parameter for the id of an AWS resource, without a default, is never empty', () => {
    /** The subnet is the given one, or else one without a route out. */
    const given = (declaration: object, condition: object = { Given: { 'Fn::Not': [equals('Subnet', '')] } }) => withConditions({ Subnet: declaration }, condition, (t) => {
      t.Resources.PublicRoute.Condition = 'Given';
    });

    test.each(['AWS::EC2::Subnet::Id', 'AWS::EC2::VPC::Id', 'AWS::EC2::Image::Id', 'AWS::EC2::KeyPair::KeyName', 'AWS::Route53::HostedZone::Id'])('%s', (Type) => {
      expect(judgeHost(given({ Type })).verdict).toBe('ready');
    });

    test('also where it is compared with something else', () => {
      const condition = { Given: { 'Fn::Or': [equals('Subnet', 'subnet-1'), { 'Fn::Not': [equals('Subnet', '')] }] } };
      expect(judgeHost(given({ Type: 'AWS::EC2::Subnet::Id' }, condition)).verdict).toBe('ready');
    });

    test.each<[string, object, string]>([
      ['a text', { Type: 'String' }, 'unknown'],
      ['one with an empty default', { Type: 'AWS::EC2::Subnet::Id', Default: '' }, 'never'],
      ['the name of an SSM parameter', { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>' }, 'unknown'],
    ])('but %s may be', (_, declaration, verdict) => {
      expect(judgeHost(given(declaration)).verdict).toBe(verdict);
    });
  });

  test('too many choices: unknown, saying so', () => {
    const names = Array.from({ length: 8 }, (_, i) => `P${i}`);
    const template = withConditions(
      Object.fromEntries(names.map((n) => [n, { Type: 'String' }])),
      Object.fromEntries(names.map((n) => [n, equals(n, 'x')])),
      (t) => {
        t.Resources.HostGroup.Properties!.SecurityGroupEgress = names.map((n) => ({ 'Fn::If': [n, { IpProtocol: 'udp', CidrIp: '0.0.0.0/0', FromPort: 1, ToPort: 2 }, { Ref: 'AWS::NoValue' }] }));
      },
    );
    const host = judgeHost(template);
    expect(host.verdict).toBe('unknown');
    expect(host.unknowns[0].what).toMatch(/more than 64 combinations/);
  });

  test('a whole Properties block as a function', () => {
    const host = judgeHost(withConditions({ Mode: { Type: 'String' } }, { On: equals('Mode', 'on') }, (t) => {
      const properties = t.Resources.Host.Properties!;
      const bare = Object.fromEntries(Object.entries(properties).filter(([k]) => k !== 'IamInstanceProfile'));
      t.Resources.Host.Properties = { 'Fn::If': ['On', bare, { 'Fn::If': ['On', properties, bare] }] };
    }, isolated()));
    expect([host.verdict, host.findings.map((f) => f.id)]).toEqual(['never', ['InstanceProfileMissing']]);
  });

  test('conditions that need each other are an input error, the rest is judged', () => {
    const template = withConditions({}, { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } }, (t) => { t.Resources.PublicRoute.Condition = 'A'; });
    const report = judgeTemplates({ t: template, ok: publicSubnet() });
    expect(report.errors.map((e) => [e.template, e.message])).toEqual([['t', 'the condition A needs itself']]);
    expect(report.hosts.map((h) => [h.template, h.verdict])).toEqual([['ok', 'ready'], ['t', 'unknown']]);
  });
});
