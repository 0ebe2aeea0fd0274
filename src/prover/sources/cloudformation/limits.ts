import { InputError } from '../../core';

/** CloudFormation accepts templates of up to 1 MiB; more is read where it costs little. */
export const CLOUDFORMATION_LIMIT = 1024 * 1024;
export const MAX_TEMPLATE = 64 * CLOUDFORMATION_LIMIT;
/** A manifest holds a line for each construct of an app, with its trace. */
export const MAX_FILE = 128 * 1024 * 1024;

export const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0)} MiB`;

/** @throws InputError for a template that CloudFormation would not accept, and that takes long to read */
export function refuseLarge(name: string, bytes: number, limit: number): void {
  if (bytes > limit) throw new InputError(name, `${megabytes(bytes)} is larger than any template (CloudFormation accepts 1 MiB)`);
}
