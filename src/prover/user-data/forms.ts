import { plainOf } from './agent-commands';
import { Command } from './shell';

/** What a command needs of a system to have to do with the agent there: a package manager, the name of the service, or Windows. */
export type Form = 'yum' | 'zypper' | 'rpm' | 'deb' | 'snap' | 'unit' | 'windows' | 'any';

const FORMS: readonly [RegExp, Form][] = [
  [/snap\.amazon-ssm-agent|^snap\s/, 'snap'],
  [/^(?:yum|dnf|microdnf|tdnf)\s/, 'yum'],
  [/^zypper\s/, 'zypper'],
  [/^rpm\s/, 'rpm'],
  [/^(?:apt|apt-get|aptitude|dpkg|gdebi)\s/, 'deb'],
  [/^(?:systemctl|service|initctl|chkconfig|update-rc\.d|stop|start)\s/, 'unit'],
];

/** The form of a command of a shell. */
export function formOf(command: Command): Form {
  const text = plainOf(command.text);
  if (/Amazon ?SSM ?Agent/.test(text)) return 'windows';
  return FORMS.find(([shape]) => shape.test(text))?.[1] ?? 'any';
}
