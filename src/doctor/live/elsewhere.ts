import { isMap } from '../../prover/core';
import { Json, maps, text } from '../../prover/sources/live';
import { CallError, callError, Caller, CallRequest } from './caller';
import { AT_ONCE } from './collect';
import { mergePages } from './pages';
import { inParallel } from './parallel';
import { instanceRequests } from './plan';

async function answerOf(caller: Caller, request: CallRequest): Promise<Json | CallError> {
  const pages: Json[] = [];
  try {
    for await (const page of caller.call(request)) pages.push(page);
  } catch (error) {
    return callError(error);
  }
  return mergePages(pages, true);
}

type CallerOf = (region: string) => Caller;

/** Where else instances are that the Regions asked do not list: by id, one sentence for each. */
export async function findElsewhere(ids: readonly string[], asked: readonly string[], account: string | undefined, callerOf: CallerOf): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const here = `no instance with this id is in ${asked.join(', ')} of ${account === undefined ? 'this account' : `account ${account}`}`;
  const listed = await answerOf(callerOf(asked[0]), { service: 'ec2', operation: 'describe-regions', parameters: {} });
  if (listed instanceof CallError) return new Map(ids.map((id) => [id, `${here}; the other Regions were not searched (ec2 describe-regions: ${listed.code})`]));
  const others = maps(listed, 'Regions').map((r) => text(r, 'RegionName')).filter((name): name is string => name !== undefined && !asked.includes(name));
  const found = await inParallel(AT_ONCE, others, async (region) => {
    const answers = await Promise.all(instanceRequests({ ids, tags: [] }).map((request) => answerOf(callerOf(region), request)));
    return {
      region,
      ids: answers.filter(isMap).flatMap((answer) => maps(answer, 'Reservations')).flatMap((r) => maps(r, 'Instances')).map((i) => text(i, 'InstanceId')),
      isAnswered: answers.every((answer) => !(answer instanceof CallError)),
    };
  });
  const silent = found.filter((f) => !f.isAnswered).length;
  const nowhere = `${here}, nor in its ${others.length - silent} other Regions${silent > 0 ? ` (${silent} more did not answer)` : ''}: check the id and the account`;
  return new Map(ids.map((id) => {
    const region = found.find((f) => f.ids.includes(id))?.region;
    return [id, region === undefined ? nowhere : `this instance is in ${region}: add --region ${region}`];
  }));
}
