import type { NetworkPicture } from '../../verdict';
import { markup } from '../inert';
import { HostGroup } from './groups';
import { Box, Chip, Layout, layOut } from './layout';
import { DrawnWay, Router } from './ways';

/** The drawing of one VPC, and the numbered places where ways end. */
export interface Drawing {
  readonly svg: string;
  readonly ends: readonly { readonly number: number; readonly words: string; readonly answer: 'no' | 'unknown' }[];
}

/** More ends than this are drawn without a line of their own below. */
const MAX_ENDS = 12;

export function drawNetwork(picture: NetworkPicture, groups: ReadonlyMap<string, readonly HostGroup[]>, id: string): Drawing {
  const layout = layOut(picture, groups);
  const router = new Router(layout);
  const ways: DrawnWay[] = [];
  for (const subnet of layout.subnets) {
    for (const chip of subnet.chips) if (chip.kind === 'hosts') ways.push(...router.waysOf(chip.group, chip, subnet));
  }
  const { marks, ends } = endings(ways);
  const services = [...new Set(ways.map((w) => w.service))].sort();
  const hosts = new Set(ways.flatMap((w) => w.group.hosts)).size;
  const svg = [
    `<svg class="net" role="group" aria-labelledby="${id}-t" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}">`,
    `<title id="${id}-t">${markup(`Drawing of ${picture.name}: ${hosts} host${hosts === 1 ? '' : 's'}, ${picture.subnets.length} subnet${picture.subnets.length === 1 ? '' : 's'}`)}</title>`,
    ...frame(picture, layout, services),
    '<g aria-hidden="true">',
    ...ways.map(wayLine),
    ...(layout.gateway ? [rect(layout.gateway, 'gateway', 5), text(layout.gateway.x + 14, layout.gateway.y + 17, 'Internet gateway', 'chip-name', 20)] : []),
    '</g>',
    ...layout.subnets.flatMap((s) => s.chips).map(chipMarkup),
    '<g aria-hidden="true">',
    ...marks,
    '</g>',
    '</svg>',
  ].join('\n');
  return { svg, ends };
}

function frame(picture: NetworkPicture, layout: Layout, services: readonly string[]): string[] {
  const lines = [
    rect(layout.vpc, 'vpc', 10),
    text(layout.vpc.x + 14, layout.vpc.y + 24, `VPC ${picture.name}`, 'vpc-name', 80),
    rect(layout.service, 'service', 8),
    text(layout.service.x + 16, layout.service.y + 28, `AWS Systems Manager: ${services.join(', ')}`, 'service-name', 90),
  ];
  for (const zone of layout.zones) {
    lines.push(rect({ ...zone, x: zone.x - 8, width: zone.width + 16 }, 'zone', 8), text(zone.x, zone.y + 18, zone.name, 'zone-name', 34));
  }
  for (const subnet of layout.subnets) {
    lines.push(rect(subnet, 'subnet', 6), text(subnet.x + 10, subnet.y + 18, subnet.name.split('/').slice(-3).join('/'), 'subnet-name', 34, subnet.name), text(subnet.x + 10, subnet.y + 33, subnet.note, 'note', 46));
  }
  return [`<g aria-hidden="true">`, ...lines, '</g>'];
}

function chipMarkup(chip: Chip): string {
  const label = (words: string, cls: string) => `${rect(chip, `chip ${cls}`, 5)}${text(chip.x + 10, chip.y + 17, words, 'chip-name', 32, words)}`;
  if (chip.kind === 'endpoint') return `<g aria-hidden="true">${label(`◈ ${chip.service} endpoint`, 'endpoint')}<title>${markup(chip.name)}</title></g>`;
  if (chip.kind === 'nat') return `<g aria-hidden="true">${label('⇄ NAT gateway', 'nat')}<title>${markup(chip.name)}</title></g>`;
  if (chip.kind === 'more') return `<g aria-hidden="true">${label(`and ${chip.count} more hosts`, 'more')}</g>`;
  const { group } = chip;
  const count = group.hosts.length > 1 ? ` × ${group.hosts.length}` : '';
  const name = `${SIGN[group.verdict]} ${clip(group.name, count === '' ? 29 : 22)}${count}`;
  return `<g class="host" role="button" tabindex="0" data-hosts="${group.hosts.join(' ')}" aria-label="${markup(`${name}, ${group.name}, ${group.verdict}`)}">${label(name, group.verdict)}</g>`;
}

