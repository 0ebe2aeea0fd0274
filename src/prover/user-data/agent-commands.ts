import { Command } from './shell';
import { isUnderstood, pipeline } from './shell-programs';

/** What a command does to the agent. */
export type AgentEffect = 'install' | 'fetch' | 'remove' | 'stop' | 'disable' | 'start' | 'mention';

const AGENT = /amazon-ssm-agent|amazon ?ssm ?agent|SSMAgent\/latest|amazon-ssm-[a-z0-9$]/i;
const MANAGER = String.raw`\b(?:yum|dnf|microdnf|tdnf|apt|apt-get|aptitude|zypper|snap|pkg|apk|installer|package-manager|choco|brew)\b`;
const INSTALL = new RegExp(`${MANAGER}.*\\b(?:install|localinstall|reinstall|add|in)\\b|\\brpm\\s+(?:-\\w*[iUF]|--install|--upgrade|--force)`
  + '|\\bdpkg\\s+(?:-\\w*i|--install)|\\bgdebi\\b|\\binstaller\\s+-pkg|\\bmsiexec\\b.*/i|AmazonSSMAgentSetup(?:\\.exe)?["\']?(?!\\S*\\s*(?:-OutFile|-o\\b))', 'i');
const REMOVE = new RegExp(`${MANAGER}(?!.*\\bversionlock\\b).*\\s(?:remove|erase|purge|uninstall|autoremove|delete|rm)\\b|\\brpm\\s+(?:-(?!\\w*q)\\w*e\\b|--erase)`
  + '|\\bdpkg\\s+(?:-\\w*[rP]\\b|--remove|--purge)|\\bUninstall-Package\\b|\\bmsiexec\\b.*/(?:x|uninstall)|\\bAmazonSSMAgentSetup\\S*.*/uninstall|\\bwmic\\b.*\\buninstall\\b|\\bsc(?:\\.exe)?\\s+delete\\b', 'i');
/** Ubuntu's agent is a snap, and goes with what runs snaps. */
const REMOVES_SNAPS = /\b(?:apt|apt-get|aptitude)\b.*\s(?:remove|purge|autoremove)\b.*\ssnapd\b/;
const STOP = /\bsystemctl\b.*\bstop\b|\bsystemctl\b.*\b(?:disable|mask)\b.*--now|\bsystemctl\b.*--now.*\b(?:disable|mask)\b|\bservice\s+\S+\s+stop\b|\binitctl\s+stop\b|^stop\s|\bsnap\s+(?:stop|disable)\b|\bStop-Service\b|\bnet\s+stop\b|\bsc(?:\.exe)?\s+stop\b|\bStop-Process\b|\bpkill\b|\bkillall\b|\blaunchctl\s+(?:unload|bootout)\b/i;
const DISABLE = /\bsystemctl\b.*\b(?:disable|mask)\b|\bchkconfig\b.*\boff\b|\bSet-Service\b.*Disabled|\bsc(?:\.exe)?\s+config\b.*disabled|\bupdate-rc\.d\b.*\b(?:disable|remove)\b/i;
const START = /\bsystemctl\b.*\b(?:start|restart|reload-or-restart|try-restart)\b|\bsystemctl\b.*\benable\b.*--now|\bsystemctl\b.*--now.*\benable\b|\bservice\s+\S+\s+(?:start|restart)\b|\binitctl\s+(?:start|restart)\b|^(?:start|restart)\s|\bsnap\s+(?:start|restart|enable)\b|\b(?:Start|Restart)-Service\b|\bnet\s+start\b|\bsc(?:\.exe)?\s+start\b|\bSet-Service\b.*Running|\blaunchctl\s+(?:load|bootstrap|kickstart)\b|\.Start\(\)/i;
/** Commands that only look at it, or set something beside it. */
const HARMLESS = /\bsystemctl\b|\bservice\b|\bsnap\b|\bGet-Service\b|\bSet-Service\b|\bchkconfig\b|\bsc(?:\.exe)?\s|^(?:echo|printf|cat|tail|grep|journalctl|mkdir|rm|ls|chmod|chown|tee|sed|export|cp|mv|cd|touch|logger|Write-Host|Write-Output|status)\b|-register\b|#|^\$\w+\s*=\s*["'][^"']*Services\\/i;

