import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  SessionAccess, SessionEncryption, SessionPreferences, SessionTargets, SsmManagedInstanceRole, SsmReadyValidation, SsmReadyVpc, Tier,
} from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Audited');

// Every session of the account in this Region: encrypted with a key, streamed to a log group, kept in a bucket, at most eight hours.
const preferences = new SessionPreferences(stack, 'Sessions', {
  encryption: SessionEncryption.NEW_KEY,
  createLogGroup: true,
  bucket: new s3.Bucket(stack, 'Archive', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true, versioned: true }),
  prefix: 'sessions',
  maxDuration: Duration.hours(8),
});

// Isolated hosts need the endpoints that go with it, or the session opens with a blank screen. The S3 gateway is there by default.
const network = new SsmReadyVpc(stack, 'Network', { endpoints: { additionalServices: preferences.endpointServices } });
const identity = new SsmManagedInstanceRole(stack, 'Identity', { tier: Tier.LOGGING, sessionLogging: preferences.sessionLogging });
const instance = new ec2.Instance(stack, 'Web', {
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  role: identity.role,
  requireImdsv2: true,
});
network.endpoints.allowFrom(instance);

// Users need the key as well as the nodes.
const auditors = new iam.Group(stack, 'Auditors');
SessionAccess.grant(auditors, SessionTargets.instances(instance.instanceId), { preferences });

app.synth();
