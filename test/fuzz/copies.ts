import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { own } from '../../src/core';
import { load, loadSparingly } from '../../src/load';
import { judge, Judgement, judgeSparingly } from '../../src/verdict';
import { seeds } from './properties';

/** An assembly of some template texts, a stack each. */
export function writeStacks(folder: string, texts: readonly string[], environments: readonly string[] = []): void {
  mkdirSync(folder, { recursive: true });
  const artifacts = Object.fromEntries(texts.map((text, i) => {
    writeFileSync(join(folder, `S${i}.template.json`), text);
    return [`S${i}`, { type: 'aws:cloudformation:stack', environment: environments[i] ?? 'aws://111111111111/eu-west-1', properties: { templateFile: `S${i}.template.json` } }];
  }));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '40.0.0', artifacts }));
}

/** All that whoever asks for findings is told. */
export function told({ hosts, findings, errors }: Judgement): string {
  const loud = hosts.filter((host) => !host.quiet).map((host) => [host.key, host.verdict, host.findings, host.worlds, host.unknowns.map((point) => point.unknown.key)]);
  return JSON.stringify([loud.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)), findings, errors]);
}

type Template = { readonly Resources: Record<string, { Properties?: object }>; readonly [section: string]: unknown };

/** With what CDK writes that nobody reads, where names of the stack and of resources stand too. */
function decorated(template: Template): Template {
  const ids = Object.keys(template.Resources);
  const Resources = Object.fromEntries(Object.entries(template.Resources).map(([id, resource]) => [id, {
    ...resource,
    Properties: { ...resource.Properties, Unread: [{ Key: 'Name', Value: `One/${id}` }, id === ids[0] ? {} : { Ref: ids[0] }, { One: 'Ref', Text: `\n${id} \\${id} "${id}" \u00e9${id}\u00e9` }] },
    Metadata: { 'aws:cdk:path': `One/${id}/Resource` },
  }]));
  return { ...template, Description: 'One', Metadata: { One: ids }, Resources, Outputs: { One: { Description: 'One', Value: { Ref: ids[0] } } } };
}

/** How many hosts are not listed of some templates. */
function leftOut(folder: string, templates: readonly unknown[]): number {
  writeStacks(folder, templates.map((data) => JSON.stringify(data)));
  return judge(load([folder])).hosts.length - judgeSparingly(loadSparingly([folder])).hosts.length;
}

interface Change {
  readonly word: number;
  readonly to: number;
  readonly kind: 'fresh' | 'other' | 'language';
  /** Only where it stands this often. */
  readonly place: number | null;
  readonly isName: boolean;
}

const LANGUAGE = ['Ref', 'Fn', 'GetAtt', 'Sub', 'AWS', 'Condition', 'DependsOn', 'Properties', 'Type', 'Deny', 'Export', 'SecurityGroupIngress', 'Custom', 'true', 'null', 'n', '22'];
const changes = fc.array(fc.record<Change>({
  word: fc.nat(500),
  to: fc.nat(500),
  kind: fc.constantFrom('fresh', 'fresh', 'fresh', 'other', 'language'),
  place: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(10) }),
  isName: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
}), { maxLength: 4 });

/** Leaving out what is a copy of another stack's text changes nothing for whoever asks for findings. */
export function copiesTellNothing(beat: (what: string) => void = () => {}, seen: { left: number } = { left: 0 }) {
  const folder = mkdtempSync(join(tmpdir(), 'copies-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Those of which a copy is left out as it stands.
  const all = seeds().filter(({ data }) => own(data as Record<string, unknown>, 'Resources') !== undefined && leftOut(folder, [data, data]) > 0)
    .map(({ name, data }) => ({ name, data: decorated(data as Template) }));
  return fc.property(fc.nat(all.length - 1), changes, fc.nat(2), (n, list, blanks) => {
    const { data, name } = all[n];
    const text = JSON.stringify(data, undefined, blanks);
    const copy = list.reduce((changed, change) => rename(changed, Object.keys(data.Resources), change), text);
    beat(copy);
    // By a plain copy the text learns where others may differ.
    const first = ['One', ...Object.keys(data.Resources)].reduce((changed, word) => changed.replace(new RegExp(`(?<![A-Za-z0-9])${word}(?![A-Za-z0-9])`, 'g'), `${word}Three`), text);
    const texts = list.length % 2 === 0 ? [text, copy] : [text, first, copy];
    writeStacks(folder, texts);
    const sparing = judgeSparingly(loadSparingly([folder]));
    const whole = judge(load([folder]));
    if (sparing.hosts.length * texts.length === whole.hosts.length) seen.left++;
    if (told(sparing) !== told(whole)) throw new Error(`${name}: told ${told(sparing)}; of the whole ${told(whole)}`);
  });
}

function rename(text: string, names: readonly string[], { word, to, kind, place, isName }: Change): string {
  const words = [...new Set(text.match(/[A-Za-z0-9]+/g))];
  const pool = isName ? names : words;
  const from = pool[word % pool.length];
  const target = kind === 'fresh' ? `${from}Two` : kind === 'other' ? words[to % words.length] : LANGUAGE[to % LANGUAGE.length];
  let seen = 0;
  return text.replace(/[A-Za-z0-9]+/g, (found) => (found === from && (place === null || seen++ === place) ? target : found));
}
