/** One part of a multipart message. */
export interface MimePart {
  readonly type: string;
  readonly body: string;
}

/** The parts of a MIME multipart text, nested ones included; undefined: it is none. */
export function mimeParts(text: string, depth = 0): MimePart[] | undefined {
  const head = headersOf(text);
  const type = head?.headers.get('content-type') ?? '';
  const boundary = /boundary="?([^";\s]+)"?/i.exec(type)?.[1];
  if (!head || !/^multipart\//i.test(type.trim()) || boundary === undefined || depth > 4) return undefined;
  const pieces = head.body.split(new RegExp(`^--${boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:--)?[ \\t]*\\r?$`, 'm')).slice(1);
  return pieces.flatMap((piece) => {
    const part = headersOf(piece.replace(/^\r?\n/, ''));
    if (!part || (part.body.trim() === '' && part.headers.size === 0)) return [];
    const body = /base64/i.test(part.headers.get('content-transfer-encoding') ?? '') ? Buffer.from(part.body, 'base64').toString('utf8') : part.body;
    return mimeParts(piece.replace(/^\r?\n/, ''), depth + 1) ?? [{ type: part.headers.get('content-type') ?? 'text/plain', body }];
  });
}

/** Header lines up to the first empty line, folded ones joined. */
function headersOf(text: string): { headers: Map<string, string>; body: string } | undefined {
  const headers = new Map<string, string>();
  const lines = text.split('\n');
  let last = '';
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].replace(/\r$/, '');
    if (line.trim() === '') return { headers, body: lines.slice(i + 1).join('\n') };
    const header = /^([A-Za-z][A-Za-z0-9-]*):\s*(.*)$/.exec(line);
    if (header) headers.set(last = header[1].toLowerCase(), header[2]);
    else if (/^\s/.test(line) && last !== '') headers.set(last, `${headers.get(last)} ${line.trim()}`);
    else return undefined;
  }
  return undefined;
}
