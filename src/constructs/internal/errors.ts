import { IConstruct } from 'constructs';

/**
 * An error of construction: says where, what is wrong and what to change.
 * A plain Error, because the constructor of CDK's own ValidationError differs between the versions we support.
 */
export function validationError(scope: IConstruct, message: string): Error {
  const error = new Error(`[${scope.node.path}] ${message}`);
  error.name = 'ValidationError';
  return error;
}

/** The same for what stands in no construct tree. */
export function unscopedError(what: string, message: string): Error {
  const error = new Error(`${what}: ${message}`);
  error.name = 'ValidationError';
  return error;
}
