import type { Truth } from '../../core';
import { ReportService, ReportStep, ReportWay } from '../report-paths';
import { brief } from '../text-path';
import { HostGroup, tellingWay } from './groups';
import { Box, Chip, COLUMN, GUTTER, Layout, SubnetBox } from './layout';

/** One drawn way of a group to a service: a line, lit as far as the packets come. */
export interface DrawnWay {
  readonly group: HostGroup;
  readonly service: string;
  readonly answer: Truth;
  readonly points: readonly Point[];
  /** How much of the line is lit, from 0 to 1. */
  readonly lit: number;
  /** Where it breaks, and why. */
  readonly end?: { readonly at: Point; readonly words: string; /** The same for every endpoint and service it happens at. */ readonly alike: string };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Draws ways so that they run between the columns, each in a lane of its own. */
export class Router {
  private readonly lanes = new Map<number, number>();
  private buses = 0;

  constructor(private readonly layout: Layout) {}

  public waysOf(group: HostGroup, chip: Chip, from: SubnetBox): DrawnWay[] {
    const zoneOf = (key: string) => this.layout.subnets.find((s) => s.key === key)?.zone;
    return group.path.services.map((service) => this.draw(group, chip, from, service, tellingWay(service, zoneOf, from.zone)));
  }

  private draw(group: HostGroup, chip: Chip, from: SubnetBox, service: ReportService, way: ReportWay): DrawnWay {
    const target = this.targetOf(way, service.service);
    const ahead = this.pointsTo(chip, from, target);
    const points = [...ahead, ...this.pointsOn(ahead[ahead.length - 1], target, way)];
    const itself = group.path.steps.find((s) => s.broken);
    const broken = itself ?? way.steps.find((s) => s.broken);
    const base = { group, service: service.service, points };
    if (!broken) return { ...base, answer: 'yes', lit: 1 };
    // Every hop that can fail lies before the target; without a target, before Systems Manager.
    const reach = target ? lengthOf(ahead) / lengthOf(points) : 1;
    const lit = itself ? 0.02 : fractionOf(way.steps, reach, points);
    const words = broken.answer === 'no' ? brief(broken.words) : `unresolved: ${broken.words}`;
    const alike = [[way.endpoint?.name, 'the endpoint'], [service.service, 'the service']].reduce((text, [name, by]) => (name === undefined ? text : text.split(name).join(by)), words);
    return { ...base, answer: broken.answer, lit, end: { at: pointAt(points, lit), words, alike } };
  }

  /** The chip the way goes to: the endpoint's interface, or the NAT gateway it names. */
  private targetOf(way: ReportWay, service: string): { chip: Chip; subnet: SubnetBox } | undefined {
    for (const subnet of this.layout.subnets) {
      for (const chip of subnet.chips) {
        if (chip.kind === 'endpoint' && way.endpoint?.key === chip.key && chip.service === service && (way.endpointSubnet === undefined || way.endpointSubnet.key === subnet.key)) return { chip, subnet };
        if (chip.kind === 'nat' && way.natGateway === chip.name) return { chip, subnet };
      }
    }
    return undefined;
  }

  private pointsTo(chip: Box, from: SubnetBox, target: { chip: Chip; subnet: SubnetBox } | undefined): Point[] {
    const y = middle(chip);
    if (!target) {
      const x = this.lane(from.zone);
      return [{ x: chip.x + chip.width, y }, { x, y }];
    }
    const left = target.subnet.zone < from.zone;
    const x = this.lane(left ? from.zone - 1 : from.zone);
    const there = middle(target.chip);
    const edge = target.subnet.zone > from.zone ? target.chip.x : target.chip.x + target.chip.width;
    return [{ x: left ? chip.x : chip.x + chip.width, y }, { x, y }, { x, y: there }, { x: edge, y: there }];
  }

  /** From the target, or from the lane where there is none, down to Systems Manager. */
  private pointsOn(last: Point, target: { chip: Chip; subnet: SubnetBox } | undefined, way: ReportWay): Point[] {
    const { gateway, service } = this.layout;
    const x = target ? this.lane(target.subnet.zone) : last.x;
    const down = target ? [{ x, y: last.y }] : [];
    const throughGateway = gateway !== undefined && !way.endpoint && way.steps.some((s) => s.hop === 'route' && (s.answer === 'unknown' || s.stops !== 'subnet'));
    if (!throughGateway) return [...down, { x, y: service.y }];
    const offset = this.buses++ % 8;
    const bus = gateway.y - 8 + offset;
    const gate = gateway.x + 20 + offset * 11;
    return [...down, { x, y: bus }, { x: gate, y: bus }, { x: gate, y: service.y }];
  }

  /** A place in the gutter right of a column. */
  private lane(column: number): number {
    const n = this.lanes.get(column) ?? 0;
    this.lanes.set(column, n + 1);
    const start = this.layout.zones[0].x + column * (COLUMN + GUTTER) + COLUMN;
    return start + 12 + ((n * 7) % (GUTTER - 24));
  }
}

const middle = (box: Box) => box.y + box.height / 2;

/** How far along a line the first broken step of its way stands; its target stands at `reach`. */
function fractionOf(steps: readonly ReportStep[], reach: number, points: readonly Point[]): number {
  const index = steps.findIndex((s) => s.broken);
  const { hop, stops } = steps[index];
  const out = lengthOf(points.slice(0, 2));
  // Without an address packets are not even sent; without a route they do not leave the subnet; a gateway stands at the VPC's border.
  if (hop === 'name') return (out * 0.6) / lengthOf(points);
  if (stops === 'subnet') return (out + 14) / lengthOf(points);
  if (stops === 'vpc-border') return 0.82;
  if (hop === 'route') return reach * 0.97;
  return (reach * (index + 0.5)) / steps.length;
}

function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, p, i) => sum + Math.abs(p.x - points[i].x) + Math.abs(p.y - points[i].y), 0);
}

function pointAt(points: readonly Point[], fraction: number): Point {
  let left = lengthOf(points) * fraction;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const length = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    if (left <= length && length > 0) return { x: a.x + ((b.x - a.x) * left) / length, y: a.y + ((b.y - a.y) * left) / length };
    left -= length;
  }
  return points[points.length - 1];
}
