/** What is open around a command. */
export interface Block {
  readonly kind: 'if' | 'loop' | 'case' | 'function' | 'group';
  /** A group behind `&&` or `||`. */
  readonly chained?: boolean;
  /** A group in parentheses. */
  readonly round?: boolean;
  /** A list that is assigned: its items are no commands. */
  readonly list?: string;
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
  readonly inFunction: boolean;
  /** Something ends that was not begun. */
  readonly lost: boolean;
}

/** `sudo` with its options. */
const SUDO = /^sudo(?:\s+-(?:[ughpCT]\s+\S+|-?[\w-]+(?:=\S+)?))*\s+/;

const AS_OTHER = /\bsudo\s(?:-\S+\s+)*(?:-u\s*|--user[ =])(?!root\b)\w/;

const ENDS: Readonly<Record<string, Block['kind']>> = { fi: 'if', done: 'loop', esac: 'case' };

/** Takes `if`, `then`, `for …`, `{`, labels and the like off a statement, and notes what they open and close. */
export function headOf(statement: string, blocks: Block[], chained: boolean): Head {
  let text = statement;
  let lost = false;
  // What another user is told to do may well fail.
  const asOther = AS_OTHER.test(text);
  let conditional = isBranch(blocks);
  let name: string | undefined;
  const list = blocks[blocks.length - 1]?.list;
  if (list !== undefined) {
    if (closesMore(text)) blocks.pop();
    return { command: `${list}${text.replace(/\)[^)]*$/, '')}`, conditional, inFunction: blocks.some((block) => block.kind === 'function'), lost: false };
  }
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
      else blocks.push({ kind: 'group', chained });
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
    } else if (text.startsWith('(') && !text.startsWith('((') && opensMore(text)) {
      blocks.push({ kind: 'group', round: true });
      text = text.slice(1).trim();
      conditional = isBranch(blocks);
    } else if (text.startsWith('(') && !text.startsWith('((')) {
      const close = text.lastIndexOf(')');
      text = `${text.slice(1, close < 1 ? undefined : close)}${close < 1 ? '' : text.slice(close + 1)}`.trim();
    } else {
      break;
    }
  }
  const inFunction = blocks.some((block) => block.kind === 'function');
  const assigned = /^(?:(?:declare|local|readonly|typeset|export)\s+(?:-\w+\s+)*)?(\w+\+?=)\(/.exec(text);
  if (text.includes('(') && opensMore(text)) {
    blocks.push({ kind: 'group', ...assigned ? { list: assigned[1] } : { round: true } });
  } else if (!assigned && text.includes(')') && closesMore(text)) {
    if (blocks[blocks.length - 1]?.round) blocks.pop();
    else lost = true;
    text = text.replace(/\)[^)]*$/, '').trim();
  }
  // A loop or branch that reads a pipe.
  const piped = /\|\s*(while|until|for|if|case)\s/.exec(text)?.[1];
  if (piped !== undefined) blocks.push({ kind: piped === 'if' || piped === 'case' ? piped : 'loop' });
  return { command: text.replace(SUDO, ''), conditional: conditional || asOther, inFunction, lost, ...name === undefined ? {} : { function: name } };
}

const isBranch = (blocks: readonly Block[]) => blocks.some((block) => block.kind !== 'group' || block.chained || block.round);

const opensMore = (text: string) => surplus(text) > 0;
const closesMore = (text: string) => surplus(text) < 0;

/** How many parentheses open that do not close, outside of quotes. */
function surplus(text: string): number {
  let open = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\\' && quote !== '\'') i++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === '\'') quote = char;
    else if (char === '(') open++;
    else if (char === ')') open--;
  }
  return open;
}
