import type { UserDataEffects } from './types';

const SECTION = /^\[+\s*([\w."'-]+)\s*\]+/;
const CONTAINERS = 'settings.host-containers.';

/**
 * Bottlerocket's settings may switch the control container off, which the agent runs in. Another container of the host may run it then.
 *
 * @param texts user data that is nothing but settings
 */
export function bottlerocketEnds(texts: readonly string[]): UserDataEffects['ends'] {
  const enabled = new Map<string, boolean>();
  for (const text of texts) {
    let section = '';
    for (const line of text.split(/\r?\n/)) {
      const trimmed = line.trim();
      section = SECTION.exec(trimmed)?.[1] ?? section;
      const [, key, value] = /^([\w."'-]+)\s*=\s*(.+)/.exec(trimmed) ?? [];
      if (key === undefined) continue;
      const path = [section, key].filter((p) => p !== '').join('.').replace(/["']/g, '');
      const table = /^\{.*\benabled\s*=\s*(true|false)\b/.exec(value)?.[1];
      const word = table ?? /^(true|false)\b/.exec(value)?.[1];
      const setting = table === undefined ? path : `${path}.enabled`;
      if (word !== undefined && setting.startsWith(CONTAINERS) && setting.endsWith('.enabled')) enabled.set(setting.slice(CONTAINERS.length, -'.enabled'.length), word === 'true');
    }
  }
  if (enabled.get('control') !== false) return undefined;
  const others = [...enabled].some(([name, on]) => on && name !== 'admin' && name !== 'control');
  return { what: 'stopped', certain: !others, forms: [], command: `${CONTAINERS}control.enabled = false` };
}
