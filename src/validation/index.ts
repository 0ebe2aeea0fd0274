export * from './options';
export * from './readiness-structs';
export * from './ssm-readiness';
export * from './ssm-ready-aspect';
export * from './ssm-ready-validation';
