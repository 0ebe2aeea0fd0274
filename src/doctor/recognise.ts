import { isMap, own } from '../prover/core';
import { Operation, operationNamed, OPERATIONS, Outcome, SavedAnswer } from '../prover/sources/live';
import { isDenial } from './text-forms';

/** What the name of a file says: `<service>-<operation>[-<parameter>…]`. */
export interface FileName {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Operations, those with the longer name first: one may begin like another. */
const BY_LENGTH = [...OPERATIONS].sort((a, b) => nameOf(b).length - nameOf(a).length);

function nameOf({ service, operation }: Operation): string {
  return `${service}-${operation}`;
}

/** @param base the name of a file without its extension */
export function readFileName(base: string): FileName | undefined {
  const name = decoded(base);
  const operation = BY_LENGTH.find((o) => name === nameOf(o) || name.startsWith(`${nameOf(o)}-`));
  return operation && { operation, parameters: parametersOf(operation, name.slice(nameOf(operation).length + 1)) };
}

/** A folder for each operation, and a file for each of its parameters. */
export function readFolderName(folder: string, base: string): FileName | undefined {
  const operation = OPERATIONS.find((o) => nameOf(o) === folder);
  return operation && { operation, parameters: parametersOf(operation, decoded(base)) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // A per cent sign that is none of an encoding.
    return name;
  }
}

/** Names may hold dashes; only the last of two parameters may not. */
function parametersOf({ parameters = [] }: Operation, rest: string): Record<string, string> {
  if (rest === '' || parameters.length === 0) return {};
  const last = rest.lastIndexOf('-');
  return parameters.length === 1 || last < 0 ? { [parameters[0]]: rest } : { [parameters[0]]: rest.slice(0, last), [parameters[1]]: rest.slice(last + 1) };
}

/** The answers a parsed file holds; a sentence where it should hold one and does not; undefined for what is of no concern. */
export function recognise(data: unknown, named: FileName | undefined): readonly SavedAnswer[] | string | undefined {
  if (!isMap(data)) return named || Array.isArray(data) ? 'is not an answer of the AWS CLI: the document is not an object (an answer that --query has changed is none)' : undefined;
  const recorded = unwrap(data);
  if (recorded) return recorded.code === undefined ? recognise(recorded.data, named) : failed(named, recorded.code);
  const error = own(data, 'Error');
  if (isMap(error) && typeof own(error, 'Code') === 'string') return failed(named, own(error, 'Code') as string);
  if (own(data, 'provider') === 'aws' && own(data, 'collector_version') !== undefined) return collected(data);
  const wrapped = tablesOf(data);
  if (wrapped) return wrapped;
  if (named) return namedAnswer(data, named);
  return byKey(data);
}

/** Recorded by a library: the status of the response beside its data. */
function unwrap(data: Readonly<Record<string, unknown>>): { readonly data: unknown; readonly code?: string } | undefined {
  const status = own(data, 'status_code');
  if (typeof status !== 'number' || own(data, 'data') === undefined) return undefined;
  const inner = own(data, 'data');
  const error = isMap(inner) ? own(inner, 'Error') : undefined;
  const code = isMap(error) ? own(error, 'Code') : undefined;
  return { data: inner, ...status >= 400 ? { code: typeof code === 'string' ? code : `status ${status}` } : {} };
}

function failed(named: FileName | undefined, code: string): readonly SavedAnswer[] | undefined {
  if (!named) return undefined;
  return [{ service: named.operation.service, operation: named.operation.operation, parameters: named.parameters, outcome: isDenial(code) ? 'denied' : 'failed', error: code, data: {} }];
}

function namedAnswer(data: Readonly<Record<string, unknown>>, { operation, parameters }: FileName): readonly SavedAnswer[] | string {
  const has = operation.keys.some((key) => own(data, key) !== undefined);
  if (!has && !(operation.operation === 'describe-instance-attribute' && Object.keys(data).length > 0)) {
    return `has no ${operation.keys[0]}, which an answer of ${operation.service} ${operation.operation} has (an answer that --query has changed is none)`;
  }
  const shape = wrongShape(data, operation);
  return shape ?? withParameters(data, operation, parameters);
}

/** Members that list things must be lists. */
const SCALAR = new Set(['Arn', 'Account', 'UserId', 'Target', 'Content', 'DocumentFormat']);
const OBJECTS = /^(EnableDns|EnableNetwork|UserData$|ServiceSetting$|InstanceProfile$|Role$|Policy$|PolicyVersion$|PolicyDocument$|VpcBlockPublicAccessOptions$)/;

function wrongShape(data: Readonly<Record<string, unknown>>, { keys }: Operation): string | undefined {
  for (const key of keys) {
    const value = own(data, key);
    if (value === undefined || value === null || SCALAR.has(key)) continue;
    if (OBJECTS.test(key)) {
      if (!isMap(value) && typeof value !== 'string') return `is not an answer of the AWS CLI: ${key} must be an object`;
    } else if (!Array.isArray(value)) {
      return `is not an answer of the AWS CLI: ${key} must be a list`;
    }
  }
  return undefined;
}

function byKey(data: Readonly<Record<string, unknown>>): readonly SavedAnswer[] | string | undefined {
  const has = (key: string) => own(data, key) !== undefined;
  const fits = OPERATIONS.filter((o) => has(o.keys[0]) || (o.selfDescribing === true && o.keys.some(has)));
  const operation = choose(data, fits);
  if (!operation) return undefined;
  const needs = operation.parameters !== undefined && operation.selfDescribing !== true && operation.operation !== 'get-policy';
  if (needs) return `is an answer of ${operation.service} ${operation.operation} that does not say what it is about: name the file ${nameOf(operation)}-${operation.parameters!.map((p) => `<${p}>`).join('-')}.json`;
  return wrongShape(data, operation) ?? withParameters(data, operation, {});
}

function choose(data: Readonly<Record<string, unknown>>, fits: readonly Operation[]): Operation | undefined {
  const of = (operation: string) => fits.find((o) => o.operation === operation);
  const lists = own(data, 'PrefixLists');
  if (Array.isArray(lists)) return (lists as unknown[]).some((l) => isMap(l) && own(l, 'Cidrs') !== undefined) ? of('describe-prefix-lists') : of('describe-managed-prefix-lists');
  // Other calls answer with a text of this name.
  if (own(data, 'Policy') !== undefined) return isMap(own(data, 'Policy')) ? of('get-policy') : undefined;
  if (own(data, 'Arn') !== undefined && own(data, 'Account') === undefined) return undefined;
  if (own(data, 'Target') !== undefined && own(data, 'Status') === undefined) return undefined;
  if (own(data, 'Content') !== undefined && own(data, 'DocumentFormat') === undefined) return undefined;
  if (own(data, 'PolicyDocument') !== undefined) return own(data, 'RoleName') === undefined ? undefined : of('get-role-policy');
  return fits[0];
}

function withParameters(data: Readonly<Record<string, unknown>>, operation: Operation, given: Readonly<Record<string, string>>): readonly SavedAnswer[] {
  const { service, operation: name } = operation;
  const outcome: Outcome = isCut(data) ? 'partial' : 'complete';
  return [{ service, operation: name, parameters: { ...given, ...said(data, operation) }, outcome, data }];
}

/** What an answer says it is about. */
function said(data: Readonly<Record<string, unknown>>, { parameters = [], operation }: Operation): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of parameters) {
    const value = own(data, name);
    if (typeof value === 'string') result[name] = value;
  }
  const policy = operation === 'get-policy' ? own(data, 'Policy') : undefined;
  if (isMap(policy) && typeof own(policy, 'PolicyName') === 'string') result.PolicyName = own(policy, 'PolicyName') as string;
  return result;
}

