import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, relative, resolve } from 'path';

/** `npm run update` sets it: what is expected is written instead of compared, and a person reads the difference. */
export const UPDATE = process.env.UPDATE_EXPECTATIONS !== undefined;

/** Compares with a committed file. */
export function expectFile(file: string, text: string): void {
  if (UPDATE) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (!existsSync(file)) throw new Error(`${relative(resolve(__dirname, '../..'), file)} is missing: npm run update`);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/** Compares with a committed file of JSON. */
export function expectJson(file: string, data: unknown): void {
  if (UPDATE) expectFile(file, `${JSON.stringify(data, undefined, 1)}\n`);
  expect(data).toEqual(JSON.parse(readFileSync(file, 'utf8')));
}
