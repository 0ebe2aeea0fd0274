import { Report } from './report';

/** The report as JSON, stable and sorted. */
export function toJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
