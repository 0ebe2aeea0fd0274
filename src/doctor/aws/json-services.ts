import { SSMClient, SSMClientConfig } from '@aws-sdk/client-ssm';
import { AwsJson1_1Protocol, AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import { TypeRegistry } from '@smithy/core/schema';
import type { CommandConstructor } from './commands';

/**
 * Services that speak the same JSON protocols as Systems Manager and of which two or three calls are made: the client of Systems Manager with
 * their names. Their own packages would bring two hundred commands each.
 */
interface JsonService {
  /** The first label of the endpoint's name, and the name that requests are signed for. */
  readonly name: string;
  /** What X-Amz-Target begins with; without it calls are HTTP resources. */
  readonly target?: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, JsonOperation>>;
}

interface JsonOperation {
  readonly name: string;
  /** The member that lists. */
  readonly list: string;
  readonly path?: string;
}

const SERVICES: Readonly<Record<string, JsonService>> = {
  route53resolver: {
    name: 'route53resolver',
    target: 'Route53Resolver',
    version: '2018-04-01',
    operations: {
      'list-resolver-rules': { name: 'ListResolverRules', list: 'ResolverRules' },
      'list-resolver-rule-associations': { name: 'ListResolverRuleAssociations', list: 'ResolverRuleAssociations' },
      'list-firewall-rule-group-associations': { name: 'ListFirewallRuleGroupAssociations', list: 'FirewallRuleGroupAssociations' },
    },
  },
  route53profiles: {
    name: 'route53profiles',
    version: '2018-05-10',
    operations: { 'list-profile-associations': { name: 'ListProfileAssociations', list: 'ProfileAssociations', path: '/profileassociations' } },
  },
};

/** What the smithy schemas call their kinds. */
const [STRING, NUMBER, DOCUMENT, STRUCTURE, OPERATION] = [0, 1, 15, 3, 9] as const;

const PARAMETERS = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

/** A page is asked for by a size and a token, and has a list and a token; what the list holds is passed on as it comes. */
export function jsonCommandOf(serviceName: string, operationName: string): CommandConstructor | undefined {
  const service = SERVICES[serviceName];
  const operation = service?.operations[operationName];
  if (!operation) return undefined;
  const namespace = `com.amazonaws.${service.name}`;
  const query = (member: string) => (operation.path === undefined ? 0 : { httpQuery: member });
  const input = [STRUCTURE, namespace, `${operation.name}Request`, 0, ['MaxResults', 'NextToken'], [[NUMBER, query('maxResults')], [STRING, query('nextToken')]]];
  const output = [STRUCTURE, namespace, `${operation.name}Response`, 0, [operation.list, 'NextToken'], [DOCUMENT, STRING]];
  const traits = operation.path === undefined ? 0 : { http: ['GET', operation.path, 200] };
  const schema = [OPERATION, namespace, operation.name, traits, () => input, () => output];
  const command = makeBuilder(PARAMETERS, service.target ?? service.name, 'SSMClient', getEndpointPlugin);
  return command({}, () => [], operation.name, schema as never) as CommandConstructor;
}

export function jsonClientOf(serviceName: string, config: SSMClientConfig): SSMClient | undefined {
  const service = SERVICES[serviceName];
  if (!service) return undefined;
  const namespace = `com.amazonaws.${service.name}`;
  const ofService = {
    ...config,
    signingName: service.name,
    serviceId: service.name,
    protocol: service.target === undefined ? AwsRestJsonProtocol : AwsJson1_1Protocol,
    protocolSettings: { defaultNamespace: namespace, errorTypeRegistries: [TypeRegistry.for(namespace)], xmlNamespace: '', version: service.version, serviceTarget: service.target ?? '' },
  };
  const client = new SSMClient(ofService);
  const ofManager = client.config.endpointProvider;
  client.config.endpointProvider = (parameters, context) => {
    const endpoint = ofManager(parameters, context);
    // An endpoint that is configured is meant for every service.
    if (parameters.Endpoint !== undefined) return endpoint;
    const url = new URL(endpoint.url);
    url.hostname = url.hostname.replace(/^ssm(?=[.-])/, service.name);
    return { ...endpoint, url };
  };
  return client;
}
