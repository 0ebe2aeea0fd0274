import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { declaredReaders } from '../../../src/prover/model';

const db = loadAwsServiceSpecSync();
/** Types that CloudFormation's registry does not have: custom resources of CDK itself. */
const NOT_IN_SCHEMA = /^Custom::/;

/** Whether CloudFormation knows the property path of a type; list members are meant without an index. */
function knows(type: string, path: string): boolean {
  const resource = db.lookup('resource', 'cloudFormationType', 'equals', type)[0];
  if (!resource) return false;
  let properties: Record<string, { type: unknown }> | undefined = resource.properties as unknown as Record<string, { type: unknown }>;
  for (const step of path.split('.')) {
    const property: { type: unknown } | undefined = properties?.[step];
    if (!property) return false;
    properties = propertiesOf(property.type);
  }
  return true;
}

interface SpecType { type: string; element?: SpecType; reference?: { $ref: string }; types?: SpecType[] }

function propertiesOf(type: unknown): Record<string, { type: unknown }> | undefined {
  const spec = type as SpecType;
  if (spec.type === 'array' || spec.type === 'map') return propertiesOf(spec.element);
  if (spec.type === 'union') return Object.assign({}, ...(spec.types ?? []).map((t) => propertiesOf(t) ?? {})) as Record<string, { type: unknown }>;
  if (spec.type === 'ref') return db.get('typeDefinition', spec.reference!.$ref).properties as unknown as Record<string, { type: unknown }>;
  return undefined;
}

const rows = declaredReaders().filter((r) => !NOT_IN_SCHEMA.test(r.type)).flatMap((r) => r.reads.map((path) => [r.type, path] as const));

test('there are readers to check, and the check can fail', () => {
  expect(rows.length).toBeGreaterThan(100);
  expect(knows('AWS::EC2::Instance', 'MetadataOptions.HttpEndpoint')).toBe(true);
  expect(knows('AWS::EC2::Instance', 'MetadataOptions.Endpoint')).toBe(false);
  expect(knows('AWS::EC2::Nothing', 'VpcId')).toBe(false);
});

test.each(rows)('%s %s is a property CloudFormation knows', (type, path) => {
  expect(knows(type, path)).toBe(true);
});
