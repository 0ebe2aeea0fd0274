import { OPERATIONS } from '../prover/sources/live';

/** What a script collects. */
export interface ScriptOptions {
  /** Instances whose user data, sessions and associations are asked for, one call each. None: those of all instances, without sessions and associations. */
  readonly ids: readonly string[];
  /** Regions; none: the one of the AWS CLI's configuration. */
  readonly regions: readonly string[];
  /** Whether user data is saved, which may hold secrets. */
  readonly deep: boolean;
}

/** Calls that others stand for, or that need arguments of their own. */
const APART: ReadonlySet<string> = new Set(['get-caller-identity', 'describe-regions', 'describe-prefix-lists', 'describe-images', 'get-account-authorization-details']);

/** Lists of a Region, each by one call; the AWS CLI pages by itself. */
const LISTS: readonly string[] = OPERATIONS.filter(({ operation, parameters }) => parameters === undefined && !APART.has(operation))
  .map(({ service, operation }) => `${service} ${operation}${operation === 'describe-instance-status' ? ' --include-all-instances' : ''}`);

/**
 * A shell script that saves what `doctor --from` reads: read-only calls of the AWS CLI, for someone who holds the rights, or for CloudShell.
 * A call that fails is written into `snapshot.json`, so that what it would have shown stays unknown.
 */
