import { endOfQuotes } from './shell-quotes';

/** Programs that run nothing else, as they are used here, and bring nothing but what they name. */
const HARMLESS: ReadonlySet<string> = new Set(([
  // the shell's own
  ': [ [[ ]] (( true false test set unset export declare typeset local readonly read shift getopts umask ulimit cd pushd popd dirs echo printf sleep wait date exit return break continue type hash let jobs disown shopt mapfile readarray',
  // files and texts
  'mkdir rmdir rm cp mv ln touch truncate chmod chown chgrp cat tac tee head tail grep egrep fgrep zgrep sed awk gawk mawk cut tr sort uniq wc diff cmp basename dirname realpath readlink stat file ls find which whereis mktemp seq yes rev paste column fold fmt expand nl od xxd base64 md5sum sha1sum sha256sum sha512sum cksum install logger jq yq xmlstarlet envsubst iconv dos2unix strings split csplit comm join',
  'tar gzip gunzip zcat bzip2 bunzip2 xz unxz zip unzip cpio rsync scp',
  // the system
  'hostname hostnamectl timedatectl localectl locale-gen update-locale loginctl uname arch nproc free df du uptime who whoami id groups getent getconf lsb_release dmidecode lscpu lsblk blkid findmnt ps pgrep pkill kill killall useradd usermod userdel adduser addgroup groupadd groupmod gpasswd passwd chpasswd chage visudo systemctl service chkconfig update-rc.d initctl start stop restart status sysctl modprobe depmod lsmod udevadm mount umount swapon swapoff mkswap fallocate dd sync sfdisk fdisk parted partprobe growpart resize2fs xfs_growfs e2label e2fsck fsck mke2fs pvcreate vgcreate lvcreate lvextend vgextend mdadm setenforce getenforce setsebool semanage restorecon chcon setfacl update-alternatives alternatives ldconfig update-ca-certificates update-ca-trust update-grub grub2-mkconfig dracut reboot shutdown poweroff halt init cloud-init ec2-metadata ec2metadata needs-restarting tuned-adm authconfig authselect realm adcli journalctl dmesg rngd swapinfo runlevel telinit tput stty clear reset history mknod mkfifo chattr lsattr ssm-cli amazon-ssm-agent',
  // the network
  'curl wget aria2c ping nc ncat netcat telnet dig nslookup host getaddrinfo ip ifconfig ifup ifdown route arp ss netstat ethtool iptables ip6tables iptables-save iptables-restore nft ufw firewall-cmd netplan nmcli dhclient resolvectl systemd-resolve ssh-keygen ssh-keyscan openssl gpg gpg2 gpgv gpgv2 keytool htpasswd',
  // packages by name
  'apt apt-get apt-cache apt-key apt-mark add-apt-repository aptitude debconf-set-selections dpkg dpkg-reconfigure dpkg-query yum dnf microdnf tdnf yum-config-manager dnf-config-manager amazon-linux-extras subscription-manager rpm zypper snap pip pip3 pipx npm yarn gem bundle go cargo composer mvn gradle git svn package-manager crudini',
  // what people run
  'aws cfn-signal cfn-hup cfn-get-metadata docker docker-compose dockerd kubectl helm java php mysql mysqladmin psql createdb createuser mongo mongosh redis-cli nginx httpd apachectl apache2ctl a2enmod a2dismod a2ensite a2dissite a2enconf certbot node_exporter amazon-cloudwatch-agent-ctl mkfs',
].join(' ')).split(/\s+/));

