export * from './catalogue';
export * from './check';
export { hostNotProven } from './host/host-not-proven';
