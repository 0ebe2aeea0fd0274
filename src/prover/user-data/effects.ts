import { Unknown, Value } from '../core';
import { agentUrls, AgentEffect, effectOf, isBeside, isOpaqueInPowerShell, isOpaqueInShell, isOfSnaps, isPlainEnd, isPlainStep, mayBring, reboots } from './agent-commands';
import { bottlerocketEnds } from './bottlerocket';
import { readCloudConfig } from './cloud-config';
import { droppedBy } from './firewall';
import { Form, formOf } from './forms';
import { nameServersOf } from './name-servers';
import { Part, readUserData } from './parts';
import { readPowerShell } from './powershell';
import { proxyOf } from './proxy';
import { Command, readShell, Script } from './shell';
import { Fetched } from './shell-fetches';
import { MAX_COMMAND } from './shell-lexer';
import { AgentEnd, UserDataEffects } from './types';

const NOTHING: UserDataEffects = {
  installs: false, installForms: [], sources: [], downloadsByProxy: false, everyBoot: false, drops: [],
  activates: false, otherEndpoints: false, changesRoutes: false, dualStackNames: false,
};

const known = new Map<string, UserDataEffects>();

/** Reads user data for what it does to the agent and its way out. A fleet mostly has one and the same. */
export function userDataEffects(value: Value): UserDataEffects {
  if (value === undefined) return NOTHING;
  if (typeof value !== 'string') return effectsOf(value);
  let effects = known.get(value);
  if (!effects) {
    if (known.size > 1_000) known.clear();
    known.set(value, effects = effectsOf(value));
  }
  return effects;
}

