import { isolated, Resources } from '../../helpers/templates';

/** One hostile input: a few files, and what the run says of them. */
export interface Hostile {
  readonly name: string;
  /** Files by their path in the folder of the input; made when asked for, since some are large. */
  readonly files: () => Readonly<Record<string, string>>;
  /** What is given to `check`, within the folder. Default: the folder itself. */
  readonly check?: readonly string[];
  /** An error that the report must have. Absent: the input is evaluated in full, and the report has no error. */
  readonly error?: RegExp;
  /** How many errors the report may have at most. Default: one where there is `error`. */
  readonly errors?: number;
}

const LIMIT = 'expands? to more than [\\d,]+';

const json = (value: unknown) => JSON.stringify(value);
const template = (parts: Record<string, unknown> = {}, resources: Resources = {}) => {
  const { Resources: ready } = isolated();
  return { AWSTemplateFormatVersion: '2010-09-09', ...parts, Resources: { ...ready, ...resources } };
};
/** The template as YAML in flow style, with block lines before it. */
const yaml = (block: string, parts: Record<string, unknown> = {}, resources: Resources = {}) => `${block}\n${Object.entries(template(parts, resources)).map(([key, value]) => `${key}: ${json(value)}`).join('\n')}\n`;
const lines = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join('\n');
const numbered = <T>(n: number, key: (i: number) => string, value: (i: number) => T): Record<string, T> => Object.fromEntries(Array.from({ length: n }, (_, i) => [key(i), value(i)]));
const vpc = (block: unknown) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock: block } });
const topic = (properties: Record<string, unknown>) => ({ Type: 'AWS::SNS::Topic', Properties: properties });
/** The host's own security group rule says something hostile: to judge the host means to evaluate it. */
function hostWith(value: unknown, parts: Record<string, unknown> = {}, more: Resources = {}): Record<string, unknown> {
  const { Resources: ready } = isolated();
  return {
    ...parts,
    Resources: {
      ...ready,
      ...more,
      HostGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { ...ready.HostGroup.Properties, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: value }] } },
      Role: { Type: 'AWS::IAM::Role', Properties: { ...ready.Role.Properties, Path: value } },
    },
  };
}
const doubled = (n: number, double: (previous: unknown) => unknown) => {
  const { Resources: ready } = isolated();
  return {
    Resources: {
      ...ready,
      ...numbered(n, (i) => `V${i}`, (i) => vpc(i === 0 ? '10.0.0.0/16' : double({ 'Fn::GetAtt': [`V${i - 1}`, 'CidrBlock'] }))),
      HostGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { ...ready.HostGroup.Properties, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: { 'Fn::GetAtt': [`V${n - 1}`, 'CidrBlock'] } }] } },
    },
  };
};
const twiceJoined = (x: unknown) => ({ 'Fn::Join': ['', [x, x]] });
/** A nested stack whose file is beside the template. */
const nested = (file: string, asset: boolean) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: file }, ...asset ? { Metadata: { 'aws:asset:path': file } } : {} });
const manifest = (artifacts: Record<string, unknown>) => json({ version: '38.0.0', artifacts });
const stackArtifact = (file: string) => ({ type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: file } });
const below = (directoryName: string) => ({ type: 'cdk:cloud-assembly', properties: { directoryName } });
const loop = (items: string[], body: unknown, name = 'i') => [name, items, body];
const thousand = (prefix: string) => Array.from({ length: 1000 }, (_, i) => `${prefix}${i}`);
const one = (content: () => string | object, name = 't.yaml') => () => {
  const made = content();
  return { [name]: typeof made === 'string' ? made : json(made) };
};

