export * from './adopted-instance-role';
export * from './endpoint-props';
export * from './endpoint-service';
export * from './role-props';
export * from './ssm-endpoints';
export * from './ssm-managed-instance-role';
export * from './ssm-ready-vpc';
export * from './tier';
