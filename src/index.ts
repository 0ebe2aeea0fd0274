// The public API, listed by hand. Everything else is internal and may change.
import './cdk-version';
export * from './constructs';
export * from './validation';
