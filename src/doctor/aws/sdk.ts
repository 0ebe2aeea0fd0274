/** The AWS SDK for JavaScript behind the doctor's calls. Compiled into one file that only `doctor` loads, and only if it asks an account. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Json } from '../../prover/sources/live';
import { pageSizeOf } from '../../prover/sources/live/operations';
import { CallError, callError, Caller, CallRequest } from '../live/caller';
import type { Session, SessionOptions } from '../live/session';
import { commandOf } from './commands';
import { jsonClientOf, jsonCommandOf } from './json-services';
import { nextOf, pageParameters } from './paging';
import { asPrinted } from './shapes';

/** What is used of any client. */
interface Sender {
  send(command: object): Promise<object>;
  readonly config: { readonly region: () => Promise<string> };
  destroy(): void;
}

/** With adaptive retry: a client waits when AWS says it is too fast, and tries so often. */
const MAX_ATTEMPTS = 8;
const TIMEOUTS = { connectionTimeout: 6_000, requestTimeout: 60_000, throwOnRequestTimeout: true };

export function openSession(options: SessionOptions): Session {
  return new SdkSession(options);
}

class SdkSession implements Session {
  private readonly clients = new Map<string, Sender>();
  private readonly config;

  constructor({ profile, roleArn, region, maxAttempts = MAX_ATTEMPTS, timeouts = TIMEOUTS }: SessionOptions) {
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    const common = { ...profile === undefined ? {} : { profile }, retryMode: 'adaptive', maxAttempts, requestHandler: new NodeHttpHandler(timeouts) };
    const chain = defaultProvider({ ...profile === undefined ? {} : { profile } });
    const credentials = roleArn === undefined ? chain : assumed(roleArn, () => new STSClient({ ...common, credentials: chain, ...region === undefined ? {} : { region } }));
    this.config = { ...common, credentials };
  }

  public async defaultRegion(): Promise<string | undefined> {
    try {
      return await this.client('sts', undefined).config.region();
    } catch {
      return undefined;
    }
  }

  public callerOf(region: string): Caller {
    return { region, call: (request) => this.pages(region, request) };
  }

  public close(): void {
    for (const client of this.clients.values()) client.destroy();
  }

  private async* pages(region: string, { service, operation, parameters }: CallRequest): AsyncIterable<Json> {
    const Command = commandOf(service, operation) ?? jsonCommandOf(service, operation);
    if (!Command) throw new CallError('failed', 'UnknownOperation', `this version makes no call ${service} ${operation}`);
    const client = this.client(service, region);
    const size = pageSizeOf(service, operation, parameters);
    for (let next: Json | undefined = {}; next !== undefined;) {
      const input: Json = { ...asSent(operation, parameters, region), ...pageParameters(service, size), ...next };
      let output: object;
      try {
        output = await client.send(new Command(input as never));
      } catch (error) {
        throw callError(error);
      }
      const page = asPrinted(service, output);
      yield page;
      next = nextOf(service, page);
    }
  }

  private client(service: string, region: string | undefined): Sender {
    const key = `${service} ${region ?? ''}`;
    const known = this.clients.get(key);
    if (known) return known;
    const made = this.make(service, { ...this.config, ...region === undefined ? {} : { region } });
    this.clients.set(key, made);
    return made;
  }

  private make(service: string, config: SdkSession['config'] & { readonly region?: string }): Sender {
    switch (service) {
      case 'ec2': return new EC2Client(config) as Sender;
      case 'iam': return new IAMClient(config) as Sender;
      case 'route53': return new Route53Client(config) as Sender;
      case 'ssm': return new SSMClient(config) as Sender;
      case 'sts': return new STSClient(config) as Sender;
      default: return jsonClientOf(service, config) as Sender;
    }
  }
}

/** Parameters that name an answer are not always those of the API. */
function asSent(operation: string, parameters: Json, region: string): Json {
  if (operation === 'list-hosted-zones-by-vpc') return { ...parameters, VPCRegion: region };
  if (operation !== 'get-policy' && operation !== 'get-policy-version') return parameters;
  const { PolicyName, ...rest } = parameters;
  return rest;
}

/** The credentials of a role, which the SDK asks for again before they expire. */
function assumed(roleArn: string, client: () => STSClient) {
  return async () => {
    try {
      const { Credentials } = await client().send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'cdk-ssm-ready-doctor' }));
      if (Credentials?.AccessKeyId === undefined || Credentials.SecretAccessKey === undefined) throw new Error('the answer has no credentials');
      return {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        ...Credentials.SessionToken === undefined ? {} : { sessionToken: Credentials.SessionToken },
        ...Credentials.Expiration === undefined ? {} : { expiration: Credentials.Expiration },
      };
    } catch (error) {
      const { kind, code, message } = callError(error);
      throw new CallError(kind === 'expired' ? kind : 'no-credentials', code, `role ${roleArn} cannot be assumed: ${code}: ${message}`);
    }
  };
}
