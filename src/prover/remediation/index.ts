export * from './edits';
export type { Repair, RepairKind } from './repair';
export { REASONS_WITH_REPAIRS } from './repairs';
export * from './search';
