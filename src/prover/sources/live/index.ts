export * from './answers';
export { instancesOf as liveInstancesOf } from './instances';
export { flag, maps, member, tag, text, textOf } from './json';
export type { Json } from './json';
export * from './operations';
export * from './map';
