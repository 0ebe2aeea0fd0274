import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { LiveScope, OPERATIONS, SavedAnswer } from '../../src/prover/sources/live';

/** What `aws <service> <operation> … > file` would have written. */
export function fileNameOf({ service, operation, parameters }: SavedAnswer): string {
  const names = OPERATIONS.find((o) => o.service === service && o.operation === operation)?.parameters ?? [];
  const values = names.map((name) => parameters[name]).filter((v): v is string => typeof v === 'string');
  return `${[service, operation, ...operation === 'get-service-setting' ? ['default-ec2-instance-management-role'] : values].join('-')}.json`;
}

/** Saves the answers of an account as a folder. */
export function save(folder: string, { answers }: LiveScope): string {
  mkdirSync(folder, { recursive: true });
  for (const answer of answers) writeFileSync(join(folder, fileNameOf(answer)), JSON.stringify(answer.data, undefined, 4));
  return folder;
}
