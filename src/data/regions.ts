/** A Region as far as the agent's hosts depend on it. */
export interface Region {
  readonly partition: string;
  /**
   * Whether `ec2messages` exists: not in Regions launched in 2024 or later. Absent: the launch date is not sure.
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
   */
  readonly ec2Messages?: boolean;
  /**
   * Host of the FIPS endpoint of Systems Manager, where there is one. In GovCloud it is the ordinary host.
   * @see https://docs.aws.amazon.com/general/latest/gr/ssm.html
   */
  readonly ssmFipsHost?: string;
}

/** The day the table was last compared with the pages it names and with botocore 1.43.11's `partitions.json` and `endpoints.json`. */
export const REGIONS_DATE = '2026-11-22';

const before2024 = (partition: string, names: string[]): [string, Region][] =>
  names.map((name) => [name, { partition, ec2Messages: true }]);
const since2024 = (partition: string, names: string[]): [string, Region][] =>
  names.map((name) => [name, { partition, ec2Messages: false }]);
const launchNotSure = (partition: string, names: string[]): [string, Region][] => names.map((name) => [name, { partition }]);
const withFips = (regions: [string, Region][], prefix: string): [string, Region][] =>
  regions.map(([name, region]) => [name, { ...region, ssmFipsHost: `${prefix}.${name}.amazonaws.com` }]);

/** Every Region known on {@link REGIONS_DATE}. */
export const REGIONS: ReadonlyMap<string, Region> = new Map([
  ...before2024('aws', [
    'af-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2',
    'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4',
    'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3',
    'il-central-1', 'me-central-1', 'me-south-1', 'sa-east-1',
  ]),
  // ca-west-1 opened in December 2023: the last one with ec2messages.
  ...withFips(before2024('aws', ['ca-central-1', 'ca-west-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2']), 'ssm-fips'),
  ...since2024('aws', ['ap-east-2', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'mx-central-1']),
  ...before2024('aws-cn', ['cn-north-1', 'cn-northwest-1']),
  ...withFips(before2024('aws-us-gov', ['us-gov-east-1', 'us-gov-west-1']), 'ssm'),
  ...since2024('aws-eusc', ['eusc-de-east-1']),
  ...before2024('aws-iso', ['us-iso-east-1', 'us-iso-west-1']),
  ...before2024('aws-iso-b', ['us-isob-east-1']),
  ...launchNotSure('aws-iso-b', ['us-isob-west-1']),
  ...launchNotSure('aws-iso-e', ['eu-isoe-west-1']),
  ...launchNotSure('aws-iso-f', ['us-isof-east-1', 'us-isof-south-1']),
]);

const DNS_SUFFIXES: Readonly<Record<string, string>> = {
  'aws': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
};

/** How AWS names the Regions of a partition, for those that open after {@link REGIONS_DATE}. */
const NAMES: readonly (readonly [partition: string, name: RegExp])[] = [
  ['aws', /^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/],
  ['aws-cn', /^cn-[a-z]+-\d+$/],
  ['aws-us-gov', /^us-gov-[a-z]+-\d+$/],
  ['aws-eusc', /^eusc-de-[a-z]+-\d+$/],
  ['aws-iso', /^us-iso-[a-z]+-\d+$/],
  ['aws-iso-b', /^us-isob-[a-z]+-\d+$/],
  ['aws-iso-e', /^eu-isoe-[a-z]+-\d+$/],
  ['aws-iso-f', /^us-isof-[a-z]+-\d+$/],
];

/** The partition of a Region: `aws`, `aws-cn`, … A Region newer than the table is told by its name. undefined: no Region's name. */
export function partitionOf(region: string): string | undefined {
  return REGIONS.get(region)?.partition ?? NAMES.find(([, name]) => name.test(region))?.[0];
}

/** The domain that a partition's service hosts end in, `amazonaws.com` for `aws`. undefined: no such partition. */
export function dnsSuffixOf(partition: string): string | undefined {
  return Object.hasOwn(DNS_SUFFIXES, partition) ? DNS_SUFFIXES[partition] : undefined;
}

/** Whether the Region has `ec2messages`. undefined: a Region that the table does not know, or not for sure. */
export function hasEc2Messages(region: string): boolean | undefined {
  return REGIONS.get(region)?.ec2Messages;
}

/** The host of the Region's FIPS endpoint of Systems Manager. undefined: it has none, or the Region is unknown. */
export function ssmFipsHost(region: string): string | undefined {
  return REGIONS.get(region)?.ssmFipsHost;
}
