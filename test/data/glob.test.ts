import * as fc from 'fast-check';
import { globMatches, globMayMatch, UNKNOWN_PART } from '../../src/data/glob';
import { runs } from '../helpers/runs';

// Two letters make collisions frequent, which is where matchers go wrong.
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
const plain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
const blurred = fc.string({ unit: fc.constantFrom('a', 'b', UNKNOWN_PART), maxLength: 5 });

const regExp = (glob: string) => new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
const fill = (text: string, parts: string[]) => {
  let next = 0;
  return text.replaceAll(UNKNOWN_PART, () => parts[next++]);
};
const parts = fc.array(plain, { minLength: 5, maxLength: 5 });

test('on known text both answer as the regular expression does', () => {
  fc.assert(fc.property(pattern, plain, (glob, text) => {
    expect(globMatches(glob, text)).toBe(regExp(glob).test(text));
    expect(globMayMatch(glob, text)).toBe(regExp(glob).test(text));
  }), { numRuns: runs(3000) });
});

test('a certain match holds however the unknown parts are filled', () => {
  fc.assert(fc.property(pattern, blurred, parts, (glob, text, filling) => {
    fc.pre(globMatches(glob, text));
    expect(regExp(glob).test(fill(text, filling))).toBe(true);
  }), { numRuns: runs(3000) });
});

test('what some filling matches is a possible match', () => {
  fc.assert(fc.property(pattern, blurred, parts, (glob, text, filling) => {
    fc.pre(regExp(glob).test(fill(text, filling)));
    expect(globMayMatch(glob, text)).toBe(true);
  }), { numRuns: runs(3000) });
});

test('a possible match has a filling', () => {
  const short = ['', 'a', 'b', 'aa', 'ab', 'ba', 'bb'];
  const smallPattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 3 });
  const one = fc.tuple(plain, plain).map(([left, right]) => left.slice(0, 2) + UNKNOWN_PART + right.slice(0, 2));
  fc.assert(fc.property(smallPattern, one, (glob, text) => {
    fc.pre(globMayMatch(glob, text));
    const fillings = [...short, ...short.flatMap((s) => ['a', 'b'].map((c) => s + c))];
    expect(fillings.some((filling) => regExp(glob).test(fill(text, [filling])))).toBe(true);
  }), { numRuns: runs(3000) });
});

test('an unknown part is matched for certain by a star only', () => {
  expect(globMatches('a*', `a${UNKNOWN_PART}`)).toBe(true);
  expect(globMatches('a?', `a${UNKNOWN_PART}`)).toBe(false);
  expect(globMatches('ab', `a${UNKNOWN_PART}`)).toBe(false);
  expect(globMayMatch('a?', `a${UNKNOWN_PART}`)).toBe(true);
});