const SIGN = { ready: '✔', never: '✘', unknown: '?' } as const;

/** The whole way faint, and over it the part that is reached. */
function wayLine(way: DrawnWay): string {
  const d = way.points.map((p, i) => `${i === 0 ? 'M' : 'L'}${round(p.x)} ${round(p.y)}`).join('');
  const title = `<title>${markup(`${way.group.name} to ${way.service}${way.end ? `: ${way.end.words}` : ' is reached'}`)}</title>`;
  const data = `data-hosts="${way.group.hosts.slice(0, 50).join(' ')}"`;
  const faint = way.answer === 'yes' ? '' : `<path class="rest ${way.answer}" d="${d}"/>`;
  const lit = way.lit > 0.03 ? `<path class="lit" pathLength="100" stroke-dasharray="${round(way.lit * 100)} 200" d="${d}"/>` : '';
  return `<g class="way" ${data}>${title}${faint}${lit}</g>`;
}

/** Ends at which several services or subnets fail alike share a number. */
function endings(ways: readonly DrawnWay[]): { marks: string[]; ends: Drawing['ends'] } {
  const numbers = new Map<string, { number: number; words: string; alike: string; answer: 'no' | 'unknown'; names: Set<string>; services: Set<string> }>();
  const marks: string[] = [];
  const drawn: { number: number; x: number; y: number }[] = [];
  for (const { group, service, answer, end } of ways) {
    if (!end || answer === 'yes') continue;
    const key = `${answer}\u0000${end.alike}`;
    const known = numbers.get(key) ?? { number: numbers.size + 1, words: end.words, alike: end.alike, answer, names: new Set<string>(), services: new Set<string>() };
    known.names.add(`${group.name}${group.hosts.length > 1 ? ` × ${group.hosts.length}` : ''}`);
    known.services.add(service);
    numbers.set(key, known);
    // Two services of one host end side by side: one number says it.
    const here = drawn.some((d) => d.number === known.number && Math.abs(d.x - end.at.x) + Math.abs(d.y - end.at.y) < 24);
    if (here) continue;
    drawn.push({ number: known.number, ...end.at });
    const number = known.number <= MAX_ENDS ? String(known.number) : answer === 'no' ? '✘' : '?';
    marks.push(`<g class="end ${answer}" data-hosts="${group.hosts.slice(0, 50).join(' ')}"><circle cx="${round(end.at.x)}" cy="${round(end.at.y)}" r="9"/>`
      + `<text x="${round(end.at.x)}" y="${round(end.at.y + 4)}" text-anchor="middle">${number}</text><title>${markup(end.words)}</title></g>`);
  }
  const ends = [...numbers.values()].slice(0, MAX_ENDS).map(({ number, words, alike, answer, names, services }) => {
    const who = [...names];
    return { number, answer, words: `${who.slice(0, 3).join(', ')}${who.length > 3 ? ` and ${who.length - 3} more` : ''} to ${[...services].join(', ')}: ${services.size > 1 ? alike : words}` };
  });
  return { marks, ends };
}

const round = (n: number) => Math.round(n * 10) / 10;

function rect({ x, y, width, height }: Box, cls: string, r: number): string {
  return `<rect class="${cls}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${r}"/>`;
}

function text(x: number, y: number, words: string, cls: string, max: number, title?: string): string {
  const tip = title !== undefined && [...title].length > max ? `<title>${markup(title)}</title>` : '';
  return `<text class="${cls}" x="${round(x)}" y="${round(y)}">${markup(clip(words, max))}${tip}</text>`;
}

/** The end of a name tells more than its beginning. */
function clip(words: string, max: number): string {
  const letters = [...words];
  return letters.length <= max ? words : `${letters.slice(0, 4).join('')}…${letters.slice(letters.length - max + 5).join('')}`;
}