export function collectScript({ ids, regions, deep }: ScriptOptions): string {
  return `#!/bin/sh
# Saves what "cdk-ssm-ready doctor --from FOLDER" reads. Every call only reads (AWS CLI version 2; runs in AWS CloudShell).
# Usage: sh collect.sh [FOLDER]
${deep ? '# User data is saved, which may hold secrets.\n' : '# User data is not saved, since it may hold secrets; with --deep it is.\n'}set -u
FOLDER=\${1:-ssm-doctor}
REGIONS="${regions.join(' ')}"
INSTANCES="${ids.join(' ')}"
export AWS_PAGER=""

# save NAME SERVICE OPERATION [ARGUMENT...]: the answer of one call, or why there is none
save() {
  name=$1; shift
  case " $DONE " in *" $name "*) return 0 ;; esac
  DONE="$DONE $name"
  if aws "$@" --output json > "$OUT/$name.json.part" 2> "$OUT/error.part"; then
    mv "$OUT/$name.json.part" "$OUT/$name.json"
    [ -s "$OUT/$name.json" ] || printf '{}\\n' > "$OUT/$name.json"
    outcome=complete
  else
    rm -f "$OUT/$name.json.part"
    outcome=failed
    grep -q 'AccessDenied\\|UnauthorizedOperation\\|not authorized' "$OUT/error.part" && outcome=denied
    echo "$outcome: aws $*" >&2
  fi
  file=""
  [ "$outcome" = complete ] && file="\\"file\\":\\"$name.json\\","
  printf '%s{"service":"%s","operation":"%s","parameters":{%s},%s"outcome":"%s"}' "$COMMA" "$1" "$2" "$(parameters "$@")" "$file" "$outcome" >> "$OUT/calls.part"
  COMMA=,
}

# parameters SERVICE OPERATION [ARGUMENT...]: the arguments that tell one answer from another, as the API names them
parameters() {
  service=$1; comma=""; shift 2
  while [ $# -gt 1 ]; do
    value=$2
    case "$1" in
      --vpc-id) key=VpcId; [ "$service" = route53 ] && key=VPCId ;;
      --policy-arn) key=PolicyName; value=\${2##*/} ;;
      --attribute|--hosted-zone-id|--prefix-list-id|--transit-gateway-route-table-id|--role-name|--policy-name|--version-id|--instance-profile-name|--target|--instance-id|--setting-id|--name)
        key=$(echo "$1" | awk -F- '{ for (i = 3; i <= NF; i++) printf "%s%s", toupper(substr($i, 1, 1)), substr($i, 2) }') ;;
      *) shift; continue ;;
    esac
    printf '%s"%s":"%s"' "$comma" "$key" "$value"
    comma=,; shift 2
  done
}

# values MEMBER FILE...: each value of a text member once
values() {
  member=$1; shift
  for file in "$@"; do [ -f "$OUT/$file.json" ] && sed -n 's/^.*"'"$member"'": "\\([^"]*\\)".*$/\\1/p' "$OUT/$file.json"; done | sort -u
}

policy() {
  policy=\${1##*/}
  save "iam-get-policy-$policy" iam get-policy --policy-arn "$1"
  for version in $(values DefaultVersionId "iam-get-policy-$policy"); do save "iam-get-policy-version-$policy-$version" iam get-policy-version --policy-arn "$1" --version-id "$version"; done
}

role() {
  save "iam-get-role-$1" iam get-role --role-name "$1"
  save "iam-list-role-policies-$1" iam list-role-policies --role-name "$1"
  for inline in $([ -f "$OUT/iam-list-role-policies-$1.json" ] && sed -n 's/^ *"\\([^"]*\\)",*$/\\1/p' "$OUT/iam-list-role-policies-$1.json"); do
    save "iam-get-role-policy-$1-$inline" iam get-role-policy --role-name "$1" --policy-name "$inline"
  done
  save "iam-list-attached-role-policies-$1" iam list-attached-role-policies --role-name "$1"
  for arn in $(values PolicyArn "iam-list-attached-role-policies-$1") $(values PermissionsBoundaryArn "iam-get-role-$1"); do policy "$arn"; done
}

collect() {
  DONE=""; COMMA=""
  mkdir -p "$OUT"
  : > "$OUT/calls.part"
  from=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  save sts-get-caller-identity sts get-caller-identity
${LISTS.map((call) => `  save ${call.split(' ').slice(0, 2).join('-')} ${call}`).join('\n')}
  save ssm-get-service-setting-default-ec2-instance-management-role ssm get-service-setting --setting-id /ssm/managed-instance/default-ec2-instance-management-role
  save ssm-get-document-SSM-SessionManagerRunShell ssm get-document --name SSM-SessionManagerRunShell
  images=$(values ImageId ec2-describe-instances)
  [ -z "$images" ] || save ec2-describe-images ec2 describe-images --include-deprecated --filters "Name=image-id,Values=$(echo $images | tr ' ' ',')"
  for vpc in $(values VpcId ec2-describe-vpcs); do
    for attribute in enableDnsSupport enableDnsHostnames; do save "ec2-describe-vpc-attribute-$vpc-$attribute" ec2 describe-vpc-attribute --vpc-id "$vpc" --attribute "$attribute"; done
    save "route53-list-hosted-zones-by-vpc-$vpc" route53 list-hosted-zones-by-vpc --vpc-id "$vpc" --vpc-region "$AWS_REGION"
    for zone in $(values HostedZoneId "route53-list-hosted-zones-by-vpc-$vpc"); do save "route53-list-resource-record-sets-\${zone##*/}" route53 list-resource-record-sets --hosted-zone-id "\${zone##*/}"; done
  done
  for list in $(values PrefixListId ec2-describe-security-groups) $(values DestinationPrefixListId ec2-describe-route-tables); do
    save "ec2-get-managed-prefix-list-entries-$list" ec2 get-managed-prefix-list-entries --prefix-list-id "$list"
  done
  for table in $(values TransitGatewayRouteTableId ec2-describe-transit-gateway-route-tables); do
    save "ec2-get-transit-gateway-route-table-associations-$table" ec2 get-transit-gateway-route-table-associations --transit-gateway-route-table-id "$table"
    save "ec2-get-transit-gateway-route-table-propagations-$table" ec2 get-transit-gateway-route-table-propagations --transit-gateway-route-table-id "$table"
    save "ec2-search-transit-gateway-routes-$table" ec2 search-transit-gateway-routes --transit-gateway-route-table-id "$table" --filters Name=type,Values=static,propagated
  done
  for arn in $([ -f "$OUT/ec2-describe-instances.json" ] && sed -n 's/^.*"Arn": "\\([^"]*:instance-profile\\/[^"]*\\)".*$/\\1/p' "$OUT/ec2-describe-instances.json" | sort -u); do
    profile=\${arn##*/}
    save "iam-get-instance-profile-$profile" iam get-instance-profile --instance-profile-name "$profile"
    for name in $(values RoleName "iam-get-instance-profile-$profile"); do role "$name"; done
  done
  for setting in $(values SettingValue ssm-get-service-setting-default-ec2-instance-management-role); do
    case $setting in '$None') ;; *) role "\${setting##*/}" ;; esac
  done
  for id in $INSTANCES; do
    save "ssm-get-connection-status-$id" ssm get-connection-status --target "$id"
    save "ssm-describe-instance-associations-status-$id" ssm describe-instance-associations-status --instance-id "$id"
  done
${deep ? `  for id in \${INSTANCES:-$(values InstanceId ec2-describe-instances)}; do
    save "ec2-describe-instance-attribute-$id-userData" ec2 describe-instance-attribute --instance-id "$id" --attribute userData
  done
` : ''}  account=$(values Account sts-get-caller-identity)
  arn=$(values Arn sts-get-caller-identity)
  partition=$(echo "$arn" | cut -d: -f2)
  printf '{"version":1,"account":"%s","partition":"%s","region":"%s","from":"%s","to":"%s","calls":[%s]}\\n' \\
    "$account" "\${partition:-aws}" "$AWS_REGION" "$from" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(cat "$OUT/calls.part")" > "$OUT/snapshot.json"
  rm -f "$OUT/calls.part" "$OUT/error.part"
}

[ -n "$REGIONS" ] || REGIONS=\${AWS_REGION:-\${AWS_DEFAULT_REGION:-$(aws configure get region)}}
[ -n "$REGIONS" ] || { echo 'no Region: set AWS_REGION' >&2; exit 2; }
for AWS_REGION in $REGIONS; do
  export AWS_REGION
  OUT="$FOLDER/$AWS_REGION"
  collect
done
echo "saved in $FOLDER; next: npx cdk-ssm-ready doctor --from $FOLDER $INSTANCES"
`;
}
