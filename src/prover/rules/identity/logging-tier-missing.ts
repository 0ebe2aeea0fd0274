import { defineCheck } from '../check';
import { systemsManagerGuide } from '../links';

/** The preferences hold for every session of the account and Region, and the agent does the writing. */
export const loggingTierMissing = defineCheck({
  id: 'LoggingTierMissing',
  severity: 'warning',
  title: 'Sessions cannot be logged or encrypted as the session preferences say',
  why: 'The session preferences hold for every session of the account and Region, and the agent does the writing and decrypting. Without permission or a way to Amazon S3, CloudWatch Logs or AWS KMS the session does not start, or leaves no log.',
  symptom: 'A blank screen after "Start session", or sessions without logs.',
  links: [systemsManagerGuide('session-manager-troubleshooting'), systemsManagerGuide('getting-started-create-iam-instance-profile'), systemsManagerGuide('session-preferences-enable-encryption')],
  reasons: ['loggingActionMissing', 'loggingUnreachable'],
});