/** A token for the rest is left over: the list goes on. */
function isCut(data: Readonly<Record<string, unknown>>): boolean {
  const token = ['NextToken', 'nextToken', 'NextMarker', 'NextRecordName'].some((key) => typeof own(data, key) === 'string' && own(data, key) !== '');
  return token || own(data, 'IsTruncated') === true;
}

/** Batfish wraps what is asked for each table of a transit gateway. */
const WRAPPED = [
  ['TransitGatewayStaticRoutes', 'search-transit-gateway-routes'],
  ['TransitGatewayPropagations', 'get-transit-gateway-route-table-propagations'],
] as const;

function tablesOf(data: Readonly<Record<string, unknown>>): readonly SavedAnswer[] | undefined {
  for (const [key, operation] of WRAPPED) {
    const entries = own(data, key);
    if (!Array.isArray(entries)) continue;
    return (entries as unknown[]).filter(isMap).map((entry): SavedAnswer => ({
      service: 'ec2', operation, parameters: { TransitGatewayRouteTableId: own(entry, 'TransitGatewayRouteTableId') }, outcome: isCut(data) ? 'partial' : 'complete', data: entry,
    }));
  }
  return undefined;
}

/** np-guard's collector writes one file with members of its own names. */
const COLLECTED: Readonly<Record<string, string>> = {
  vpcs: 'describe-vpcs', subnets: 'describe-subnets', security_groups: 'describe-security-groups', network_acls: 'describe-network-acls', internet_gateways: 'describe-internet-gateways',
};

function collected(data: Readonly<Record<string, unknown>>): readonly SavedAnswer[] {
  const answer = (operation: string, answered: Record<string, unknown>): SavedAnswer => ({ service: 'ec2', operation, parameters: {}, outcome: 'complete', data: answered });
  const lists = Object.entries(COLLECTED).filter(([key]) => Array.isArray(own(data, key)))
    .map(([key, operation]) => answer(operation, { [operationNamed('ec2', operation)!.keys[0]]: own(data, key) }));
  return Array.isArray(own(data, 'instances')) ? [...lists, answer('describe-instances', { Reservations: [{ Instances: own(data, 'instances') }] })] : lists;
}
