import { identity, isMap, Link, own, scalar, Text, Unknown, Value, ValueMap, Worlds } from '../../core';
import { intrinsicOf, whatOf } from './functions';
import { Stack } from './stack';

/** What conditions need of the resolver they belong to. */
export interface ConditionContext {
  readonly worlds: Worlds;
  /** The conditions of a stack, loops written out. */
  readonly expressionsOf: (stack: Stack) => Readonly<Record<string, unknown>>;
  readonly resolve: (expression: unknown, stack: Stack) => Value;
  /** A literal for a value that rests on a parameter with few choices. */
  readonly decide: (value: Value) => Value;
  readonly report: (stack: Stack, message: string, path: readonly string[]) => void;
}

/** Conditions that wait for each other deeper than this are evaluated from the far end, so that the call stack holds any chain of them. */
const MAX_WAITING = 100;

/** The conditions of all stacks, in the current world. */
export class Conditions {
  private readonly byStack = new Map<Stack, Map<string, () => boolean>>();
  private waiting = 0;
  /** Conditions that are being evaluated. */
  private readonly open = new Map<Stack, Set<string>>();

  constructor(private readonly context: ConditionContext) {}

  /** Whether a condition holds in the current world. What cannot be told is an atom, so there is always an answer. */
  public holds(name: string, stack: Stack): boolean {
    let open = this.open.get(stack);
    if (!open) this.open.set(stack, open = new Set());
    const isFirst = !open.has(name);
    this.waiting++;
    try {
      if (this.waiting % MAX_WAITING === 0 && isFirst) for (const first of this.neededBy(name, stack, open)) this.cellOf(first, stack)();
      open.add(name);
      return this.cellOf(name, stack)();
    } finally {
      this.waiting--;
      if (isFirst) open.delete(name);
    }
  }

  /** The conditions that a condition needs whatever they come to, each after those it needs itself, in the order they are asked for. */
  private neededBy(name: string, stack: Stack, skipped: ReadonlySet<string>): readonly string[] {
    const expressions = this.context.expressionsOf(stack);
    const seen = new Set([...skipped, name]);
    const order: string[] = [];
    const open = [{ name, needs: conditionsIn(own(expressions, name)), next: 0 }];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const need = top.needs[top.next++];
      if (need === undefined) {
        open.pop();
        if (open.length > 0) order.push(top.name);
      } else if (!seen.has(need)) {
        seen.add(need);
        open.push({ name: need, needs: conditionsIn(own(expressions, need)), next: 0 });
      }
    }
    return order;
  }

  private cellOf(name: string, stack: Stack): () => boolean {
    let cells = this.byStack.get(stack);
    if (!cells) this.byStack.set(stack, cells = new Map());
    let cell = cells.get(name);
    if (!cell) {
      const expression = own(this.context.expressionsOf(stack), name);
      cell = this.context.worlds.cell(
        () => (expression === undefined ? this.undecided(`condition:${stack.id}/${name}`, `condition ${name}`) : this.test(expression, stack)),
        () => {
          this.context.report(stack, `the condition ${name} needs itself`, ['Conditions', name]);
          return this.undecided(`condition:${stack.id}/${name}`, `condition ${name}`);
        },
      );
      cells.set(name, cell);
    }
    return cell;
  }

  /** What a condition expression comes to in the current world. */
  public test(expression: unknown, stack: Stack): boolean {
    if (typeof expression === 'boolean') return expression;
    const call = intrinsicOf(expression);
    const args = Array.isArray(call?.argument) ? call.argument as unknown[] : [];
    switch (call?.name) {
      case 'Condition': return typeof call.argument === 'string' && this.holds(call.argument, stack);
      case 'Fn::Not': return !this.test(args[0], stack);
      case 'Fn::And': return args.map((a) => this.test(a, stack)).every(Boolean);
      case 'Fn::Or': return args.map((a) => this.test(a, stack)).some(Boolean);
      case 'Fn::Equals': return this.equals(this.context.resolve(args[0], stack), this.context.resolve(args[1], stack));
      default: {
        const text = JSON.stringify(expression)?.slice(0, 200) ?? 'nothing';
        return this.undecided(`test:${stack.id}:${text}`, `the condition ${text}`);
      }
    }
  }

  private equals(left: Value, right: Value): boolean {
    const [a, b] = [this.context.decide(left), this.context.decide(right)];
    const [x, y] = [scalar(a), scalar(b)];
    if (x !== undefined && y !== undefined) return x === y;
    if (identity(a) === identity(b)) return true;
    if (a instanceof Unknown && y !== undefined && a.excludes.includes(y)) return false;
    if (b instanceof Unknown && x !== undefined && b.excludes.includes(x)) return false;
    if (!hasHole(a) && !hasHole(b)) return false;
    const names = [whatOf(a) ?? identity(a), whatOf(b) ?? identity(b)];
    const key = [identity(a), identity(b)].sort().join(' = ');
    return this.undecided(`equals:${key}`, `${names[0]} = ${names[1] === '' ? '(empty)' : names[1]}`);
  }

  private undecided(key: string, label: string): boolean {
    return this.context.worlds.choose({ key, label, choices: ['true', 'false'] }) === 0;
  }
}

/** The conditions that an expression names outside of `Fn::Equals`: these are always evaluated. */
function conditionsIn(expression: unknown, found: string[] = []): readonly string[] {
  const call = intrinsicOf(expression);
  if (call?.name === 'Condition' && typeof call.argument === 'string') found.push(call.argument);
  else if (call?.name === 'Fn::Not' && Array.isArray(call.argument)) conditionsIn(call.argument[0], found);
  else if ((call?.name === 'Fn::And' || call?.name === 'Fn::Or') && Array.isArray(call.argument)) for (const item of call.argument) conditionsIn(item, found);
  return found;
}

/** Whether a value is not literal all through. */
export function hasHole(value: Value): boolean {
  if (value instanceof Unknown || value instanceof Text || value instanceof Link) return true;
  if (Array.isArray(value)) return value.some(hasHole);
  return isMap(value) && Object.values(value as ValueMap).some(hasHole);
}
