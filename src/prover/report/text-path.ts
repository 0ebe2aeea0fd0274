import type { createColors } from 'picocolors';
import { plain } from './inert';
import { ReportHost } from './report';
import { ReportPath, ReportService, ReportStep, ReportWay } from './report-paths';

export type Colors = ReturnType<typeof createColors>;

/** The way of a host hop by hop: where it fails and no further than is needed, or all of it. */
export function pathLines(host: ReportHost, colors: Colors, whole: boolean): string[] {
  const paths = host.paths ?? [];
  const telling = whole ? paths : paths.filter((p) => p.answer === 'no').slice(0, 1);
  return telling.flatMap((path) => fromLines(path, colors, whole));
}

function fromLines(path: ReportPath, colors: Colors, whole: boolean): string[] {
  const choice = path.world ? `, with ${plain(path.world)}` : '';
  const lines = [`    path from subnet ${colors.bold(plain(path.subnet.name))}${choice}:`, ...path.steps.map((step) => stepLine(step, '      ', colors))];
  const shown = new Set<string>();
  for (const service of path.services) {
    if (service.answer === 'yes' && !whole) {
      lines.push(`      ${colors.green('✔')} ${plain(service.service)} is reachable`);
      continue;
    }
    for (const way of whole ? service.ways : [nearest(service)]) {
      const steps = way.steps.map((step) => stepLine(step, '        ', colors));
      const text = [way.endpoint?.name, service.service].reduce<string>((all, name) => (name === undefined ? all : all.split(plain(name)).join('…')), steps.join('\n'));
      // What is the same for the next service is not said again.
      const again = shown.has(text) && !whole;
      shown.add(text);
      lines.push(`      to ${plain(service.service)}${byEndpoint(way)}${again ? ': same as above' : ':'}`, ...(again ? [] : steps));
    }
  }
  return lines;
}

function byEndpoint({ endpoint, endpointSubnet }: ReportWay): string {
  if (!endpoint) return '';
  return ` by ${plain(endpoint.name)}${endpointSubnet ? ` in ${plain(endpointSubnet.name)}` : ''}`;
}

/** Of several ways that fail, the one that comes furthest is the one to mend. */
export function nearest(service: ReportService): ReportWay {
  const reach = (way: ReportWay) => {
    const broken = way.steps.findIndex((s) => s.broken);
    return broken < 0 ? way.steps.length : broken;
  };
  return service.ways.reduce((best, way) => (reach(way) > reach(best) ? way : best));
}

const SIGN = { yes: '✔', no: '✘', unknown: '?' } as const;

/** A failing step in short: its whole sentence stands with its finding. */
export function stepLine(step: ReportStep, indent: string, colors: Colors): string {
  const color = step.answer === 'yes' ? colors.green : step.answer === 'no' ? colors.red : colors.yellow;
  const words = plain(step.answer === 'no' ? brief(step.words) : step.words);
  return `${indent}${color(SIGN[step.answer])} ${words}${step.broken ? `  ${color('◀ blocked here')}` : ''}`;
}

/** A sentence without what explains it. */
export const brief = (words: string) => words.replace(/ \([^()]*\)/g, '').split(/: |, and |; /)[0];
