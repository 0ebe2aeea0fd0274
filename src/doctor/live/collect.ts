import { Answers, because, Json, operationNamed, pageSizeOf, SavedAnswer, text } from '../../prover/sources/live';
import type { JudgeOptions } from '../../prover/verdict';
import { CallError, callError, Caller, CallRequest, isFatal, sentenceOf } from './caller';
import { mergePages } from './pages';
import { inParallel } from './parallel';
import { plan } from './plan';
import { estateOf, Target } from './scope';

export interface CollectOptions {
  readonly target: Target;
  readonly tier: JudgeOptions['tier'];
  readonly isKnownPolicy: (name: string) => boolean;
  /** What the lists of the Region leave open. */
  readonly decide: (answers: readonly SavedAnswer[], instanceIds: readonly string[]) => Decision;
  readonly onProgress?: (progress: Progress) => void;
  readonly now?: () => Date;
}

/** What the lists of a Region leave open. */
export interface Decision {
  /** Instances that calls of their own are made for. */
  readonly undecided: readonly string[];
  /** Some instance is not proved ready. */
  readonly isUnproved: boolean;
}

export interface Progress {
  readonly region: string;
  /** Answers that came, and calls that are known to be needed so far. */
  readonly done: number;
  readonly total: number;
}

/** What one Region answered. */
export interface Collected {
  readonly region: string;
  readonly account?: string;
  readonly partition?: string;
  readonly from: string;
  readonly to: string;
  readonly answers: readonly SavedAnswer[];
  /** Instances whose user data was not asked for, because everything else is proved and they are online. */
  readonly settled: readonly string[];
  /** Requests that were sent: each page is one. */
  readonly requests: number;
  /** What the person who asked must know: one sentence each. */
  readonly problems: readonly string[];
  /** The credentials ended it: no Region will answer. */
  readonly isStopped: boolean;
}

/** As many calls at once as the budgets of requests of an account allow without throttling others. */
export const AT_ONCE = 8;

/** Calls that are asked of a Region, in rounds: each round of answers shows which further calls are needed. */
export async function collect(caller: Caller, options: CollectOptions): Promise<Collected> {
  const collector = new Collector(caller, options);
  const from = timestamp(options.now);
  const isWhole = await collector.rounds(undefined);
  const ids = estateOf(new Answers(collector.answers), options.target).instances.map((i) => text(i, 'InstanceId')!);
  const decision = isWhole && ids.length > 0 ? options.decide(collector.answers, ids) : undefined;
  if (decision) await collector.rounds(decision);
  const identity = collector.answers.find((a) => a.operation === 'get-caller-identity')?.data;
  const [account, arn] = [text(identity, 'Account'), text(identity, 'Arn')];
  return {
    region: caller.region,
    ...account === undefined ? {} : { account },
    ...arn === undefined ? {} : { partition: arn.split(':')[1] },
    from,
    to: timestamp(options.now),
    answers: collector.answers,
    settled: decision ? ids.filter((id) => !decision.undecided.includes(id)) : [],
    requests: collector.requests,
    problems: collector.problems(),
    isStopped: collector.isStopped,
  };
}

/** What is refused may be told with pages of encoded reasons. */
const MAX_ERROR = 500;

const timestamp = (now: () => Date = () => new Date()) => now().toISOString().replace(/\.\d+Z$/, 'Z');

class Collector {
  public readonly answers: SavedAnswer[] = [];
  public requests = 0;
  private readonly asked = new Set<string>();
  private readonly failures = new Map<string, { readonly error: CallError; readonly request: CallRequest }>();
  private fatal: CallError | undefined;
  private done = 0;

  constructor(private readonly caller: Caller, private readonly options: CollectOptions) {}

  public get isStopped(): boolean {
    return this.fatal !== undefined;
  }

  /** Asks until nothing new is needed. Returns whether it came to that. */
  public async rounds(decision: Decision | undefined): Promise<boolean> {
    const { target, tier, isKnownPolicy } = this.options;
    for (;;) {
      const wanted = plan(new Answers(this.answers), { target, tier, isKnownPolicy, ...decision }).filter((request) => this.isNew(request));
      if (wanted.length === 0) return true;
      this.answers.push(...await inParallel(AT_ONCE, wanted, (request) => this.ask(request)));
      if (this.fatal) return false;
    }
  }

  private isNew(request: CallRequest): boolean {
    const key = JSON.stringify([request.service, request.operation, request.parameters]);
    if (this.asked.has(key)) return false;
    this.asked.add(key);
    return true;
  }

  private async ask(request: CallRequest): Promise<SavedAnswer> {
    const { service, operation, parameters } = request;
    const pages: Json[] = [];
    let error = this.fatal;
    if (!error) {
      this.requests++;
      try {
        for await (const page of this.caller.call(request)) {
          if (pages.length > 0) this.requests++;
          pages.push(page);
        }
      } catch (thrown) {
        error = this.noted(callError(thrown), request);
      }
    }
    this.options.onProgress?.({ region: this.caller.region, done: ++this.done, total: this.asked.size });
    if (!error) return { service, operation, parameters, outcome: 'complete', data: withList(request, mergePages(pages, true)) };
    const said = `${error.code}: ${error.message}`.slice(0, MAX_ERROR);
    if (pages.length > 0) return { service, operation, parameters, outcome: 'partial', error: said, data: mergePages(pages, false) };
    return { service, operation, parameters, outcome: error.kind === 'denied' ? 'denied' : 'failed', error: said, data: {} };
  }

  private noted(error: CallError, request: CallRequest): CallError {
    if (isFatal(error)) this.fatal ??= error;
    const key = isFatal(error) ? 'credentials' : `${error.kind} ${request.service} ${request.operation}`;
    if (!this.failures.has(key)) this.failures.set(key, { error, request });
    return error;
  }

  /** Denied calls are told with the answers; what stops the run, or may go away by itself, is told here. */
  public problems(): string[] {
    const failures = [...this.failures.values()].filter(isToldOf);
    const told = failures.map(({ error, request }) => sentenceOf(error, request, this.caller.region));
    const listed = new Answers(this.answers).list('ec2', 'describe-instances');
    const unlisted = this.answers.find((a) => a.operation === 'describe-instances' && a.outcome !== 'complete');
    const isTold = failures.some(({ request }) => request.operation === 'describe-instances');
    if (unlisted && !this.fatal && !isTold) told.push(`no instance is known: ${because({ ...listed, state: unlisted.outcome, ...unlisted.error === undefined ? {} : { error: unlisted.error } })}`);
    return [...new Set(told)];
  }
}

/** A service that a Region or partition does not have, such as Route 53 Profiles, has no endpoint either. */
function isToldOf({ error: { kind }, request: { service } }: { readonly error: CallError; readonly request: CallRequest }): boolean {
  return kind === 'unreachable' ? service === 'ec2' || service === 'sts' : kind !== 'denied' && kind !== 'failed';
}

/** Services that answer in XML, where a list that is empty may be left out. */
const IN_XML = new Set(['ec2', 'iam', 'route53']);

function withList({ service, operation }: CallRequest, data: Json): Json {
  const key = operationNamed(service, operation)?.keys[0];
  return key !== undefined && IN_XML.has(service) && pageSizeOf(service, operation, {}) !== undefined && data[key] === undefined ? { ...data, [key]: [] } : data;
}
