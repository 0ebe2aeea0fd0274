import { endOfQuotes } from './shell-quotes';

/** Longer commands are cut: what matters stands in front, and patterns take their time on long lines. */
export const MAX_COMMAND = 2000;

/** What stands between two operators of a shell script: one command, or several with pipes between them. */
export interface Statement {
  readonly text: string;
  /** What stands before it. */
  readonly operator: '' | ';' | '&' | '&&' | '||';
  /** What stands behind it. */
  readonly then: '' | ';' | '&' | '&&' | '||';
  /** The texts of its here documents. */
  readonly documents: string[];
}

interface Document {
  readonly end: string;
  /** Tabs before the end do not count. */
  readonly indented: boolean;
  /** Which statement it belongs to. */
  readonly owner: number;
}

/** Takes a script apart at newlines, `;`, `&`, `&&` and `||` that stand in no quotes. Comments go. */
export function statementsOf(text: string): { statements: Statement[]; unclear: boolean } {
  return new Lexer(text.replace(/\r\n/g, '\n')).all();
}

class Lexer {
  private readonly statements: Statement[] = [];
  private operator: Statement['operator'] = '';
  private pending: Document[] = [];
  private unclear = false;
  /** Where the statement began that is being read. */
  private from = 0;
  private at = 0;

  constructor(private readonly text: string) {}

  public all(): { statements: Statement[]; unclear: boolean } {
    while (this.at < this.text.length) this.next();
    this.flush('', 0);
    if (this.pending.length > 0) this.unclear = true;
    return { statements: this.statements, unclear: this.unclear };
  }

  private next(): void {
    const { text, at } = this;
    const char = text[at];
    if (char === '\\') {
      this.at += 2;
    } else if (char === '\'' || char === '"') {
      const end = endOfQuotes(text, at);
      this.unclear ||= end > text.length;
      this.at = end;
    } else if (char === '#' && (at === this.from || /[\s;&|(]/.test(text[at - 1]))) {
      const end = text.indexOf('\n', at);
      this.flush(this.operatorAfter(), end < 0 ? text.length - at : end - at);
    } else if (char === '\n') {
      this.flush(';', 1);
      this.readDocuments();
    } else if (char === ';' && /^\s*for\s*\(\(/.test(text.slice(this.from, this.from + 20)) && this.isInTest()) {
      this.at++;
    } else if (char === ';') {
      this.flush(';', text[at + 1] === ';' ? 2 : 1);
    } else if ((char === '&' || char === '|') && text[at + 1] === char && this.isInTest()) {
      this.at += 2;
    } else if ((char === '&' || char === '|') && text[at + 1] === char) {
      this.flush(char === '&' ? '&&' : '||', 2);
    } else if (char === '&' && !/[<>]/.test(text[at - 1] ?? '') && text[at + 1] !== '>') {
      this.flush('&', 1);
    } else if (char === '<' && text[at + 1] === '<') {
      this.document();
    } else {
      this.at++;
    }
  }

  /** Within `[[ … ]]` and `((…))` these are no operators between commands. */
  private isInTest(): boolean {
    const current = this.text.slice(Math.max(this.from, this.at - 500), this.at);
    return current.lastIndexOf('[[') > current.lastIndexOf(']]') || current.lastIndexOf('((') > current.lastIndexOf('))');
  }

  /** Behind a comment a line goes on as if it was not there. */
  private operatorAfter(): Statement['operator'] {
    return this.text.slice(this.from, this.at).trim() === '' ? this.operator : ';';
  }

  /** `<<END`, with quotes or without; `<<<` gives a text at once, and `$((1 << 2))` is arithmetic. */
  private document(): void {
    const rest = this.text.slice(this.at, this.at + 200);
    if (rest.startsWith('<<<')) {
      this.at += 3;
      return;
    }
    const found = /^<<(-?)[ \t]*((?:\\.|'[^'\n]*'|"[^"\n]*"|[^\s;&|<>()'"\\])+)/.exec(rest);
    const isArithmetic = this.isInTest() || /^let\s|\w\[[^\]]*$/.test(this.text.slice(Math.max(this.from, this.at - 200), this.at).trim());
    if (!found || isArithmetic) {
      this.unclear ||= !isArithmetic;
      this.at += 2;
      return;
    }
    this.pending.push({ end: found[2].replace(/["'\\]/g, ''), indented: found[1] === '-', owner: this.statements.length });
    this.at += found[0].length;
  }

  private readDocuments(): void {
    const documents = this.pending;
    this.pending = [];
    for (const { end, indented, owner } of documents) {
      const lines: string[] = [];
      let closed = false;
      while (this.at < this.text.length && !closed) {
        const newline = this.text.indexOf('\n', this.at);
        const line = this.text.slice(this.at, newline < 0 ? undefined : newline);
        this.at = newline < 0 ? this.text.length : newline + 1;
        // Blanks around the end are a slip that indentation brings: the shell would read on.
        closed = (indented ? line.replace(/^\t+/, '') : line).trim() === end;
        if (!closed) lines.push(line);
      }
      if (!closed) this.unclear = true;
      this.statements[owner]?.documents.push(lines.join('\n'));
    }
    this.from = this.at;
  }

  private flush(operator: Statement['operator'], length: number): void {
    const text = this.text.slice(this.from, this.at).replace(/\\\n/g, '').trim();
    this.at += length;
    this.from = this.at;
    if (text !== '') {
      this.statements.push({ text, operator: this.operator, then: operator, documents: [] });
      this.operator = operator;
    } else if (this.operator !== '&&' && this.operator !== '||') {
      // A newline after `&&` goes on.
      this.operator = operator;
    }
  }
}
