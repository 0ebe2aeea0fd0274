export * from './options';
export * from './ssm-ready-aspect';
export * from './ssm-ready-validation';
