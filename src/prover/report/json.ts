import { inertJson } from './inert';
import { Report } from './report';

/** The report as JSON, stable and sorted; its shape is `schemas/report.schema.json`. */
export function toJson(report: Report): string {
  return `${inertJson(report, 2)}\n`;
}