const ALIASES: Hostile[] = [
  { name: 'a chain of 400 aliases (lists)', files: one(() => yaml(`Metadata:\n  a0: &a0 [x]\n${lines(399, (i) => `  a${i + 1}: &a${i + 1} [*a${i}]`)}`)) },
  { name: 'a chain of 400 aliases (maps)', files: one(() => yaml(`Metadata:\n  a0: &a0 {k: x}\n${lines(399, (i) => `  a${i + 1}: &a${i + 1} {k: *a${i}, n: ${i}}`)}`)) },
  { name: 'a chain of 4,000 aliases', error: /nested deeper than 500 levels/, files: one(() => yaml(`Metadata:\n  a0: &a0 [x]\n${lines(3999, (i) => `  a${i + 1}: &a${i + 1} [*a${i}]`)}`)) },
  { name: '4,000 aliases of one scalar', files: one(() => yaml(`Metadata:\n  a0: &a0 x\n${lines(4000, (i) => `  a${i + 1}: *a0`)}`)) },
  { name: '4,000 uses of one anchor', files: one(() => yaml(`Metadata:\n  a: &a {k: [1, 2, 3]}\n${lines(4000, (i) => `  u${i}: *a`)}`)) },
  { name: '4,000 uses of an anchor with 1,000 entries', error: new RegExp(`aliases ${LIMIT}`), files: one(() => yaml(`Metadata:\n  a: &a [${'1, '.repeat(1000)}]\n${lines(4000, (i) => `  u${i}: *a`)}`)) },
  { name: '20 levels of two aliases each', error: new RegExp(`aliases ${LIMIT}`), files: one(() => yaml(`Metadata:\n  a0: &a0 [x, x]\n${lines(19, (i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)}`)) },
  { name: '20 levels of ten aliases each', error: new RegExp(`aliases ${LIMIT}`), files: one(() => yaml(`Metadata:\n  a0: &a0 [x, x]\n${lines(19, (i) => `  a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`)}`)) },
  { name: '40 levels of two aliases of texts', error: new RegExp(`aliases ${LIMIT}`), files: one(() => yaml(`Metadata:\n  a0: &a0 {t: ${'x'.repeat(100_000)}}\n${lines(40, (i) => `  a${i + 1}: &a${i + 1} {l: *a${i}, r: *a${i}}`)}`)) },
  { name: '1,000 aliases of a text of 100 KB', error: new RegExp(`aliases ${LIMIT}`), files: one(() => yaml(`Metadata:\n  a: &a ${'x'.repeat(100_000)}\n${lines(1000, (i) => `  u${i}: *a`)}`)) },
  { name: 'merge keys, 400 levels', files: one(() => yaml(`Metadata:\n  a0: &a0 {k: x}\n${lines(399, (i) => `  a${i + 1}: &a${i + 1} {<<: *a${i}, k${i}: 1}`)}`)) },
  { name: 'merge keys, 20 levels of ten each', files: one(() => yaml(`Metadata:\n  a0: &a0 {k: x}\n${lines(19, (i) => `  a${i + 1}: &a${i + 1} {<<: [${Array(10).fill(`*a${i}`).join(', ')}], k${i}: [*a${i}]}`)}`)), error: new RegExp(`aliases ${LIMIT}`) },
  { name: 'an anchor that holds itself', error: /an alias that holds itself/, files: one(() => yaml('Metadata:\n  a: &a [*a]')) },
  { name: 'an anchor that merges itself', error: /an alias that holds itself/, files: one(() => yaml('Metadata:\n  a: &a\n    <<: *a\n    b: 1')) },
  { name: 'aliases as keys', error: new RegExp(`aliases ${LIMIT}`), files: one(() => yaml(`Metadata:\n  a0: &a0 [x, x]\n${lines(21, (i) => `  a${i + 1}: &a${i + 1} {? *a${i} : *a${i}}`)}`)) },
];

