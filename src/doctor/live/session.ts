import type { Caller } from './caller';

export interface SessionOptions {
  /** A profile of the AWS configuration files. */
  readonly profile?: string;
  /** A role to assume with the credentials that are found. */
  readonly roleArn?: string;
  /** The Region in which the role is assumed. Default: that of the environment or the profile. */
  readonly region?: string;
  readonly maxAttempts?: number;
  readonly timeouts?: { readonly connectionTimeout: number; readonly requestTimeout: number; readonly throwOnRequestTimeout: boolean };
}

/** Credentials, and callers in Regions that use them. */
export interface Session {
  /** The Region of the environment or the profile. */
  defaultRegion(): Promise<string | undefined>;
  callerOf(region: string): Caller;
  /** Closes connections that are kept open. */
  close(): void;
}
