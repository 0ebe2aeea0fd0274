import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RecoveryRunbook, RescueRepair, RescueUserData, SessionTargets, SshRecovery, SsmManagedInstanceRole, SsmReadyValidation, SsmReadyVpc } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Rescue');
const network = new SsmReadyVpc(stack, 'Network');
const instance = new ec2.Instance(stack, 'LockedOut', {
  vpc: network.vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  role: new SsmManagedInstanceRole(stack, 'Identity').role,
  requireImdsv2: true,
});
network.endpoints.allowFrom(instance);

// Made before it is needed: the serial console, and the runbooks with a role for each.
const recovery = new SshRecovery(stack, 'Recovery', { targets: SessionTargets.instances(instance.instanceId) });
const operators = new iam.Group(stack, 'Operators');
recovery.grantSerialConsole(operators, instance.instanceId);
recovery.grantStart(operators, RecoveryRunbook.SSH);

// The last resort, on request: `cdk deploy -c rescue=yes`, then once more without, to take it out again.
if (app.node.tryGetContext('rescue')) {
  new RescueUserData({ repairs: [RescueRepair.OPEN_PORT_22, RescueRepair.RESTART_SSH] }).addTo(instance);
}

app.synth();
