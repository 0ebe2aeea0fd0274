import os

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from cdk_ssm_ready import SsmManagedInstanceRole, SsmReadyAspect, SsmReadyValidation, SsmReadyVpc

app = cdk.App()
stack = cdk.Stack(app, "Fleet", env=cdk.Environment(account="111111111111", region="eu-west-1"))
if os.environ.get("ASPECT"):
    cdk.Aspects.of(app).add(SsmReadyAspect())
else:
    cdk.Validations.of(app).add_plugins(SsmReadyValidation())
network = SsmReadyVpc(stack, "Network")
instance = ec2.Instance(
    stack, "Web",
    vpc=network.vpc,
    vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
    instance_type=ec2.InstanceType("t3.micro"),
    machine_image=ec2.MachineImage.latest_amazon_linux2023(),
    role=SsmManagedInstanceRole(stack, "Role").role,
)
if not os.environ.get("BREAK"):
    network.endpoints.allow_from(instance)
app.synth()
