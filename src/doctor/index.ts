export * from './folder';
export * from './prove';
export * from './scopes';
