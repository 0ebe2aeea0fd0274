import { CfnElement, Reference, Stack, Stage, Token, Tokenization } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

/**
 * The element of this app that a property value refers to (`Ref` or `Fn::GetAtt`), in whichever stack it stands; undefined for
 * literals, imports and expressions.
 *
 * @param at a construct of the stack in which the value is used
 */
export function referredTo(at: IConstruct, value: unknown): CfnElement | undefined {
  if (typeof value !== 'string' && !Token.isUnresolved(value)) return undefined;
  const token = Tokenization.reverse(value, { failConcat: false });
  if (Reference.isReference(token)) return CfnElement.isCfnElement(token.target) ? token.target : elementOf(token.target);
  return Token.isUnresolved(value) ? elementNamed(Stack.of(at), logicalIdIn(Stack.of(at).resolve(value))) : undefined;
}

/** The entries of a list property, whatever it is made of. */
export function entries(at: IConstruct, value: unknown): unknown[] {
  if (Array.isArray(value) && !Token.isUnresolved(value)) return value;
  const resolved: unknown = Stack.of(at).resolve(value);
  if (!Array.isArray(resolved)) return [];
  return resolved.map((each: unknown) => (typeof each === 'string' ? each : Token.asAny(each)));
}

/** All constructs of the deployment (Stage or app) that a construct is part of, without those of Stages inside it. */
export function deploymentOf(construct: IConstruct): IConstruct[] {
  const stage = Stage.of(construct);
  return (stage ?? construct.node.root).node.findAll().filter((each) => Stage.of(each) === stage);
}

function elementOf(target: IConstruct): CfnElement | undefined {
  const child = target.node.defaultChild;
  return child && CfnElement.isCfnElement(child) ? child : undefined;
}

function logicalIdIn(resolved: unknown): string | undefined {
  const { Ref: ref, 'Fn::GetAtt': getAtt } = (resolved ?? {}) as { 'Ref'?: unknown; 'Fn::GetAtt'?: unknown };
  const id = ref ?? (Array.isArray(getAtt) ? getAtt[0] : undefined);
  return typeof id === 'string' ? id : undefined;
}

/** Found once, an element keeps its name; to look through a large stack for every host would take minutes. */
const named = new WeakMap<Stack, Map<string, CfnElement>>();

function elementNamed(stack: Stack, logicalId: string | undefined): CfnElement | undefined {
  if (logicalId === undefined || logicalId.startsWith('AWS::')) return undefined;
  const known = named.get(stack) ?? new Map<string, CfnElement>();
  named.set(stack, known);
  const found = known.get(logicalId) ?? stack.node.findAll().find((each): each is CfnElement =>
    CfnElement.isCfnElement(each) && each.stack === stack && stack.resolve(each.logicalId) === logicalId);
  if (found) known.set(logicalId, found);
  return found;
}

/**
 * Finds or makes a helper of a construct. That of an L1 stands beside it: a dependency of the L1 is one of everything below it, and
 * would close a circle.
 */
export function companion<T extends IConstruct>(of: IConstruct, id: string, make: (scope: Construct, id: string) => T): T {
  const [scope, ownId] = CfnElement.isCfnElement(of) ? [of.node.scope!, `${of.node.id}${id}`] : [of, id];
  return scope.node.tryFindChild(ownId) as T | undefined ?? make(scope as Construct, ownId);
}
