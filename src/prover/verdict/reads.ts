import { isMap, lazily } from '../core';
import { declaredReaders } from '../model';
import { Estate, intrinsicOf } from '../sources/cloudformation';

const namesOf = (isRead: (name: string) => boolean) => lazily(() => new Map(
  declaredReaders().map(({ type, reads }) => [type, new Set(reads.map((path) => path.split('.')[0]).filter(isRead))]),
));
const ALL = namesOf(() => true);
const ALL_BUT_TAGS = namesOf((name) => name !== 'Tags');

/** Which properties of which types anything here looks at. Whatever else a template says is of no consequence. */
export class Reads {
  private readonly byType: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(estate: Estate) {
    // Tags choose the targets of associations, and mean nothing else here.
    this.byType = estate.ofType('AWS::SSM::Association').length > 0 ? ALL() : ALL_BUT_TAGS();
  }

  /** The first names of what is read; undefined for a type that nothing reads. */
  public of(type: string): ReadonlySet<string> | undefined {
    return this.byType.get(type);
  }
}

/** Properties that are written out: no function, nor one beside others. */
export function isPlain(properties: unknown): properties is Record<string, unknown> {
  if (!isMap(properties) || intrinsicOf(properties)) return false;
  for (const key in properties) if (key.startsWith('Fn::')) return false;
  return true;
}

/** Where one of these is given, a thing may be meant by its name, which no reference shows. */
export const NAMES: ReadonlySet<string> = new Set(['GroupName', 'RoleName', 'InstanceProfileName', 'LaunchTemplateName', 'LaunchConfigurationName', 'ManagedPolicyName']);

/** Attributes of a resource that say nothing about what is deployed. */
export const ASIDE: ReadonlySet<string> = new Set(['Type', 'Properties', 'Metadata', 'CreationPolicy', 'UpdatePolicy', 'DeletionPolicy', 'UpdateReplacePolicy']);
