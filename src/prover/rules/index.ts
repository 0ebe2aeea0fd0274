export * from './catalogue';
export * from './check';
export { acknowledgementUnused } from './host/acknowledgement-unused';
export { hostNotProven } from './host/host-not-proven';
