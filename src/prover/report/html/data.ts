import { Report } from '../report';
import { ReportService, ReportStep, ReportWay } from '../report-paths';
import { nearest } from '../text-path';
import { verifyCommands } from '../verify';

/** A step as the page needs it: its answer, words, cure, and whether the way ends there. */
type PageStep = readonly [answer: string, words: string, broken: 0 | 1];

/** The details of all hosts; what many of them share stands in it once. */
export interface PageData {
  readonly steps: readonly PageStep[];
  readonly texts: readonly string[];
  readonly hosts: readonly unknown[];
}

/** Fleets of equal hosts have equal steps: they are numbered, so that a thousand hosts weigh little more than one. */
export function pageData(report: Report): PageData {
  const steps = new Numbered<PageStep>();
  const texts = new Numbered<string>();
  const numbers = (list: readonly ReportStep[]) => list.map((s) => steps.of([s.answer, s.words, s.broken ? 1 : 0]));
  const hosts = report.hosts.map((host) => {
    const services = [...new Set(host.paths?.flatMap((p) => p.services.map((s) => s.service)) ?? [])];
    const verify = verifyCommands(host, services);
    return {
      n: host.constructPath ?? host.logicalId,
      t: texts.of(host.type),
      f: texts.of(host.template),
      v: host.verdict,
      findings: host.findings.filter((f) => f.id !== 'HostNotProven').map((f) => ({
        i: texts.of(f.id),
        c: texts.of(f.code),
        s: f.severity,
        m: f.message,
        u: texts.of(f.cure),
        a: f.at.slice(0, 3).map((p) => `${p.template}${p.line === undefined ? '' : `:${p.line}`} ${p.logicalId}${p.source === undefined ? '' : ` (${p.source})`}`),
        ...(f.acknowledged === undefined ? {} : { k: f.acknowledged }),
        ...(f.baseline ? { b: 1 } : {}),
      })),
      unknowns: host.unknowns.map((u) => `${u.what}: ${u.why}`),
      assumptions: host.assumptions.map((a) => texts.of(a)),
      paths: host.paths?.map((p) => ({
        from: texts.of(p.subnet.name),
        vpc: texts.of(p.vpc.name),
        ...(p.world === undefined ? {} : { w: texts.of(p.world) }),
        s: numbers(p.steps),
        to: p.services.map((service) => ({
          n: service.service,
          ways: tellingFirst(service).map((way) => ({ e: texts.of(way.endpoint ? `by ${way.endpoint.name}${way.endpointSubnet ? ` in ${way.endpointSubnet.name}` : ''}` : ''), s: numbers(way.steps) })),
        })),
      })) ?? [],
      onHost: texts.of(verify.onHost.join('\n')),
      onAws: texts.of(verify.onAws.join('\n')),
    };
  });
  return { steps: steps.list, texts: texts.list, hosts };
}

/** The way that tells most comes first: one that works, or the one that comes furthest. */
function tellingFirst(service: ReportService): readonly ReportWay[] {
  const first = service.ways.find((way) => way.answer === 'yes') ?? nearest(service);
  return [first, ...service.ways.filter((way) => way !== first)];
}

/** Gives equal things equal numbers. */
class Numbered<T> {
  public readonly list: T[] = [];
  private readonly known = new Map<string, number>();

  public of(item: T): number {
    const key = JSON.stringify(item);
    let number = this.known.get(key);
    if (number === undefined) {
      number = this.list.push(item) - 1;
      this.known.set(key, number);
    }
    return number;
  }
}
