import type { Json } from '../../prover/sources/live';

/** One call of an AWS API. */
export interface CallRequest {
  /** As the AWS CLI spells it: `ec2`. */
  readonly service: string;
  /** As the AWS CLI spells it: `describe-vpcs`. */
  readonly operation: string;
  /** As the API spells them. */
  readonly parameters: Json;
}

/** Something that answers calls of AWS APIs in one Region. */
export interface Caller {
  readonly region: string;
  /**
   * The pages of the answer, in the shapes that the AWS CLI prints.
   *
   * @throws CallError
   */
  call(request: CallRequest): AsyncIterable<Json>;
}

/** Why a call has no answer. */
export type FailureKind = 'denied' | 'no-credentials' | 'expired' | 'invalid-credentials' | 'throttled' | 'timeout' | 'unreachable' | 'failed';

export class CallError extends Error {
  /** @param code as the API names it: `UnauthorizedOperation` */
  constructor(public readonly kind: FailureKind, public readonly code: string, message: string) {
    super(message);
  }
}

/** Without usable credentials no further call can be answered. */
const FATAL: ReadonlySet<FailureKind> = new Set(['no-credentials', 'expired', 'invalid-credentials']);

export const isFatal = ({ kind }: CallError) => FATAL.has(kind);

const CODES: readonly (readonly [RegExp, FailureKind])[] = [
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/, 'expired'],
  [/^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId|MissingAuthenticationToken|IncompleteSignature|OptInRequired)$/, 'invalid-credentials'],
  [/AccessDenied|UnauthorizedOperation|NotAuthorized|UnauthorizedAccess/i, 'denied'],
  [/Throttl|RequestLimitExceeded|TooManyRequests|SlowDown|RequestThrottled|BandwidthLimitExceeded|PriorRequestNotComplete/, 'throttled'],
  [/^(TimeoutError|RequestTimeout|RequestTimeoutException|ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'timeout'],
  [/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|NetworkingError)/, 'unreachable'],
];

/** What an API or a library reports as a failure, by its code and its words. */
export function callError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  const { name, code, message, Code } = (error ?? {}) as { name?: unknown; code?: unknown; message?: unknown; Code?: unknown };
  const words = typeof message === 'string' && message !== '' ? message.split('\n')[0] : String(error);
  const codes = [Code, code, name].filter((c): c is string => typeof c === 'string' && c !== '' && c !== 'Error');
  if (codes.some((c) => /CredentialsProviderError|TokenProviderError|ProviderError/.test(c))) return new CallError(credentialsKind(words), codes[0], words);
  for (const [pattern, kind] of CODES) {
    const found = codes.find((c) => pattern.test(c));
    if (found !== undefined) return new CallError(kind, found, words);
  }
  return new CallError('failed', codes[0] ?? 'Error', words);
}

/** Providers of credentials report everything under one name. */
function credentialsKind(words: string): FailureKind {
  return /expired|refresh failed|re-?authenticate|to refresh this SSO session|aws (sso )?login/i.test(words) ? 'expired' : 'no-credentials';
}

/** One sentence for the person who asked. */
export function sentenceOf({ kind, code, message }: CallError, { service, operation }: Pick<CallRequest, 'service' | 'operation'>, region: string): string {
  const call = `${service} ${operation}`;
  switch (kind) {
    case 'no-credentials': return `no AWS credentials were found (${withoutDot(message)}): run aws configure or aws sso login, or name a profile with --profile`;
    case 'expired': return `the AWS credentials are expired (${code} from ${call}): sign in again, for example with aws sso login`;
    case 'invalid-credentials': return `AWS does not accept the credentials in ${region} (${code} from ${call}): check the profile, and that the Region is enabled for the account`;
    case 'denied': return `${call} was denied (${code})`;
    case 'throttled': return `${call} was throttled to the last attempt (${code}): wait a minute and run the command again`;
    case 'timeout': return `${call} was not answered in time: check the network and the proxy`;
    case 'unreachable': return `the endpoint of ${call} in ${region} cannot be reached (${code}): check the name of the Region, the network and the proxy`;
    case 'failed': return `${call} failed (${code}: ${withoutDot(message)})`;
  }
}

const withoutDot = (text: string) => text.replace(/\.$/, '');
