import { userDataEffects } from '../../../src/prover/user-data';

/** Texts on which a careless pattern takes minutes, or never ends: the test runs into its time limit then. */
const times = (text: string, length = 100_000) => text.repeat(Math.ceil(length / text.length));
const AGENT = 'amazon-ssm-agent';

describe('user data that no pattern loses itself in', () => {
  test.each<[string, string]>([
    ['parentheses around a long word', `(echo $(basename x) ${times('5891b5b522d5df08', 64)} file)`],
    ['parentheses around digits', `(x) ${times('1', 40)} x`],
    ['outputs of programs in a row, and a quote', `X=${times('$(a)', 400)}"b`],
    ['quotes that do not end', times('\'" ')],
    ['outputs that do not end', times('"$(\'`')],
    ['outputs with here documents that do not end', `"$(${times('<<A ')}`],
    ['outputs with here documents that end', `"$(${times('<<A\nA\n')}`],
    ['here documents of one command', times('<<A ')],
    ['blank lines', times('\n')],
    ['blank lines in a here document', `cat > /x <<A\n${times('\n')}A\n`],
    ['a variable that is set again and again', times('A=amazon-ssm-agent\n$A\n')],
    ['packages under other names', times(`curl x/${AGENT}.rpm -o a.rpm\n`)],
    ['loops that wait', times('while curl x; do\n')],
    ['package managers on one line', times('yum ')],
    ['loops on one line', times('while yum a ')],
    ['a variable, and reading on one line', `V=${AGENT}\n${times('read ')}`],
    ['a variable, and declaring on one line', `V=${AGENT}\n${times('declare a ')}`],
    ['outputs in outputs', times('"$("${`')],
    ['blocks that do not end', times('if { f() ( ')],
    ['lists that do not end', times('A=(\nb $(\n')],
    ['loops that count', times('for ((i=0;')],
    ['here documents that do not end', times('cat <<A\n')],
    ['ends and a quote', times(`yum ${times(`remove ${AGENT} `, 1900)}"\n`)],
    ['ends that write somewhere', `yum remove -y ${AGENT} ${times('2>a', 1900)} "`],
    ['package managers', times(`${times('yum ', 1900)}${AGENT}\n`)],
    ['options of sudo', times(`sudo ${times('-a ', 1900)}\n`)],
    ['endpoints', times('Endpoint: "x"\nEndpoint="x" ')],
    ['settings of the agent', times(`/etc/amazon/ssm/${AGENT}.json\n`)],
    ['activations', times(`${AGENT} `, 30_000)],
    ['exceptions of proxies', `${AGENT}.service\nhttp_proxy=x\n${times('no_proxy=')}`],
    ['names by hand', `${times('ssm.')}/etc/hosts`],
    ['drop-ins', times(`${AGENT}.service.d cp `)],
  ])('%s', (_, text) => expect(userDataEffects(`#!/bin/bash\n${text}\n`).ends?.certain ?? false).toBe(false));

  test.each<[string, string]>([
    ['braces that close', times('}')],
    ['quotes', times('"')],
    ['tags', times('! ')],
    ['anchors', times('&& ')],
    ['brackets in brackets', times('{ ')],
    ['lists in lists', `runcmd: ${'['.repeat(20_000)}`],
  ])('cloud-config: %s', (_, text) => expect(userDataEffects(`#cloud-config\n${text}\n`).unknown?.what).toContain('cannot be read'));

  test.each<[string, string]>([
    ['settings', times('setx ')],
    ['texts', times('@"\n')],
    ['comments', times('<# ')],
    ['services and a brace', times('Get-Service AmazonSSMAgent {')],
    ['quotes on a line that is cut', times('"`')],
    ['proxies', times('netsh winhttp set proxy ')],
  ])('PowerShell: %s', (_, text) => expect(userDataEffects(`<powershell>\n${text}\n</powershell>`).ends?.certain ?? false).toBe(false));
});
