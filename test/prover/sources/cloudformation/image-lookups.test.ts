import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { run } from '../../../../src/cli/main';
import { imagesOfContext } from '../../../../src/prover/sources/cloudformation';
import { SsmReadiness, SsmReadyValidation } from '../../../../src/validation';
import { isolated } from '../../../helpers/templates';

const UBUNTU = 'ami:account=111111111111:filters.image-type.0=machine:filters.name.0=ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*:filters.state.0=available:owners.0=099720109477:region=us-east-1';
const DEBIAN = 'ami:account=111111111111:filters.image-type.0=machine:filters.name.0=debian-12-amd64-*:filters.state.0=available:owners.0=136693071363:region=us-east-1';

describe('what CDK remembers of image lookups', () => {
  test('name and owners by id; other entries and nonsense are passed over', () => {
    expect(imagesOfContext({ [UBUNTU]: 'ami-1', 'vpc-provider:account=1': { vpcId: 'vpc-1' }, 'ami:account=1:region=us-east-1': 'ami-2', [DEBIAN]: { not: 'an id' } })).toEqual({
      'ami-1': { kind: 'image-name', text: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*', owners: ['099720109477'] },
    });
  });

  test('one image found under two names has none', () => {
    expect(imagesOfContext({ [UBUNTU]: 'ami-1', [DEBIAN]: 'ami-1' })).toEqual({});
  });

  test('several names in one lookup say nothing sure', () => {
    expect(imagesOfContext({ [DEBIAN.replace(':filters.state', ':filters.name.1=other-*:filters.state')]: 'ami-1' })).toEqual({});
  });
});

/** An app with one host of a looked-up Debian image, which CDK found in its context. */
function app(): { app: App; stack: Stack; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lookup-'));
  const root = new App({ outdir: join(folder, 'cdk.out'), context: { [DEBIAN]: 'ami-0123456789abcdef0' } });
  const stack = new Stack(root, 'S', { env: { account: '111111111111', region: 'us-east-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1, availabilityZones: undefined });
  new ec2.Instance(stack, 'Web', {
    vpc,
    instanceType: new ec2.InstanceType('t3.micro'),
    machineImage: ec2.MachineImage.lookup({ name: 'debian-12-amd64-*', owners: ['136693071363'] }),
    ssmSessionPermissions: true,
  });
  return { app: root, stack, folder };
}

describe('a host of an image that was looked up', () => {
  test('SsmReadiness and the plugin know what it was looked up by', () => {
    const { app: root, stack, folder } = app();
    try {
      expect(SsmReadiness.ofStack(stack).findings.filter((f) => f.severity === 'error').map((f) => f.id)).toEqual(['AgentMissing']);
      const paths = root.synth().stacks.map((s) => s.templateFullPath);
      const report = new SsmReadyValidation().validate({ templatePaths: paths, appConstruct: root });
      expect(report.violations.filter((v) => v.severity === 'error').map((v) => v.ruleName)).toEqual(['AgentMissing']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('the command line reads cdk.context.json beside the assembly', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lookup-'));
    try {
      const template = isolated();
      template.Resources.Host.Properties!.ImageId = 'ami-0123456789abcdef0';
      writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
      const check = () => {
        let out = '';
        const status = run(['check', '--format', 'json', join(folder, 'template.json')], { out: (text: string) => { out += text; }, err: () => undefined, color: false } as never);
        return [status, ...(JSON.parse(out) as { hosts: { findings: { id: string }[] }[] }).hosts[0].findings.map((f) => f.id)];
      };
      expect(check()).toEqual([0]);
      writeFileSync(join(folder, 'cdk.context.json'), JSON.stringify({ [DEBIAN]: 'ami-0123456789abcdef0' }));
      expect(check()).toEqual([1, 'AgentMissing']);
      writeFileSync(join(folder, 'cdk.context.json'), 'broken');
      expect(check()).toEqual([0]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
