import { Path, ServiceAnswer } from '../analysis';
import { Step } from '../core';
import { Entity, Host, Model, Placement } from '../model';
import { Edit } from './edits';
import { Known } from './known';

/** One change somebody could make: what it is called, and the edits that make it. */
export interface Repair {
  /** Its words are in `report/`. */
  readonly kind: RepairKind;
  readonly data: Readonly<Record<string, string>>;
  readonly edits: readonly Edit[];
  /** Lower is better: it opens less. */
  readonly rank: number;
}

export type RepairKind =
  | 'addEgressRule' | 'addIngressRule' | 'addAclEntry' | 'setProperty' | 'addEndpoint' | 'addRoute' | 'attachGateway' | 'addElasticAddress' | 'excludeFromBlock'
  | 'attachPolicy' | 'addTrust' | 'addProfile' | 'addEndpointStatement' | 'addTransitRoute' | 'attachTransit' | 'associateTransit' | 'addPropertyItem';

/** A failing step, and where in the proof it stands. */
export interface Fault {
  readonly model: Model;
  readonly known: Known;
  readonly host: Host;
  readonly placement: Placement;
  readonly step: Step;
  readonly service?: ServiceAnswer;
  readonly path?: Path;
}

export const RANK = { setting: 0, leastPrivilege: 1, address: 2, endpoint: 3, internet: 4, everything: 5 } as const;

/** `stack id` and `logical id` of something the input makes. */
export function homeOf(entity: Entity | undefined): { stack: string; logicalId: string } | undefined {
  if (!entity?.made || !entity.place?.logicalId) return undefined;
  const cut = entity.key.lastIndexOf('/');
  return cut < 0 ? undefined : { stack: entity.key.slice(0, cut), logicalId: entity.key.slice(cut + 1) };
}

/** A reference to something from a resource of a stack; undefined where it stands in another one. */
export function refTo(entity: Entity | undefined, stack: string): { Ref: string } | undefined {
  const home = homeOf(entity);
  return home?.stack === stack ? { Ref: home.logicalId } : undefined;
}

/** The same for a security group's id. */
export function groupIdOf(entity: Entity | undefined, stack: string): { 'Fn::GetAtt': string[] } | undefined {
  const home = homeOf(entity);
  return home?.stack === stack ? { 'Fn::GetAtt': [home.logicalId, 'GroupId'] } : undefined;
}

export function add(stack: string, logicalId: string, type: string, properties: Record<string, unknown>): Edit {
  return { op: 'add', stack, logicalId, resource: { Type: type, Properties: properties } };
}

/** A logical id that says what was added, and is free for sure: ours all begin with `Cure`. */
export function idFor(...parts: string[]): string {
  return `Cure${parts.join('').replace(/[^A-Za-z0-9]/g, '')}`.slice(0, 200);
}
