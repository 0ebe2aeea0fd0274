export const HELP = `Usage: cdk-ssm-ready check [options] PATH...
       cdk-ssm-ready explain HOST [--service NAME] [--port N] [--from CIDR] [PATH...]
       cdk-ssm-ready diff OLD NEW
       cdk-ssm-ready doctor --from FOLDER [i-…] [options]
       cdk-ssm-ready rules

Proves whether the EC2 instances of CloudFormation templates can become Systems Manager managed nodes.
PATH is a template (JSON or YAML), a folder of templates, a CDK cloud assembly (cdk.out), or - for a template on standard input.
A template that is given twice is evaluated once.

check: evaluates every host (anything that launches EC2 instances: instance, Auto Scaling group, node group, fleet, …)
  --format FORMAT[=FILE]                   text, json, sarif, junit, markdown, html, github (annotations)
                                           or gitlab (Code Quality); may be repeated, one of them without a file
  -o, --output FILE                        the file of the --format before it, or of the format its extension names
  --quiet, -q                              print nothing unless something fails
  --verbose                                paths and assumptions of every host; without it more than 10 hosts that are not ready
                                           are listed by cause
  --baseline FILE                          findings in FILE do not fail
  --write-baseline FILE                    write what fails now to FILE, and exit 0
explain: one host in full (by logical id or construct path), hop by hop, with commands to see the same on AWS
  --port N, --from CIDR                    also whether connections from there reach that port (default: 22 and 0.0.0.0/0)
  --service NAME                           only the path to this service
diff: hosts whose verdict improved or worsened; exit status 1 if one worsened
rules: the catalog of rules
doctor: the same proof for running instances, beside what Systems Manager shows of them
  --from FOLDER                            saved responses of the AWS CLI (aws … --output json), one file a call
  --print-script [--deep]                  print a shell script that saves such a folder with the AWS CLI; --deep: with user data
  i-…                                      only these instances
  --region R[,R…]|all                      only instances of these Regions (default: all of the folder)
  --vpc ID, --tag KEY[=VALUE]              only instances of this VPC, or with this tag; --tag may be repeated
  --require-tier, --format, -o, --quiet    as for check
  Exit status: 0 every running instance is a healthy managed node, or ready and booting; 1 at least one is not; 2 usage; 3 an input could not be read
explain, diff and rules: --format text|json

How hosts are evaluated (check, explain, diff):
  --strict                                 fail on "unknown" as well as on "never"; short for --unknown fail
  --unknown warn|fail|ignore               what to do about "unknown" (default: warn)
  --default-host-management [WHERE=]on|off|unknown
                                           the setting of an account and Region (WHERE: ACCOUNT/REGION, ACCOUNT or REGION;
                                           default: all), where the templates do not set it (default: assumed off)
  --require-tier register|connect|command|logging
                                           the permissions and endpoints that are required (default: connect)
  --hosts all|declared                     declared: only hosts that are meant to be managed (an SSM permission, an endpoint, an association) can fail
  --exclude NAME                           exclude a host: construct path or logical ID, * for any text; may be repeated
  --assume-ami AMI=FAMILY                  the family of an image, e.g. ami-123=amazon-linux-2023; may be repeated
  --assume-role NAME=TIER                  what an external role or instance profile grants: none, register, connect, command or logging
  --assume-group ID=open|closed            the rules of an external security group
  --assume-subnet ID=reaches|isolated      whether an external subnet has a path to Systems Manager
  --parameters KEY=VALUE                   a template parameter's value; may be repeated
  --parameters-file FILE                   the same from CloudFormation's JSON: [{ "ParameterKey", "ParameterValue" }],
                                           { "Parameters": { KEY: VALUE } } or ["KEY=VALUE"]
  --config FILE, --no-config               settings; default: the nearest .ssm-ready.json or context.ssm-ready of a cdk.json
  --help, --version

Exit status: 0 no host is "never"; 1 at least one is; 2 usage; 3 an input could not be read or a report not written.
`;
