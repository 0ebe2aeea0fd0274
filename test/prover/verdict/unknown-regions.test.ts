import { loadTemplates } from '../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../../src/prover/verdict';
import { isolated } from '../../helpers/templates';

const warnings = (region: string | undefined) =>
  judge(loadTemplates([{ name: 't', data: isolated(), ...region === undefined ? {} : { region } }]), DEFAULT_OPTIONS).warnings.map(({ message }) => message);

test('a Region that is not known is reported', () => {
  expect(warnings('eu-wset-1')).toEqual([expect.stringMatching(/^"eu-wset-1" is not a Region that this version of cdk-ssm-ready knows/)]);
  expect(warnings('eu-west-9')).toHaveLength(1);
});

test('one that is known, or not given, is not', () => {
  expect([...warnings('eu-west-1'), ...warnings('us-gov-west-1'), ...warnings(undefined)]).toEqual([]);
});
