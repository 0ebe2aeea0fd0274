import { readFileSync } from 'fs';
import { join, resolve } from 'path';
import * as cdk from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as ts from 'typescript';
import * as ours from '../../../src';
import { RULES } from '../../../src/prover/rules';
import { judgeFolder, verdicts } from '../../constructs/judge-app';
import { blockOf, PAGES, readPage } from '../../helpers/check-pages';

const ROOT = resolve(__dirname, '../../..');
/** Lies where tsconfig's paths and node_modules resolve; it is in memory only. */
const FILE = join(ROOT, 'test/prover/rules/every-snippet.ts');
const PRELUDE = readFileSync(join(PAGES, 'bases/prelude.ts'), 'utf8');

interface Snippet { readonly id: string; readonly code: string }

const snippets: Snippet[] = RULES.map(({ id }) => ({ id, code: blockOf(readPage(id), 'Fix in CDK', 'ts') ?? '' }));

/** Type-checks all snippets in one program, each in a block of its own; what is wrong, by the page that holds it. */
function compile(list: readonly Snippet[]): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), (path) => readFileSync(path, 'utf8')) as { config: Record<string, unknown> };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [FILE] }, ts.sys, join(ROOT, 'test'));
  // A snippet shows how a thing is made; what is done with it is the reader's affair.
  Object.assign(options, { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true });
  let text = `${PRELUDE}\n`;
  const starts = list.map(({ id, code }) => {
    const start = text.length;
    text += `{\n${code}}\n`;
    return { id, start };
  });
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, version, ...rest) => (name === FILE ? ts.createSourceFile(name, text, version, true) : getSourceFile.call(host, name, version, ...rest));
  host.fileExists = (name) => name === FILE || fileExists.call(host, name);
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE);
  return [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((d) => {
    const page = starts.filter(({ start }) => start <= (d.start ?? 0)).at(-1)?.id ?? 'bases/prelude.ts';
    return `${page}: ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`;
  });
}

test('every page has a CDK snippet, and every one compiles; one that is wrong would be named', () => {
  expect(snippets.filter(({ code }) => code.trim() === '').map(({ id }) => id)).toEqual([]);
  const wrong = { id: 'Wrong', code: 'new SsmEndpoints(stack, \'Endpoints\', { vcp: vpc });\n' };
  expect(compile([...snippets, wrong])).toEqual([expect.stringMatching(/^Wrong: .*vcp/)]);
});

/**
 * What the prelude declares, really made: a Stage a page, all in one app. What a snippet does to its whole app stays within its Stage.
 */
function surroundings(root: cdk.App, page: string): Record<string, unknown> {
  const app = new cdk.Stage(root, page);
  const stack = new cdk.Stack(app, 'Stack');
  const subnetConfiguration = [
    { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
    { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    { name: 'Managed', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  ];
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, subnetConfiguration });
  const hubVpc = new ec2.Vpc(stack, 'HubVpc', { maxAzs: 2, natGateways: 0, subnetConfiguration: subnetConfiguration.slice(2), ipAddresses: ec2.IpAddresses.cidr('10.1.0.0/16') });
  const instanceType = new ec2.InstanceType('t4g.micro');
  const machineImage = ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 });
  const role = new iam.Role(stack, 'HostRole', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')] });
  const transitGateway = new ec2.CfnTransitGateway(stack, 'TransitGateway');
  return {
    app, stack, vpc, hubVpc, instanceType, machineImage, role,
    instance: new ec2.Instance(stack, 'Host', { vpc, instanceType, machineImage, role }),
    launchTemplate: new ec2.LaunchTemplate(stack, 'LaunchTemplate', { instanceType, machineImage, role, securityGroup: new ec2.SecurityGroup(stack, 'LaunchGroup', { vpc }) }),
    user: new iam.User(stack, 'User'),
    bucket: new s3.Bucket(stack, 'Bucket'),
    endpoints: new ours.SsmEndpoints(stack, 'HubEndpoints', { vpc: hubVpc }),
    networkAcl: new ec2.NetworkAcl(stack, 'NetworkAcl', { vpc }),
    internetGateway: new ec2.CfnInternetGateway(stack, 'InternetGateway'),
    peering: new ec2.CfnVPCPeeringConnection(stack, 'Peering', { vpcId: vpc.vpcId, peerVpcId: hubVpc.vpcId }),
    hubAttachment: new ec2.CfnTransitGatewayVpcAttachment(stack, 'HubAttachment', {
      transitGatewayId: transitGateway.ref, vpcId: hubVpc.vpcId, subnetIds: hubVpc.isolatedSubnets.map((subnet) => subnet.subnetId),
    }),
  };
}

describe('in a ready app', () => {
  const thrown = new Map<string, unknown>();
  let assembly: string;

  beforeAll(() => {
    // The snippet of HostNotProven adds the plugin, which prints its report.
    const silent = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const app = new cdk.App();
    for (const { id, code } of snippets) {
      const names = { ...cdk, ...ours, autoscaling, ec2, iam, s3, ssm, ...surroundings(app, id) } as Record<string, unknown>;
      const javascript = ts.transpile(`{\n${code}}`, { target: ts.ScriptTarget.ES2022 });
      try {
        new Function(...Object.keys(names), javascript)(...Object.values(names));
      } catch (error) {
        thrown.set(id, error);
      }
    }
    assembly = app.synth().directory;
    silent.mockRestore();
  });

  test.each(snippets.map(({ id }) => id))('%s: the CDK snippet runs, and leaves no host that is never managed', (id) => {
    expect(thrown.get(id)).toBeUndefined();
    // By itself: what one page says of the whole account is none of another's.
    const hosts = verdicts(judgeFolder(join(assembly, `assembly-${id}`)));
    expect(hosts).toContain(`${id}/Stack/Host: ready`);
    expect(hosts.filter((verdict) => verdict.includes(': never'))).toEqual([]);
  });
});
