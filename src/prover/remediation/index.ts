export * from './edits';
export type { Repair, RepairKind } from './repair';
export * from './search';
