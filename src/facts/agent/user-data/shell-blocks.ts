/** What is open around a command. */
export interface Block {
  readonly kind: 'if' | 'loop' | 'case' | 'function' | 'group';
  /** A function whose brace is yet to come. */
  waiting?: boolean;
}

/** What is left of a statement once the words of the shell's language are taken off it. */
export interface Head {
  readonly command: string;
  /** It stands in a branch, a loop or a function. */
  readonly conditional: boolean;
  /** The function it begins to define. */
  readonly function?: string;
  /** Something ends that was not begun. */
  readonly lost: boolean;
}

const ENDS: Readonly<Record<string, Block['kind']>> = { fi: 'if', done: 'loop', esac: 'case' };

/** Takes `if`, `then`, `for …`, `{`, labels and the like off a statement, and notes what they open and close. */
export function headOf(statement: string, blocks: Block[]): Head {
  let text = statement;
  let lost = false;
  let conditional = isBranch(blocks);
  let name: string | undefined;
  for (let looks = 0; looks < 20; looks++) {
    const top = blocks[blocks.length - 1];
    const word = /^[^\s]+/.exec(text)?.[0] ?? '';
    const rest = text.slice(word.length).trim();
    const defined = /^(?:function\s+([\w.-]+)\s*(?:\(\s*\))?|([\w.-]+)\s*\(\s*\))\s*/.exec(text);
    if (word === '') {
      break;
    } else if (Object.hasOwn(ENDS, word)) {
      if (top?.kind === ENDS[word]) blocks.pop();
      else lost = true;
      // What follows only turns the output somewhere else.
      text = /^\|\s*(.*)$/.exec(rest)?.[1] ?? '';
      conditional = isBranch(blocks);
    } else if (word === 'then' || word === 'do' || word === 'else') {
      text = rest;
      conditional = isBranch(blocks);
    } else if (word === 'elif' || word === '!') {
      text = rest;
    } else if (word === 'if' || word === 'while' || word === 'until') {
      conditional = isBranch(blocks);
      blocks.push({ kind: word === 'if' ? 'if' : 'loop' });
      text = rest;
    } else if (word === 'for' || word === 'select') {
      blocks.push({ kind: 'loop' });
      text = '';
    } else if (word === 'case') {
      blocks.push({ kind: 'case' });
      conditional = true;
      text = /\bin(?:\s+(.*))?$/s.exec(rest)?.[1] ?? '';
    } else if (word === '{' || (top?.waiting && word.startsWith('{'))) {
      if (top?.waiting) top.waiting = false;
      else blocks.push({ kind: 'group' });
      text = text.slice(1).trim();
      conditional = isBranch(blocks);
    } else if (word === '}' || word.startsWith('}')) {
      if (top?.kind === 'group' || top?.kind === 'function') blocks.pop();
      else lost = true;
      text = '';
    } else if (defined && text !== defined[0].trim() + '(' && !/^(?:if|while)$/.test(word)) {
      name = defined[1] ?? defined[2];
      blocks.push({ kind: 'function', waiting: true });
      conditional = true;
      text = text.slice(defined[0].length).trim();
    } else if (top?.kind === 'case' && /^\(?[^()]*\)/.test(text) && !/^\$?\(/.test(text.replace(/^\(/, ''))) {
      text = text.replace(/^\(?[^()]*\)\s*/, '');
      conditional = true;
    } else if (text.startsWith('(') && !text.startsWith('((')) {
      text = text.slice(1).replace(/\)\s*(?:[<>&|\d]\S*\s*)*$/, (tail) => tail.slice(1)).trim();
    } else {
      break;
    }
  }
  return { command: text.replace(/^(?:sudo\s+(?:-\w+\s+)*)/, ''), conditional, lost, ...name === undefined ? {} : { function: name } };
}

const isBranch = (blocks: readonly Block[]) => blocks.some((block) => block.kind !== 'group');