function effectsOf(value: Value): UserDataEffects {
  const { parts, unknown } = readUserData(value);
  if (parts.length === 0) return unknown ? { ...NOTHING, unknown } : NOTHING;
  const scripts = parts.map(readPart);
  const commands = scripts.flatMap((s) => s.commands);
  const files = scripts.flatMap((s) => s.files);
  const effects = commands.map(effectOf);
  const opaque = new Set(scripts.flatMap((s) => s.opaque));
  const [first] = opaque;
  const hidden = unknown ?? scripts.find((s) => s.unknown)?.unknown
    ?? (first ? new Unknown('attribute', `runs ${first.text}`, `what the user data runs (${shortened(first.text)})`) : undefined);
  // A package that is fetched and left lying installs nothing.
  const fetched = commands.filter((_, i) => effects[i] === 'fetch');
  const used = fetched.length > 0 && (hidden !== undefined || files.length > 0 || commands.some((c) => !fetched.includes(c) && !isBeside(c))) ? fetched : [];
  const installing = [...commands.filter((c, i) => effects[i] === 'install' || effects[i] === 'mention' || used.includes(c)), ...installingLines(files)];
  // A download runs on every system; what installs the package does not.
  const formed = installing.some((c) => effectOf(c) === 'install') ? installing.filter((c) => effectOf(c) !== 'fetch') : installing;
  const brought = effects.some((e) => e === 'install' || e === 'start' || e === 'mention') || files.some((f) => f.split('\n').some((text) => BRINGS.has(effectOf(commandOf(text)) ?? '')));
  // Parts do not run in the order in which they stand, and written scripts run at any time.
  const orderKnown = !(brought && (parts.length > 1 || files.length > 0));
  const hole = orderKnown && !scripts.some((s) => s.unclear) ? unknown ?? scripts.find((s) => s.unknown)?.unknown : UNORDERED;
  const ends = bottlerocketEnds(parts.filter((p) => p.text.trimStart().startsWith('[')).map((p) => p.text)) ?? endOf(commands, opaque, hole);
  const perhaps = ends ?? (brought ? undefined : endInFiles(files));
  const replaces = ends ? undefined : replacedOf(commands, opaque, hole);
  const proxy = proxyOf(parts.map((p) => p.text), [...files, ...commands.map((c) => c.text)]);
  const texts = [...parts.map((p) => p.text), ...files];
  const nameServers = nameServersOf(texts);
  return {
    installs: installing.length > 0,
    ...(installing.length > 0 && installing.every((c) => c.onceFetched) ? { installsOnceFetched: onceFetched(installing).onceFetched } : {}),
    installForms: [...new Set(formed.map((c) => (effectOf(c) === 'install' ? formOf(c) : 'any')))],
    sources: installing.length > 0 ? sourcesOf(commands, installing, files) : [],
    ...(hidden ? { unknown: hidden } : {}),
    ...(perhaps ? { ends: perhaps } : {}),
    ...(replaces ? { replaces } : {}),
    ...(proxy ? { proxy } : {}),
    ...(nameServers ? { nameServers } : {}),
    downloadsByProxy: parts.some((p) => /\bproxy|https?_proxy|\s-x\s+http/i.test(p.text)),
    everyBoot: scripts.some((s) => s.everyBoot),
    drops: droppedBy(commands),
    activates: commands.some((c) => ACTIVATES.test(c.text)) || files.some((f) => ACTIVATES.test(f)),
    otherEndpoints: texts.some((text) => (text.includes('amazon-ssm-agent.json') && OTHER_ENDPOINT.test(text)) || (HOSTS_FILE.test(text) && SERVICE_NAME.test(text))),
    changesRoutes: texts.some((text) => ROUTES.test(text)),
    dualStackNames: parts.some((p) => /UseDualStackEndpoint\\?["']?\s*:\s*true/i.test(p.text)),
  };
}

/** `amazon-ssm-agent -register -code … -id …`, or AWS's own setup tool. */
const ACTIVATES = /\bAmazonSSMAgentSetup\b.*\bCODE=|\bamazon-ssm-agent(?:\.exe)?["']?\s.*-register\b|\bssm-setup-cli(?:\.exe)?["']?\s.*-register\b/i;
/** An `Endpoint` of amazon-ssm-agent.json that is not empty, written or put there by an editor. */
const OTHER_ENDPOINT = /(?<!DualStack)Endpoint\\?["']?\s*[:=]\s*\\?["'](?!\\?["'])/;

/** Names are given addresses by hand. */
const HOSTS_FILE = /\/etc\/hosts\b|drivers\\+etc\\+hosts\b/i;
const SERVICE_NAME = /\b(?:ssm|ssmmessages|ec2messages)\.[\w${}:.-]{1,60}\.(?:amazonaws\.com|api\.aws)/;
/** Tells the system which network interface to take. */
const ROUTES = /\bip\s+(?:-\w+\s+)?(?:route|rule)\s+(?:add|replace|del|change)\b|\broute\s+(?:-\w+\s+)*(?:add|del|delete)\b|\bnmcli\b|\bnetplan\b|network-scripts\/|systemd\/network|\b(?:New|Set|Remove)-NetRoute\b|\bSet-NetIPInterface\b/i;

const BRINGS: ReadonlySet<string> = new Set(['install', 'start']);
/** A service of Windows runs on until it is stopped. */
const DELETES = /^sc(?:\.exe)?\s+delete\b/i;
const ENDING: ReadonlySet<string> = new Set(['stop', 'disable', 'remove']);
const UNORDERED = new Unknown('attribute', 'order', 'the order in which the parts of the user data run');
const commandOf = (text: string): Command => ({ text: text.trim().slice(0, MAX_COMMAND), conditional: true });

interface ReadPart {
  readonly commands: readonly Command[];
  readonly files: readonly string[];
  readonly everyBoot: boolean;
  readonly unclear?: boolean;
  readonly unknown?: Unknown;
  /** Commands that may do anything. */
  readonly opaque: readonly Command[];
}

function readPart(part: Part): ReadPart {
  if (part.language === 'powershell') {
    const script = readPowerShell(part.text);
    return { ...script, opaque: script.commands.filter(isOpaqueInPowerShell), everyBoot: /<persist>\s*true\s*<\/persist>/i.test(part.text) };
  }
  const script = readScript(part);
  const functions = new Set(script.functions);
  return { ...script, opaque: script.commands.filter((command) => isOpaqueInShell(command, functions)) };
}

function readScript(part: Part): Script & { readonly everyBoot: boolean; readonly unknown?: Unknown } {
  if (part.language === 'cloud-config') {
    const unreadable = new Unknown('malformed', 'cloud-config', 'the cloud-config in the user data, which cannot be read');
    return readCloudConfig(part.text) ?? { commands: [], files: [], everyBoot: false, unknown: unreadable };
  }
  if (part.language === 'shell') {
    const script = readShell(part.text);
    // With a blank line before it the system may not find out who is to run the script.
    return { ...script, everyBoot: false, ...(/^\s+#!/.test(part.text) ? { unclear: true } : {}) };
  }
  const unknown = part.text.trim() === '' || part.text.trimStart().startsWith('[settings') ? undefined
    : new Unknown('malformed', 'user data', 'the user data, which is neither a script nor a cloud-config');
  // Nothing of it is run.
  return unknown ? { commands: [], files: [], everyBoot: false, unknown } : { ...readShell(part.text), everyBoot: false };
}

/** Commands of written files that install, or fetch what is installed: a script that is run later. */
function installingLines(files: readonly string[]): Command[] {
  const asScripts = files.map((file) => readShell(file.slice(file.indexOf('\n') + 1)).commands).filter((commands) => commands.some((c) => effectOf(c) === 'install'));
  if (asScripts.length > 0) return asScripts.flat().filter((c) => ['install', 'fetch'].includes(effectOf(c) ?? '')).map(({ text, others }) => ({ text, conditional: true, ...others ? { others } : {} }));
  return files.flatMap((file) => file.split('\n')).map(commandOf).filter((c) => effectOf(c) === 'install');
}

/** Says where packages come from other than the system knows. */
const ADDS_REPOSITORY = /\/yum\.repos\.d|config-manager\s.*--add-repo|sources\.list|add-apt-repository|\bzypper\s.*\b(?:ar|addrepo)\b|--repofrompath/;

const FETCHES_FILE = /^(?:wget|curl|aria2c|Invoke-WebRequest|iwr|Start-BitsTransfer)\b/i;
const BRINGS_FILES = /s3:\/\/|\b(?:scp|rsync|sftp|mount|cp|mv)\b/;

function sourcesOf(commands: readonly Command[], installing: readonly Command[], files: readonly string[]): string[] {
  const urls = [...commands, ...installing].flatMap((c) => [c.text, ...c.others ?? []]).flatMap(agentUrls);
  const others = installing.flatMap(({ text, others: alternatives = [] }) => {
    if (/\bsnap\b/.test(text)) return ['snap'];
    if (/s3:\/\//.test(text) && !commands.some((c) => /--endpoint-url|AWS_ENDPOINT_URL/.test(c.text))) return ['s3'];
    if (BRINGS_FILES.test(text)) return ['elsewhere'];
    // An address that is not told, or not that of AWS's package.
    if (FETCHES_FILE.test(text) && [text, ...alternatives].some((each) => agentUrls(each).length === 0)) return ['elsewhere'];
    const local = /\.(?:rpm|deb|pkg|exe)\b|https?:|\brpm\b|\bdpkg\b|AmazonSSMAgentSetup/i.test(text);
    if (!local) return commands.some((c) => ADDS_REPOSITORY.test(c.text)) || files.some((f) => ADDS_REPOSITORY.test(f)) ? ['own-repository'] : ['repository'];
    // A package that nobody fetches lies in the image, or is brought in a way that is not seen.
    return urls.length > 0 || installing.some((c) => BRINGS_FILES.test(c.text)) ? [] : ['elsewhere'];
  });
  return [...new Set([...urls, ...others])];
}

/** The last command that stops or removes the agent, unless a later one brings it back. */
function endOf(commands: readonly Command[], opaque: ReadonlySet<Command>, hole: Unknown | undefined): UserDataEffects['ends'] {
  let disabled = false;
  let fallback: UserDataEffects['ends'];
  for (let i = commands.length - 1; i >= 0; i--) {
    const effect = effectOf(commands[i]);
    if (effect === 'start' || effect === 'install' || effect === 'mention' || effect === 'fetch') return fallback;
    if (effect === 'disable') disabled = true;
    if (effect !== 'stop' && effect !== 'remove' && !(effect === 'disable' && !stopsEarlier(commands, i))) continue;
    const later = commands.slice(i + 1);
    const back = later.some((c) => reboots(c)) && effect === 'stop' && !disabled && !stayingOff(commands);
    if (back) return fallback;
    // What is only stopped starts again with the system.
    const lasting = (effect === 'remove' && (!DELETES.test(commands[i].text) || stopsEarlier(commands, i))) || (effect === 'stop' && stayingOff(commands));
    const ending = commands.filter((c) => ENDING.has(effectOf(c) ?? ''));
    // What runs snaps may go with them.
    const named = ending.filter((c) => !isOfSnaps(c));
    const certain = lasting && !commands[i].conditional && named.length > 0 && named.every(isPlainEnd) && !commands.some((c, at) => mayBring(c) && !(at < i && isPlainStep(c))) && !hole && !later.some((c) => opaque.has(c) || /\bhistory\s+undo\b|\bpreset-all\b/.test(c.text));
    const end: AgentEnd = { what: effect === 'remove' ? 'removed' : 'stopped', certain, command: shortened(commands[i].text), forms: formsOf(ending, effect), ...onceFetched(ending) };
    if (certain) return end;
    fallback ??= end;
  }
  return fallback;
}

function onceFetched(commands: readonly Command[]): { onceFetched?: Fetched } {
  const asked = commands.map((c) => c.onceFetched);
  return asked.includes('network') ? { onceFetched: 'network' } : asked.includes('packages') ? { onceFetched: 'packages' } : {};
}

/** What written files say of an end: they may be run, or not. */
function endInFiles(files: readonly string[]): AgentEnd | undefined {
  const [end] = files.flatMap((file) => file.split('\n')).map(commandOf).filter((c) => ENDING.has(effectOf(c) ?? '') && isPlainEnd(c));
  return end && { what: effectOf(end) === 'remove' ? 'removed' : 'stopped', certain: false, command: shortened(end.text), forms: [formOf(end)] };
}

/** How the agent is surely removed before it is installed anew. */
function replacedOf(commands: readonly Command[], opaque: ReadonlySet<Command>, hole: Unknown | undefined): AgentEnd | undefined {
  const effects = commands.map(effectOf);
  const last = effects.lastIndexOf('remove');
  const later = effects.slice(last + 1);
  if (last < 0 || !later.includes('install') || later.includes('mention')) return undefined;
  const end = endOf(commands.slice(0, last + 1), opaque, hole);
  return end?.certain && !end.onceFetched ? end : undefined;
}

function formsOf(ending: readonly Command[], effect: AgentEffect): Form[] {
  return [...new Set(ending.filter((c) => !c.conditional && (effect !== 'remove' || effectOf(c) === 'remove')).map(formOf))];
}

function stopsEarlier(commands: readonly Command[], end: number): boolean {
  return commands.slice(0, end).some((c) => ['stop', 'remove'].includes(effectOf(c) ?? ''));
}

function stayingOff(commands: readonly Command[]): boolean {
  return commands.some((c) => !c.conditional && (effectOf(c) === 'disable' || (effectOf(c) === 'stop' && /disable|mask/.test(c.text))));
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
