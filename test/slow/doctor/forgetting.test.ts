import { join } from 'path';
import { account } from '../../doctor/account';
import { violationsOf } from '../../doctor/forget';
import { completed, estatesOf, scopesIn, withRecordings } from '../../doctor/recordings';

test('forgetting any part of a whole account turns verdicts into unknown only, and names the call', () => {
  const { tried, violations, unnamed } = violationsOf([account()]);
  expect(violations).toEqual([]);
  expect(unnamed).toEqual([]);
  expect(tried).toBeGreaterThan(300);
});

withRecordings('recorded networks', (folder) => {
  test.each(estatesOf(folder))('forgetting any part of %s turns verdicts into unknown only, and names the call', (estate) => {
    const { tried, violations, unnamed } = violationsOf(scopesIn(join(folder, 'batfish', estate)).map(completed));
    expect(violations).toEqual([]);
    expect(unnamed).toEqual([]);
    expect(tried).toBeGreaterThan(50);
  });
});
