import { readFileSync } from 'fs';
import { join } from 'path';
import { makeReport, Report } from '../../src/prover/report';
import { loadTemplates, parseTemplate } from '../../src/prover/sources/cloudformation';
import { acknowledge, Acknowledgement, DEFAULT_OPTIONS, judge, JudgeOptions } from '../../src/prover/verdict';

export const PAGES = join(__dirname, '../../docs/checks');

/** A page of docs/checks, taken apart. */
export interface CheckPage {
  readonly text: string;
  /** The text of each section, by its heading. */
  readonly sections: ReadonlyMap<string, string>;
}

export function readPage(id: string): CheckPage {
  const text = readFileSync(join(PAGES, `${id}.md`), 'utf8');
  const [, ...parts] = text.split(/^## /m);
  return { text, sections: new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trim()])) };
}

/** The only block of a language in a section; undefined: there is none. */
export function blockOf(page: CheckPage, section: string, language: string): string | undefined {
  const found = [...(page.sections.get(section) ?? '').matchAll(/^```(\w+)\n([^]*?)^```$/gm)];
  if (found.length > 1 || found.some(([, used]) => used !== language)) throw new Error(`${section} must hold one block of ${language}`);
  return found[0]?.[2];
}

/** The template a section shows: its snippet in the base it names. */
export function templateOf(page: CheckPage, section: string): unknown {
  const base = /\(bases\/([\w-]+)\.yaml\)/.exec(page.sections.get(section) ?? '')?.[1];
  if (base === undefined) throw new Error(`${section} names no base`);
  return merge(readBase(base), snippetOf(page, section));
}

export function readBase(name: string): unknown {
  return parse(name, readFileSync(join(PAGES, 'bases', `${name}.yaml`), 'utf8'));
}

export function snippetOf(page: CheckPage, section: string): unknown {
  return parse(section, blockOf(page, section, 'yaml') ?? '');
}

function parse(name: string, text: string): unknown {
  return parseTemplate(name, text).data;
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isIntrinsic = (value: Record<string, unknown>) => Object.keys(value).length === 1 && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0]);

/** A JSON merge patch (RFC 7396) that knows intrinsic functions for values, not for objects to merge. */
export function merge(target: unknown, patch: unknown): unknown {
  if (!isMap(patch) || isIntrinsic(patch)) return patch;
  const result: Record<string, unknown> = isMap(target) && !isIntrinsic(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}

/** What a page says of the way it is judged: `--require-tier TIER`, and what the app acknowledges. */
export function judgePage(page: CheckPage, template: unknown): Report {
  const fails = page.sections.get('Fails') ?? '';
  const tier = /`--require-tier (\w+)`/.exec(fails)?.[1] as JudgeOptions['tier'] | undefined;
  const acknowledged = /acknowledges `cdk-ssm-ready::(\w+)`/.exec(fails)?.[1];
  const list: Acknowledgement[] = acknowledged === undefined ? [] : [{ path: '', check: acknowledged, reason: 'meant' }];
  const loaded = loadTemplates([{ name: 'template.yaml', data: template as Record<string, unknown> }], { parameters: {} });
  const judged = acknowledge(judge(loaded, { ...DEFAULT_OPTIONS, ...(tier === undefined ? {} : { tier }) }), list);
  return makeReport(judged, (place) => loaded.estate.lineOf(place));
}
