import { isolated, mutate } from '../../helpers/templates';
import { describeMutants, mutantsOf, props, Template } from './mutants';

const UNREACHABLE = 'AgentInstallUnreachable/AGENT_INSTALL_SOURCE_UNREACHABLE';
const NOT_PROVEN = 'HostNotProven/NOT_PROVEN';
const DEBIAN = '{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}';
const GLOBAL = 'https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_amd64/amazon-ssm-agent.deb';
const REGIONAL = 'https://s3.${AWS::Region}.amazonaws.com/amazon-ssm-${AWS::Region}/latest/debian_amd64/amazon-ssm-agent.deb';
const REGION = 'REGION=$(curl -s http://169.254.169.254/latest/meta-data/placement/region)';
const MIRROR = 'https://mirror.example.com/amazon-ssm-agent.deb';
const INSTALL = 'dpkg -i amazon-ssm-agent.deb';
const FETCH = 'fetch() { if command -v curl >/dev/null 2>&1; then curl -fsSL -o "$2" "$1"; else wget -q -O "$2" "$1"; fi; }';

const debian = (UserData: unknown) => (t: Template) => { Object.assign(props(t, 'Host'), { ImageId: DEBIAN, UserData }); };
const bash = (...lines: string[]) => debian({ 'Fn::Base64': ['#!/bin/bash', ...lines].join('\n') });
const sub = (...lines: string[]) => debian({ 'Fn::Base64': { 'Fn::Sub': ['#!/bin/bash', ...lines].join('\n') } });

/** A subnet with endpoints for Systems Manager and no way to S3. */
const withoutS3 = isolated() as Template;
/** The same with a gateway endpoint for S3. */
const withGateway: Template = mutate(withoutS3, (t) => {
  t.Resources.S3 = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [{ Ref: 'HostSubnetTable' }] } };
  t.Resources.Host.DependsOn = 'S3';
});

type Script = [name: string, script: (t: Template) => void];

/** Each of them fetches AWS's package from the bucket of the instance's Region. */
const OWN_REGION: Script[] = [
  ['an address', sub(`wget ${REGIONAL}`, INSTALL)],
  ['an address in a variable', sub(`URL=${REGIONAL}`, 'wget "$URL"', INSTALL)],
  ['an address in a variable in braces', sub(`URL="${REGIONAL}"`, 'curl -o amazon-ssm-agent.deb "${!URL}"', INSTALL)],
  ['an address made of variables', bash(REGION, 'BASE="https://s3.$REGION.amazonaws.com/amazon-ssm-$REGION"', 'FILE=amazon-ssm-agent.deb', 'wget "$BASE/latest/debian_amd64/$FILE"', 'dpkg -i "$FILE"')],
  ['a Region within the address', bash('URL="https://s3.$(ec2-metadata --region).amazonaws.com/amazon-ssm-agent.deb"', 'curl -O "$URL"', INSTALL)],
  ['a default', bash(REGION, 'curl -o a.deb "${AGENT_URL:-https://s3.$REGION.amazonaws.com/amazon-ssm-agent.deb}"', 'dpkg -i a.deb')],
  ['a file of another name', sub(`curl -o /tmp/agent.deb ${REGIONAL}`, 'dpkg -i /tmp/agent.deb')],
  ['a file of another name, in its folder', sub('cd /tmp', `wget -qO agent.deb ${REGIONAL}`, 'dpkg -i ./agent.deb')],
  ['a file of another name, by redirection', sub(`curl -s ${REGIONAL} > /tmp/agent.deb`, 'dpkg -i "/tmp/agent.deb"')],
  ['a file in a variable', sub('F=/tmp/agent.deb', `curl -so $F ${REGIONAL}`, 'dpkg -i $F')],
  ['a function', sub(FETCH, `fetch "${REGIONAL}" agent.deb`, 'dpkg -i agent.deb')],
  ['a function and a variable', sub(FETCH, `url="${REGIONAL}"`, 'fetch "$url" agent.deb', 'dpkg -i agent.deb')],
  ['a function with variables of its own', sub('fetch() {', '  local from="$1"', '  local to=$2', '  curl -o "$to" "$from"', '}', `fetch ${REGIONAL} agent.deb`, 'dpkg -i agent.deb')],
  ['a function that calls another', sub(FETCH, 'agent() {', `  fetch ${REGIONAL} "$1"`, '  dpkg -i "$1"', '}', 'agent agent.deb')],
  ['a function that tries its command again', sub('again() {', '  for i in 1 2 3; do', '    "$@" && return', '    sleep 5', '  done', '}', `again curl -o agent.deb ${REGIONAL}`, 'dpkg -i agent.deb')],
  ['one address for each processor', bash(REGION, 'case $(uname -m) in', '  aarch64) URL="https://s3.$REGION.amazonaws.com/a/debian_arm64/amazon-ssm-agent.deb" ;;', '  *) URL="https://s3.$REGION.amazonaws.com/a/debian_amd64/amazon-ssm-agent.deb" ;;', 'esac', 'wget "$URL"', INSTALL)],
  ['a list of addresses', sub(`for URL in ${REGIONAL} ${REGIONAL}; do`, '  wget "$URL" && break', 'done', INSTALL)],
  ['AWS::URLSuffix', sub(`wget ${REGIONAL.replace('amazonaws.com', '${AWS::URLSuffix}')}`, INSTALL)],
  ['a shell of its own', sub('sh -e <<\'X\' || echo failed', '{', FETCH, `url="${REGIONAL}"`, 'fetch "$url" amazon-ssm-agent.deb', `dpkg -i --refuse-downgrade amazon-ssm-agent.deb`, '} </dev/null', 'X')],
];