/** Only brings a package. What is brought under another name may be a script that installs it. */
const FETCH = /^(?:wget|curl|aria2c|Invoke-WebRequest|iwr|Start-BitsTransfer|aws\s+s3\s+cp)\b(?=[^|]*\.(?:deb|rpm|pkg|exe)\b)[^|]*$/i;
const BESIDE = /^(?:set\s|cd\s|mkdir\s|echo\b|printf\b|sleep\s|date\b|hostnamectl\b|(?:apt|apt-get|yum|dnf|zypper)\s(?:-\S+\s+)*(?:update|upgrade|makecache|refresh|install)\b)/;

/** To a file, and not to one that is only read. */
const WRITES = /[^2&]>{1,2}\s*["']?[\w$~./{]|\|\s*(?:sudo\s+)?tee\s/;
const LOG = /(?:>|tee(?:\s+-a)?)\s*["']?(?:\/dev\/|\/var\/log\/|\S*\.log\b)/;

const writesElsewhere = (text: string) => WRITES.test(text) && !LOG.test(text);

/** A name or an address by itself: what a shell does with the variable is read with the name in its place. */
const ASSIGNS = /^(?:(?:export|local|readonly)\s+)?\w+=(?:["'][\w.:/@ =,+~-]*["']|[\w.:/@-]*)$/;
/** Does nothing where it is not installed. */
const UPDATES = /^(?:(?:sudo|time)\s+)*(?:\/usr\/bin\/)?(?:yum|dnf|zypper)\s(?:.*\s)?(?:update|upgrade|reinstall|downgrade|versionlock)\b|^snap\s+refresh\b/;
/** Only looks for it. */
const LOOKS = /^(?:!\s*)?(?:rpm\s+-\w*[qV]|dpkg\s+(?:-[slLS]|--status|--list|--get-selections)|dpkg-query\b|which\b|command\s+-v|type\b|pgrep\b|ps\s|pidof\b|(?:yum|dnf|apt|apt-get|apt-cache|zypper|snap)\s(?:.*\s)?(?:list|info|show|search|policy|check-update)\b|(?:test|\[{1,2}|find|stat|file)\s|\S*amazon-ssm-agent\s+-+version\b|(?:curl|wget)\s\S*(?:\s.*)?\/latest\/VERSION\b)[^`]*$/;

const onlyLooks = (text: string) => LOOKS.test(text) && !/\$\(|xargs|-exec|-delete/.test(text);

/** What a command does to the agent; undefined: nothing. */
export function effectOf({ text }: Pick<Command, 'text'>): AgentEffect | undefined {
  if (!AGENT.test(text)) return REMOVES_SNAPS.test(text) ? 'remove' : undefined;
  if (ASSIGNS.test(text) || onlyLooks(text)) return undefined;
  if (/^(?:echo|printf|logger|Write-Host|Write-Output)\b/i.test(text)) {
    // What reads the message counts, and what is run for it.
    const [, ...readers] = pipeline(text);
    if (readers.length > 0 && !/^\s*(?:sudo\s+)?tee\b/.test(readers[0])) return effectOf({ text: readers.join('|').trim().replace(/^sudo\s+/, '') });
    if (REMOVE.test(text) && (writesElsewhere(text) || /\$\(|`/.test(text))) return 'remove';
    // What is written to a file may be run later.
    if (INSTALL.test(text) && writesElsewhere(text.replace(/\d?>{1,2}\s*\/dev\/null/g, ''))) return 'mention';
    return /\$\(|`/.test(text) && (INSTALL.test(text) || START.test(text)) ? 'mention' : undefined;
  }
  if (REMOVE.test(text)) return 'remove';
  if (UPDATES.test(text) && !/\b(?:install|localinstall)\b/.test(text)) return undefined;
  if (INSTALL.test(text)) return 'install';
  // `enable --now` starts, `disable --now` stops.
  if (STOP.test(text)) return 'stop';
  if (DISABLE.test(text)) return 'disable';
  if (START.test(text)) return 'start';
  if (FETCH.test(text)) return 'fetch';
  return HARMLESS.test(text) && !/https?:/.test(text) ? undefined : 'mention';
}

/** Whether a command ends the agent only with all snaps. */
export function isOfSnaps({ text }: Pick<Command, 'text'>): boolean {
  return !AGENT.test(text) && REMOVES_SNAPS.test(text);
}

/** Whether a command does nothing to a package that another one has fetched: most others may install it, or run what does. */
export function isBeside({ text }: Command): boolean {
  if (AGENT.test(text) && /^(?:systemctl|service|snap\s+(?:start|list)|start|initctl)\s[^|;]*$/.test(text)) return true;
  return BESIDE.test(text) && !/[$*`(]|\.(?:deb|rpm)\b|\sinstall\s.*\//.test(text);
}

const RUNNER = String.raw`(?:\S*cfn-init|ansible\S*|puppet|chef\S*|salt\S*|python[\d.]*|perl|ruby|node|eval|source|\.|make|iex|Invoke-Expression|bash|sh|zsh|pwsh|powershell(?:\.exe)?|cscript|terraform)`;
const OPAQUE = new RegExp(`(?:^|\\|\\s*|\\b(?:nohup|exec|time|env|runuser\\s.*-c|su\\s.*-c)\\s+["']?)${RUNNER}(?:\\s|$)`, 'i');
/** A package file of any name may be the agent's. */
const LOCAL_PACKAGE = /\b(?:rpm\s+(?:-\w*[iUF]|--install|--upgrade)|dpkg\s+(?:-\w*i|--install)|gdebi|msiexec|(?:yum|dnf|apt|apt-get|zypper)\b.*\b(?:install|localinstall)\b.*[\w/.]+\.(?:rpm|deb))\b/i;
/** What PowerShell and batch files start other programs with. */
const STARTS = /\b(?:Start-Process|Invoke-Command|Start-Job|Invoke-Item)\b|^(?:cmd(?:\.exe)?|call|start)\s|^\S+\.(?:exe|bat|cmd|ps1|msi)\b/i;
const PROGRAM = /^(?:&\s*)?["']?(?:\.{1,2}[\\/]|~\/|\$[{(]?\w|[A-Za-z]:\\|\/)\S+/;
const SYSTEM = /^\/(?:usr\/)?s?bin\/|cfn-signal|\/aws(?:\s|$)/;

/** Whether a command of a shell runs something that is not shown: it may do anything to the agent. */
export function isOpaqueInShell(command: Command, functions: ReadonlySet<string>): boolean {
  return isLocalPackage(command) || !isUnderstood(command.text, functions);
}

function isLocalPackage({ text }: Command): boolean {
  return LOCAL_PACKAGE.test(text) && !AGENT.test(text);
}

/** The same for a command of PowerShell. */
export function isOpaqueInPowerShell({ text }: Command): boolean {
  if (OPAQUE.test(text) || (STARTS.test(text) && !AGENT.test(text) && !/^(?:sc|net|netsh|msiexec|reg|bitsadmin|wmic|powercfg|tzutil|w32tm)\.exe\b/i.test(text)) || isLocalPackage({ text, conditional: false })) return true;
  return PROGRAM.test(text) && !SYSTEM.test(text) && !/^\$\{?\w+\}?\s*=/.test(text) && !/^\$\w+(?:\.\w+)*\s*=/.test(text);
}

const NAME = '["\']?(?:snap\\.)?amazon-ssm-agent(?:\\.amazon-ssm-agent)?(?:\\.(?:service|rpm|deb|x86_64|aarch64|noarch|amd64|arm64))?["\']?';
const WORDS = '(?:\\s+[\\w.+:/=@-]+)*';
/** Options and names only. */
const PLAIN_ENDS = [
  `(?:yum|dnf|microdnf|apt|apt-get|aptitude|zypper|snap|package-manager)${WORDS}\\s+(?:remove|erase|purge|autoremove|uninstall|rm)${WORDS}\\s+${NAME}${WORDS}`,
  `rpm\\s+(?:-e\\w*|--erase)${WORDS}\\s+${NAME}${WORDS}`,
  `dpkg\\s+(?:-[rP]|--remove|--purge)${WORDS}\\s+${NAME}${WORDS}`,
  `(?:systemctl|snap|initctl)${WORDS}\\s+(?:stop|disable|mask)${WORDS}\\s+${NAME}${WORDS}`,
  `(?:service\\s+${NAME}\\s+stop|chkconfig${WORDS}\\s+${NAME}\\s+off|update-rc\\.d${WORDS}\\s+${NAME}\\s+(?:disable|remove))`,
].map((shape) => new RegExp(`^${shape}$`));
const PLAIN_ENDS_OF_WINDOWS = [
  /^(?:Stop-Service|Uninstall-Package|net\s+stop|sc(?:\.exe)?\s+(?:stop|delete))\b[^|{}]*$/i,
  /^(?:Set-Service\b[^|{}]*\bDisabled\b|sc(?:\.exe)?\s+config\b[^|{}]*\bdisabled\b)[^|{}]*$/i,
  /^(?:Get-Service|Get-Package)\b[^|{}]*\|\s*(?:Stop-Service|Set-Service\b[^|{}]*\bDisabled\b|Uninstall-Package)\b[^|{}]*$/i,
  /^(?:msiexec(?:\.exe)?|wmic)\b[^|{}]*$/i,
];
/** Only shows what it would do, does it somewhere else, or leaves the package out. */
const NOT_REALLY = /--(?:dry-run|user|runtime|downloadonly|download-only|simulate|assumeno|print-uris|just-print|no-act|recon|test|justdb|root|installroot|exclude|setopt)\b|\s-[dsx]\s|-WhatIf\b|-ComputerName\b/i;
/** Asks before it removes anything, unless it is told not to. */
const ASKS = /^(?:yum|dnf|microdnf|apt|apt-get|aptitude|zypper)\s/;

/** A command without what only stands around it: who runs it, what answers its questions, and where its output goes. */
export function plainOf(text: string): string {
  return text.replace(/^(?:yes|echo\s+["']?[yY]["']?)\s*\|\s*/, '').replace(/\s(?:\d|&)?>{1,2}\s*[^\s>]+/g, ' ').replace(/\|\s*(?:sudo\s+)?tee\s[^|]*$/, '')
    .trim().replace(/^(?:(?:sudo(?:\s+-(?:u\s+root|[A-Zn]))*|time|env|DEBIAN_FRONTEND=\w+)\s+)*/, '').replace(/^\/(?:usr\/)?s?bin\//, '');
}

/** Whether a command that ends the agent surely does so: it says nothing else, and nothing that is worked out. */
export function isPlainEnd({ text }: Command): boolean {
  if (NOT_REALLY.test(text)) return false;
  if (PLAIN_ENDS_OF_WINDOWS.some((shape) => shape.test(text))) return true;
  const fed = /^(?:yes|echo\s+["']?[yY]["']?)\s*\|/.test(text);
  const plain = plainOf(text);
  if (ASKS.test(plain) && !fed && !/\s(?:-\w*y\w*|--yes|--assume-yes|--assumeyes|--non-interactive|-n)\b/.test(plain)) return false;
  return PLAIN_ENDS.some((shape) => shape.test(plain));
}

const ASKS_ONLY = /\b(?:status|is-active|is-enabled|list|query|info|show|search|check-update)\b|^rpm\s+-\w*q|^dpkg\s+-[sl]\b|\bGet-Service\b|^(?:echo|printf|logger|Write-Host|Write-Output)\b[^|`>]*$|^(?:tail|cat|grep|journalctl|ls|rm|mkdir)\b/i;

/** Installs or starts the agent and is over then: nothing else is said. */
const PLAIN_STEP = /^(?:(?:sudo|time)\s+)*(?:\/(?:usr\/)?s?bin\/)?(?:yum|dnf|microdnf|apt|apt-get|aptitude|zypper|snap|rpm|dpkg|systemctl|service|start|restart|initctl|Start-Service|Restart-Service|wget|curl)\s[\w.+:/=@%~,\s-]*$/;

/** Whether a command that comes before an end has done all it can do by then. */
export function isPlainStep({ text, conditional }: Command): boolean {
  return !conditional && PLAIN_STEP.test(text);
}

/** Whether a command speaks of the agent, and does more than ask for it or end it. */
export function mayBring(command: Command): boolean {
  return (AGENT.test(command.text) || /ssm-agent/i.test(command.text)) && !isPlainEnd(command) && !ASSIGNS.test(command.text) && !onlyLooks(command.text) && !(ASKS_ONLY.test(command.text) && !/\$\(/.test(command.text));
}

/** Whether a command boots the system again, which starts every enabled service. */
export function reboots({ text }: Command): boolean {
  return /^(?:reboot|init\s+6|shutdown\s.*(?:-r|\/r)|systemctl\s+reboot|Restart-Computer)\b/i.test(text);
}

/** Addresses the agent is fetched from. */
export function agentUrls(text: string): string[] {
  return (text.match(/https?:\/\/[^\s"'`)<>|;]+/g) ?? []).filter((url) => AGENT.test(url));
}
