import * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * The operating system the agent is installed on.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/operating-systems-and-machine-types.html
 */
export enum AgentOperatingSystem {
  /** Amazon Linux 2, also minimal. RPM. */
  AMAZON_LINUX_2 = 'AMAZON_LINUX_2',
  /** Amazon Linux 2023, also minimal. RPM. */
  AMAZON_LINUX_2023 = 'AMAZON_LINUX_2023',
  /** Red Hat Enterprise Linux, and its relatives AlmaLinux, Rocky Linux and Oracle Linux. RPM. */
  RHEL = 'RHEL',
  /** SUSE Linux Enterprise Server. RPM. */
  SLES = 'SLES',
  /** Debian. Its images come without the agent. */
  DEBIAN = 'DEBIAN',
  /** Ubuntu, by the deb package. A snap of the agent that is there already is kept and started. */
  UBUNTU_DEB = 'UBUNTU_DEB',
  /** Ubuntu, by the snap, which comes from the Snap Store: the host needs the internet, an S3 endpoint does not suffice. */
  UBUNTU_SNAP = 'UBUNTU_SNAP',
  /** Windows Server. */
  WINDOWS = 'WINDOWS',
}

/** A proxy between the host and AWS. */
export interface AgentProxy {
  /** The URL for HTTPS, for example `http://proxy.example.com:3128`. */
  readonly httpsProxy: string;

  /**
   * The URL for HTTP.
   *
   * @default - the same as for HTTPS
   */
  readonly httpProxy?: string;

  /**
   * Hosts to reach directly, besides the metadata service `169.254.169.254`, which is always among them: without it the agent has
   * no credentials. Name the hosts of VPC endpoints here.
   *
   * @default - the metadata service only
   */
  readonly noProxy?: string[];
}

/** Properties of `AgentUserData`. */
export interface AgentUserDataProps {
  /** The operating system of the image. */
  readonly operatingSystem: AgentOperatingSystem;

  /**
   * The processor.
   *
   * @default - the host tells it at boot
   */
  readonly architecture?: ec2.InstanceArchitecture;

  /**
   * The version of the agent, with four parts such as `3.3.1611.0`. Not for the snap, of which the store decides.
   *
   * @default - the latest
   */
  readonly version?: string;

  /**
   * Where the package comes from, up to the version, without a closing slash. Give `signingKey` too for a mirror.
   *
   * @default - `https://s3.REGION.amazonaws.com/amazon-ssm-REGION`, the bucket of the host's own Region, which an S3 gateway endpoint
   * covers. The global bucket `https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent` is not covered by it outside us-east-1.
   */
  readonly baseUrl?: string;

  /**
   * The public key AWS signs the Linux packages with, ASCII-armored, as the page below shows it. With it the signature is checked by
   * `gpgv` or `gpg`, and a package without a good signature is not installed; an image without both programs gets no agent.
   *
   * AWS replaces the key every few years, and publishes it on that page only. So none is built in: after the next replacement, a built-in key
   * would keep the agent off every new host.
   *
   * On Windows the Authenticode signature is always checked. The Snap Store checks the snap.
   *
   * @default - the signature of Linux packages is not checked: they are trusted because they come over TLS from AWS's bucket. A `baseUrl` that begins
   * with `http://` is refused then
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/verify-agent-signature.html
   */
  readonly signingKey?: string;

  /**
   * A proxy, for the download and for the agent itself.
   *
   * @default - none
   */
  readonly proxy?: AgentProxy;

  /**
   * Whether to add Amazon Root CA 1 and Starfield Services Root CA - G2 to the trusted roots of the system first: for images of
   * yours with a stripped trust store. Images of AWS and of the distributions have both.
   *
   * @default false
   */
  readonly rootCertificates?: boolean;
}
