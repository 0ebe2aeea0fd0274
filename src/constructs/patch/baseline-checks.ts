import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import * as data from '../../data/patch-properties.json';
import { validationError } from '../internal/errors';
import { PatchBaselineProps, PatchOperatingSystem, PatchRule } from './baseline-props';

const MOST_RULES = 10;
const MOST_VALUES = 20;
const MOST_DAYS = 360;
const LONGEST_NAME = 128;

/** The service takes no shorter name. */
export const SHORTEST_NAME = 3;

const PROPERTIES: Readonly<Record<string, readonly string[]>> = data.properties;
const VALUES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = data.values;

/** Windows has a name of its own for severities. */
export function severityKey(operatingSystem: PatchOperatingSystem): string {
  return operatingSystem === PatchOperatingSystem.WINDOWS ? 'MSRC_SEVERITY' : 'SEVERITY';
}

/** Whether release dates are unknown there, so that nothing can wait for some days. */
export function takesNoDelay(operatingSystem: PatchOperatingSystem): boolean {
  return data.withoutDelay.includes(operatingSystem);
}

/** Finds what the service would refuse, or what would approve nothing, with what to change. */
export function checkPatchBaseline(scope: IConstruct, props: PatchBaselineProps): void {
  const { operatingSystem, rules = [], approvedPatches = [], rejectedPatches = [], blockRejectedPatches, baselineName } = props;
  if (rules.length === 0 && approvedPatches.length === 0) {
    throw validationError(scope, 'Nothing is approved, so nothing would ever be installed. Give \'rules\' or \'approvedPatches\'.');
  }
  if (rules.length > MOST_RULES) throw validationError(scope, `${rules.length} rules are given; ${MOST_RULES} are the limit. Unite some.`);
  if (blockRejectedPatches && rejectedPatches.length === 0) {
    throw validationError(scope, '\'blockRejectedPatches\' is given, but no \'rejectedPatches\'. Name them, or leave it out.');
  }
  if (baselineName !== undefined && !Token.isUnresolved(baselineName) && !isName(baselineName)) {
    throw validationError(scope, `'baselineName' is '${baselineName}'. Give ${SHORTEST_NAME} to ${LONGEST_NAME} letters, digits, dots, dashes or underscores.`);
  }
  checkPatchGroups(scope, props.patchGroups ?? []);
  rules.forEach((rule, index) => {
    checkFilters(scope, operatingSystem, rule, `rules[${index}]`);
    checkApproval(scope, operatingSystem, rule, `rules[${index}]`);
  });
}

function isName(text: string): boolean {
  return /^[\w.-]+$/.test(text) && text.length >= SHORTEST_NAME && text.length <= LONGEST_NAME;
}

function checkPatchGroups(scope: IConstruct, patchGroups: string[]): void {
  if (Token.isUnresolved(patchGroups)) return;
  const names = patchGroups.filter((each) => !Token.isUnresolved(each));
  if (names.some((each) => each.trim() === '')) throw validationError(scope, '\'patchGroups\' holds an empty name. Give the value of the tag, or leave it out.');
  const twice = names.find((each, index) => names.indexOf(each) < index);
  if (twice) throw validationError(scope, `'patchGroups' names '${twice}' twice. Name each once.`);
}

function checkFilters(scope: IConstruct, operatingSystem: PatchOperatingSystem, rule: PatchRule, at: string): void {
  const known = PROPERTIES[operatingSystem];
  const given: [string, string, string[] | undefined][] = [
    ['classifications', 'CLASSIFICATION', rule.classifications],
    ['severities', severityKey(operatingSystem), rule.severities],
    ['priorities', 'PRIORITY', rule.priorities],
    ['products', 'PRODUCT', rule.products],
  ];
  for (const [name, key, values] of given) {
    if (values === undefined) continue;
    if (known && !known.includes(key)) throw validationError(scope, `'${at}.${name}': Patch Manager knows none for ${operatingSystem}, but ${known.join(', ')}. Leave it out.`);
    if (Token.isUnresolved(values)) continue;
    if (values.length === 0 || values.length > MOST_VALUES) throw validationError(scope, `'${at}.${name}' has ${values.length} values. Give 1 to ${MOST_VALUES}, or leave it out for all.`);
    const valid = VALUES[operatingSystem]?.[key];
    const odd = valid && values.find((each) => each !== '*' && !Token.isUnresolved(each) && !valid.includes(each));
    if (odd !== undefined) throw validationError(scope, `'${at}.${name}' holds '${odd}', which ${operatingSystem} does not have. It has: ${valid!.join(', ')}.`);
  }
}

function checkApproval(scope: IConstruct, operatingSystem: PatchOperatingSystem, rule: PatchRule, at: string): void {
  const { approveAfter, approveUntil, includeNonSecurity } = rule;
  if (approveAfter && approveUntil !== undefined) throw validationError(scope, `'${at}' has 'approveAfter' and 'approveUntil'. Leave one out.`);
  if (takesNoDelay(operatingSystem) && (approveAfter || approveUntil !== undefined)) {
    throw validationError(scope, `'${at}': ${operatingSystem} tells no release dates, so nothing can wait there. Leave 'approveAfter' and 'approveUntil' out.`);
  }
  if (approveAfter && !approveAfter.isUnresolved()) {
    const days = approveAfter.toDays({ integral: false });
    if (!Number.isInteger(days) || days > MOST_DAYS) throw validationError(scope, `'${at}.approveAfter' is ${days} days. Patch Manager takes whole days, up to ${MOST_DAYS}.`);
  }
  if (approveUntil !== undefined && !Token.isUnresolved(approveUntil) && !isDay(approveUntil)) {
    throw validationError(scope, `'${at}.approveUntil' is '${approveUntil}'. Give a day as YYYY-MM-DD.`);
  }
  if (includeNonSecurity && [PatchOperatingSystem.WINDOWS, PatchOperatingSystem.MACOS].includes(operatingSystem)) {
    throw validationError(scope, `'${at}.includeNonSecurity' is for Linux, not ${operatingSystem}. Leave it out.`);
  }
}

/** A day of the calendar: the thirtieth of February is none. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
