import { HostProof } from '../analysis';
import { Assumption, Place } from '../core';
import { placeOf, Resource } from '../sources/cloudformation';
import { Finding, HostVerdict, OpenPoint, VerdictWord } from './types';

/**
 * The verdict of a host that is like another: what names it is worked out when somebody asks, since most are never asked. Its fields are
 * those of a class: `{ ...host }` would lose them, {@link withFindings} does not.
 */
export class Like implements HostVerdict {
  public readonly key: string;
  public readonly unknowns: readonly OpenPoint[] = [];
  private known?: HostVerdict;
  private placed?: Place;

  constructor(private readonly pattern: HostVerdict, private readonly resource: Resource, private readonly judged: () => HostVerdict | undefined) {
    this.key = resource.key;
  }

  public get verdict(): VerdictWord { return this.pattern.verdict; }
  public get unreferenced(): boolean { return this.pattern.unreferenced; }
  public get quiet(): boolean { return this.pattern.quiet; }
  public get type(): string { return this.pattern.type; }
  public get declared(): boolean | undefined { return this.pattern.declared; }
  public get account(): string | undefined { return this.pattern.account; }
  public get region(): string | undefined { return this.pattern.region; }
  public get place(): Place { return (this.placed ??= placeOf(this.resource)); }
  public get name(): string { return this.place.constructPath ?? this.resource.logicalId; }
  public get findings(): readonly Finding[] { return this.full.findings; }
  public get assumptions(): readonly Assumption[] { return this.full.assumptions; }
  public get proofs(): readonly HostProof[] { return this.full.proofs; }
  public get worlds(): readonly string[] { return this.full.worlds; }

  /** Proved by itself. */
  private get full(): HostVerdict {
    return (this.known ??= this.judged() ?? this.pattern);
  }
}

/** A verdict with other findings. */
export function withFindings(host: HostVerdict, findings: readonly Finding[]): HostVerdict {
  const { key, name, place, type, verdict, unreferenced, quiet, assumptions, unknowns, proofs, worlds, declared, account, region } = host;
  return {
    key,
    name,
    place,
    type,
    verdict,
    unreferenced,
    findings,
    quiet,
    assumptions,
    unknowns,
    proofs,
    worlds,
    ...(declared === undefined ? {} : { declared }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
}
