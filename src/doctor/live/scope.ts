import { Answers, Json, liveInstancesOf, maps, member, tag, text } from '../../prover/sources/live';
import { valuesOf } from './plan-tools';

/** Which instances are asked about. Nothing: all of the Region. */
export interface Target {
  readonly ids: readonly string[];
  readonly vpc?: string;
  readonly tags: readonly { readonly key: string; readonly value?: string }[];
}

export function isTarget(instance: Json, { ids, vpc, tags }: Target): boolean {
  if (ids.length > 0 && !ids.includes(text(instance, 'InstanceId')!)) return false;
  if (vpc !== undefined && text(instance, 'VpcId') !== vpc && !maps(instance, 'NetworkInterfaces').some((i) => text(i, 'VpcId') === vpc)) return false;
  return tags.every(({ key, value }) => {
    const has = maps(instance, 'Tags').some((t) => member(t, 'Key') === key);
    return has && (value === undefined || (tag(instance, key) ?? '') === value);
  });
}

/** What is asked about: the instances, and the VPCs that packets of them may pass. */
export interface Estate {
  readonly account?: string;
  /** Those that are not terminated. */
  readonly instances: readonly Json[];
  /** VPCs that the instances are in. */
  readonly homes: readonly string[];
  /** The same, with those that routes lead to. */
  readonly vpcs: readonly string[];
  /** Whether lists are asked for without a filter. */
  readonly isWholeRegion: boolean;
  /** Whether every list that leads to further VPCs has its answer. */
  readonly isSettled: boolean;
}

const GONE = new Set(['terminated', 'shutting-down']);

/** Above this many VPCs a list of the Region is cheaper than filters. */
const MANY_VPCS = 200;

export function estateOf(answers: Answers, target: Target): Estate {
  const { ids, vpc, tags } = target;
  const instances = liveInstancesOf({ answers }).filter((i) => !GONE.has(text(i, 'State', 'Name') ?? '') && isTarget(i, target));
  const account = text(answers.of('sts', 'get-caller-identity')[0]?.data, 'Account');
  const homes = [...new Set(instances.flatMap((i) => [text(i, 'VpcId'), ...maps(i, 'NetworkInterfaces').map((n) => text(n, 'VpcId'))]).filter((id): id is string => id !== undefined))].sort();
  const isWholeRegion = (ids.length === 0 && vpc === undefined && tags.length === 0) || homes.length > MANY_VPCS;
  const { vpcs, isSettled } = reachable(answers, homes, account);
  return { instances, homes, vpcs, isWholeRegion, isSettled: isSettled || isWholeRegion, ...account === undefined ? {} : { account } };
}

/** VPCs that route tables lead to by peering connections and transit gateways, as far as this account owns them. */
function reachable(answers: Answers, homes: readonly string[], account: string | undefined): Pick<Estate, 'vpcs' | 'isSettled'> {
  const vpcs = new Set(homes);
  let isSettled = true;
  const isAsked = (operation: string) => answers.of('ec2', operation).length > 0;
  for (const vpcId of vpcs) {
    if (answers.list('ec2', 'describe-route-tables', vpcId).state === 'not asked') {
      isSettled = false;
      continue;
    }
    const routes = routesIn(answers, vpcId);
    for (const id of valuesOf(routes, 'VpcPeeringConnectionId')) {
      if (!isAsked('describe-vpc-peering-connections')) isSettled = false;
      for (const other of peersOf(answers, id, account)) vpcs.add(other);
    }
    for (const id of valuesOf(routes, 'TransitGatewayId')) {
      if (!isAsked('describe-transit-gateway-vpc-attachments')) isSettled = false;
      for (const other of attachedTo(answers, id, account)) vpcs.add(other);
    }
  }
  return { vpcs: [...vpcs].sort(), isSettled };
}

export function routesIn(answers: Answers, vpcId: string): Json[] {
  return answers.items('ec2', 'describe-route-tables', 'RouteTables', 'RouteTableId').filter((t) => text(t, 'VpcId') === vpcId).flatMap((t) => maps(t, 'Routes'));
}

/** A VPC of another account or Region is on no list here. */
function peersOf(answers: Answers, id: string, account: string | undefined): string[] {
  const peering = answers.items('ec2', 'describe-vpc-peering-connections', 'VpcPeeringConnections', 'VpcPeeringConnectionId').find((p) => text(p, 'VpcPeeringConnectionId') === id);
  const sides = [text(peering, 'RequesterVpcInfo', 'Region'), text(peering, 'AccepterVpcInfo', 'Region')];
  if (sides[0] !== sides[1]) return [];
  return (['RequesterVpcInfo', 'AccepterVpcInfo'] as const).filter((side) => text(peering, side, 'OwnerId') === account).map((side) => text(peering, side, 'VpcId')).filter((v) => v !== undefined);
}

function attachedTo(answers: Answers, gateway: string, account: string | undefined): string[] {
  return answers.items('ec2', 'describe-transit-gateway-vpc-attachments', 'TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId')
    .filter((a) => text(a, 'TransitGatewayId') === gateway && text(a, 'VpcOwnerId') === account).map((a) => text(a, 'VpcId')).filter((v) => v !== undefined);
}
