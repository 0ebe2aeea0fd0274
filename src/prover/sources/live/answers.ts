import { isMap, own } from '../../core';
import { Json, listOf, mapOf, textOf } from './json';
import { operationNamed, permissionOf } from './operations';

/** How a call ended. */
export type Outcome = 'complete' | 'partial' | 'denied' | 'failed';

/** One call and its answer. */
export interface SavedAnswer {
  /** As the command line spells it: `ec2`. */
  readonly service: string;
  /** As the command line spells it: `describe-vpcs`. */
  readonly operation: string;
  /** As the API spells them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
  readonly error?: string;
  /** Empty for what has no answer. */
  readonly data: Json;
}

/** What one account answered in one Region. Answers of global services (IAM, Route 53) belong to each Region of their account. */
export interface LiveScope {
  readonly account?: string;
  readonly region?: string;
  readonly partition?: string;
  readonly answers: readonly SavedAnswer[];
  /** Instances whose user data was left unread on purpose, since they are online and everything else is proved: assumed not to stop the agent. */
  readonly settled?: readonly string[];
}

/** Whether all that a call could tell was seen. */
export interface Presence {
  readonly state: Outcome | 'not asked';
  readonly service: string;
  readonly operation: string;
  readonly error?: string;
}

/** The answers of one scope, by call. */
export class Answers {
  private readonly byCall = new Map<string, SavedAnswer[]>();
  private readonly lists = new Map<string, readonly Json[]>();

  constructor(answers: readonly SavedAnswer[]) {
    for (const answer of answers.map(checked)) {
      const key = `${answer.service} ${answer.operation}`;
      const known = this.byCall.get(key);
      if (known) known.push(answer);
      else this.byCall.set(key, [answer]);
    }
  }

  public of(service: string, operation: string): readonly SavedAnswer[] {
    return this.byCall.get(`${service} ${operation}`) ?? [];
  }

  /** What all answers of a call list under a key, each once by its id. */
  public items(service: string, operation: string, key: string, id?: string): readonly Json[] {
    const cached = `${service} ${operation} ${key} ${id ?? ''}`;
    let items = this.lists.get(cached);
    if (!items) this.lists.set(cached, items = this.gather(service, operation, key, id));
    return items;
  }

  private gather(service: string, operation: string, key: string, id: string | undefined): readonly Json[] {
    const all = this.of(service, operation).flatMap(({ data }) => listOf(own(data, key)).filter(isMap));
    if (id === undefined) return all;
    const byId = new Map<string, Json>();
    for (const item of all) {
      const name = textOf(own(item, id));
      if (name !== undefined && !byId.has(name)) byId.set(name, item);
    }
    return [...byId.values()];
  }

  /**
   * Whether a list was seen whole, at least as far as it is about one VPC. Of several answers one that is not whole makes all so: they may
   * be the pages of one list.
   */
  public list(service: string, operation: string, vpcId?: string): Presence {
    return this.presence(service, operation, (answer) => scopeOf(answer, vpcId));
  }

  /** Whether the call with these parameters was answered, and its answer. */
  public one(service: string, operation: string, parameters: Readonly<Record<string, string>>): { readonly presence: Presence; readonly data: Json | undefined } {
    const mine = this.of(service, operation).filter((answer) => Object.entries(parameters).every(([name, value]) => textOf(own(answer.parameters, name)) === value));
    const answered = mine.filter((answer) => answer.outcome === 'complete' || answer.outcome === 'partial');
    const presence = this.fold(service, operation, mine);
    return { presence, data: answered[0]?.data };
  }

  /** The same for a call whose pages list something under a key. */
  public pages(service: string, operation: string, key: string, parameters: Readonly<Record<string, string>>): { readonly presence: Presence; readonly items: readonly unknown[] } {
    const mine = this.of(service, operation).filter((answer) => Object.entries(parameters).every(([name, value]) => textOf(own(answer.parameters, name)) === value));
    return { presence: this.fold(service, operation, mine), items: mine.flatMap(({ data }) => listOf(own(data, key))) };
  }

