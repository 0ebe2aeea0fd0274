export { parseCidr } from './addresses';
export * from './hops';
export * from './inbound';
export * from './paths';
export * from './ports';
