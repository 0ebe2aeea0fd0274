import { CallError, Caller, CallRequest } from '../../src/doctor';
import { Json, LiveScope, maps, member, operationNamed, SavedAnswer, text } from '../../src/prover/sources/live';

export interface FakeOptions {
  readonly region?: string;
  readonly pageSize?: number;
  /** The same by call. */
  readonly pageSizes?: Readonly<Record<string, number>>;
  /** What becomes of a call: an error to throw, before the first page or after it. */
  readonly fails?: (request: CallRequest, page: number) => CallError | undefined;
}

/** An account that answers calls as AWS does: with filters, in pages, and with errors. Counts what it is asked. */
export class FakeAccount implements Caller {
  public readonly region: string;
  public readonly requests: CallRequest[] = [];
  public pages = 0;
  public most = 0;
  private open = 0;

  constructor(private readonly scope: LiveScope, private readonly options: FakeOptions = {}) {
    this.region = options.region ?? scope.region ?? 'eu-central-1';
  }

  public async* call(request: CallRequest): AsyncIterable<Json> {
    this.requests.push(request);
    this.most = Math.max(this.most, ++this.open);
    try {
      const pages = this.answer(request);
      for (const [i, page] of pages.entries()) {
        await new Promise((resolve) => { setImmediate(resolve); });
        const error = this.options.fails?.(request, i);
        if (error) throw error;
        this.pages++;
        yield i < pages.length - 1 ? { ...page, NextToken: `page-${i + 1}` } : page;
      }
    } finally {
      this.open--;
    }
  }

  public count(operation: string): number {
    return this.requests.filter((r) => r.operation === operation).length;
  }

  private answer(request: CallRequest): Json[] {
    const { service, operation, parameters } = request;
    const known = operationNamed(service, operation);
    if (!known) throw new Error(`no such call: ${service} ${operation}`);
    const mine = this.scope.answers.filter((a) => a.service === service && a.operation === operation && isAbout(a, parameters, known.parameters ?? []));
    const [key] = known.keys;
    if (mine.length === 0) {
      if (known.parameters && !/^(list|describe)-|search|entries/.test(operation)) throw new CallError('failed', 'NoSuchEntity', `${operation} of ${JSON.stringify(parameters)}`);
      return [/Arn|Attribute|Options$/.test(key) ? {} : { [key]: [] }];
    }
    const [{ data }] = mine;
    if (!Array.isArray(data[key])) return [data];
    const items = (data[key] as Json[]).flatMap((item) => filtered(item, parameters));
    const size = this.options.pageSizes?.[operation] ?? this.options.pageSize ?? 1000;
    const pages = Array.from({ length: Math.max(1, Math.ceil(items.length / size)) }, (_, i) => ({ ...data, [key]: items.slice(i * size, (i + 1) * size) }));
    return pages;
  }
}

const isAbout = (answer: SavedAnswer, parameters: Json, names: readonly string[]) => names.every((name) => answer.parameters[name] === parameters[name]);

const MEMBERS: Readonly<Record<string, (item: Json) => readonly (string | undefined)[]>> = {
  'instance-id': (item) => [text(item, 'InstanceId')],
  'vpc-id': (item) => [text(item, 'VpcId')],
  'attachment.vpc-id': (item) => maps(item, 'Attachments').map((a) => text(a, 'VpcId')),
  'image-id': (item) => [text(item, 'ImageId')],
  'tag-key': (item) => maps(item, 'Tags').map((t) => text(t, 'Key')),
  'network-interface.network-interface-id': (item) => maps(item, 'NetworkInterfaces').map((n) => text(n, 'NetworkInterfaceId')),
  'InstanceIds': (item) => [text(item, 'InstanceId')],
  'ResourceType': (item) => [text(item, 'ResourceType')],
  'type': () => ['static', 'propagated'],
};

/** What filters leave of an item; of a reservation, those of its instances. */
function filtered(item: Json, parameters: Json): Json[] {
  const instances = maps(item, 'Instances');
  if (instances.length > 0) {
    const left = instances.filter((i) => passes(i, parameters));
    return left.length > 0 ? [{ ...item, Instances: left }] : [];
  }
  return passes(item, parameters) ? [item] : [];
}

function passes(item: Json, parameters: Json): boolean {
  const ids = member(parameters, 'InstanceIds') as string[] | undefined;
  if (ids && !ids.includes(text(item, 'InstanceId') ?? '')) return false;
  return [...maps(parameters, 'Filters'), ...maps(parameters, 'Filter')].every((filter) => {
    const name = text(filter, 'Name') ?? text(filter, 'Key') ?? '';
    const values = member(filter, 'Values') as string[];
    if (name.startsWith('tag:')) return maps(item, 'Tags').some((t) => text(t, 'Key') === name.slice(4) && values.includes(text(t, 'Value') ?? ''));
    if (!Object.hasOwn(MEMBERS, name)) throw new Error(`the fake account has no filter ${name}`);
    return MEMBERS[name](item).some((value) => value !== undefined && values.includes(value));
  });
}
