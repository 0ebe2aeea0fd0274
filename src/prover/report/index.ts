export * from './json';
export * from './open-words';
export * from './report';
export * from './report-paths';
export * from './report-places';
export * from './step-words';
export * from './text';
export { nameOf } from './wording';
