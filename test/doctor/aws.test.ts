import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';
import { CallError, CallRequest, mergePages } from '../../src/doctor';
import { commandOf } from '../../src/doctor/aws/commands';
import { jsonCommandOf } from '../../src/doctor/aws/json-services';
import { openSession } from '../../src/doctor/aws/sdk';
import { asPrinted } from '../../src/doctor/aws/shapes';
import { SessionOptions } from '../../src/doctor/live/session';
import { Json, OPERATIONS, pageSizeOf } from '../../src/prover/sources/live';

/** A server on this machine that stands for AWS: what it is asked, and what it answers. */
interface Asked { readonly method: string; readonly path: string; readonly body: string; readonly headers: IncomingMessage['headers'] }
type Answer = { readonly status?: number; readonly body: string | Json } | 'silence';

let server: Server;
let asked: Asked[] = [];
let answers: (request: Asked) => Answer;
const before = process.env;

function serve(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
  request.on('end', () => {
    const given: Asked = { method: request.method!, path: request.url!, body, headers: request.headers };
    asked.push(given);
    const answer = answers(given);
    if (answer === 'silence') return;
    const isText = typeof answer.body === 'string';
    response.writeHead(answer.status ?? 200, { 'content-type': isText ? 'text/xml' : 'application/x-amz-json-1.1' });
    response.end(isText ? answer.body : JSON.stringify(answer.body));
  });
}

beforeAll(async () => {
  server = createServer(serve);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
});
beforeEach(() => {
  asked = [];
  process.env = {
    ...before, AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  };
});
afterEach(() => { process.env = before; });
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
});

const FAST = { maxAttempts: 2, timeouts: { connectionTimeout: 500, requestTimeout: 300, throwOnRequestTimeout: true } };

async function call(request: Omit<CallRequest, 'parameters'> & { readonly parameters?: Json }, options: SessionOptions = FAST): Promise<Json[]> {
  const session = openSession(options);
  const pages: Json[] = [];
  try {
    for await (const page of session.callerOf('eu-central-1').call({ parameters: {}, ...request })) pages.push(page);
  } finally {
    session.close();
  }
  return pages;
}

const xml = (operation: string, inner: string) => ({ body: `<?xml version="1.0" encoding="UTF-8"?><${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId>${inner}</${operation}Response>` });
const refusal = (code: string, status = 403) => ({ status, body: `<?xml version="1.0"?><Response><Errors><Error><Code>${code}</Code><Message>words</Message></Error></Errors><RequestID>1</RequestID></Response>` });

test.each(OPERATIONS.map(({ service, operation }) => [service, operation]))('%s %s: there is a command for the call', (service, operation) => {
  expect(commandOf(service, operation) ?? jsonCommandOf(service, operation)).toBeDefined();
});

test('a list of EC2 is asked for page by page, each of the size that the API allows', async () => {
  answers = ({ body }) => xml('DescribeRouteTables', new URLSearchParams(body).has('NextToken') ? '<routeTableSet><item><routeTableId>rtb-2</routeTableId></item></routeTableSet>'
    : '<routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet><item><gatewayId>local</gatewayId></item></routeSet></item></routeTableSet><nextToken>more</nextToken>');
  const pages = await call({ service: 'ec2', operation: 'describe-route-tables', parameters: { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] } });
  expect(mergePages(pages, true)).toMatchObject({ RouteTables: [{ RouteTableId: 'rtb-1', Routes: [{ GatewayId: 'local' }] }, { RouteTableId: 'rtb-2' }] });
  const parameters = asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  expect(parameters).toMatchObject([{ 'Action': 'DescribeRouteTables', 'MaxResults': '100', 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': 'vpc-1' }, { NextToken: 'more' }]);
  expect(parameters[0]).not.toHaveProperty('NextToken');
});

test('300 pages', async () => {
  let page = 0;
  answers = () => xml('DescribeSubnets', `<subnetSet><item><subnetId>subnet-${++page}</subnetId></item></subnetSet>${page < 300 ? `<nextToken>${page}</nextToken>` : ''}`);
  expect((mergePages(await call({ service: 'ec2', operation: 'describe-subnets' }), true).Subnets as unknown[]).length).toBe(300);
  expect(asked.length).toBe(300);
});

test('ids instead of a filter go without a size of the page', async () => {
  answers = () => xml('DescribeInstanceStatus', '<instanceStatusSet/>');
  await call({ service: 'ec2', operation: 'describe-instance-status', parameters: { InstanceIds: ['i-1'], IncludeAllInstances: true } });
  expect(asked[0].body).not.toContain('MaxResults');
  expect(pageSizeOf('ec2', 'describe-instance-status', {})).toBe(1000);
});

test('IAM: pages by a marker, and documents as the AWS CLI prints them', async () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }] };
  answers = ({ body }) => {
    const parameters = new URLSearchParams(body);
    if (parameters.get('Action') === 'GetRolePolicy') return { body: `<GetRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRolePolicyResult><RoleName>R</RoleName><PolicyName>P</PolicyName><PolicyDocument>${encodeURIComponent(JSON.stringify(document))}</PolicyDocument></GetRolePolicyResult></GetRolePolicyResponse>` };
    const more = !parameters.has('Marker');
    return { body: `<ListRolePoliciesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRolePoliciesResult><PolicyNames><member>${more ? 'P' : 'Q'}</member></PolicyNames><IsTruncated>${String(more)}</IsTruncated>${more ? '<Marker>m</Marker>' : ''}</ListRolePoliciesResult></ListRolePoliciesResponse>` };
  };
  expect(await call({ service: 'iam', operation: 'get-role-policy', parameters: { RoleName: 'R', PolicyName: 'P' } })).toEqual([{ RoleName: 'R', PolicyName: 'P', PolicyDocument: document }]);
  expect(mergePages(await call({ service: 'iam', operation: 'list-role-policies', parameters: { RoleName: 'R' } }), true)).toEqual({ PolicyNames: ['P', 'Q'] });
});

