import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { grantStatements } from '../identity/grant-statements';
import { SessionLogging } from '../identity/role-props';
import { sessionLoggingStatements } from '../identity/role-statements';
import { warn } from '../internal/warnings';
import { SsmEndpointService } from '../network/endpoint-service';
import { checkPreferences, refuseSecondOwner } from './preferences-checks';
import { SessionPreferencesProps } from './preferences-props';

const STANDARD_NAME = 'SSM-SessionManagerRunShell';

/**
 * The Session Manager preferences of the account in this Region: logging, encryption, time limits, operating system user.
 *
 * Makes the document `SSM-SessionManagerRunShell`, and on request a key and an encrypted log group. Hosts need permission for what the
 * preferences ask of them, and isolated hosts the endpoints: `grantTo()` or `sessionLogging` give the first, `endpointServices` the second.
 *
 * **Limits**: one owner an account and Region. If preferences were saved in the console before, the document exists already: import it
 * (`cdk import`) or delete it, or deployment fails with AlreadyExists. Removing the construct puts the account back to no logging.
 * Sessions for SSH and port forwarding are never logged: AWS cannot see into them. Session Manager itself costs nothing for EC2 instances.
 *
 * **cdk-nag**: AwsSolutions and NIST 800-53 R5 find nothing.
 *
 * ```ts
 * const preferences = new SessionPreferences(this, 'Sessions', { encryption: SessionEncryption.NEW_KEY, createLogGroup: true });
 * const network = new SsmReadyVpc(this, 'Network', { endpoints: { additionalServices: preferences.endpointServices } });
 * const identity = new SsmManagedInstanceRole(this, 'Identity', { tier: Tier.LOGGING, sessionLogging: preferences.sessionLogging });
 * ```
 *
 * Throws where props contradict each other, where every session would be refused, and where the app makes a second document of the
 * same name for the same account and Region; the message says what to change.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-configure-preferences.html
 */
export class SessionPreferences extends Construct {
  /** The document. */
  public readonly document: ssm.CfnDocument;

  /** The name of the document. */
  public readonly documentName: string;

  /** The key that encrypts the data of sessions; undefined with TLS only. */
  public readonly kmsKey?: kms.IKey;

  /** The log group that sessions are logged to. */
  public readonly logGroup?: logs.ILogGroup;

  /** What hosts must be allowed to do: pass it to `SsmManagedInstanceRole` or `SsmManaged`. Undefined if nothing. */
  public readonly sessionLogging?: SessionLogging;

  /** The interface endpoints that hosts without a way to the internet need besides: pass it to `additionalServices`. */
  public readonly endpointServices: SsmEndpointService[];

  /** Whether such hosts need an endpoint for S3 too. */
  public readonly needsS3Endpoint: boolean;

  constructor(scope: Construct, id: string, props: SessionPreferencesProps = {}) {
    super(scope, id);
    checkPreferences(this, props);
    this.documentName = props.documentName ?? STANDARD_NAME;
    refuseSecondOwner(this, this.documentName, (each) => each instanceof SessionPreferences && each.documentName === this.documentName);

    const { encryption } = props;
    this.kmsKey = encryption?._key ?? (encryption?._makesKey ? this.makeKey('Key', 'Session Manager sessions') : undefined);
    this.logGroup = props.logGroup ?? (props.createLogGroup ? this.makeLogGroup() : undefined);
    this.document = new ssm.CfnDocument(this, 'Document', {
      name: this.documentName,
      documentType: 'Session',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion', // replacing a document of a fixed name fails
      content: this.content(props),
    });
    if (props.bucket || this.logGroup || this.kmsKey) {
      this.sessionLogging = { bucket: props.bucket, prefix: props.prefix, logGroup: this.logGroup, kmsKey: this.kmsKey };
    }
    this.endpointServices = [...this.kmsKey ? [SsmEndpointService.KMS] : [], ...this.logGroup ? [SsmEndpointService.LOGS] : []];
    this.needsS3Endpoint = props.bucket !== undefined;
  }

  /**
   * Lets a host do what the preferences ask of it: write logs, use the key. A role that cannot be changed gets a warning.
   *
   * @param host the role of the host, or the host itself
   */
  public grantTo(host: iam.IGrantable): void {
    if (!this.sessionLogging) return;
    if (!grantStatements(host, sessionLoggingStatements(this, this.sessionLogging))) {
      warn(this, 'sessionPreferencesNotGranted', 'grantTo() could not add to an imported principal. Give it the permissions of \'sessionLogging\' where it is made.');
    }
  }

  /**
   * Lets a user start sessions that are encrypted with the key. `SessionAccess` does so with the option `preferences`.
   *
   * @param user the user, group or role that starts sessions
   */
  public grantUser(user: iam.IGrantable): void {
    this.kmsKey?.grant(user, 'kms:GenerateDataKey');
  }

  private content(props: SessionPreferencesProps): Record<string, unknown> {
    const encrypted = props.requireEncryptedLogs ?? true;
    return {
      schemaVersion: '1.0',
      description: 'Session Manager preferences',
      sessionType: 'Standard_Stream',
      inputs: {
        s3BucketName: props.bucket?.bucketName ?? '',
        s3KeyPrefix: props.prefix ?? '',
        s3EncryptionEnabled: encrypted,
        cloudWatchLogGroupName: this.logGroup?.logGroupName ?? '',
        cloudWatchEncryptionEnabled: encrypted,
        cloudWatchStreamingEnabled: props.streamLogs ?? true,
        kmsKeyId: this.kmsKey?.keyArn ?? '',
        runAsEnabled: props.runAs?._enabled ?? false,
        runAsDefaultUser: props.runAs?._user ?? '',
        idleSessionTimeout: String(props.idleTimeout?.toMinutes() ?? 20),
        maxSessionDuration: props.maxDuration ? String(props.maxDuration.toMinutes()) : '',
        shellProfile: { linux: props.linuxShellProfile ?? '', windows: props.windowsShellProfile ?? '' },
      },
    };
  }

  private makeKey(id: string, description: string): kms.Key {
    return new kms.Key(this, id, { description, enableKeyRotation: true });
  }

  /** Its key is made here even if sessions use one of yours, whose key policy may be out of reach. */
  private makeLogGroup(): logs.LogGroup {
    const stack = Stack.of(this);
    const groups = stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const key = this.kmsKey instanceof kms.Key ? this.kmsKey : this.makeKey('LogKey', 'Session Manager logs');
    // Without a Sid: the key may be shared, and its policy may not repeat one.
    key.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
    }));
    return new logs.LogGroup(this, 'Logs', { encryptionKey: key, retention: logs.RetentionDays.ONE_YEAR });
  }
}
