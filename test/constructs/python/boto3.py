"""Stands in for boto3: answers the one call a runbook's script makes with what the test put into the environment."""
import json
import os


class Client:
    def describe_iam_instance_profile_associations(self, Filters):
        wanted = {each["Name"]: each["Values"] for each in Filters}
        found = json.loads(os.environ["FOUND_ASSOCIATIONS"])
        return {"IamInstanceProfileAssociations": [
            each for each in found if each["InstanceId"] in wanted["instance-id"] and each["State"] in wanted["state"]
        ]}


def client(service):
    assert service == "ec2", service
    return Client()
