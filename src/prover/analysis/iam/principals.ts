import { any, asList, isMap, own, scalar, Text, Truth, Unknown, Value } from '../../core';
import { lookUp, RequestContext } from './context';
import { operator } from './operators';
import { Statement } from './policy';
import { matchWildcard } from './wildcard';

/** Who makes a request: an AWS service, or a role (what it is called is in the request's context). */
export type Principal = { readonly service: string } | 'role';

/** The DNS suffixes of AWS's partitions, which service principals carry. */
const SUFFIXES = ['amazonaws.com', 'amazonaws.com.cn', 'amazonaws.eu', 'c2s.ic.gov', 'sc2s.sgov.gov', 'csp.hci.ic.gov', 'cloud.adc-e.uk'];

/** Whether a statement of a trust or endpoint policy is about a principal. A statement that names nobody is malformed: unknown. */
export function isAbout(statement: Statement, principal: Principal, context: RequestContext): Truth {
  if (statement.principals !== undefined) return names(statement.principals, principal, context);
  if (statement.notPrincipals === undefined) return 'unknown';
  // Who is not in NotPrincipal is meant, but a role is also named by its session and account, which the list may not show.
  return names(statement.notPrincipals, principal, context) === 'yes' ? 'no' : 'unknown';
}

function names(element: Value, principal: Principal, context: RequestContext): Truth {
  if (element === '*') return 'yes';
  if (!isMap(element)) return 'unknown';
  const map = element as Record<string, Value>;
  // Seen in old policies, not in AWS's documentation.
  if (own(map, '*') !== undefined) return 'unknown';
  const named = (kind: string) => {
    const value = own(map, kind);
    return value instanceof Unknown ? [value] : asList(value);
  };
  if (principal !== 'role') {
    // Whether `"AWS": "*"` means services as well is told differently in different places.
    const everybody: Truth[] = named('AWS').some((value) => value === '*') ? ['unknown'] : [];
    return any([...named('Service').map((value) => isServiceOf(value, principal.service)), ...everybody]);
  }
  // A service is not what calls here; `AWS` holds accounts, roles and sessions.
  return any(named('AWS').map((value) => isRole(value, context)));
}

/** An entry of a mapping that is chosen by the Region may be any of a few: `ec2.amazonaws.com` here, `ec2.amazonaws.com.cn` there. */
function isServiceOf(value: Value, service: string): Truth {
  if (!(value instanceof Unknown) || value.oneOf === undefined) return isService(value, service);
  const answers = new Set(value.oneOf.map((one) => any(asList(one).map((item) => isService(item, service)))));
  return answers.size === 1 ? [...answers][0] : 'unknown';
}

function isService(value: Value, service: string): Truth {
  const literal = scalar(value);
  if (literal !== undefined) {
    if (SUFFIXES.some((suffix) => literal === `${service}.${suffix}`)) return 'yes';
    // Spelt in another case or with a Region, and the service's wildcard, are not documented either way.
    const lower = literal.toLowerCase();
    return lower.startsWith(`${service}.`) || lower.includes('*') ? 'unknown' : 'no';
  }
  if (value instanceof Text && value.parts.length === 2 && value.parts[0] === `${service}.`) {
    const [, suffix] = value.parts;
    if (suffix instanceof Unknown && suffix.key === 'AWS::URLSuffix') return 'yes';
  }
  return any(SUFFIXES.map((suffix) => matchWildcard(value, `${service}.${suffix}`, { wildcards: false }))) === 'no' ? 'no' : 'unknown';
}

function isRole(value: Value, context: RequestContext): Truth {
  if (value === '*') return 'yes';
  const account = valueOf(context, 'aws:PrincipalAccount');
  const role = valueOf(context, 'aws:PrincipalArn');
  const asAccount = account === undefined ? 'unknown' : matchWildcard(value, account, { wildcards: false, context });
  const asRoot = account === undefined ? 'unknown' : operator('ArnLike')!.compare(value, rootOf(account, context), { context, variables: false });
  const asRole = role === undefined ? 'unknown' : operator('StringEquals')!.compare(value, role, { context, variables: false });
  const found = any([asAccount, asRoot, asRole]);
  if (found !== 'no') return found;
  // The session of the role may be named: its name is the instance's id.
  return matchWildcard('arn:*:sts::*:assumed-role/*', value, { context }) === 'no' ? 'no' : 'unknown';
}

function rootOf(account: Value, context: RequestContext): Value {
  const partition = valueOf(context, 'AWS::Partition');
  const known = scalar(account);
  return new Text([
    'arn:', typeof partition === 'string' ? partition : new Unknown('pseudo', 'AWS::Partition', 'AWS::Partition'), ':iam::',
    known ?? (account instanceof Unknown ? account : new Unknown('pseudo', 'AWS::AccountId', 'AWS::AccountId')), ':root',
  ]);
}

function valueOf(context: RequestContext, key: string): Value {
  const state = lookUp(context, key);
  return Array.isArray(state) && state.length === 1 ? state[0] as Value : undefined;
}
