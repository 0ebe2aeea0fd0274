const NONE: readonly never[] = [];

/** More than this are looked for in a set. */
const FEW = 32;

/** Things in the order they came, each once. Mostly there are few, or none. */
export class Once<T> {
  public static of<T>(items: readonly T[]): Once<T> {
    const result = new Once<T>();
    for (const item of items) result.add(item);
    return result;
  }

  private items?: T[];
  private set?: Set<T>;

  public get list(): readonly T[] {
    return this.items ?? NONE;
  }

  public add(item: T): void {
    if (this.set ? this.set.has(item) : this.items?.includes(item)) return;
    (this.items ??= []).push(item);
    if (this.set) this.set.add(item);
    else if (this.items.length > FEW) this.set = new Set(this.items);
  }
}
