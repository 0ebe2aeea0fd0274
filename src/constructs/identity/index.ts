export * from './adopted-instance-role';
export * from './role-props';
export * from './ssm-managed-instance-role';
export * from './tier';
