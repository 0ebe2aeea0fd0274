import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { unscopedError } from '../internal/errors';
import { asymmetricSpec, asymmetricWords } from '../internal/symmetric-key';

/**
 * How the data of sessions is encrypted between the user and the node, beyond TLS, which is always on.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html
 */
export class SessionEncryption {
  /** TLS 1.2 or newer only, as Session Manager does by default. */
  public static readonly TLS_ONLY = new SessionEncryption(false);

  /** A new customer managed key, which rotates. It has a monthly charge, and one for its use. */
  public static readonly NEW_KEY = new SessionEncryption(true);

  /**
   * A key of yours. It must be symmetric, and its key policy must leave permissions to IAM, as CDK's default does.
   *
   * @param key the key
   */
  public static withKey(key: kms.IKey): SessionEncryption {
    const spec = asymmetricSpec(key);
    if (spec !== undefined) throw unscopedError('SessionEncryption', asymmetricWords('withKey()', key, spec));
    return new SessionEncryption(false, key);
  }

  /** @internal */
  public readonly _makesKey: boolean;

  /** @internal */
  public readonly _key?: kms.IKey;

  private constructor(makesKey: boolean, key?: kms.IKey) {
    this._makesKey = makesKey;
    this._key = key;
  }
}

/**
 * The operating system user of sessions on Linux and macOS.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html
 */
export class SessionRunAs {
  /** `ssm-user`, which the agent makes with the rights of an administrator. */
  public static readonly SSM_USER = new SessionRunAs(false);

  /** The user named by the tag `SSMSessionRunAs` of the IAM user or role that starts the session; without the tag no session starts. */
  public static readonly TAGGED_USER = new SessionRunAs(true);

  /**
   * The user named by the tag `SSMSessionRunAs` of the IAM user or role, else this one. It must exist on the node, or the session fails.
   *
   * @param name a user of the operating system; not root
   */
  public static user(name: string): SessionRunAs {
    return new SessionRunAs(true, name);
  }

  /** @internal */
  public readonly _enabled: boolean;

  /** @internal */
  public readonly _user: string;

  private constructor(enabled: boolean, user = '') {
    this._enabled = enabled;
    this._user = user;
  }
}

/** Properties of `SessionPreferences`. */
export interface SessionPreferencesProps {
  /**
   * The name of the document. Another name makes preferences that apply only to sessions started with `--document-name`.
   *
   * @default SSM-SessionManagerRunShell, the preferences of the account in this Region
   */
  readonly documentName?: string;

  /**
   * Encryption of the data of sessions. With a key, hosts without a way to the internet need the `kms` endpoint.
   *
   * @default SessionEncryption.TLS_ONLY
   */
  readonly encryption?: SessionEncryption;

  /**
   * The bucket for session logs, written at the end of each session. Storage and requests are charged.
   *
   * @default - no logs to S3
   */
  readonly bucket?: s3.IBucket;

  /**
   * The key prefix of the logs in the bucket, without a leading slash.
   *
   * @default - none
   */
  readonly prefix?: string;

  /**
   * The log group for session logs. It must be encrypted with a KMS key whose policy admits the service `logs`, unless
   * `requireEncryptedLogs` is false. Volume is charged. Hosts without a way to the internet need the `logs` endpoint: without it the
   * session opens with a blank screen.
   *
   * @default - no logs to CloudWatch Logs
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * Whether to make an encrypted log group, kept for one year, with a key made here or the one of `encryption`. Not together with `logGroup`.
   *
   * @default false
   */
  readonly createLogGroup?: boolean;

  /**
   * Whether the log group is written to while the session lasts (agents from 3.0.284.0 on), instead of at its end.
   *
   * @default true
   */
  readonly streamLogs?: boolean;

  /**
   * Whether sessions are refused where bucket or log group is not encrypted. S3 encrypts every bucket since 2023.
   *
   * @default true
   */
  readonly requireEncryptedLogs?: boolean;

  /**
   * The operating system user.
   *
   * @default SessionRunAs.SSM_USER
   */
  readonly runAs?: SessionRunAs;

  /**
   * After how long without input a session ends: 1 to 60 whole minutes.
   *
   * @default Duration.minutes(20)
   */
  readonly idleTimeout?: Duration;

  /**
   * After how long a session ends in any case: 1 to 1440 whole minutes.
   *
   * @default - never
   */
  readonly maxDuration?: Duration;

  /**
   * Commands that Linux nodes run at the start of a session, at most 512 characters.
   *
   * @default - none
   */
  readonly linuxShellProfile?: string;

  /**
   * Commands that Windows nodes run at the start of a session, at most 512 characters.
   *
   * @default - none
   */
  readonly windowsShellProfile?: string;
}
