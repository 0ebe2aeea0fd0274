import { MAX_COMMAND, Statement } from './shell-lexer';

/** From a system's own package repositories only, or from anywhere. */
export type Fetched = 'packages' | 'network';

/** What a script asks the network for, and does not go on without: by `set -e`, in a loop until it comes, or else to an end. */
export class Fetches {
  private all: Fetched | undefined;
  private chain: Fetched | undefined;
  /** How many blocks are open in the outermost loop that goes on until something holds. */
  private waiting = 0;
  private pipesFail = false;

  /** What a statement is reached behind. */
  public behind(statement: Statement, before: Statement | undefined): Fetched | undefined {
    this.chain = statement.operator === '&&' ? worse(this.all, worse(this.chain, fetched(before?.text))) : this.all;
    return this.chain;
  }

  /**
   * @param command the statement without the words of the shell's language
   * @param open how many blocks are open behind it
   * @param strict it ends the script where it fails
   * @param ends it ends the script, where the statement before fails
   */
  public note(statement: Statement, command: string, open: number, strict: boolean, ends: boolean, before: Statement | undefined): void {
    const loop = /^(?:while|until)\s+(.*)$/s.exec(statement.text)?.[1];
    if (loop !== undefined && this.waiting === 0) this.waiting = open;
    const waits = loop !== undefined || (this.waiting > 0 && open >= this.waiting);
    if (open < this.waiting) this.waiting = 0;
    const spared = /^(?:if|elif|!)\s/.test(statement.text) || statement.then === '||' || statement.then === '&' || (!this.pipesFail && /[^|]\|[^|]/.test(command));
    if (waits || (strict && !spared)) this.all = worse(this.all, fetched(loop ?? command));
    if (ends && statement.operator === '||') this.all = worse(this.all, fetched(before?.text));
    if (/\bpipefail\b/.test(command)) this.pipesFail = true;
  }
}

/** Fail where there is no way to where they fetch from. Debian's `update` ends well all the same. */
const FETCHES_PACKAGES = /\b(?:yum|dnf|microdnf|zypper)\s(?:.*\s)?(?:update|upgrade|install|localinstall|makecache|refresh|dup|in|ref|up)\b|\b(?:apt|apt-get|aptitude)\s(?:.*\s)?(?:upgrade|dist-upgrade|full-upgrade|install)\b|\bamazon-linux-extras\s(?:.*\s)?install\b/;
const FETCHES = /\b(?:curl|wget|pip3?|npm|ping|nc|cfn-init|add-apt-repository)\s|\baws\s(?!configure\b|ssm\b)|\bgit\s(?:.*\s)?(?:clone|pull|fetch|submodule)\b|\bdocker\s(?:.*\s)?(?:pull|run|build|login|compose)\b|\bsnap\s+(?:install|refresh)\b|\b(?:rpm|yum|dnf|apt|apt-get|zypper|apt-key|yum-config-manager)\s.*https?:\/\//;
/** The host itself, and what every host has: the instance metadata service, the time, names. */
const AT_HAND = /\/\/(?:169\.254\.|localhost|127\.|\[?fd00:ec2|\$?\{?IMDS)|\s(?:169\.254\.|localhost|127\.)/i;

function fetched(text: string | undefined): Fetched | undefined {
  const command = text?.slice(0, MAX_COMMAND) ?? '';
  if (FETCHES.test(command)) return AT_HAND.test(command) ? undefined : 'network';
  return FETCHES_PACKAGES.test(command) ? 'packages' : undefined;
}

const worse = (one: Fetched | undefined, other: Fetched | undefined) => (one === 'network' || other === 'network' ? 'network' : one ?? other);
