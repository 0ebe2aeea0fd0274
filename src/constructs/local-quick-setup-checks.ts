import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { validationError } from './errors';

/** Refuses no Region, an empty name and a name that stands twice. */
export function checkRegions(scope: IConstruct, regions: string[]): void {
  if (Token.isUnresolved(regions)) return;
  if (regions.length === 0) throw validationError(scope, '\'regions\' is empty. Name one, or leave it out.');
  const names = regions.filter((each) => !Token.isUnresolved(each));
  if (names.some((each) => each.trim() === '')) throw validationError(scope, '\'regions\' holds an empty name. Name a Region, or leave it out.');
  const twice = names.find((each, index) => names.indexOf(each) < index);
  if (twice) throw validationError(scope, `'regions' names ${twice} twice. Name each once.`);
}
