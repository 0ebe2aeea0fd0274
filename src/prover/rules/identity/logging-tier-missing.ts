import { fault } from '../fault';
import { systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { a, and } from '../wording';
import { unreachable } from './tiers';

/** The preferences hold for every session of the account and Region, and the agent does the writing. */
export const loggingTierMissing = defineRule({
  id: 'LoggingTierMissing',
  severity: 'warning',
  title: 'Sessions cannot be logged or encrypted as the session preferences say',
  why: 'The session preferences hold for every session of the account and Region, and the agent does the writing and decrypting. Without permission or a way to Amazon S3, CloudWatch Logs or AWS KMS the session does not start, or leaves no log.',
  symptom: 'A blank screen after "Start session", or sessions without logs.',
  links: [systemsManagerGuide('session-manager-troubleshooting'), systemsManagerGuide('getting-started-create-iam-instance-profile'), systemsManagerGuide('session-preferences-enable-encryption')],
  faults: {
    loggingActionMissing: fault<'role' | 'purpose' | 'host', 'actions' | 'action'>({
      code: 'LOGGING_ACTION_NOT_ALLOWED',
      hop: 'identity',
      words: (d) => ({
        message: `${a('role', d.role)} does not allow ${and(d.actions ?? d.action)} on ${and(d.purpose)}, which the session preferences of ${d.host} require`,
        cdk: 'grant the permission: bucket.grantPut(role), logGroup.grantWrite(role), key.grantDecrypt(role), or Tier.LOGGING with sessionLogging on SsmManagedInstanceRole',
        cloudFormation: `allow ${and(d.actions ?? d.action)} in a policy of ${d.role}`,
      }),
    }),
    loggingUnreachable: fault<'host' | 'subnet' | 'service', 'groups'>({
      code: 'LOGGING_SERVICE_UNREACHABLE',
      hop: 'identity',
      words: (d) => unreachable(d, 'sessions cannot be logged as the session preferences require'),
    }),
  },
});
