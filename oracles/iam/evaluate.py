"""Answers IAM questions with moto's evaluation: one JSON question a line in, one word a line out.

A question is {"policy": <document>, "action": "...", "resource": "..."}; the word is permitted, denied or neutral.
"""
import json
import sys

from moto.iam.access_control import IAMPolicy

print("ready", flush=True)
for line in sys.stdin:
    question = json.loads(line)
    policy = IAMPolicy(json.dumps(question["policy"]))
    print(policy.is_action_permitted(question["action"], question["resource"]).name.lower(), flush=True)
