import type { UserDataEffects } from './effects';

const SECTION = /^\[+\s*([\w."'-]+)\s*\]+/;
const CONTROL = 'settings.host-containers.control';

/** Bottlerocket's settings may switch the control container off, which the agent runs in. */
export function bottlerocketEnds(texts: readonly string[]): UserDataEffects['ends'] {
  for (const text of texts) {
    if (!text.includes('host-containers')) continue;
    let section = '';
    for (const line of text.split(/\r?\n/)) {
      const trimmed = line.trim();
      section = SECTION.exec(trimmed)?.[1] ?? section;
      const [, key, value] = /^([\w."'-]+)\s*=\s*(\w+)/.exec(trimmed) ?? [];
      if (key === undefined) continue;
      const path = [section, key].filter((p) => p !== '').join('.').replace(/["']/g, '');
      if (path === `${CONTROL}.enabled` && value === 'false') return { what: 'stopped', certain: true, command: `${CONTROL}.enabled = false` };
    }
  }
  return undefined;
}
