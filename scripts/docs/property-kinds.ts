import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { declaredReaders } from '../../src/prover/model';

interface SpecType { type: string; element?: SpecType; reference?: { $ref: string }; types?: SpecType[] }

/** src/prover/model/property-kinds.ts: what shape CloudFormation's schemas give each property that a reader reads. */
export function propertyKinds(): string {
  const db = loadAwsServiceSpecSync();
  const lines: string[] = [];
  for (const { type, reads } of declaredReaders()) {
    const resource = db.lookup('resource', 'cloudFormationType', 'equals', type)[0];
    const members = (spec: SpecType): Record<string, { type: SpecType }> | undefined => {
      if (spec.type === 'array' || spec.type === 'map') return members(spec.element!);
      if (spec.type === 'union') return Object.assign({}, ...spec.types!.map((t) => members(t) ?? {})) as Record<string, { type: SpecType }>;
      return spec.type === 'ref' ? db.get('typeDefinition', spec.reference!.$ref).properties as unknown as Record<string, { type: SpecType }> : undefined;
    };
    const kinds = new Map<string, string>();
    for (const path of reads) {
      let properties = resource?.properties as unknown as Record<string, { type: SpecType }> | undefined;
      const steps = path.split('.');
      steps.forEach((step, i) => {
        const spec = properties?.[step]?.type;
        if (!spec) return;
        const kind = kindOf(spec);
        if (kind !== undefined) kinds.set(steps.slice(0, i + 1).join('.'), kind);
        properties = members(spec);
      });
    }
    if (kinds.size > 0) lines.push(`  '${type}': { ${[...kinds].sort().map(([path, kind]) => `'${path}': '${kind}'`).join(', ')} },`);
  }
  return [
    '// Made by `npm run docs:generate` from the readers and CloudFormation\'s resource schemas (@aws-cdk/aws-service-spec). Do not edit.',
    '/* eslint-disable */',
    '',
    '/** The shape a property must have. */',
    'export type PropertyKind = \'scalar\' | \'list\' | \'map\';',
    '',
    'export const PROPERTY_KINDS: Readonly<Record<string, Readonly<Record<string, PropertyKind>>>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

/** JSON documents may be text as well, and unions anything: those are not checked. */
function kindOf(spec: SpecType): string | undefined {
  if (['string', 'number', 'integer', 'boolean', 'date-time'].includes(spec.type)) return 'scalar';
  if (spec.type === 'array') return 'list';
  return spec.type === 'ref' ? 'map' : undefined;
}