  private presence(service: string, operation: string, covers: (answer: SavedAnswer) => 'whole' | 'part' | 'none'): Presence {
    const mine = this.of(service, operation).map((answer) => ({ answer, covers: covers(answer) })).filter((a) => a.covers !== 'none');
    if (mine.length > 0 && mine.every((a) => a.covers === 'part')) return { state: 'partial', service, operation };
    return this.fold(service, operation, mine.filter((a) => a.covers === 'whole').map((a) => a.answer));
  }

  private fold(service: string, operation: string, answers: readonly SavedAnswer[]): Presence {
    const [worst] = [...answers].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
    if (!worst) return { state: 'not asked', service, operation };
    return { state: worst.outcome, service, operation, ...worst.error === undefined ? {} : { error: worst.error } };
  }
}

/** Members of answers that list nothing. */
const SINGLE = /^(Arn|EnableDnsSupport|UserData|VpcBlockPublicAccessOptions|Target|ServiceSetting|DocumentFormat|InstanceProfile|Role|PolicyDocument|Policy|PolicyVersion)$/;

/** An answer that lacks its list, or whose list holds something else than its items, tells nothing. */
function checked(answer: SavedAnswer): SavedAnswer {
  const { service, operation, outcome, data } = answer;
  const [key] = operationNamed(service, operation)?.keys ?? [];
  if (key === undefined || SINGLE.test(key) || (outcome !== 'complete' && outcome !== 'partial')) return answer;
  const list = own(data, key);
  const isWhole = Array.isArray(list) && list.every((item) => (key === 'PolicyNames' ? typeof item === 'string' : isMap(item)));
  return isWhole ? answer : { ...answer, outcome: 'failed', error: `${key} of the answer is not a list of its items`, data: {} };
}

const ORDER: readonly Outcome[] = ['denied', 'failed', 'partial', 'complete'];

/** Filters by a VPC, as the calls name them. */
const BY_VPC = new Set(['vpc-id', 'attachment.vpc-id', 'VPCId']);

/** Which part of a list an answer holds, by the filters it was asked with. */
function scopeOf({ parameters }: SavedAnswer, vpcId: string | undefined): 'whole' | 'part' | 'none' {
  const named = [own(parameters, 'VpcId'), own(parameters, 'VPCId'), own(parameters, 'ResourceId')].find((value) => value !== undefined);
  if (named !== undefined) return named === vpcId ? 'whole' : 'none';
  if (Object.keys(parameters).some((name) => /Ids?$/.test(name))) return 'part';
  const filters = listOf(own(parameters, 'Filters')).concat(listOf(own(parameters, 'Filter')));
  if (filters.length === 0) return 'whole';
  for (const filter of filters) {
    const name = textOf(own(mapOf(filter), 'Name')) ?? '';
    if (!BY_VPC.has(name)) return 'part';
    const values = listOf(own(mapOf(filter), 'Values'));
    if (vpcId === undefined || !values.includes(vpcId)) return 'none';
  }
  return 'whole';
}

/** Why something is not known: which call would have told it, and what became of the call. */
export function because({ state, service, operation, error }: Presence): string {
  const call = `${service} ${operation}`;
  switch (state) {
    case 'denied': return `${call} was denied: ${permissionOf(service, operation)} is needed`;
    case 'partial': return `the answer of ${call} is not complete (${permissionOf(service, operation)})`;
    case 'failed': return `${call} failed${error === undefined ? '' : `: ${error}`} (${permissionOf(service, operation)})`;
    case 'not asked': return `${call} was not asked (${permissionOf(service, operation)})`;
    default: return `${call} does not list it`;
  }
}

/** The first of some lists that was not seen whole. */
export function firstUnseen(presences: readonly Presence[]): Presence | undefined {
  return presences.find((p) => p.state !== 'complete');
}