const TEXTS: Hostile[] = [
  { name: '400 quoted scalars that are indented too little', files: one(() => yaml(`Metadata:\n  a:\n${lines(400, (i) => `    k${i}: "${'some words '.repeat(60)}\n  and ${'more words '.repeat(60)}"`)}`)) },
  { name: '5,000 quoted scalars that are indented too little', files: one(() => yaml(`Metadata:\n  a:\n${lines(5000, (i) => `    k${i}: '${'w '.repeat(10)}\n  and it''s "\n  more'`)}`)) },
  { name: 'one quoted scalar of 290,000 lines that are indented too little', files: one(() => yaml(`Description: "${'a\n'.repeat(290_000)}"`)) },
  { name: 'a quoted scalar of 200,000 lines, 300 levels deep', error: /not valid YAML/, files: one(() => yaml(`Metadata:\n${lines(300, (i) => `${' '.repeat(i + 1)}a:`)} "${'a\n'.repeat(200_000)}"`)) },
  { name: '70 MB of JSON', error: /larger than any template/, check: ['t.json'], files: one(() => template({ Metadata: { a: 'x'.repeat(70_000_000) } }), 't.json') },
  { name: '2.4 MB of YAML', error: /larger than any template/, files: one(() => yaml(`Metadata:\n  a:\n${lines(160_000, (i) => `    - item ${i}`)}`)) },
  { name: '20,000 objects of JSON without commas', error: /not valid JSON.* line 1/, files: one(() => json(template({}, numbered(20_000, (i) => `T${i}`, () => topic({})))).replace(/\},"T/g, '} "T'), 't.json') },
  { name: 'a quote that is never closed', error: /not valid YAML/, files: one(() => yaml(`Metadata:\n  a:\n${lines(400, (i) => `    k${i}: "${'some words '.repeat(60)}\n  and"`)}\n    z: "open`)) },
  { name: '1 MB on one line of YAML', files: one(() => yaml(`Metadata: {a: [${'x, '.repeat(100_000)}]}`)) },
  { name: '20 MB on one line of JSON', files: one(() => template({ Metadata: { a: Array.from({ length: 2_000_000 }, (_, i) => i) } }), 't.json') },
  { name: '100,000 lists within each other (JSON)', error: /nested/, files: one(() => json(template({ Metadata: 1 })).replace('"Metadata":1', `"Metadata":${'['.repeat(1e5)}${']'.repeat(1e5)}`), 't.json') },
  { name: '100,000 objects within each other (JSON)', error: /nested/, files: one(() => json(template({ Metadata: 1 })).replace('"Metadata":1', `"Metadata":${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`), 't.json') },
  { name: '100,000 lists that are not closed (JSON)', error: /nested|not valid JSON/, files: one(() => json(template({ Metadata: 1 })).replace('"Metadata":1', `"Metadata":${'['.repeat(1e5)}`), 't.json') },
  { name: '100,000 lists within each other (YAML)', error: /nested|not valid YAML/, files: one(() => yaml(`Metadata: ${'['.repeat(1e5)}${']'.repeat(1e5)}`)) },
  { name: '100,000 maps within each other (YAML)', error: /nested|not valid YAML/, files: one(() => yaml(`Metadata: ${'{a: '.repeat(1e5)}1${'}'.repeat(1e5)}`)) },
  { name: '100,000 entries within each other (YAML)', error: /nested|not valid YAML/, files: one(() => yaml(`Metadata:\n  ${'- '.repeat(1e5)}x`)) },
  { name: '1,200 blocks within each other (YAML)', error: /nested|not valid YAML/, files: one(() => yaml(`Metadata:\n${lines(1200, (i) => `${' '.repeat(i + 1)}a:`)}`)) },
];

const LOOPS: Hostile[] = [
  {
    name: 'Fn::ForEach of 1,000 x 1,000 x 1,000', error: new RegExp(`Fn::ForEach::A.*${LIMIT}`),
    files: one(() => {
      const inner = { 'Fn::ForEach::C': loop(thousand('c'), { 'T${i}${j}${k}': topic({ TopicName: '${i}${j}${k}' }) }, 'k') };
      const made = template({ Transform: 'AWS::LanguageExtensions' });
      return { ...made, Resources: { ...made.Resources, 'Fn::ForEach::A': loop(thousand('a'), { 'Fn::ForEach::B': loop(thousand('b'), inner, 'j') }) } };
    }),
  },
  {
    name: 'Fn::ForEach of 1,000 x 1,000 with names that meet', error: /Fn::ForEach::A/,
    files: one(() => {
      const made = template({ Transform: 'AWS::LanguageExtensions' });
      return { ...made, Resources: { ...made.Resources, 'Fn::ForEach::A': loop(thousand('a'), { 'Fn::ForEach::B': loop(thousand('b'), { T: topic({ a: '${i}' }) }, 'j') }) } };
    }),
  },
  {
    name: 'Fn::ForEach that doubles a text 40 times', error: /Fn::ForEach::L0/,
    files: one(() => {
      const nest = (n: number): unknown => (n === 40 ? { T: topic({ TopicName: '${i39}' }) } : { [`Fn::ForEach::L${n}`]: loop([n === 0 ? 'xx' : `\${i${n - 1}}\${i${n - 1}}`], nest(n + 1), `i${n}`) });
      const made = template({ Transform: 'AWS::LanguageExtensions' });
      return { ...made, Resources: { ...made.Resources, ...nest(0) as Resources } };
    }),
  },
  {
    name: 'Fn::ForEach of 1,000 x 1,000 in the tags of the host', error: /Fn::ForEach::A/,
    files: one(() => {
      const made = template({ Transform: 'AWS::LanguageExtensions' });
      const group = made.Resources.HostGroup;
      return { ...made, Resources: { ...made.Resources, HostGroup: { ...group, Properties: { ...group.Properties, 'Fn::ForEach::A': loop(thousand('a'), { 'Fn::ForEach::B': loop(thousand('b'), { 'T${i}${j}': '${i}' }, 'j') }) } } } };
    }),
  },
];

const VALUES: Hostile[] = [
  { name: '40 doublings by Fn::Join', error: new RegExp(LIMIT), files: one(() => doubled(40, twiceJoined)) },
  { name: '40 doublings by Fn::Sub', error: new RegExp(LIMIT), files: one(() => ({ Resources: { ...isolated().Resources, ...(doubled(40, twiceJoined).Resources), ...numbered(40, (i) => `V${i}`, (i) => vpc(i === 0 ? '10.0.0.0/16' : { 'Fn::Sub': `\${V${i - 1}.CidrBlock}\${V${i - 1}.CidrBlock}` })) } })) },
  { name: '40 doublings by lists of Fn::GetAtt', errors: 2, error: new RegExp(LIMIT), files: one(() => doubled(40, (x) => [x, x])) },
  { name: '40 doublings by objects of Fn::GetAtt', errors: 2, error: new RegExp(LIMIT), files: one(() => doubled(40, (x) => ({ a: x, b: x }))) },
  { name: '40 doublings of a value that is not known', error: new RegExp(LIMIT), files: one(() => ({ ...doubled(40, twiceJoined), Resources: { ...doubled(40, twiceJoined).Resources, V0: vpc({ Ref: 'AWS::StackId' }) } })) },
  { name: '40 doublings by Fn::If', files: one(() => doubled(40, (x) => ({ 'Fn::If': [{ 'Fn::Equals': [x, x] }, x, x] }))) },
  { name: '40 doublings by Fn::Select of an index that is not known', files: one(() => ({ ...doubled(40, (x) => ({ 'Fn::Select': [x, [x, x]] })), Resources: { ...doubled(40, (x) => ({ 'Fn::Select': [x, [x, x]] })).Resources, V0: vpc({ Ref: 'AWS::StackId' }) } })) },
  { name: '40 doublings by Fn::ToJsonString', error: new RegExp(LIMIT), files: one(() => doubled(40, (x) => ({ 'Fn::ToJsonString': { a: x } }))) },
  {
    name: '40 doublings by Fn::FindInMap', files: one(() => {
      const n = 40;
      return hostWith({ 'Fn::FindInMap': ['M', `r${n - 1}`, 'v'] }, { Mappings: { M: numbered(n, (i) => `r${i}`, (i) => ({ v: i === 0 ? 'x' : { 'Fn::FindInMap': ['M', { 'Fn::FindInMap': ['N', `r${i}`, 'v'] }, { 'Fn::Select': [0, ['v', { 'Fn::FindInMap': ['M', `r${i - 1}`, 'v'] }]] }] } })), N: numbered(n, (i) => `r${i}`, (i) => ({ v: `r${Math.max(0, i - 1)}` })) } });
    }),
  },
  {
    name: '40 doublings by Fn::FindInMap of a key that is not known', files: one(() => {
      let value: unknown = { Ref: 'AWS::StackId' };
      const parts: Record<string, unknown> = {};
      for (let i = 0; i < 40; i++) value = { 'Fn::GetAtt': [`V${i}`, 'CidrBlock'] };
      return hostWith(value, { ...parts, Mappings: { M: { a: { b: 'x', c: 'y' } } } }, numbered(40, (i) => `V${i}`, (i) => vpc(i === 0 ? { Ref: 'AWS::StackId' } : { 'Fn::FindInMap': ['M', { 'Fn::GetAtt': [`V${i - 1}`, 'CidrBlock'] }, { 'Fn::GetAtt': [`V${i - 1}`, 'CidrBlock'] }] })));
    }),
  },
  {
    name: '40 doublings by Fn::ImportValue', error: new RegExp(LIMIT), files: one(() => hostWith({ 'Fn::ImportValue': 'e39' }, {
      Outputs: numbered(40, (i) => `O${i}`, (i) => ({ Value: i === 0 ? 'x' : twiceJoined({ 'Fn::ImportValue': `e${i - 1}` }), Export: { Name: `e${i}` } })),
    })),
  },
  {
    name: '40 doublings by Fn::ImportValue that is taken once', files: one(() => hostWith({ 'Fn::ImportValue': 'e39' }, {
      Outputs: numbered(40, (i) => `O${i}`, (i) => ({ Value: i === 0 ? 'x' : { 'Fn::Select': [0, [{ 'Fn::ImportValue': `e${i - 1}` }, { 'Fn::ImportValue': `e${i - 1}` }]] }, Export: { Name: `e${i}` } })),
    })),
  },
  {
    name: '40 doublings by Fn::ImportValue in what refers to a route table', errors: 1, error: new RegExp(LIMIT), files: one(() => {
      const made = hostWith('10.0.0.0/8', { Outputs: numbered(40, (i) => `O${i}`, (i) => ({ Value: i === 0 ? { Ref: 'HostSubnet' } : twiceJoined({ 'Fn::ImportValue': `e${i - 1}` }), Export: { Name: `e${i}` } })) });
      return { ...made, Resources: { ...made.Resources as Resources, Other: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { 'Fn::ImportValue': 'e39' }, RouteTableId: { Ref: 'EndpointSubnetTable' } } } } };
    }),
  },
  {
    name: '50 doublings by Fn::ImportValue in the CIDR block of the VPC, and a policy', errors: 2, error: new RegExp(LIMIT), files: one(() => {
      const made = hostWith('10.0.0.0/8', { Outputs: numbered(50, (i) => `O${i}`, (i) => ({ Value: i === 0 ? 's*m*' : twiceJoined({ 'Fn::ImportValue': `e${i - 1}` }), Export: { Name: `e${i}` } })) });
      const resources = made.Resources as Resources;
      const grown = { 'Fn::ImportValue': 'e20' };
      return { ...made, Resources: { ...resources, Vpc: { ...resources.Vpc, Properties: { ...resources.Vpc.Properties, CidrBlock: { 'Fn::ImportValue': 'e49' } } }, Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: grown, Resource: grown }] } } } } };
    }),
  },
  {
    name: 'user data of 12 instances that doubles to 7 MB', files: one(() => {
      const made = hostWith('10.0.0.0/8', { Outputs: numbered(12, (i) => `O${i}`, (i) => ({ Value: i === 0 ? 'echo "a$X" | foo; if true; then curl http://x/; fi\n'.repeat(70) : twiceJoined({ 'Fn::ImportValue': `e${i - 1}` }), Export: { Name: `e${i}` } })) });
      const resources = made.Resources as Resources;
      return { ...made, Resources: { ...resources, ...numbered(12, (i) => `Host${i}`, (i) => ({ ...resources.Host, Properties: { ...resources.Host.Properties, UserData: { 'Fn::Base64': { 'Fn::Join': ['', [`#!/bin/bash\n# ${i}\n`, { 'Fn::ImportValue': 'e11' }]] } } } })) } };
    }),
  },
  {
    name: '1,500 look-ups in a mapping of 4,000 rows by a key that is not known', files: one(() => {
      const made = hostWith('10.0.0.0/8', { Mappings: { M: numbered(4000, (i) => `k${i}`, (i) => ({ a: `10.${i % 256}.0.0/16` })) } });
      const resources = made.Resources as Resources;
      return { ...made, Resources: { ...resources, HostGroup: { ...resources.HostGroup, Properties: { ...resources.HostGroup.Properties, SecurityGroupIngress: Array.from({ length: 1500 }, (_, i) => ({ IpProtocol: 'tcp', FromPort: i, ToPort: i, CidrIp: { 'Fn::FindInMap': ['M', { Ref: 'AWS::AccountId' }, 'a'] } })) } } } };
    }),
  },
  {
    name: '800 values that are too large beside 60,000 lists', errors: 1, error: new RegExp(LIMIT), files: one(() => {
      const big = { 'Fn::ImportValue': 'e12' };
      const made = hostWith('10.0.0.0/8', { Metadata: { x: Array.from({ length: 60_000 }, () => []) }, Outputs: numbered(13, (i) => `O${i}`, (i) => ({ Value: i === 0 ? 'x'.repeat(1900) : twiceJoined({ 'Fn::ImportValue': `e${i - 1}` }), Export: { Name: `e${i}` } })) });
      const resources = made.Resources as Resources;
      return { ...made, Resources: { ...resources, HostGroup: { ...resources.HostGroup, Properties: { ...resources.HostGroup.Properties, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, ...Array.from({ length: 800 }, (_, i) => ({ IpProtocol: 'tcp', FromPort: i, ToPort: i, CidrIp: twiceJoined(big) }))] } } } };
    }),
  },
  { name: 'exports whose names rest on each other', error: /chain of references/, files: one(() => hostWith({ 'Fn::ImportValue': 'e' }, { Outputs: numbered(30, (i) => `O${i}`, (i) => ({ Value: 'x', Export: { Name: { 'Fn::ImportValue': `e${i}` } } })) })) },
  { name: 'Fn::FindInMap with 150 fallbacks within each other', files: one(() => hostWith(Array.from({ length: 150 }).reduce<unknown>((x) => ({ 'Fn::FindInMap': ['None', 'a', 'b', { DefaultValue: x }] }), '10.0.0.0/8'))) },
  { name: 'Fn::Split of 6 MB', error: new RegExp(LIMIT), files: one(() => hostWith({ 'Fn::Select': [0, { 'Fn::Split': [',', ','.repeat(6e6)] }] })) },
  ...([['6 MB', 6e6], ['900 KB', 9e5]] as const).map(([size, commas]): Hostile => ({ name: `Fn::Split of ${size} as the security groups of the host`, error: new RegExp(LIMIT), files: one(() => { const made = template(); return { ...made, Resources: { ...made.Resources, Host: { ...made.Resources.Host, Properties: { ...made.Resources.Host.Properties, SecurityGroupIds: { 'Fn::Split': [',', ','.repeat(commas)] } } } } }; }) })),
  { name: 'a CommaDelimitedList of 6 MB of commas', error: new RegExp(LIMIT), files: one(() => hostWith({ 'Fn::Select': [0, { Ref: 'L' }] }, { Parameters: { L: { Type: 'CommaDelimitedList', Default: ','.repeat(6e6) } } })) },
  { name: 'a CommaDelimitedList of 10 MB', error: new RegExp(LIMIT), files: one(() => hostWith({ 'Fn::Select': [1, { Ref: 'L' }] }, { Parameters: { L: { Type: 'CommaDelimitedList', Default: 'a,'.repeat(5e6) } } })) },
  { name: 'Fn::Cidr with a count of 10^9', files: one(() => hostWith({ 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/8', 1e9, 1] }] })) },
  { name: 'Fn::Join of 5 MB 1,000 times', error: new RegExp(LIMIT), files: one(() => hostWith({ 'Fn::Join': [{ Ref: 'L' }, Array(1000).fill('x')] }, { Parameters: { L: { Type: 'String', Default: 'a'.repeat(5e6) } } })) },
  { name: 'AWS::Include within AWS::Include', files: one(() => hostWith(Array.from({ length: 100 }).reduce<unknown>((x) => ({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: x } } }), 's3://b/k'))) },
];

const both = (i: number, previous: unknown): unknown => [{ 'Fn::And': [previous, previous] }, { 'Fn::Or': [previous, { 'Fn::Not': [previous] }] }, { 'Fn::Not': [previous] }, previous][i % 4];
const withCondition = (name: string, conditions: Record<string, unknown>) => {
  const made = template({ Conditions: conditions });
  return { ...made, Resources: { ...made.Resources, HostGroup: made.Resources.HostGroup, Extra: { ...topic({}), Condition: name }, Ssm: { ...made.Resources.Ssm, Condition: name } } };
};
const ALWAYS = { 'Fn::Equals': ['a', 'a'] };

const CONDITIONS: Hostile[] = [
  { name: '100,000 conditions in a chain', files: one(() => withCondition('C99999', numbered(1e5, (i) => `C${i}`, (i) => (i === 0 ? ALWAYS : { Condition: `C${i - 1}` })))) },
  { name: '100,000 conditions in a chain, the last one first', files: one(() => withCondition('C0', numbered(1e5, (i) => `C${i}`, (i) => (i === 99999 ? ALWAYS : { Condition: `C${i + 1}` })))) },
  { name: '50,000 conditions by And, Or and Not', files: one(() => withCondition('C49999', numbered(5e4, (i) => `C${i}`, (i) => (i === 0 ? ALWAYS : { 'Fn::Or': [ALWAYS, both(i, { Condition: `C${i - 1}` })] })))) },
  { name: '100,000 conditions in a chain by Fn::If', files: one(() => withCondition('C99999', numbered(1e5, (i) => `C${i}`, (i) => (i === 0 ? ALWAYS : { 'Fn::Equals': [{ 'Fn::If': [`C${i - 1}`, 'a', 'b'] }, 'a'] })))), error: /Host cannot be judged: it rests on a chain/ },
  { name: '50,000 conditions in a circle', files: one(() => withCondition('C49999', numbered(5e4, (i) => `C${i}`, (i) => ({ Condition: `C${(i + 49999) % 5e4}` })))), error: /needs itself/ },
  { name: '5,000 conditions that each compare one more parameter', files: one(() => withCondition('C4999', numbered(5000, (i) => `C${i}`, (i) => (i === 0 ? ALWAYS : { 'Fn::And': [{ Condition: `C${i - 1}` }, { 'Fn::Equals': [{ Ref: `P${i}` }, 'x'] }] })))) },
  { name: 'conditions 400 levels deep', files: one(() => withCondition('C', { C: Array.from({ length: 200 }).reduce((x) => ({ 'Fn::And': [x, ALWAYS] }), ALWAYS as unknown) })) },
];

const STACKS: Hostile[] = [
  { name: 'a template that nests itself twice', error: /the template nests itself/, files: one(() => template({}, { A: nested('./t.yaml', false), B: nested('./t.yaml', false) })) },
  {
    name: '20 templates that each nest the next one twice', error: new RegExp(LIMIT), files: () => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`t${i}.json`, json(i === 0 ? template({}, { A: nested('./t1.json', false), B: nested('./t1.json', false) }) : { Resources: { T: topic({}), ...i === 19 ? {} : { A: nested(`./t${i + 1}.json`, false), B: nested(`./t${i + 1}.json`, false) } } })])),
  },
  {
    name: 'an assembly whose nested stack nests itself twice', error: /the template nests itself/,
    files: () => ({ 'manifest.json': manifest({ S: stackArtifact('S.json') }), 'S.json': json(template({}, { N: nested('n.json', true) })), 'n.json': json({ Resources: { A: nested('n.json', true), B: nested('n.json', true) } }) }),
  },
  {
    name: 'an assembly within itself twice', error: /the assembly contains itself/,
    files: () => ({ 'manifest.json': manifest({ S: stackArtifact('S.json'), A: below('.'), B: below('./') }), 'S.json': json(template()) }),
  },
  {
    name: '20 assemblies that each hold the next one twice', files: () => Object.fromEntries(Array.from({ length: 20 }, (_, i) => {
      const folder = 'n/'.repeat(i);
      const content = manifest({ ...i === 0 ? { S: stackArtifact('S.json') } : {}, ...i === 19 ? { T: stackArtifact('T.json') } : { A: below('n'), B: below('./n') } });
      return [[`${folder}manifest.json`, content]];
    }).flat().concat([['S.json', json(template())], [`${'n/'.repeat(19)}T.json`, json({ Resources: { T: topic({}) } })]])),
  },
];

