export * from './agent-logs';
export * from './default-host-management';
export * from './default-host-management-props';
export * from './host-management';
export * from './host-management-props';
export * from './schedule';
export * from './targets';
