import { Reference, Stack, Stage, Tokenization } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { validationError } from '../internal/errors';

/**
 * Finds an interface endpoint for the same service in the same VPC among the constructs of this Stage.
 *
 * Two endpoints with private DNS for one service in one VPC do not deploy; so any found endpoint with private DNS is taken. One
 * without is taken only by who asks for none: it could not answer the service's name.
 *
 * @throws if the endpoint in the way is an L1 resource, whose security groups we cannot pair
 */
export function findInterfaceEndpoint(
  scope: IConstruct, vpc: ec2.IVpc, shortName: string, privateDns: boolean,
): ec2.InterfaceVpcEndpoint | undefined {
  for (const resource of endpointsOf(scope, vpc)) {
    const hasPrivateDns = resource.privateDnsEnabled === true;
    if (!isFor(resource, shortName) || resource.serviceRegion !== undefined || (privateDns && !hasPrivateDns)) continue;
    const parent = resource.node.scope;
    if (parent instanceof ec2.InterfaceVpcEndpoint) return parent;
    if (privateDns) {
      throw validationError(scope, `${resource.node.path} is already an endpoint for ${shortName} with private DNS in this VPC; a second one would not deploy. ` +
        'Pass it in \'existing\', imported with ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes() and its security groups, or remove it.');
    }
  }
  return undefined;
}

/** Finds a gateway endpoint for S3 of the same VPC: a second one on the same route tables does not deploy. */
export function findS3Gateway(scope: IConstruct, vpc: ec2.IVpc): ec2.GatewayVpcEndpoint | undefined {
  for (const resource of endpointsOf(scope, vpc)) {
    const parent = resource.node.scope;
    if (parent instanceof ec2.GatewayVpcEndpoint && isFor(resource, 's3')) return parent;
  }
  return undefined;
}

/** Whether the VPC is the stand-in that CDK gives until the lookup has run. Its ids are made up, and the same for every VPC. */
export function isPendingLookup(vpc: ec2.IVpc): boolean {
  return vpc.selectSubnets({ subnets: [] }).isPendingLookup === true;
}

/** Another Stage is another deployment, often of another account: its constructs cannot be referred to from here. */
function endpointsOf(scope: IConstruct, vpc: ec2.IVpc): ec2.CfnVPCEndpoint[] {
  if (isPendingLookup(vpc)) return [];
  const deployment = Stage.of(scope) ?? scope.node.root;
  return deployment.node.findAll()
    .filter((construct): construct is ec2.CfnVPCEndpoint => construct instanceof ec2.CfnVPCEndpoint)
    .filter((resource) => Stage.of(resource) === Stage.of(scope) && isIn(resource, vpc));
}

function isIn(resource: ec2.CfnVPCEndpoint, vpc: ec2.IVpc): boolean {
  if (resource.vpcId === vpc.vpcId) return true;
  const stack = Stack.of(resource);
  // Equal templates mean equal VPCs only within one stack, and only where neither points into another one.
  return stack === Stack.of(vpc) && isLocal(resource.vpcId, stack) && render(stack, resource.vpcId) === render(stack, vpc.vpcId);
}

function isLocal(value: string, stack: Stack): boolean {
  return Tokenization.reverseString(value).tokens.every((token) => !Reference.isReference(token) || Stack.of(token.target) === stack);
}

function isFor(resource: ec2.CfnVPCEndpoint, shortName: string): boolean {
  return endOf(Stack.of(resource).resolve(resource.serviceName)).endsWith(`.${shortName}`);
}

/** The literal end of a name that may be built from the Region: "com.amazonaws.", { Ref: AWS::Region }, ".ssm". */
function endOf(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved;
  const parts = (resolved as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join']?.[1] ?? [];
  const last = parts[parts.length - 1];
  return typeof last === 'string' ? last : '';
}

function render(stack: Stack, value: string): string {
  return JSON.stringify(stack.resolve(value));
}
