import { Data as StepData } from '../core';
import { Data, named, Table, Words } from './wording';
import { BOOT_WORDS } from './words-boot';
import { FLEET_WORDS } from './words-fleet';
import { HOST_WORDS } from './words-host';
import { NETWORK_WORDS } from './words-network';

const TABLE: Table = { ...NETWORK_WORDS, ...HOST_WORDS, ...BOOT_WORDS, ...FLEET_WORDS };

/** The words for a failing step. */
export function wordsFor(reason: string, evidence: StepData): Words {
  return faultWords(reason, named(evidence));
}

/** The same, with the names put in. */
export function faultWords(reason: string, data: Data): Words {
  const make = Object.hasOwn(TABLE, reason) ? TABLE[reason] : undefined;
  return make ? make(data) : { message: `${reason} (${data.host ?? ''})`, cdk: '', cloudFormation: '' };
}

/** Every reason that has words; a test compares it with the reasons that can fail. */
export const REASONS_WITH_WORDS: readonly string[] = Object.keys(TABLE);
