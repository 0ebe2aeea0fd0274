/** The app of scripts/cdk-cli.ts: two fleets in a Stage (or, with TOP, in the app itself). FAULTS says which fleet is broken, ACKNOWLEDGED which fleet says that it is meant; ASPECT takes the aspect instead of the plugin. */
import { App, Aspects, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SsmManagedInstanceRole, SsmReadyAspect, SsmReadyValidation, SsmReadyVpc } from 'cdk-ssm-ready';

// Known Availability Zones: nothing is looked up.
const app = new App({ context: { 'availability-zones:account=111111111111:region=us-east-1': ['us-east-1a', 'us-east-1b', 'us-east-1c'] } });
if (process.env.ASPECT) Aspects.of(app).add(new SsmReadyAspect());
else Validations.of(app).addPlugins(new SsmReadyValidation());
const prod = process.env.TOP ? app : new Stage(app, 'Prod');

for (const name of ['One', 'Two']) {
  const stack = new Stack(prod, name, { env: { region: 'us-east-1', account: '111111111111' } });
  const network = new SsmReadyVpc(stack, 'Network');
  const instance = new ec2.Instance(stack, 'Web', {
    vpc: network.vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
    machineImage: ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-12345678' }),
    role: new SsmManagedInstanceRole(stack, 'Role').role,
  });
  if (!process.env.FAULTS?.split(',').includes(name)) network.endpoints.allowFrom(instance);
  if (process.env.ACKNOWLEDGED?.split(',').includes(name)) Validations.of(instance).acknowledge({ id: 'cdk-ssm-ready::EndpointIngressBlocked', reason: 'reached otherwise' });
}

app.synth();
