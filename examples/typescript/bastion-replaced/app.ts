import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { SessionAccess, SessionDocument, SessionTargets, SsmManaged, SsmReadyValidation, SsmReadyVpc } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

const stack = new Stack(app, 'Database');
const network = new SsmReadyVpc(stack, 'Network');
const isolated = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

const database = new rds.DatabaseInstance(stack, 'Postgres', {
  engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17_9 }),
  vpc: network.vpc,
  vpcSubnets: isolated,
  storageEncrypted: true,
});

// No public subnet, no inbound rule, no SSH key: the host opens its own connection to Systems Manager.
const jump = new ec2.BastionHostLinux(stack, 'Jump', { vpc: network.vpc, subnetSelection: isolated });
jump.with(new SsmManaged({ endpoints: [network.endpoints] }));
database.connections.allowDefaultPortFrom(jump);

// Who may use it, and for what: a tunnel to the database, after a second factor.
const operators = new iam.Role(stack, 'Operators', { assumedBy: new iam.AccountRootPrincipal(), maxSessionDuration: Duration.hours(1) });
SessionAccess.grant(operators, SessionTargets.instances(jump.instanceId), {
  documents: [SessionDocument.REMOTE_HOST_PORT_FORWARDING],
  requireMfa: true,
});

app.synth();
