export * from './agent-user-data';
export * from './agent-user-data-props';
export * from './props';
export * from './ssm-managed';