describeMutants('the bucket of the Region, out of reach', mutantsOf(withoutS3, 'never', OWN_REGION.map(([name, script]) => [name, script, [UNREACHABLE]])));
describeMutants('the bucket of the Region, by a gateway endpoint', mutantsOf(withGateway, 'ready', OWN_REGION.map(([name, script]) => [name, script, []])));

/** What may come from somewhere else is no proof of the contrary. */
describeMutants('sources that are not known', mutantsOf(withoutS3, 'ready', [
  ['a mirror', bash(`wget ${MIRROR}`, INSTALL), []],
  ['a mirror in a variable', bash(`URL=${MIRROR}`, 'wget "$URL"', INSTALL), []],
  ['a mirror that a branch puts in the place of S3', bash(`URL=${GLOBAL}`, 'if [ -f /etc/mirror ]; then', `  URL=${MIRROR}`, 'fi', 'wget "$URL"', INSTALL), []],
  ['S3, which a branch puts in the place of a mirror', bash(`URL=${MIRROR}`, 'if [ -f /etc/s3 ]; then', `  URL=${GLOBAL}`, 'fi', 'wget "$URL"', INSTALL), []],
  ['an address that a program tells, after S3', bash(`URL=${GLOBAL}`, 'URL=$(cat /etc/agent-url)', 'curl -o amazon-ssm-agent.deb "$URL"', INSTALL), []],
  ['an address that a program may tell', bash(`URL=${GLOBAL}`, 'test -f /etc/agent-url && URL=$(cat /etc/agent-url)', 'curl -o amazon-ssm-agent.deb "$URL"', INSTALL), []],
  ['an address that is read', bash(`URL=${GLOBAL}`, 'read -r URL < /etc/agent-url', 'curl -o amazon-ssm-agent.deb "$URL"', INSTALL), []],
  ['an address that a loop changes', bash(`URL=${GLOBAL}`, 'while ! curl -fo amazon-ssm-agent.deb "$URL"; do', `  URL=${MIRROR}`, 'done', INSTALL), []],
  ['a function that may be given a mirror', bash(FETCH, `fetch ${GLOBAL} amazon-ssm-agent.deb || fetch ${MIRROR} amazon-ssm-agent.deb`, INSTALL), []],
  ['a function that shifts its arguments', bash('get() { shift; curl -o amazon-ssm-agent.deb "$1"; }', `get ${GLOBAL} ${MIRROR}`, INSTALL), []],
  ['a list with a mirror', bash(`for URL in ${GLOBAL} ${MIRROR}; do`, '  wget "$URL" && break', 'done', INSTALL), []],
  ['a second download', bash(`wget ${GLOBAL} || curl -o amazon-ssm-agent.deb "$MIRROR"`, INSTALL), []],
  ['another address saved as the agent', bash(`wget ${GLOBAL} || curl -o amazon-ssm-agent.deb https://example.com/a.deb`, INSTALL), []],
]));

/** Something unseen beside the only source that is seen, which is out of reach. */
describeMutants('S3 out of reach, and something that is not seen', mutantsOf(withoutS3, 'unknown', [
  ['a program', bash(`wget ${GLOBAL}`, INSTALL, 'python3 /opt/setup.py'), [NOT_PROVEN]],
  ['a package of another name', bash(`curl -o /tmp/agent.deb ${GLOBAL}`, 'dpkg -i /tmp/agent.deb /opt/other.deb', 'dpkg -i /opt/other.deb'), [NOT_PROVEN]],
  ['a script that it writes', bash('cat > /tmp/i.sh <<\'X\'', '#!/bin/sh', `URL=${GLOBAL}`, 'curl -o agent.deb "$URL"', 'dpkg -i agent.deb', 'X', 'sh /tmp/i.sh'), [NOT_PROVEN]],
  ['a proxy', bash('export https_proxy=http://proxy.internal:3128', `wget ${GLOBAL}`, INSTALL), [NOT_PROVEN]],
]));

describeMutants('an installer of another system', mutantsOf(withGateway, 'unknown', [
  ['rpm on Debian', sub(`wget ${REGIONAL.replace('.deb', '.rpm')}`, 'rpm -i amazon-ssm-agent.rpm'), [NOT_PROVEN]],
]));
