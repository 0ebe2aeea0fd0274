"""Stands in for boto3: answers the calls a runbook's script makes with what the test put into the environment."""
import json
import os


class Ec2:
    def describe_iam_instance_profile_associations(self, Filters):
        wanted = {each["Name"]: each["Values"] for each in Filters}
        found = json.loads(os.environ["FOUND_ASSOCIATIONS"])
        return {"IamInstanceProfileAssociations": [
            each for each in found if each["InstanceId"] in wanted["instance-id"] and each["State"] in wanted["state"]
        ]}

    def describe_instances(self, InstanceIds):
        [instance] = InstanceIds
        tags = json.loads(os.environ["FOUND_TAGS"])
        return {"Reservations": [{"Instances": [{"InstanceId": instance, **({"Tags": tags} if tags else {})}]}]}


class Paginator:
    def paginate(self, Group):
        for page in json.loads(os.environ["FOUND_GROUPS"]).get(Group, []):
            yield {"Resources": [{"Identifier": {"ResourceArn": arn}} for arn in page]}


class ResourceGroups:
    def get_paginator(self, name):
        assert name == "list_group_resources", name
        return Paginator()


def client(service):
    return {"ec2": Ec2, "resource-groups": ResourceGroups}[service]()