test('a policy is asked for by its ARN alone, though its answer is filed under its name', async () => {
  answers = () => ({ body: '<GetPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetPolicyResult><Policy><PolicyName>P</PolicyName><DefaultVersionId>v3</DefaultVersionId></Policy></GetPolicyResult></GetPolicyResponse>' });
  expect(await call({ service: 'iam', operation: 'get-policy', parameters: { PolicyArn: 'arn:aws:iam::111122223333:policy/P', PolicyName: 'P' } })).toEqual([{ Policy: { PolicyName: 'P', DefaultVersionId: 'v3' } }]);
  expect(Object.fromEntries(new URLSearchParams(asked[0].body))).toMatchObject({ Action: 'GetPolicy', PolicyArn: 'arn:aws:iam::111122223333:policy/P' });
  expect(asked[0].body).not.toContain('PolicyName');
});

test('Systems Manager: times as the AWS CLI prints them', async () => {
  answers = () => ({ body: { InstanceInformationList: [{ InstanceId: 'i-1', PingStatus: 'Online', LastPingDateTime: 1764583200.25 }] } });
  expect(await call({ service: 'ssm', operation: 'describe-instance-information' })).toEqual([{ InstanceInformationList: [{ InstanceId: 'i-1', PingStatus: 'Online', LastPingDateTime: '2025-12-01T10:00:00.250000+00:00' }] }]);
  expect(asked[0].headers['x-amz-target']).toBe('AmazonSSM.DescribeInstanceInformation');
  expect(JSON.parse(asked[0].body)).toEqual({ MaxResults: 50 });
});

test('Route 53 Resolver speaks the protocol of Systems Manager under its own name', async () => {
  answers = ({ body }) => ({ body: body.includes('NextToken') ? { ResolverRules: [{ Id: 'rslvr-rr-2' }] } : { ResolverRules: [{ Id: 'rslvr-rr-1', DomainName: 'corp.', RuleType: 'FORWARD', TargetIps: [{ Ip: '10.0.0.2', Port: 53 }] }], NextToken: 'more', MaxResults: 100 } });
  const pages = await call({ service: 'route53resolver', operation: 'list-resolver-rules' });
  expect(mergePages(pages, true)).toEqual({ ResolverRules: [{ Id: 'rslvr-rr-1', DomainName: 'corp.', RuleType: 'FORWARD', TargetIps: [{ Ip: '10.0.0.2', Port: 53 }] }, { Id: 'rslvr-rr-2' }] });
  expect(asked.map(({ method, path, headers, body }) => [method, path, headers['x-amz-target'], JSON.parse(body)])).toEqual([
    ['POST', '/', 'Route53Resolver.ListResolverRules', { MaxResults: 100 }], ['POST', '/', 'Route53Resolver.ListResolverRules', { MaxResults: 100, NextToken: 'more' }],
  ]);
  expect(asked[0].headers.authorization).toContain('/eu-central-1/route53resolver/aws4_request');
});

test('Route 53 Profiles is asked by HTTP resources', async () => {
  answers = () => ({ body: { ProfileAssociations: [{ Id: 'rpassoc-1', ResourceId: 'vpc-1' }] } });
  expect(await call({ service: 'route53profiles', operation: 'list-profile-associations' })).toEqual([{ ProfileAssociations: [{ Id: 'rpassoc-1', ResourceId: 'vpc-1' }] }]);
  expect([asked[0].method, asked[0].path]).toEqual(['GET', '/profileassociations?maxResults=100']);
  expect(asked[0].headers.authorization).toContain('/eu-central-1/route53profiles/aws4_request');
});

