/** What a text names an image by: the path of an SSM public parameter, or the AMI's name as an image lookup gives it. */
export type AmiReferenceKind = 'ssm-parameter' | 'image-name';

/** A row of the table: images of one publisher that are alike as to the SSM Agent. */
export interface AmiFamily {
  /** Glob over the whole text: `*` any text, `?` one character. Upper and lower case count. */
  readonly pattern: string;
  readonly kind: AmiReferenceKind;
  readonly family: string;
  readonly os: 'linux' | 'windows' | 'macos' | 'other';
  /**
   * - `preinstalled`: AWS says that the agent is there and starts;
   * - `absent`: certainly not there, so without user data that installs it the instance is never managed;
   * - `old`: there, but below 3.3.40.0, so that it needs `ec2messages`;
   * - `unknown`: nothing sure.
   */
  readonly agent: 'preinstalled' | 'absent' | 'old' | 'unknown';
  readonly note?: string;
  readonly source: string;
  /** Accounts that publish these images in the `aws` partition. Absent for parameters: only AWS writes below `/aws/service`. */
  readonly owners?: readonly string[];
  /** The name alone proves nothing: the row counts only where the lookup's owners are known. */
  readonly ownerRequired?: boolean;
}

/** A row before it is told which kind of text it is about. */
export type AmiRow = Omit<AmiFamily, 'kind'>;

/** The day the rows of the AMI tables were last compared with the pages below. */
export const AMI_FAMILIES_DATE = '2026-11-22';

const USER_GUIDE = 'https://docs.aws.amazon.com/systems-manager/latest/userguide';

/** Pages that the rows rest on. */
export const SOURCES = {
  preinstalled: `${USER_GUIDE}/ami-preinstalled-agent.html`,
  rhel: `${USER_GUIDE}/agent-install-rhel.html`,
  debian: `${USER_GUIDE}/agent-install-deb.html`,
  al2023Packages: 'https://docs.aws.amazon.com/linux/al2023/ug/image-comparison.html',
  al2Minimal: 'https://github.com/femiwiki/femiwiki/issues/50',
  al2022: 'https://github.com/amazonlinux/amazon-linux-2023/issues/66',
  ecs: 'https://github.com/aws/amazon-ecs-ami/blob/main/scripts/enable-services.sh',
  eks: 'https://github.com/awslabs/amazon-eks-ami/pull/679',
  bottlerocket: 'https://bottlerocket.dev/en/os/1.20.x/install/quickstart/aws/host-containers',
  ubuntuNames: 'https://discourse.ubuntu.com/t/finding-ubuntu-images-with-the-aws-ssm-parameter-store/15507',
} as const;

/** Notes that several rows share. */
export const NOTES = {
  notListed: 'not on AWS\'s list of AMIs with the agent, and nothing sure says that it lacks it',
  minimal: 'not on AWS\'s list of AMIs with the agent; minimal images leave it out: install it in user data',
  debian: 'Debian images come without the agent: install it in user data',
  rhel: 'Red Hat images come without the agent: install it in user data',
  al1: 'out of support since 2023-12-31; its agent is taken to be older than 3.3.40.0, so that it needs ec2messages',
  al2022: 'a preview; the agent came, and was switched on, only in its course',
  ubuntu: 'holds for images dated 20180627 or later',
  eks: 'the agent came in June 2021',
  bottlerocket: 'the agent runs in the control container, which is pulled from Amazon ECR at boot and can be switched off',
} as const;

/** A row about a Linux image. */
export function linux(pattern: string, family: string, agent: AmiFamily['agent'], source: string, note?: string): AmiRow {
  return { pattern, family, os: 'linux', agent, source, ...(note !== undefined && { note }) };
}

/** Rows published by accounts. */
export function publishedBy(owners: readonly string[], rows: readonly AmiRow[]): AmiRow[] {
  return rows.map((row) => ({ ...row, owners }));
}

/** Rows of Windows Server, whose parameter and AMI names begin alike. */
export function windowsRows(start: string): AmiRow[] {
  const common = { os: 'windows', source: SOURCES.preinstalled } as const;
  return ['', 'EC2LaunchV2-', 'TPM-', 'BIOS-'].map((variant) => `${start}${variant}Windows_Server-`).flatMap((name): AmiRow[] => [
    { ...common, pattern: `${name}2016-English-Nano-*`, family: 'Windows Server 2016 Nano', agent: 'unknown', note: NOTES.notListed },
    { ...common, pattern: `${name}2012-R2_*`, family: 'Windows Server 2012 R2', agent: 'preinstalled', note: 'holds for images of November 2016 or later' },
    ...['2016', '2019', '2022', '2025'].map((version): AmiRow => (
      { ...common, pattern: `${name}${version}-*`, family: `Windows Server ${version}`, agent: 'preinstalled' }
    )),
    { ...common, pattern: `${name}*`, family: 'Windows Server, other version', agent: 'unknown', note: NOTES.notListed },
  ]);
}
