package fleet;

import io.github.cdkssmready.SsmManagedInstanceRole;
import io.github.cdkssmready.SsmReadyAspect;
import io.github.cdkssmready.SsmReadyValidation;
import io.github.cdkssmready.SsmReadyVpc;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ec2.Instance;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;

public final class FleetApp {
    public static void main(final String[] args) {
        App app = new App();
        Stack stack = new Stack(app, "Fleet", StackProps.builder()
            .env(Environment.builder().account("111111111111").region("eu-west-1").build()).build());
        if (System.getenv("ASPECT") != null) {
            Aspects.of(app).add(new SsmReadyAspect());
        } else {
            Validations.of(app).addPlugins(new SsmReadyValidation());
        }
        SsmReadyVpc network = new SsmReadyVpc(stack, "Network");
        Instance instance = Instance.Builder.create(stack, "Web")
            .vpc(network.getVpc())
            .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
            .instanceType(new InstanceType("t3.micro"))
            .machineImage(MachineImage.latestAmazonLinux2023())
            .role(new SsmManagedInstanceRole(stack, "Role").getRole())
            .build();
        if (System.getenv("BREAK") == null) {
            network.getEndpoints().allowFrom(instance);
        }
        app.synth();
    }
}
