import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { validationError } from '../internal/errors';
import { EndpointPolicyMode, S3EndpointMode, SsmEndpointsProps } from './endpoint-props';
import { isPendingLookup } from './endpoint-reuse';
import { SsmEndpointService } from './endpoint-service';
import { REGIONS_WITHOUT_EC2_MESSAGES } from './region-services';

/** Finds contradictions between props, with what to change. */
export function checkEndpointProps(scope: IConstruct, props: SsmEndpointsProps): void {
  checkServices(scope, props);
  checkPolicy(scope, props);
  checkS3(scope, props);
  checkDns(scope, props);
}

/** Where the endpoints go: as asked, else the most private kind of subnets there is. */
export function endpointSubnets(scope: IConstruct, props: SsmEndpointsProps): ec2.SubnetSelection {
  const selection = props.subnets ?? defaultSubnets(props.vpc);
  const chosen = selection ? props.vpc.selectSubnets({ ...selection, onePerAz: true }) : undefined;
  // A looked-up VPC has stand-in subnets until the lookup has run; nothing can be said of it before.
  if (!isPendingLookup(props.vpc) && (!chosen || chosen.subnets.length === 0)) {
    throw validationError(scope, props.subnets
      ? `'subnets' selects no subnet of ${props.vpc.node.path}; endpoints need at least one. Choose a subnet type, group or zone the VPC has.`
      : `${props.vpc.node.path} has no subnets known at synth; endpoints need at least one. Import the VPC with its subnet ids, or pass 'subnets'.`);
  }
  return { subnets: onePerZone(chosen?.subnets ?? []) };
}

/** CDK leaves an explicit list of subnets as it is, but an endpoint takes only one subnet of a zone. */
function onePerZone(subnets: ec2.ISubnet[]): ec2.ISubnet[] {
  const zones = subnets.map(zoneOf);
  return subnets.filter((_, index) => zones[index] === undefined || zones.indexOf(zones[index]) === index);
}

/** An imported subnet may not tell its zone, and then throws. */
function zoneOf(subnet: ec2.ISubnet): string | undefined {
  try {
    return subnet.availabilityZone;
  } catch {
    return undefined;
  }
}

