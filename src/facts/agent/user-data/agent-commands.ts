import { Command } from './shell';

/** What a command does to the agent. */
export type AgentEffect = 'install' | 'fetch' | 'remove' | 'stop' | 'disable' | 'start' | 'mention';

const AGENT = /amazon-ssm-agent|amazonssmagent|SSMAgent\/latest|amazon-ssm-[a-z0-9$]/i;
const MANAGER = String.raw`\b(?:yum|dnf|microdnf|tdnf|apt|apt-get|aptitude|zypper|snap|pkg|apk|installer|package-manager|choco|brew)\b`;
const INSTALL = new RegExp(`${MANAGER}.*\\b(?:install|localinstall|reinstall|add|in)\\b|\\brpm\\s+(?:-\\w*[iUF]|--install|--upgrade|--force)`
  + '|\\bdpkg\\s+(?:-\\w*i|--install)|\\bgdebi\\b|\\binstaller\\s+-pkg|\\bmsiexec\\b.*/i|AmazonSSMAgentSetup(?:\\.exe)?["\']?(?!\\S*\\s*(?:-OutFile|-o\\b))', 'i');
const REMOVE = new RegExp(`${MANAGER}.*\\b(?:remove|erase|purge|uninstall|autoremove|delete|rm)\\b|\\brpm\\s+(?:-\\w*e\\b|--erase)`
  + '|\\bdpkg\\s+(?:-\\w*[rP]\\b|--remove|--purge)|\\bUninstall-Package\\b|\\bmsiexec\\b.*/(?:x|uninstall)|\\bAmazonSSMAgentSetup\\S*.*/uninstall', 'i');
const STOP = /\bsystemctl\b.*\bstop\b|\bsystemctl\b.*\b(?:disable|mask)\b.*--now|\bsystemctl\b.*--now.*\b(?:disable|mask)\b|\bservice\s+\S+\s+stop\b|\binitctl\s+stop\b|^stop\s|\bsnap\s+(?:stop|disable)\b|\bStop-Service\b|\bnet\s+stop\b|\bsc(?:\.exe)?\s+stop\b|\bStop-Process\b|\bpkill\b|\bkillall\b|\blaunchctl\s+(?:unload|bootout)\b/i;
const DISABLE = /\bsystemctl\b.*\b(?:disable|mask)\b|\bchkconfig\b.*\boff\b|\bSet-Service\b.*Disabled|\bsc(?:\.exe)?\s+config\b.*disabled|\bupdate-rc\.d\b.*\b(?:disable|remove)\b/i;
const START = /\bsystemctl\b.*\b(?:start|restart|reload-or-restart|try-restart)\b|\bsystemctl\b.*\benable\b.*--now|\bsystemctl\b.*--now.*\benable\b|\bservice\s+\S+\s+(?:start|restart)\b|\binitctl\s+(?:start|restart)\b|^(?:start|restart)\s|\bsnap\s+(?:start|restart|enable)\b|\b(?:Start|Restart)-Service\b|\bnet\s+start\b|\bsc(?:\.exe)?\s+start\b|\bSet-Service\b.*Running|\blaunchctl\s+(?:load|bootstrap|kickstart)\b/i;
/** Commands that only look at it, or set something beside it. */
const HARMLESS = /\bsystemctl\b|\bservice\b|\bsnap\b|\bGet-Service\b|\bSet-Service\b|\bchkconfig\b|\bsc(?:\.exe)?\s|^(?:echo|printf|cat|tail|grep|journalctl|mkdir|rm|ls|chmod|chown|tee|sed|export|cp|mv|cd|touch|logger|Write-Host|Write-Output|status)\b|-register\b|#|^\$\w+\s*=\s*["'][^"']*Services\\/i;