test.each([
  ['route53resolver', 'list-resolver-rules', {}, 'route53resolver.eu-central-1.amazonaws.com'],
  ['route53profiles', 'list-profile-associations', {}, 'route53profiles.eu-central-1.amazonaws.com'],
  ['route53resolver', 'list-resolver-rules', { AWS_USE_FIPS_ENDPOINT: 'true' }, 'route53resolver-fips.eu-central-1.amazonaws.com'],
])('%s %s %j: without a configured endpoint it is %s', async (service, operation, env, host) => {
  delete process.env.AWS_ENDPOINT_URL;
  Object.assign(process.env, env);
  // No such address answers here, and its name is in the error.
  const session = openSession({ maxAttempts: 1, timeouts: FAST.timeouts });
  const lookups: string[] = [];
  const lookup = jest.spyOn(require('dns') as typeof import('dns'), 'lookup').mockImplementation(((name: string, _options: unknown, done: (error: Error) => void) => {
    lookups.push(name);
    done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
  }) as never);
  try {
    await expect((async () => { for await (const page of session.callerOf('eu-central-1').call({ service, operation, parameters: {} })) expect(page).toBeUndefined(); })()).rejects.toMatchObject({ kind: 'unreachable' });
  } finally {
    lookup.mockRestore();
    session.close();
  }
  expect(lookups).toContain(host);
});

describe('what AWS refuses', () => {
  const failure = async (answer: Answer, request: Omit<CallRequest, 'parameters'> = { service: 'ec2', operation: 'describe-vpcs' }) => {
    answers = () => answer;
    return call(request).then(() => undefined, (error: unknown) => error as CallError);
  };

  test.each([
    [refusal('UnauthorizedOperation'), 'denied', 1],
    [refusal('AuthFailure', 401), 'invalid-credentials', 1],
    [refusal('ExpiredToken', 400), 'expired', 1],
    [refusal('RequestExpired', 400), 'expired', 1],
    [refusal('RequestLimitExceeded', 503), 'throttled', 2],
    [refusal('InvalidVpcID.NotFound', 400), 'failed', 1],
  ] as const)('%j is %s, after %d requests', async (answer, kind, attempts) => {
    const error = await failure(answer);
    expect(error).toBeInstanceOf(CallError);
    expect([error!.kind, asked.length]).toEqual([kind, attempts]);
  });

  test.each([
    [{ status: 400, body: { __type: 'AccessDeniedException', message: 'no' } }, 'denied'],
    [{ status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } }, 'throttled'],
    [{ status: 400, body: { __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' } }, 'expired'],
  ] as const)('JSON: %j is %s', async (answer, kind) => {
    for (const [service, operation] of [['ssm', 'describe-instance-information'], ['route53resolver', 'list-resolver-rules']]) expect((await failure(answer, { service, operation }))!.kind).toBe(kind);
  });

  test('what is not answered in time', async () => {
    expect((await failure('silence'))!.kind).toBe('timeout');
  });

  test('throttled once, and answered at the second attempt', async () => {
    answers = () => (asked.length === 1 ? refusal('RequestLimitExceeded', 503) : xml('DescribeVpcs', '<vpcSet/>'));
    await call({ service: 'ec2', operation: 'describe-vpcs' });
    expect(asked.length).toBe(2);
  });
});

describe('credentials', () => {
  test('none', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_WEB_IDENTITY_TOKEN_FILE']) delete process.env[name];
    process.env.AWS_EC2_METADATA_DISABLED = 'true';
    await expect(call({ service: 'ec2', operation: 'describe-vpcs' })).rejects.toMatchObject({ kind: 'no-credentials' });
    expect(asked).toEqual([]);
  });

  const role = 'arn:aws:iam::111122223333:role/Doctor';
  test('a role is assumed, and its credentials are used', async () => {
    answers = ({ body }) => (body.includes('Action=AssumeRole')
      ? { body: '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>' }
      : xml('DescribeVpcs', '<vpcSet/>'));
    await call({ service: 'ec2', operation: 'describe-vpcs' }, { ...FAST, roleArn: role, region: 'eu-central-1' });
    expect(Object.fromEntries(new URLSearchParams(asked[0].body))).toMatchObject({ Action: 'AssumeRole', RoleArn: role });
    expect(asked[0].headers.authorization).toContain('Credential=AKIAEXAMPLE/');
    expect(asked[1].headers.authorization).toContain('Credential=ASIAROLE/');
    expect(asked[1].headers['x-amz-security-token']).toBe('token');
  });

  test('a role that may not be assumed is said by its name', async () => {
    answers = () => ({ status: 403, body: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>' });
    await expect(call({ service: 'ec2', operation: 'describe-vpcs' }, { ...FAST, roleArn: role, region: 'eu-central-1' })).rejects.toMatchObject({ kind: 'no-credentials', message: expect.stringContaining(`role ${role} cannot be assumed: AccessDenied`) });
  });

  test('the Region of the environment', async () => {
    process.env.AWS_REGION = 'ap-southeast-2';
    const session = openSession({});
    expect(await session.defaultRegion()).toBe('ap-southeast-2');
    session.close();
  });
});

test('answers as they are printed: no metadata, nothing undefined, bytes in base64', () => {
  expect(asPrinted('ec2', { $metadata: { httpStatusCode: 200 }, A: undefined, B: [{ C: new Date('2026-11-29T10:00:00Z') }], D: new Uint8Array([1, 2]) })).toEqual({ B: [{ C: '2026-11-29T10:00:00+00:00' }], D: 'AQI=' });
  expect(asPrinted('iam', { PolicyDocument: 'no JSON %' })).toEqual({ PolicyDocument: 'no JSON %' });
});
