"""The programmatic prover as a Python app's unit test would use it. Run by `npm run test:packages`, against the wheel."""
import json

import aws_cdk as cdk
import cdk_ssm_ready as ready
from aws_cdk import aws_ec2 as ec2


def fleet(app, with_role=True):
    stack = cdk.Stack(app, "Fleet", env=cdk.Environment(account="111111111111", region="eu-west-1"))
    network = ready.SsmReadyVpc(stack, "Network")
    role = ready.SsmManagedInstanceRole(stack, "Role").role if with_role else None
    instance = ec2.Instance(
        stack, "Web", vpc=network.vpc, vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
        instance_type=ec2.InstanceType("t3.micro"), machine_image=ec2.MachineImage.latest_amazon_linux2023(), role=role,
    )
    network.endpoints.allow_from(instance)
    return stack


def test_a_ready_stack():
    readiness = ready.SsmReadiness.of_stack(fleet(cdk.App()))
    assert readiness.is_ready
    assert readiness.never_ready() == []
    assert [(host.name, host.verdict) for host in readiness.hosts] == [("Fleet/Web", ready.SsmVerdict.READY)]


def test_a_fault_although_the_plugin_is_registered():
    app = cdk.App()
    cdk.Validations.of(app).add_plugins(ready.SsmReadyValidation())
    readiness = ready.SsmReadiness.of_stack(fleet(app, with_role=False))
    assert readiness.never_ready() == ["Fleet/Web"]
    errors = [finding for finding in readiness.findings if finding.severity == "error"]
    assert {finding.id for finding in errors} == {"RolePermissionsMissing"}
    assert "RolePermissionsMissing" in readiness.to_text()
    assert json.loads(readiness.to_json())["summary"]["never"] == 1


def test_an_app_and_a_template():
    app = cdk.App()
    stack = fleet(app)
    assert ready.SsmReadiness.of_app(app).is_ready
    bare = {"Resources": {"Host": {"Type": "AWS::EC2::Instance", "Properties": {}}}}
    assert ready.SsmReadiness.of_template(bare).never_ready() == ["Host"]
    assert stack.node.path == "Fleet"


def test_options():
    app = cdk.App()
    options = {"exclude": ["Fleet/*"]}
    assert ready.SsmReadiness.of_stack(fleet(app, with_role=False), **options).never_ready() == []
