export * from './agreement';
export * from './collect-script';
export * from './examine';
export * from './folder';
export * from './observed';
export * from './prove';
export * from './scopes';
