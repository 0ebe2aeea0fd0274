export * from './agreement';
export * from './examine';
export * from './folder';
export * from './observed';
export * from './prove';
export * from './scopes';
