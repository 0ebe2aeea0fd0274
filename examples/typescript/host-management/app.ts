import { App, Stack, Tags, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  FleetSchedule, FleetTargets, HostManagement, InventorySync, PatchBaseline, PatchOperatingSystem, SsmReadyValidation, SsmReadyVpc,
} from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Managed');

// Everything that carries the tag, now and later: agent updates, inventory, patch scans, patches on Sunday night.
const management = new HostManagement(stack, 'Management', {
  targets: FleetTargets.tag('Managed', 'yes'),
  maxConcurrency: '10%',
  maxErrors: '5%',
  installPatches: { schedule: FleetSchedule.cron('0 2 ? * SUN *') },
  statusOutputs: true,
});

// What Sunday night installs: security updates that are serious, and a week old. Nodes take it by the tag `Patch Group`.
new PatchBaseline(stack, 'Baseline', {
  operatingSystem: PatchOperatingSystem.AMAZON_LINUX_2023,
  rules: [{ classifications: ['Security'], severities: ['Critical', 'Important'] }],
  patchGroups: ['managed'],
});

// Inventory in a bucket, and saved queries for it in Athena.
new InventorySync(stack, 'Inventory', { queries: {} });

// A host made here takes the role at once; one that is made elsewhere without a profile gets it within minutes.
const network = new SsmReadyVpc(stack, 'Network');
const instance = new ec2.Instance(stack, 'Web', {
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  role: management.identity!.role,
  requireImdsv2: true,
});
network.endpoints.allowFrom(instance);
Tags.of(instance).add('Managed', 'yes');
Tags.of(instance).add('Patch Group', 'managed');

app.synth();
