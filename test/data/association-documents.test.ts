import { Template } from 'aws-cdk-lib/assertions';
import * as data from '../../src/data/association-documents.json';
import { DEFAULTS, defaultStack } from '../constructs/defaults';

interface Entry { readonly source: string; readonly parameters: string[]; readonly required: string[]; readonly unsourced?: string }
const DOCUMENTS: Readonly<Record<string, Entry>> = data.documents;

/** Every association with a document of AWS that a construct makes. */
const associations = Object.values(DEFAULTS).flatMap((make) => {
  const stack = defaultStack('eu-west-1');
  make(stack);
  return Object.values(Template.fromStack(stack).findResources('AWS::SSM::Association')).map(({ Properties }) => Properties).filter(({ Name }) => typeof Name === 'string');
});

test('every document is used, and every one used is in the table', () => {
  expect([...new Set(associations.map(({ Name }) => Name))].sort()).toEqual(Object.keys(DOCUMENTS).sort());
});

test('parameters of associations are those of the documents', () => {
  for (const { Name, Parameters = {} } of associations) {
    const { parameters, required } = DOCUMENTS[Name];
    expect(Object.keys(Parameters).filter((name) => !parameters.includes(name))).toEqual([]);
    expect(required.filter((name) => Parameters[name] === undefined)).toEqual([]);
  }
});

test('every row names its page, and says what no page does', () => {
  for (const { source, parameters, required } of Object.values(DOCUMENTS)) {
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(required.filter((name) => !parameters.includes(name))).toEqual([]);
  }
  expect(Object.keys(DOCUMENTS).filter((name) => DOCUMENTS[name].unsourced)).toEqual(['AWSEC2-UpdateLaunchAgent', 'AWS-EnableExplorer']);
});
