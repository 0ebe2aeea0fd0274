export * from './endpoint-props';
export * from './endpoint-service';
export * from './ssm-endpoints';
export * from './ssm-ready-vpc';
