/** A proxy that user data gives to the agent. */
export interface ProxySetting {
  /** `http_proxy=…` as written. */
  readonly setting: string;
  /** The metadata service is not excepted, so calls to it go to the proxy. */
  readonly metadataToo: boolean;
}

const PROXY = /https?_proxy["']?\s*[=,:]\s*["']?([^\s"',)]+)/i;
/** Where the agent takes its environment from; a proxy exported in a shell is not its own. */
const AGENT_ENVIRONMENT = /amazon-ssm-agent\.service\.d|systemctl\s+edit\s+\S*amazon-ssm-agent|amazon-ssm-agent\.override|amazon-ssm-agent\.service\b|Services\\AmazonSSMAgent|DefaultEnvironment|systemctl\s+set-environment/i;
/** Where the agent on Windows looks too, and settings of its service that are brought from elsewhere. */
const ELSEWHERE = [/\bnetsh\s+winhttp\s+(?:set|import)\s+proxy\b[^\n]{0,80}/i, /\bbitsadmin\b[^\n]{0,80}\bsetieproxy\s+localsystem\b[^\n]{0,80}/i,
  /\b(?:aws\s+s3\s+cp|curl|wget|cp|mv|install)\b[^\n]{0,200}amazon-ssm-agent\.service\.d[^\n]{0,80}/];
const SETX = /\bsetx\b(?=[^\n]{0,300}\s\/m\b)[^\n]{0,100}\bhttps?_proxy\s+["']?([^\s"']+)/i;
const MACHINE = /SetEnvironmentVariable\(\s*["']https?_proxy["'][^)]*Machine/i;

/**
 * The proxy of the agent's own environment: a systemd drop-in, an upstart override, the Windows service's registry key, or the whole
 * system's (https://docs.aws.amazon.com/systems-manager/latest/userguide/configure-proxy-ssm-agent.html).
 *
 * @param parts whole scripts
 * @param chunks written files and commands, each by itself
 */
export function proxyOf(parts: readonly string[], chunks: readonly string[]): ProxySetting | undefined {
  const text = [...parts, ...chunks].join('\n');
  const found = PROXY.exec(text);
  const brought = SETX.exec(text) ?? ELSEWHERE.map((shape) => shape.exec(text)).find((match) => match !== null);
  if (brought && !(found && AGENT_ENVIRONMENT.test(text))) return { setting: withoutSecrets(brought[0]), metadataToo: false };
  if (!found || !(AGENT_ENVIRONMENT.test(text) || MACHINE.test(text))) return undefined;
  const exceptions = [...text.matchAll(/no_proxy["']?\s*[=,:]\s*["']?([^\n"']*)/gi)].map((m) => m[1]);
  const excepted = exceptions.some((list) => /169\.254\.(?:169\.254|0\.0|\*)|[$%]/.test(list));
  return { setting: withoutSecrets(found[0]), metadataToo: !excepted };
}

const withoutSecrets = (text: string) => text.trim().replace(/\/\/[^@/\s]*@/, '//***@');
