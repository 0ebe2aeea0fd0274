import { identity, scalar, Unknown, Value } from '../../core';
import { Route, RouteTable, Vpc } from '../../model';
import { AddressSet, AddressSpace, Block, parseCidr } from './addresses';

/** Which route takes which part of a destination: the longest prefix wins. */
export interface RoutePick {
  readonly picks: readonly { readonly route: Route; readonly part: AddressSet }[];
  /** The part no route covers. */
  readonly uncovered: AddressSet;
  /** Destinations that cannot be read and may take any part. */
  readonly unknowns: readonly Unknown[];
}

/** Deals the addresses of a destination out to the routes of a table. The local route is not among them: see {@link divertedBy}. */
export function pickRoutes(table: RouteTable, destination: AddressSpace): RoutePick {
  const unknowns: Unknown[] = [];
  if (!table.made && !table.routes.length) unknowns.push(new Unknown('reference', table.key, table.name));
  if (table.made && table.propagated) unknowns.push(new Unknown('attribute', `${table.key}:propagated`, `routes propagated into ${table.name}`));
  const known: { route: Route; block: Block }[] = [];
  for (const route of table.routes) {
    if (route.family !== 'prefix-list' && route.family !== destination.family) continue;
    // It lets IPv6 out only.
    if (route.target.kind === 'egress-only-gateway' && destination.family === 4) continue;
    const blocks = blocksOf(route);
    // A prefix list, or a block nobody knows, may take anything.
    if (!blocks) unknowns.push(asUnknown(route));
    else for (const block of blocks) if (block.family === destination.family) known.push({ route, block });
  }
  const rivals = overlappingLists(known, destination);
  if (rivals) return { picks: [], uncovered: destination.set, unknowns: [...unknowns, rivals] };
  return { ...dealOut(known, destination.set), unknowns };
}

/** Of prefix lists that overlap and lead to different targets AWS takes any one (route-tables-priority). */
function overlappingLists(known: readonly { route: Route; block: Block }[], destination: AddressSpace): Unknown | undefined {
  const lists = known.filter(({ route }) => route.family === 'prefix-list');
  const part = (block: Block) => block.set.intersect(destination.set);
  for (const [i, a] of lists.entries()) {
    const rival = lists.slice(i + 1).find((b) => identity(b.route.target.value) !== identity(a.route.target.value) && part(a.block).overlaps(part(b.block)));
    if (rival) return new Unknown('attribute', `lists:${a.route.place.logicalId}:${rival.route.place.logicalId}`, `which of the overlapping prefix lists of ${a.route.place.logicalId} and ${rival.route.place.logicalId} a packet takes`);
  }
  return undefined;
}

/** A route by its own block goes before one by a prefix list of the same length (route-tables-priority). */
function dealOut(known: { route: Route; block: Block }[], destination: AddressSet): Pick<RoutePick, 'picks' | 'uncovered'> {
  known.sort((a, b) => b.block.prefix - a.block.prefix || Number(a.route.family === 'prefix-list') - Number(b.route.family === 'prefix-list'));
  let uncovered = destination;
  const picks: { route: Route; part: AddressSet }[] = [];
  for (const { route, block } of known) {
    const part = uncovered.intersect(block.set);
    if (part.isEmpty) continue;
    const earlier = picks.find((p) => p.route === route);
    if (earlier) picks[picks.indexOf(earlier)] = { route, part: earlier.part.union(part) };
    else picks.push({ route, part });
    uncovered = uncovered.subtract(part);
  }
  return { picks, uncovered };
}

/** The blocks of a route's destination; undefined where not all can be read. */
function blocksOf(route: Route): readonly Block[] | undefined {
  const values: readonly Value[] | undefined = route.family === 'prefix-list' ? route.listed : [route.destination];
  const blocks = values?.map((value) => {
    const text = scalar(value);
    return text === undefined ? undefined : parseCidr(text);
  });
  return blocks?.every((b) => b !== undefined) ? blocks as readonly Block[] : undefined;
}

/** What only an appliance can be put in front of: traffic inside a VPC, by a route more specific than the local one. */
const APPLIANCE = new Set<Route['target']['kind']>(['instance', 'interface', 'endpoint', 'nat-gateway']);

/** The route that takes traffic inside a VPC away from the local route, if there is one. */
export function divertedBy(table: RouteTable, vpc: Vpc | undefined, destination: AddressSpace): Route | undefined {
  const locals = (destination.family === 4 ? vpc?.cidrs : vpc?.ipv6Cidrs) ?? [];
  const prefixes = locals.map((value) => parseCidr(scalar(value) ?? '')?.prefix).filter((p): p is number => p !== undefined);
  const shortest = prefixes.length > 0 ? Math.min(...prefixes) : undefined;
  if (shortest === undefined) return undefined;
  return table.routes.find((route) => APPLIANCE.has(route.target.kind) && blocksOf(route)?.some((block) => block.family === destination.family
    && block.prefix >= shortest && block.set.overlaps(destination.set)));
}

function asUnknown(route: Route): Unknown {
  return route.destination instanceof Unknown ? route.destination : new Unknown('reference', `route:${route.place.template}:${route.place.logicalId}`, `the destination of route ${route.place.logicalId}`);
}

/** Where a route leads, for one that cannot be followed. */
export function targetUnknown(route: Route): Unknown {
  const { value, property } = route.target;
  if (value instanceof Unknown) return value;
  return new Unknown('reference', `target:${route.place.template}:${route.place.logicalId}`, `where route ${route.place.logicalId} leads (${property})`);
}