function defaultSubnets(vpc: ec2.IVpc): ec2.SubnetSelection | undefined {
  if (vpc.isolatedSubnets.length > 0) return { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
  if (vpc.privateSubnets.length > 0) return { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
  return vpc.publicSubnets.length > 0 ? { subnetType: ec2.SubnetType.PUBLIC } : undefined;
}

function checkServices(scope: IConstruct, props: SsmEndpointsProps): void {
  const region = Stack.of(scope).region;
  if (props.ec2Messages && REGIONS_WITHOUT_EC2_MESSAGES.includes(region)) {
    throw validationError(scope, `'ec2Messages: true', but Region ${region} has no ec2messages: agents there use ssmmessages alone. Leave 'ec2Messages' out.`);
  }
  const additional = (props.additionalServices ?? []).map((service) => service.shortName);
  const cures: Record<string, string> = {
    ssm: 'it is always made; leave it out',
    ssmmessages: 'it is always made; leave it out',
    ec2messages: 'use the prop \'ec2Messages\'',
    s3: 'use \'s3: S3EndpointMode.INTERFACE\'',
  };
  for (const name of additional.filter((each) => cures[each])) {
    throw validationError(scope, `'additionalServices' contains ${name}: ${cures[name]}.`);
  }
  refuseRepeated(scope, 'additionalServices', additional);

  const existing = (props.existing ?? []).map(({ service }) => service.shortName);
  refuseRepeated(scope, 'existing', existing);
  if (props.ec2Messages === false && existing.includes(SsmEndpointService.EC2_MESSAGES.shortName)) {
    throw validationError(scope, '\'existing\' contains ec2messages, but \'ec2Messages\' is false. Remove one of the two.');
  }
}

function refuseRepeated(scope: IConstruct, prop: string, names: string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) throw validationError(scope, `'${prop}' contains ${repeated} twice. Name each service once.`);
}

function checkPolicy(scope: IConstruct, props: SsmEndpointsProps): void {
  const leastPrivilege = props.endpointPolicy === EndpointPolicyMode.LEAST_PRIVILEGE;
  for (const prop of ['principalAccounts', 's3Buckets'] as const) {
    if (props[prop] && !leastPrivilege) {
      throw validationError(scope, `'${prop}' shapes the least-privilege endpoint policy only. Set 'endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE' or leave '${prop}' out.`);
    }
  }
  if (props.principalAccounts?.length === 0) {
    throw validationError(scope, '\'principalAccounts\' is empty: the endpoints would refuse everybody. Name an account or leave it out.');
  }
  const wrong = props.principalAccounts?.find((account) => !Token.isUnresolved(account) && !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw validationError(scope, `'principalAccounts' contains '${wrong}'. An account id has 12 digits.`);
}

function checkS3(scope: IConstruct, props: SsmEndpointsProps): void {
  const mode = props.s3 ?? S3EndpointMode.NONE;
  if (props.s3Buckets && mode === S3EndpointMode.NONE) {
    throw validationError(scope, '\'s3Buckets\' needs an endpoint for S3. Set \'s3: S3EndpointMode.GATEWAY\' or leave \'s3Buckets\' out.');
  }
  if (props.s3PrefixList && mode !== S3EndpointMode.GATEWAY) {
    throw validationError(scope, '\'s3PrefixList\' is of use with a gateway endpoint only. Set \'s3: S3EndpointMode.GATEWAY\' or leave \'s3PrefixList\' out.');
  }
  if (props.lookUpS3PrefixList && props.s3PrefixList) {
    throw validationError(scope, '\'lookUpS3PrefixList\' is true, but \'s3PrefixList\' gives the list already. Leave one out.');
  }
  const { region } = Stack.of(scope);
  const elsewhere = props.s3Buckets?.find((bucket) => !Token.isUnresolved(region) && !Token.isUnresolved(bucket.env.region) && bucket.env.region !== region);
  if (elsewhere) {
    throw validationError(scope, `'s3Buckets' contains ${elsewhere.node.path} of Region ${elsewhere.env.region}, but an S3 endpoint carries buckets of its own Region, ${region}, only. Remove it, and use a bucket of this Region.`);
  }
  const subnets = [...props.vpc.isolatedSubnets, ...props.vpc.privateSubnets, ...props.vpc.publicSubnets];
  if (mode === S3EndpointMode.GATEWAY && !subnets.some((subnet) => subnet.routeTable?.routeTableId)) {
    throw validationError(scope, `The S3 gateway endpoint is a route, but no route table of ${props.vpc.node.path} is known. ` +
      'Import the VPC with its route table ids (isolatedSubnetRouteTableIds, …), or set \'s3: S3EndpointMode.NONE\'.');
  }
}

function checkDns(scope: IConstruct, props: SsmEndpointsProps): void {
  const privateDns = props.privateDns ?? true;
  const { dnsHostnamesEnabled, dnsSupportEnabled } = props.vpc as ec2.Vpc; // only a VPC made in this app tells
  if (privateDns && (dnsHostnamesEnabled === false || dnsSupportEnabled === false)) {
    throw validationError(scope, `Private DNS needs DNS support and DNS hostnames in ${props.vpc.node.path}. Set 'enableDnsSupport' and 'enableDnsHostnames' of the VPC to true.`);
  }
  const zoneVpcs = props.hostedZoneVpcs;
  if (!zoneVpcs) return;
  if (zoneVpcs.length === 0) throw validationError(scope, '\'hostedZoneVpcs\' is empty. Name the VPCs to serve, or leave it out.');
  if (privateDns && zoneVpcs.some((vpc) => vpc.vpcId === props.vpc.vpcId)) {
    throw validationError(scope, '\'hostedZoneVpcs\' contains the VPC of the endpoints, where private DNS answers the same names already. Set \'privateDns: false\' or remove it from the list.');
  }
  if (props.s3 === S3EndpointMode.INTERFACE) {
    throw validationError(scope, '\'hostedZoneVpcs\' does not cover S3, whose names are one for each bucket. ' +
      'Set \'s3\' to GATEWAY or NONE here, and make a gateway endpoint, which is free of charge, in each VPC served.');
  }
  const account = Stack.of(scope).account;
  const foreign = zoneVpcs.find((vpc) => !Token.isUnresolved(account) && !Token.isUnresolved(vpc.env.account) && vpc.env.account !== account);
  if (foreign) {
    throw validationError(scope, `'hostedZoneVpcs' contains ${foreign.node.path} of account ${foreign.env.account}. CloudFormation associates hosted zones only within one account: share them there by a Route 53 Profile.`);
  }
}
