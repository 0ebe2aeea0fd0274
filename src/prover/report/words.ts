import { Data, Table, Words } from './wording';
import { BOOT_WORDS } from './words-boot';
import { FLEET_WORDS } from './words-fleet';
import { HOST_WORDS } from './words-host';
import { NETWORK_WORDS } from './words-network';

const TABLE: Table = { ...NETWORK_WORDS, ...HOST_WORDS, ...BOOT_WORDS, ...FLEET_WORDS };

/** The words for a failing step. */
export function wordsFor(reason: string, data: Data): Words {
  const make = Object.hasOwn(TABLE, reason) ? TABLE[reason] : undefined;
  if (make) return make(data);
  return { message: `${reason} (${data.host ?? ''})`, cdk: '', cloudFormation: '' };
}

/** Every reason that has words; a test compares it with the reasons that can fail. */
export const REASONS_WITH_WORDS: readonly string[] = Object.keys(TABLE);
