import { userDataEffects } from '../../../src/prover/user-data';

const script = (...lines: string[]) => ['#!/bin/bash', ...lines].join('\n');

describe('an end of the agent is not certain', () => {
  const remove = 'yum remove -y amazon-ssm-agent';
  const off = ['systemctl stop amazon-ssm-agent', 'systemctl disable amazon-ssm-agent'];
  const offWindows = 'Set-Service AmazonSSMAgent -StartupType Disabled\nStop-Service AmazonSSMAgent';
  const offBatch = 'net stop AmazonSSMAgent\nsc config AmazonSSMAgent start= disabled';
  test.each<[string, string[]]>([
    ['behind a test', [`[ "$STAGE" = prod ] && ${remove}`]],
    ['behind another', [`[[ -f /x ]] && ${remove}`]],
    ['behind a search', [`grep -q x /f && ${remove}`]],
    ['behind a download', [`curl -sf https://x && ${remove}`]],
    ['in a function on one line', [`f() { ${remove}; }`]],
    ['in a function that is called', [`f() { ${remove}; }`, 'if true; then f; fi']],
    ['behind a loop in a branch', ['if [ -f /x ]; then', 'cat /x | while read l; do', 'echo $l', 'done', remove, 'fi']],
    ['behind JSON in a branch', ['if [ -f /x ]; then', 'echo \'{', '}\' > /x.json', remove, 'fi']],
    ['in a here document', ['cat > /tmp/x <<\\EOF', remove, 'EOF']],
    ['in one with an odd end', ['cat > /tmp/x <<!', remove, '!']],
    ['in one of two', ['cat <<A <<B', 'x', 'A', remove, 'B']],
    ['in quotes over lines', ['echo "', remove, '"']],
    ['in a comment by :', [`: '`, remove, `'`]],
    ['in a trap', [`trap '${remove}' EXIT`]],
    ['in an alias', [`alias x='${remove}'`]],
    ['written to a file', [`printf '%s' '${remove}' > /tmp/x`]],
    ['of a lock only', ['yum versionlock delete amazon-ssm-agent']],
    ['of another package', ['yum remove -y amazon-ssm-agent-debug']],
    ['by a question', ['rpm -qe amazon-ssm-agent']],
    ['before what is run and not shown', [remove, 'curl -s x | sudo bash']],
    ['before another', [remove, '/bin/bash /tmp/x.sh']],
    ['where quotes do not end', [remove, 'echo "x']],
    ['in a case', ['case $A in', 'a)', remove, ';;', 'esac']],
    ['only said', ['yum remove -y --assumeno amazon-ssm-agent']],
    ['behind a test, in a group', ['[ -f /etc/prod ] && {', 'echo x', remove, '}']],
    ['behind what went wrong, in a group', [`curl -f https://x || { echo bad; ${remove}; }`]],
    ['behind a test, in parentheses', ['[ -f /etc/prod ] && (', 'echo x', remove, ')']],
    ['behind what a pipe finds', [`hostname | grep prod && ${remove}`]],
    ['behind an end of the script that depends', ['[ -f /x ] || exit 0', remove]],
    ['behind an end of the script', ['[ -f /x ] && exit 0', remove]],
    ['behind what takes the place of the script', ['exec /usr/sbin/nginx', remove]],
    ['behind return', ['return 0', remove]],
    ['behind a script that ends itself', ['kill $$', remove]],
    ['behind a test by itself that ends the script', ['set -e', 'test -f /etc/prod', remove]],
    ['behind a search by itself that ends the script', ['set -euo pipefail', 'grep -q prod /etc/env', remove]],
    ['in a loop that counts', ['for ((i=0;i<3;i++)); do', remove, 'done']],
    ['in a branch behind a pipe', ['cat f | if grep -q x; then', remove, 'fi']],
    ['in a function whose brace is on the next line', ['f()', '{', 'if true; then echo; fi', remove, '}']],
    ['in a function in parentheses', ['f() (', remove, ')']],
    ['behind && and a comment', ['systemctl is-active docker ||', '# why', remove]],
    ['where a message closes a quote that a program in it opens', ['echo "R: $(jq .r x | sed \'s/"//g\')"', 'if [ -f /etc/prod ]; then', 'echo "AZ: $(cat /x | tr -d \'"\')"', remove, 'fi']],
    ['written by a shell', ['sudo bash -c \'cat > /opt/harden.sh\' <<\'EOF\'', remove, 'EOF']],
    ['in another root', ['chroot /mnt/img /bin/bash <<EOF', remove, 'EOF']],
    ['on another host', ['ssh root@10.0.0.1 bash -s <<EOF', remove, 'EOF']],
    ['in a branch that is fed to a shell', ['sh <<EOF', '[ -f /x ] || exit 0', remove, 'EOF']],
    ['asked before', ['yum remove amazon-ssm-agent']],
    ['asked before by apt', ['apt-get remove amazon-ssm-agent']],
    ['only tried', ['rpm -e --test amazon-ssm-agent']],
    ['only downloaded', ['apt-get remove -y -d amazon-ssm-agent']],
    ['in the image that is built', ['dnf -y --installroot /mnt/x remove amazon-ssm-agent']],
    ['left out', ['yum autoremove -y --exclude amazon-ssm-agent']],
    ['tried by a setting', ['yum remove -y amazon-ssm-agent --setopt=tsflags=test']],
    ['of what may be no snap', ['apt-get purge -y snapd']],
    ['before it is enabled', [...off, 'systemctl enable amazon-ssm-agent']],
    ['before it is preset', [...off, 'systemctl preset amazon-ssm-agent']],
    ['before it is installed by a pipe', [remove, 'echo y | yum install amazon-ssm-agent']],
    ['before it is undone', [remove, 'yum history undo last -y']],
    ['before a message that starts it', [...off, 'echo "$(systemctl start amazon-ssm-agent)"']],
    ['before a job that starts it', [...off, 'echo "*/5 * * * * root systemctl start amazon-ssm-agent" > /etc/cron.d/ssm']],
    ['behind a trap that starts it', ['trap \'systemctl start amazon-ssm-agent\' EXIT', ...off]],
    ['behind a job that starts it later', ['(sleep 300; systemctl enable --now amazon-ssm-agent) &', ...off]],
    ['behind a group that starts it later', ['{ sleep 300; systemctl enable --now amazon-ssm-agent; } &', ...off]],
    ['behind a start in the background', ['sleep 300 && systemctl start amazon-ssm-agent &', ...off]],
    ['behind a timer that starts it', ['systemd-run --on-active=60 systemctl start amazon-ssm-agent', ...off]],
    ['behind a line for the boot', ['echo "systemctl start amazon-ssm-agent" >> /etc/rc.local', ...off]],
    ['behind a function that installs it', ['bring() { yum install -y amazon-ssm-agent; }', remove, 'bring']],
    ['behind a function over lines that starts it', ['bring() {', 'systemctl enable amazon-ssm-agent', 'systemctl start amazon-ssm-agent', '}', ...off, 'bring']],
    ['of another root', ['systemctl stop amazon-ssm-agent', 'systemctl --root=/mnt disable amazon-ssm-agent']],
  ])('%s', (_, lines) => expect(userDataEffects(script(...lines)).ends?.certain ?? false).toBe(false));

  test.each<[string, string]>([
    ['in a block comment', '<#\nStop-Service AmazonSSMAgent\nSet-Service AmazonSSMAgent -StartupType Disabled\n#>'],
    ['in a text', '@"\nStop-Service AmazonSSMAgent\nSet-Service AmazonSSMAgent -StartupType Disabled\n"@ | Out-File C:\\x.ps1'],
    ['behind return', 'return\nStop-Service AmazonSSMAgent\nSet-Service AmazonSSMAgent -StartupType Disabled'],
    ['in a block, behind a brace in a text', 'if ($x) {\nWrite-Host "}"\nStop-Service AmazonSSMAgent\nSet-Service AmazonSSMAgent -StartupType Disabled\n}'],
    ['before it is started', 'Stop-Service AmazonSSMAgent\nSet-Service AmazonSSMAgent -StartupType Disabled\n(Get-Service AmazonSSMAgent).Start()'],
    ['behind a function that starts it', `function Restore-Agent {\nSet-Service AmazonSSMAgent -StartupType Automatic\nStart-Service AmazonSSMAgent\n}\n${offWindows}\nRestore-Agent`],
    ['behind a brace in a comment', `if ($x) {\n# ends }\n${offWindows}\n}`],
    ['in a message', 'Write-Host "Hint; Set-Service AmazonSSMAgent -StartupType Disabled; Stop-Service AmazonSSMAgent"'],
    ['behind an end in a block', `if ($x -eq 1) { Write-Host a; exit 0 }\n${offWindows}`],
    ['behind throw', `throw "x"\n${offWindows}`],
    ['before a setup', `${offWindows}\nStart-Process C:\\setup.exe -Wait`],
    ['before a batch file', `${offWindows}\ncmd.exe /c C:\\setup.bat`],
    ['before a file of commands', `${offWindows}\nInvoke-Command -FilePath C:\\x.ps1`],
    ['before it is started with the system again', `${offWindows}\nSet-Service AmazonSSMAgent -StartupType Automatic`],
    ['on another computer', 'Get-Service AmazonSSMAgent -ComputerName other | Set-Service -StartupType Disabled\nStop-Service AmazonSSMAgent'],
    ['in a text over lines', `$s = "\n${offWindows}\n"\nSet-Content C:\\x.ps1 $s`],
    ['behind a condition over lines', `if ($x -and\n $y)\n{\n${offWindows}\n}`],
  ])('in PowerShell: %s', (_, text) => expect(userDataEffects(`<powershell>\n${text}\n</powershell>`).ends?.certain ?? false).toBe(false));

  test.each<[string, string]>([
    ['behind a condition', `if exist C:\\x (\n${offBatch}\n)`],
    ['behind a leap', `if exist C:\\x goto :end\n${offBatch}\n:end`],
    ['behind an end of the file', `if not "%E%"=="prod" exit /b 0\n${offBatch}`],
    ['before it is set to start again', `${offBatch}\nsc config AmazonSSMAgent start= auto`],
    ['before another file', `${offBatch}\ncall setup.bat`],
    ['before a setup', `${offBatch}\nsetup.exe /S`],
  ])('in a batch file: %s', (_, text) => expect(userDataEffects(`<script>\n${text}\n</script>`).ends?.certain ?? false).toBe(false));

  test.each<[string, string]>([
    ['between the items of a condition', 'runcmd:\n  - if [ -f /etc/prod ]; then\n  - yum remove -y amazon-ssm-agent\n  - fi'],
    ['in a shell', 'runcmd:\n  - [ sh, -c, "if [ -f /x ]; then yum remove -y amazon-ssm-agent; fi" ]'],
    ['in a message', 'runcmd:\n  - [ logger, "hint: run; yum remove -y amazon-ssm-agent" ]'],
    ['behind an end', 'runcmd:\n  - test -f /x || exit 0\n  - yum remove -y amazon-ssm-agent'],
    ['behind a function of another item', 'runcmd:\n  - |\n    f() { yum install -y amazon-ssm-agent; }\n  - yum remove -y amazon-ssm-agent\n  - f'],
    ['beside a script of every boot', 'write_files:\n - path: /var/lib/cloud/scripts/per-boot/x.sh\n   content: |\n     systemctl restart amazon-ssm-agent\nruncmd:\n  - yum remove -y amazon-ssm-agent'],
    ['in a here document', 'runcmd:\n - |\n   cat > /x <<\'EOF\'\n   yum remove -y amazon-ssm-agent\n   EOF'],
  ])('in a cloud-config: %s', (_, text) => expect(userDataEffects(`#cloud-config\n${text}\n`).ends?.certain ?? false).toBe(false));

  test('but it is where nothing stands in its way', () => {
    const certain = (...lines: string[]) => userDataEffects(script(...lines)).ends?.certain;
    expect(certain('cat <<< "foo"', remove)).toBe(true);
    expect(certain('if [ -f /x ]; then', 'echo y', 'fi', 'for i in 1 2; do echo $i; done', `sudo ${remove} > /dev/null 2>&1`)).toBe(true);
    expect(certain('systemctl stop amazon-ssm-agent', 'systemctl disable amazon-ssm-agent.service')).toBe(true);
    expect(certain('apt-get update && apt-get purge -y amazon-ssm-agent')).toBe(true);
    expect(certain('yes | snap remove amazon-ssm-agent')).toBe(true);
    expect(certain('echo $((1 << 2))', 'x=1 # it\'s', remove)).toBe(true);
    expect(certain(...off)).toBe(true);
    expect(certain('yum install -y amazon-ssm-agent', 'systemctl start amazon-ssm-agent', remove)).toBe(true);
    expect(certain('mkdir -p /srv || exit 1', 'ITEMS=(', 'a', '"b (c"', ')', 'X=$(', 'date', ')', 'for ((i=0;i<3;i++)); do echo $i; done', remove)).toBe(true);
    expect(certain('R="$(curl -s x | tr -d \'"\')"', 'echo "a ${x:-"it\'s"} b"', 'echo "`date +"%d \'"`"', 'X=$\'it\\\'s\'', 'Y="$(jq .a # it\'s', ')"', 'Z="$((1 + 2))"', remove)).toBe(true);
    expect(certain('X="$(cat <<EOF', '{"a": "it\'s ("}', 'EOF', ')"', 'echo "a $(echo "b \'c") d"', remove)).toBe(true);
    const windows = (line: string) => userDataEffects(`<powershell>\n${line}\n</powershell>`).ends;
    expect(windows('Get-Package "Amazon SSM Agent" | Uninstall-Package')).toMatchObject({ what: 'removed', certain: true });
    expect(windows(offWindows)).toMatchObject({ what: 'stopped', certain: true });
    expect(userDataEffects(`<script>\n${offBatch}\n</script>`).ends).toMatchObject({ certain: true });
    expect(userDataEffects('#cloud-config\nruncmd:\n  - echo a\n  - [ yum, remove, -y, amazon-ssm-agent ]\n').ends).toMatchObject({ certain: true });
    expect(windows('wmic product where "name=\'Amazon SSM Agent\'" call uninstall')).toMatchObject({ what: 'removed', certain: true });
  });

  test('and what is installed without anything removed is no end', () => {
    expect(userDataEffects(script('apt-get install -y --no-remove ./amazon-ssm-agent.deb'))).toMatchObject({ installs: true });
  });
});
