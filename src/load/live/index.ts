export * from './answers';
export * from './extensions';
export * from './operations';
export * from './map';