/** Only brings a package. What is brought under another name may be a script that installs it. */
const FETCH = /^(?:wget|curl|aria2c|Invoke-WebRequest|iwr|Start-BitsTransfer|aws\s+s3\s+cp)\b(?=[^|]*\.(?:deb|rpm|pkg|exe)\b)[^|]*$/i;
const BESIDE = /^(?:set\s|cd\s|mkdir\s|echo\b|printf\b|sleep\s|date\b|hostnamectl\b|(?:apt|apt-get|yum|dnf|zypper)\s(?:-\S+\s+)*(?:update|upgrade|makecache|refresh|install)\b)/;

/** What a command does to the agent; undefined: nothing. */
export function effectOf({ text }: Command): AgentEffect | undefined {
  if (!AGENT.test(text)) return undefined;
  if (REMOVE.test(text)) return 'remove';
  if (/^(?:echo|printf|logger|Write-Host|Write-Output)\b/i.test(text)) return undefined;
  if (INSTALL.test(text)) return 'install';
  // `enable --now` starts, `disable --now` stops.
  if (STOP.test(text)) return 'stop';
  if (DISABLE.test(text)) return 'disable';
  if (START.test(text)) return 'start';
  if (FETCH.test(text)) return 'fetch';
  return HARMLESS.test(text) && !/https?:/.test(text) ? undefined : 'mention';
}

/** Whether a command does nothing to a package that another one has fetched: most others may install it, or run what does. */
export function isBeside({ text }: Command): boolean {
  return BESIDE.test(text) && !/[$*`(]|\.(?:deb|rpm)\b|\sinstall\s.*\//.test(text);
}

const RUNNER = String.raw`(?:\S*cfn-init|ansible\S*|puppet|chef\S*|salt\S*|python[\d.]*|perl|ruby|node|eval|source|\.|make|iex|Invoke-Expression|bash|sh|zsh|pwsh|powershell(?:\.exe)?|cscript|terraform)`;
const OPAQUE = new RegExp(`(?:^|\\|\\s*|\\b(?:nohup|exec|time|env|runuser\\s.*-c|su\\s.*-c)\\s+["']?)${RUNNER}(?:\\s|$)`, 'i');
/** A package file of any name may be the agent's. */
const LOCAL_PACKAGE = /\b(?:rpm\s+(?:-\w*[iUF]|--install|--upgrade)|dpkg\s+(?:-\w*i|--install)|gdebi|msiexec|(?:yum|dnf|apt|apt-get|zypper)\b.*\b(?:install|localinstall)\b.*[\w/.]+\.(?:rpm|deb))\b/i;
const PROGRAM = /^(?:&\s*)?["']?(?:\.{1,2}[\\/]|~\/|\$[{(]?\w|[A-Za-z]:\\|\/)\S+/;
const SYSTEM = /^\/(?:usr\/)?s?bin\/|cfn-signal|\/aws(?:\s|$)/;

/** Whether a command runs something that is not shown: it may do anything to the agent. */
export function isOpaque({ text }: Command): boolean {
  // What a here document feeds to a shell is read as commands.
  if (/^(?:ba|da|z|k)?sh\b[^<]*<</.test(text)) return false;
  if (OPAQUE.test(text) || (LOCAL_PACKAGE.test(text) && !AGENT.test(text))) return true;
  return PROGRAM.test(text) && !SYSTEM.test(text) && !/^\$\{?\w+\}?\s*=/.test(text) && !/^\$\w+(?:\.\w+)*\s*=/.test(text);
}

/** Whether a command boots the system again, which starts every enabled service. */
export function reboots({ text }: Command): boolean {
  return /^(?:reboot|init\s+6|shutdown\s.*(?:-r|\/r)|systemctl\s+reboot|Restart-Computer)\b/i.test(text);
}

/** Addresses the agent is fetched from. */
export function agentUrls(text: string): string[] {
  return (text.match(/https?:\/\/[^\s"'`)<>|;]+/g) ?? []).filter((url) => AGENT.test(url));
}
