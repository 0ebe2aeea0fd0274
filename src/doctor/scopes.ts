import { dirname } from 'path';
import { isAccount, isMap, own } from '../prover/core';
import { LiveScope, SavedAnswer } from '../prover/sources/live';
import { Folder, FoundFile } from './folder';
import { Manifest } from './manifest';

/** One account and Region, with what is known of when it was asked. */
export interface DoctorScope extends LiveScope {
  /** Who asked, where that was saved. */
  readonly caller?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Services whose answers hold for every Region of an account. */
const GLOBAL = new Set(['iam', 'sts', 'route53']);

interface Draft {
  account?: string | undefined;
  region?: string | undefined;
  partition?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  settled?: readonly string[] | undefined;
  readonly group: string;
  readonly answers: SavedAnswer[];
}

/** The answers of a folder, put together by account and Region. */
export function scopesOf(folder: Folder): DoctorScope[] {
  const drafts = new Map<string, Draft>();
  for (const file of folder.files) {
    const manifest = manifestOf(folder.manifests, file);
    const account = file.account ?? manifest?.account;
    const region = file.region ?? manifest?.region;
    const group = account ?? file.group;
    const key = `${group}\u0000${region ?? ''}`;
    const draft = drafts.get(key) ?? { group, answers: [], account, region };
    draft.account ??= account;
    draft.partition ??= manifest?.partition;
    draft.from ??= manifest?.from;
    draft.to ??= manifest?.to;
    draft.settled ??= manifest?.settled;
    draft.answers.push(...file.answers);
    drafts.set(key, draft);
  }
  for (const draft of drafts.values()) infer(draft);
  return shared(merged([...drafts.values()])).filter((draft) => draft.answers.length > 0).map((draft) => {
    const caller = callerOf(draft.answers);
    return {
      answers: draft.answers,
      ...draft.account === undefined ? {} : { account: draft.account },
      ...draft.region === undefined ? {} : { region: draft.region },
      ...draft.partition === undefined ? {} : { partition: draft.partition },
      ...draft.from === undefined ? {} : { from: draft.from },
      ...draft.to === undefined ? {} : { to: draft.to },
      ...draft.settled === undefined || draft.settled.length === 0 ? {} : { settled: draft.settled },
      ...caller === undefined ? {} : { caller },
    };
  });
}

/** The manifest nearest above a file. */
function manifestOf(manifests: ReadonlyMap<string, Manifest>, { path }: FoundFile): Manifest | undefined {
  for (let at = dirname(path); ; at = dirname(at)) {
    const found = manifests.get(at);
    if (found) return found;
    if (dirname(at) === at) return undefined;
  }
}

/** What was saved beside the folders of the Regions belongs to each of them. */
function merged(drafts: readonly Draft[]): Draft[] {
  const regional = drafts.filter((d) => d.region !== undefined);
  const rest = drafts.filter((d) => d.region === undefined);
  const left = rest.filter((common) => {
    const mine = regional.filter((d) => d.group === common.group || common.group === '');
    for (const draft of mine) draft.answers.push(...common.answers);
    return mine.length === 0;
  });
  return [...regional, ...left];
}

function shared(drafts: readonly Draft[]): readonly Draft[] {
  const before = drafts.map((d) => d.answers.filter((a) => GLOBAL.has(a.service)));
  drafts.forEach((draft, i) => {
    drafts.forEach((other, j) => {
      if (i === j || (draft.account ?? draft.group) !== (other.account ?? other.group)) return;
      for (const answer of before[j]) if (!draft.answers.includes(answer)) draft.answers.push(answer);
    });
  });
  return drafts;
}

function callerOf(answers: readonly SavedAnswer[]): string | undefined {
  const arn = answers.filter((a) => a.operation === 'get-caller-identity').map((a) => own(a.data, 'Arn'))[0];
  return typeof arn === 'string' ? arn : undefined;
}

/** Account and Region where no folder and no manifest names them: by what the answers say. */
function infer(draft: Draft): void {
  const identity = draft.answers.filter((a) => a.operation === 'get-caller-identity').map((a) => own(a.data, 'Account'))[0];
  if (typeof identity === 'string' && isAccount(identity)) draft.account ??= identity;
  draft.partition ??= /^arn:(aws[\w-]*):/.exec(callerOf(draft.answers) ?? '')?.[1];
  if (draft.account !== undefined && draft.region !== undefined) return;
  const owners = new Map<string, number>();
  const regions = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const { service, data } of draft.answers) {
    if (service !== 'ec2') continue;
    for (const list of Object.values(data)) {
      for (const item of Array.isArray(list) ? (list as unknown[]).filter(isMap) : []) {
        const owner = own(item, 'OwnerId');
        if (typeof owner === 'string' && isAccount(owner)) count(owners, owner);
        const zone = own(item, 'AvailabilityZone');
        const region = typeof zone === 'string' ? /^[a-z]{2,8}(?:-[a-z]+)+-\d{1,2}/.exec(zone)?.[0] : undefined;
        if (region !== undefined) count(regions, region);
      }
    }
  }
  draft.account ??= most(owners);
  draft.region ??= most(regions);
}

function most(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}
