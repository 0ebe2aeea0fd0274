import { Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { unscopedError } from '../internal/errors';
import { warn } from '../internal/warnings';

/** One thing that keeps SSH out, and what is done about it. */
export enum RescueRepair {
  /** Lets TCP 22 in, in front of all rules of iptables. Other rules stay. */
  OPEN_PORT_22 = 'OPEN_PORT_22',

  /** Removes **all** rules of the firewall in the operating system, and turns ufw and firewalld off. Security groups go on protecting the host. */
  RESET_FIREWALL = 'RESET_FIREWALL',

  /** Starts the SSH daemon anew, and at every boot. */
  RESTART_SSH = 'RESTART_SSH',

  /** If TCP wrappers refuse anybody, lets SSH in before their other rules. */
  TCP_WRAPPERS = 'TCP_WRAPPERS',
}

/** Properties of `RescueUserData`. */
export interface RescueUserDataProps {
  /**
   * What is repaired, in this order.
   *
   * @default - RESET_FIREWALL, RESTART_SSH, TCP_WRAPPERS
   */
  readonly repairs?: RescueRepair[];
}

const COMMANDS: Readonly<Record<RescueRepair, readonly string[]>> = {
  [RescueRepair.OPEN_PORT_22]: ['iptables -I INPUT 1 -p tcp --dport 22 -j ACCEPT'],
  [RescueRepair.RESET_FIREWALL]: [
    'iptables -P INPUT ACCEPT', 'iptables -F', // in this order: a policy of DROP without rules would shut everybody out
    'if command -v ufw; then ufw disable; fi',
    'if systemctl list-unit-files firewalld.service; then systemctl disable --now firewalld; fi',
  ],
  [RescueRepair.RESTART_SSH]: ['systemctl enable --now sshd || systemctl enable --now ssh', 'systemctl restart sshd || systemctl restart ssh'],
  [RescueRepair.TCP_WRAPPERS]: [
    "if grep -qsvE '^[[:space:]]*(#|$)' /etc/hosts.allow /etc/hosts.deny && ! grep -qsx 'sshd2 sshd : ALL: allow' /etc/hosts.allow; then",
    "  { echo 'sshd2 sshd : ALL: allow'; cat /etc/hosts.allow; } > /etc/hosts.allow.rescue",
    '  mv /etc/hosts.allow.rescue /etc/hosts.allow',
    'fi',
  ],
};

const BOUNDARY = '==RESCUE==';

/**
 * User data that lets SSH in again, the last resort when neither session nor serial console helps. It runs at **every** boot, until it is
 * taken out.
 *
 * Makes user data of two parts: cloud-init is told to run scripts at every boot, and the script repairs what you choose. A command that
 * fails does not keep the others from running. Linux with cloud-init only.
 *
 * **Risks**, which `addTo()` writes as a warning: changing user data stops and starts the instance. Instance store volumes lose their data, an
 * automatic public address changes, an Auto Scaling group may replace the instance meanwhile, and the host stays open at every boot.
 * The user data that was there does not run. Take it out afterwards, and look at the firewall again; the check `UserDataRunsEveryBoot` finds it
 * left behind.
 *
 * ```ts
 * new RescueUserData({ repairs: [RescueRepair.OPEN_PORT_22, RescueRepair.RESTART_SSH] }).addTo(instance);
 * ```
 *
 * Throws if no repair is chosen, or one twice.
 *
 * @see https://repost.aws/knowledge-center/ec2-linux-resolve-ssh-connection-errors
 */
export class RescueUserData {
  /** The user data. */
  public readonly userData: ec2.UserData;

  constructor(props: RescueUserDataProps = {}) {
    const repairs = props.repairs ?? [RescueRepair.RESET_FIREWALL, RescueRepair.RESTART_SSH, RescueRepair.TCP_WRAPPERS];
    if (repairs.length === 0) throw unscopedError('RescueUserData', '\'repairs\' is empty: nothing would be repaired. Name one, or leave it out.');
    if (new Set(repairs).size < repairs.length) throw unscopedError('RescueUserData', '\'repairs\' names one twice. Name each once.');
    this.userData = ec2.UserData.custom(multipart(repairs.flatMap((each) => COMMANDS[each])));
  }

  /**
   * Puts it in the place of an instance's user data. The instance keeps its logical id: it is stopped and started, not replaced.
   *
   * @param instance the instance to rescue
   */
  public addTo(instance: ec2.Instance): void {
    instance.instance.userData = Fn.base64(this.userData.render());
    warn(instance, 'rescueUserData', 'The user data is a rescue. Deploying it stops and starts the instance: instance store data is lost, an automatic public address changes, '
      + 'an Auto Scaling group may replace it. It runs at every boot: take it out afterwards, and look at the firewall again.');
  }
}

function multipart(commands: readonly string[]): string {
  const part = (type: string, name: string, lines: readonly string[]): string[] => [
    `--${BOUNDARY}`, `Content-Type: ${type}; charset="us-ascii"`, 'MIME-Version: 1.0', 'Content-Transfer-Encoding: 7bit', `Content-Disposition: attachment; filename="${name}"`, '', ...lines, '',
  ];
  return [
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`, 'MIME-Version: 1.0', '',
    ...part('text/cloud-config', 'cloud-config.txt', ['#cloud-config', 'cloud_final_modules:', '- [scripts-user, always]']),
    ...part('text/x-shellscript', 'rescue.sh', ['#!/bin/bash', ...commands]),
    `--${BOUNDARY}--`, '',
  ].join('\n');
}
