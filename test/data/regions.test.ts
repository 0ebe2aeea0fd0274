import { dnsSuffixOf, hasEc2Messages, partitionOf, REGIONS, ssmFipsHost } from '../../src/data/regions';

test.each([
  ['us-east-1', 'aws', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
])('%s lies in %s, whose hosts end in %s', (region, partition, suffix) => {
  expect(partitionOf(region)).toBe(partition);
  expect(dnsSuffixOf(partition)).toBe(suffix);
});

test('every Region\'s name alone would tell its partition, as it must for Regions to come', () => {
  for (const [name, { partition }] of REGIONS) {
    const newer = name.replace(/\d+$/, '99');
    expect([newer, REGIONS.has(newer), partitionOf(newer)]).toStrictEqual([newer, false, partition]);
    expect(dnsSuffixOf(partition)).toBeDefined();
  }
});

test.each(['', 'us-east', 'us-east-1a', 'aws-global', '${AWS::Region}', 'toString'])('%j is no Region', (name) => {
  expect(partitionOf(name)).toBeUndefined();
  expect(hasEc2Messages(name)).toBeUndefined();
});

test.each(['toString', 'constructor', ''])('%j is no partition', (name) => {
  expect(dnsSuffixOf(name)).toBeUndefined();
});

test('ec2messages is missing in exactly the Regions launched since 2024', () => {
  const without = [...REGIONS.keys()].filter((name) => hasEc2Messages(name) === false);
  expect(without.sort()).toStrictEqual([
    'ap-east-2', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'eusc-de-east-1', 'mx-central-1',
  ]);
});

test('ec2messages is there in Regions of 2023, and not sure in Regions newer than the table', () => {
  expect(hasEc2Messages('ca-west-1')).toBe(true);
  expect(hasEc2Messages('us-isof-south-1')).toBeUndefined();
  expect(hasEc2Messages('eu-north-99')).toBeUndefined();
});

test('FIPS endpoints of ssm', () => {
  const withFips = [...REGIONS.keys()].filter((name) => ssmFipsHost(name) !== undefined);
  expect(withFips.sort()).toStrictEqual([
    'ca-central-1', 'ca-west-1', 'us-east-1', 'us-east-2', 'us-gov-east-1', 'us-gov-west-1', 'us-west-1', 'us-west-2',
  ]);
  expect(ssmFipsHost('us-east-1')).toBe('ssm-fips.us-east-1.amazonaws.com');
  expect(ssmFipsHost('us-gov-east-1')).toBe('ssm.us-gov-east-1.amazonaws.com');
});
