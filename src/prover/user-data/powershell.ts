import { PowerShellNames } from './powershell-names';
import { Command, Script } from './shell';
import { MAX_COMMAND } from './shell-lexer';

/** Fail, or are tried again, where there is no way to where they fetch from. */
const FETCHES = /\b(?:Invoke-WebRequest|iwr|Invoke-RestMethod|irm|Install-Module|Install-PackageProvider|Install-Package|Test-Connection|Test-NetConnection|Resolve-DnsName|Start-BitsTransfer|DownloadFile|DownloadString|choco|aws|Read-S3Object|ping)\b|https?:/i;

/** Reads PowerShell, and batch files, roughly: `{` opens a block, and what follows `exit` or `return` is not reached. */
export function readPowerShell(text: string): Script {
  const files: string[] = [];
  const body = withoutTexts(without(text, '<#', '#>', () => {}), (content) => files.push(content))
    .replace(/<\/?(?:powershell|script|persist)>/gi, '\n')
    .replace(/`\r?\n/g, ' ');
  const commands: Command[] = [];
  let depth = 0;
  let ended = false;
  let unclear = false;
  let strict = false;
  let loops = false;
  let onceFetched: 'network' | undefined;
  const names = new PowerShellNames(body);
  for (const line of body.split(/\r?\n|;/)) {
    const written = line.trim();
    const command = names.in(written);
    names.note(written.slice(0, MAX_COMMAND));
    // Braces in a text are letters.
    const bare = command.slice(0, 4 * MAX_COMMAND).replace(/"(?:[^"`]|`.)*"|'[^']*'/g, '').replace(/#.*/, '');
    const opens = (bare.match(/\{/g)?.length ?? 0) + (/\($/.test(bare.trim()) ? 1 : 0);
    const closes = (bare.match(/\}/g)?.length ?? 0) + (/^\)/.test(bare) ? 1 : 0);
    if (/"/.test(bare)) unclear = true;
    if (command !== '' && !/^(?:#|rem\b|::)/i.test(command)) commands.push({ text: command.slice(0, MAX_COMMAND), conditional: ended || depth > 0 || opens > 0 || /^if\b/i.test(command), ...onceFetched ? { onceFetched } : {} });
    if (/\$ErrorActionPreference\s*=\s*["']?Stop/i.test(command)) strict = true;
    if (/\b(?:do|while|until)\b/i.test(bare)) loops = true;
    if (FETCHES.test(command.slice(0, MAX_COMMAND)) && !/169\.254\.|localhost|127\.0/.test(command) && (strict || /-(?:ErrorAction|EA)\s+Stop/i.test(command) || loops)) onceFetched = 'network';
    if (/\b(?:exit|return|throw|goto)\b/i.test(bare)) ended = true;
    depth = Math.max(0, depth + opens - closes);
  }
  return { commands, files, ...depth > 0 || unclear ? { unclear: true } : {} };
}

/** `@"` or `@'` at the end of a line begins a text that ends at the same before `@` on a line of its own. */
function withoutTexts(text: string, found: (content: string) => void): string {
  return ['"', '\''].reduce((left, quote) => without(left, `@${quote}\n`, `\n${quote}@`, found), text.replace(/\r\n/g, '\n').replace(/(@["'])[ \t]+\n/g, '$1\n'));
}

/** A text without what stands between two marks. What is not closed stays. */
function without(text: string, open: string, close: string, found: (content: string) => void): string {
  const parts: string[] = [];
  let from = 0;
  for (let start = text.indexOf(open); start >= 0; start = text.indexOf(open, from)) {
    const end = text.indexOf(close, start + open.length);
    if (end < 0) break;
    found(text.slice(start + open.length, end));
    parts.push(text.slice(from, start));
    from = end + close.length;
  }
  return [...parts, text.slice(from)].join(' \'\' ');
}
