export * from './local-quick-setup';
export * from './organization-host-management';
export * from './organization-host-management-props';
export * from './props';