const SIZES: Hostile[] = [
  { name: '100,000 DependsOn', files: one(() => { const made = template(); return { ...made, Resources: { ...made.Resources, Host: { ...made.Resources.Host, DependsOn: [...made.Resources.Host.DependsOn as string[], ...Array.from({ length: 1e5 }, (_, i) => `X${i}`)] } } }; }, 't.json') },
  { name: '100,000 resources', files: one(() => template({}, numbered(1e5, (i) => `T${i}`, (i) => topic({ TopicName: `t${i}` }))), 't.json') },
  { name: '100,000 resources that depend on the one before', files: one(() => template({}, numbered(1e5, (i) => `T${i}`, (i) => ({ ...topic({}), ...i > 0 ? { DependsOn: `T${i - 1}` } : {} }))), 't.json') },
  { name: '100,000 resources that depend on each other in a circle', error: /circular|circle/, files: one(() => template({}, numbered(1e5, (i) => `T${i}`, (i) => ({ ...topic({}), DependsOn: `T${(i + 1) % 1e5}` }))), 't.json') },
  { name: '100,000 parameters, outputs and exports', files: one(() => template({ Parameters: numbered(1e5, (i) => `P${i}`, () => ({ Type: 'String' })), Outputs: numbered(1e5, (i) => `O${i}`, (i) => ({ Value: 'x', Export: { Name: `e${i}` } })) }), 't.json') },
  { name: '20,000 exports under one name that are imported', files: one(() => hostWith({ 'Fn::ImportValue': 'e' }, { Outputs: numbered(20_000, (i) => `O${i}`, () => ({ Value: 'x', Export: { Name: { 'Fn::Sub': 'e' } } })) }), 't.json') },
  { name: 'one key 200,000 times', files: one(() => json(template({ Metadata: 1 })).replace('"Metadata":1', `"Metadata":{${'"a":1,'.repeat(2e5)}"b":1}`), 't.json') },
  { name: 'a security group with 50,000 rules', files: one(() => { const made = template(); const group = made.Resources.HostGroup; return { ...made, Resources: { ...made.Resources, HostGroup: { ...group, Properties: { ...group.Properties, SecurityGroupEgress: [...Array.from({ length: 5e4 }, (_, i) => ({ IpProtocol: 'tcp', FromPort: 1 + i, ToPort: 1 + i, CidrIp: '10.0.0.0/8' })), { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] } } } }; }, 't.json') },
];

export const HOSTILE: readonly Hostile[] = [...ALIASES, ...TEXTS, ...LOOPS, ...VALUES, ...CONDITIONS, ...STACKS, ...SIZES];