/** Shells of which a here document is read as commands. */
const SHELL_WITH_DOCUMENT = /^(?:ba|da|z|k)?sh(?:\s+-\w+)*\s*<<-?\s*["'\\]?\w/;
/** Settings that a system keeps for scripts to read. */
const SETTINGS = /^(?:source|\.)\s+["']?(?:\/etc\/(?:os-release|lsb-release|profile|environment|bashrc|default\/|sysconfig\/|profile\.d\/)|(?:~|\$HOME|\/root|\/home\/[\w-]+)\/\.(?:bashrc|bash_profile|profile))/;
const MANAGER = /^(?:apt|apt-get|aptitude|yum|dnf|microdnf|tdnf|zypper|rpm|dpkg|snap)$/;
const INSTALLS = /\b(?:install|localinstall|reinstall|add|in)\b|^-\w*[iUF]/;
/** What a package's name is often made of. */
const SYSTEMS_OWN = /\$\((?:uname|dpkg\s+--print-architecture|lsb_release|rpm\s+-E|arch)\b[^()]*\)|`(?:uname|lsb_release|arch)[^`]*`|\$\{?(?:VERSION_ID|VERSION_CODENAME|ARCH|releasever|basearch)\b\}?/g;
/** Takes a command for its argument, behind options and what is theirs. */
const PREFIX = /^(?:sudo(?:\s+-(?:[ughpCTrt]\s+\S+|-?[\w-]+(?:=\S+)?))*|nohup|time(?:\s+-\w+)*|nice(?:\s+-n?\s*-?\d+)?|ionice(?:\s+-\w\s*\d*)*|timeout(?:\s+-(?:[ks]\s+\S+|-?[\w-]+(?:=\S+)?))*\s+\S+|env(?:\s+-\S+)*|exec|command|builtin|setsid|stdbuf(?:\s+-\S+)+|xargs(?:\s+-(?:[nPILd]\s*\S+|\S+))*|!)(?=\s|$)\s*/;
const ASSIGNED = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;
/** Deeper substitutions are not looked into. */
const MAX_DEPTH = 4;

/** Whether all programs of a shell command are known, and none of them runs, or installs, what the text does not show. */
export function isUnderstood(text: string, functions: ReadonlySet<string>, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  for (const inner of substitutions(text)) if (!isUnderstood(inner, functions, depth + 1)) return false;
  return pipeline(text).every((member) => isKnown(member, functions));
}

function isKnown(member: string, functions: ReadonlySet<string>): boolean {
  let text = member.trim().replace(/^&\s*/, '').replace(/^(?:(?:while|until|if)\s+|for\s.*$)/s, '');
  if (/^command\s+-[vV]\s/.test(text) || /^\)+$/.test(text)) return true;
  for (let looks = 0; looks < 10; looks++) {
    const shorter = withoutAssignment(text).replace(PREFIX, '');
    if (shorter === text) break;
    text = shorter;
  }
  if (text === '' || /^(?:\d*[<>]|&>)/.test(text) || SHELL_WITH_DOCUMENT.test(text) || SETTINGS.test(text)) return true;
  const [first] = text.split(/\s+/, 1);
  const program = first.replace(/^["'\\]|["']$/g, '').replace(/^(?:\/usr(?:\/local)?|\/opt\/aws|\/snap)?\/s?bin\//, '').replace(/^\/opt\/aws\/amazon-cloudwatch-agent\/bin\//, '');
  const rest = text.slice(first.length).trim();
  // A function may run what it is given.
  if (functions.has(program)) return !/^["']?(?:[.~]?\/|\$|(?:ba|da|z|k)?sh\b|python|eval\b|source\b)/.test(rest);
  if (program === 'mkfs' || program.startsWith('mkfs.')) return true;
  if (!HARMLESS.has(program)) return false;
  // What is installed may stand in a file.
  if (MANAGER.test(program) && INSTALLS.test(rest) && /\bxargs\b/.test(member)) return false;
  if (MANAGER.test(program)) return !INSTALLS.test(rest) || !/[$`*]/.test(rest.replace(SYSTEMS_OWN, '')) || /ssm-agent/i.test(rest);
  if (program === 'find') return !/\s-(?:exec|execdir|ok)\s+(?!rm\b|ch(?:mod|own|grp)\b|ls\b|cp\b|mv\b)/.test(rest);
  return true;
}

/** The members of a pipe, which quotes do not hide. */
export function pipeline(text: string): string[] {
  const members: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') {
      at++;
    } else if (char === '\'' || char === '"') {
      at = endOfQuotes(text, at) - 1;
    } else if (char === '(') {
      depth++;
    } else if (char === ')') {
      depth--;
    } else if (char === '|' && depth <= 0) {
      members.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...members, text.slice(from)];
}

/** A command without a variable that is set for it, or by it. */
function withoutAssignment(text: string): string {
  let at = ASSIGNED.exec(text)?.[0].length ?? 0;
  if (at === 0) return text;
  while (at < text.length && !/\s/.test(text[at])) {
    const opens = text[at] === '$' ? at + 1 : at;
    if (text[at] === '\\') at += 2;
    else if (/["'`({]/.test(text[opens] ?? '') && (opens > at || text[at] !== '{')) at = endOfQuotes(text, opens);
    else at++;
  }
  return text.slice(at).trim();
}

/** What stands in `$(…)`, `<(…)`, `>(…)` and backticks; in single quotes nothing does. */
function substitutions(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') {
      at++;
    } else if (char === '\'' && !isWithinDouble(text, at)) {
      at = endOfQuotes(text, at) - 1;
    } else if (char === '`') {
      const end = text.indexOf('`', at + 1);
      if (end < 0) break;
      found.push(text.slice(at + 1, end));
      at = end;
    } else if ((char === '$' || char === '<' || char === '>') && text[at + 1] === '(' && text[at + 2] !== '(') {
      const end = endOfQuotes(text, at + 1) - 1;
      found.push(...text.slice(at + 2, end).split(/;|&&|\|\|/).filter((part) => part.trim() !== ''));
      at = end;
    }
  }
  return found;
}

/** An apostrophe within double quotes is a letter like any other. */
function isWithinDouble(text: string, at: number): boolean {
  let inside = false;
  for (let i = 0; i < at; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') inside = !inside;
  }
  return inside;
}
