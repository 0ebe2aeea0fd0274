import type { EstateOptions } from './estate';
import { StackFrame } from './files';
import { load, Loaded, Loader } from './inputs';
import { Parsed } from './parse';
import { RenamedText } from './renamed';
import { environmentKey, Stack } from './stack';

/** A stack whose template says the same as another's, but for names. */
export interface Copy {
  readonly of: Stack;
  /** Its words by those of the other. */
  readonly names: ReadonlyMap<string, string>;
}

/** What was loaded without the stacks that only say again what another says. */
export interface LoadedSparingly {
  readonly loaded: Loaded;
  readonly copies: readonly Copy[];
  /** The same input with every stack. */
  readonly whole: () => Loaded;
}

/** As {@link load}, but what is a copy by its text is not parsed. Only for whoever makes sure that nothing rests on a copy. */
export function loadSparingly(paths: readonly string[], options: EstateOptions = {}): LoadedSparingly {
  const loader = new SparingLoader();
  for (const path of paths) loader.add(path);
  return { loaded: loader.finish(options), copies: loader.copies, whole: () => load(paths, options) };
}

/** More kinds of stacks than this are not compared with each other. */
const MAX_KINDS = 8;

class SparingLoader extends Loader {
  public readonly copies: Copy[] = [];
  private readonly kinds = new Map<string, { readonly stack: Stack; readonly text: RenamedText }[]>();

  public leavesOut({ id, account, region }: StackFrame, bytes: Buffer): boolean {
    for (const kind of this.kinds.get(environmentKey(account, region)) ?? []) {
      const names = kind.text.namesIn(bytes);
      if (!names) continue;
      this.copies.push({ of: kind.stack, names });
      this.reserve(id);
      return true;
    }
    return false;
  }

  public remember(stack: Stack, { isJson }: Parsed, bytes: Buffer): void {
    if (!isJson || RenamedText.isCoded(bytes)) return;
    const key = environmentKey(stack.account, stack.region);
    const kinds = this.kinds.get(key) ?? [];
    this.kinds.set(key, kinds);
    if (kinds.length < MAX_KINDS) kinds.push({ stack, text: new RenamedText(bytes) });
  }
}
