/** A field of a cron expression: its name, the numbers it takes, their names, and what else it takes besides numbers. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** The most days that each month has. */
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Source: User Guide, reference-cron-and-rate-expressions. */
const FIELDS: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', least: 1, most: 12, words: MONTHS },
  { name: 'day of week', least: 1, most: 7, words: DAYS, special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/ },
  { name: 'year', least: 1970, most: 2199 },
];

/** What is wrong with a cron expression of six fields, with what to write instead; undefined for one that can happen. */
export function faultOfCron(expression: string): string | undefined {
  const inner = /^\s*cron\((.*)\)\s*$/i.exec(expression)?.[1];
  if (inner !== undefined) return `The method adds 'cron(…)' itself: give '${inner}'`;
  const values = expression.split(' ');
  if (values.length !== FIELDS.length || values.includes('')) return 'Give six fields, such as \'0 2 ? * SUN *\'';
  const odd = FIELDS.findIndex((field, index) => !values[index].toUpperCase().split(',').every((item) => isItem(field, item, values[index])));
  if (odd >= 0) {
    const { name, least, most, words } = FIELDS[odd];
    return `'${values[odd]}' is not possible as ${name}: give a value from ${least} to ${most}${words ? ` or ${words[0]} to ${words[words.length - 1]}` : ''}, a range, a list, a step or '*'`;
  }
  return faultOfDays(values[2], values[3], values[4]);
}

/** Either the day of the month or the day of the week is left open, and some month has the day. */
function faultOfDays(dayOfMonth: string, month: string, dayOfWeek: string): string | undefined {
  if (dayOfMonth === '?' && dayOfWeek === '?') return 'The day of month and the day of week are both \'?\'. Give one of them, such as \'0 2 ? * SUN *\'';
  if (dayOfMonth !== '?' && dayOfWeek !== '?') return `The day of month is '${dayOfMonth}' and the day of week is '${dayOfWeek}'. Write '?' for one of them`;
  const days = dayOfMonth.split(',');
  const months = month.toUpperCase().split(',').map((item) => numberOf(FIELDS[3], item));
  if (!days.every((each) => /^\d+$/.test(each)) || months.some((each) => each === undefined)) return undefined;
  const possible = months.some((each) => days.some((day) => Number(day) <= LENGTHS[each! - 1]));
  return possible ? undefined : `No month '${month}' has a day ${dayOfMonth}`;
}

function isItem(field: Field, item: string, whole: string): boolean {
  // A list of these has no meaning.
  if (field.special?.test(item)) return item === whole.toUpperCase() || item !== '?';
  const [, range, step] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(item) ?? [];
  if (range === undefined || (step !== undefined && (Number(step) < 1 || Number(step) > field.most))) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((each) => numberOf(field, each));
  if (ends.length > 2 || ends.some((each) => each === undefined)) return false;
  // Days of a week may go round its end: FRI-MON.
  return ends.length === 1 || ends[0]! <= ends[1]! || field.words === DAYS;
}

function numberOf({ least, most, words = [] }: Field, text: string): number | undefined {
  const word = words.indexOf(text);
  if (word >= 0) return word + 1;
  return /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
}
