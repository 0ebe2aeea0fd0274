import { isMap, own } from '../core';
import { namesByFunction, Stack } from '../load';
import { isOpaque } from '../model';
import { isPlain, NAMES, Reads } from './reads';

/** Types that are read, and mean something only to what they name or what names them. */
const LOCAL: ReadonlySet<string> = new Set([
  ...['VPC', 'Subnet', 'RouteTable', 'Route', 'SubnetRouteTableAssociation', 'NetworkAcl', 'NetworkAclEntry', 'SubnetNetworkAclAssociation', 'VPCCidrBlock', 'SubnetCidrBlock', 'VPCGatewayAttachment', 'EgressOnlyInternetGateway',
    'NatGateway', 'EIP', 'SecurityGroup', 'SecurityGroupIngress', 'SecurityGroupEgress', 'VPCEndpoint', 'Instance', 'LaunchTemplate'].map((name) => `AWS::EC2::${name}`),
  ...['Role', 'Policy', 'ManagedPolicy', 'InstanceProfile'].map((name) => `AWS::IAM::${name}`),
  'AWS::AutoScaling::AutoScalingGroup', 'AWS::AutoScaling::LaunchConfiguration', 'Custom::VpcRestrictDefaultSG',
]);

/** Sections of a template that no host depends on; exports are looked at by themselves. */
export const WORDS: ReadonlySet<string> = new Set(['Resources', 'Outputs', 'Metadata', 'Description']);

/** Parameters that name nothing of another stack. */
const PLAIN_PARAMETERS: ReadonlySet<string> = new Set(['Number', 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', 'AWS::EC2::Image::Id']);

/** How CDK gives things to stacks of other Regions: what is handed over has a name there. */
const HANDS_OVER = /^Custom::CrossRegionExport/;

/** Ids of what is made elsewhere, of images apart. */
const MADE_ELSEWHERE = /(?:^|[^a-z])(?!ami-)[a-z]{1,12}-(?:[a-z]{2,8}-)?[0-9a-f]{8}(?:[0-9a-f]{9})?(?![0-9a-z])/;
/** Values kept in parameters of the account, other than those that AWS publishes. */
const KEPT_ELSEWHERE = /\{\{resolve:(?!ssm:\/aws\/service\/)/;

/** Policies, which may be given to roles of other stacks by name. */
const ATTACHED: ReadonlySet<string> = new Set(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']);

/** Stacks that need nothing of others and are not told from them by their own name. What stands in others is asked of these: {@link isShown}. */
export class StandingAlone {
  private readonly known = new Map<Stack, boolean>();

  constructor(private readonly reads: Reads) {}

  public has(stack: Stack): boolean {
    if (!this.known.has(stack)) this.known.set(stack, this.needsNobody(stack));
    return this.known.get(stack)!;
  }

  private needsNobody(stack: Stack): boolean {
    if (own(stack.data, 'Transform') !== undefined || namesElsewhere(stack.section('Conditions')) || namesElsewhere(stack.section('Mappings'))) return false;
    // What a function makes here is not known.
    for (const key in stack.section('Resources')) if (key.startsWith('Fn::')) return false;
    for (const parameter of Object.values(stack.section('Parameters'))) {
      const type = isMap(parameter) ? own(parameter, 'Type') : undefined;
      const kept = isMap(parameter) ? own(parameter, 'Default') : undefined;
      const isCdks = type === 'AWS::SSM::Parameter::Value<String>' && typeof kept === 'string' && kept.startsWith('/cdk-bootstrap/');
      if (typeof type !== 'string' || (!PLAIN_PARAMETERS.has(type) && !isCdks)) return false;
    }
    for (const resource of stack.resources.values()) {
      if (isOpaque(resource.type) || HANDS_OVER.test(resource.type) || namesByFunction(resource)) return false;
      const reads = this.reads.of(resource.type);
      if (!reads) continue;
      if (!LOCAL.has(resource.type)) return false;
      const properties = own(resource.raw, 'Properties');
      if (properties === undefined) continue;
      if (!isPlain(properties)) return false;
      for (const key in properties) if (NAMES.has(key) || (reads.has(key) && namesElsewhere(properties[key]))) return false;
      if (ATTACHED.has(resource.type) && namesByWord(own(properties, 'Roles'))) return false;
    }
    return true;
  }
}

/** Whether other stacks may use anything of it. */
export function isShown(stack: Stack): boolean {
  const outputs = stack.section('Outputs');
  for (const name in outputs) {
    const output = outputs[name];
    if (name.startsWith('Fn::') || !isMap(output) || own(output, 'Export') !== undefined) return true;
  }
  return false;
}

/** Whether any of a list may be a name: it is no reference to what the stack makes. */
function namesByWord(list: unknown): boolean {
  const isReference = (item: unknown) => isMap(item) && Object.keys(item).every((key) => key === 'Ref' || key === 'Fn::GetAtt');
  return Array.isArray(list) ? !list.every(isReference) : list !== undefined;
}

/** A list of texts with what joins them, as `Fn::Join` has them. */
function joined([glue, list]: readonly unknown[]): string {
  return typeof glue === 'string' && Array.isArray(list) ? list.map((item) => (typeof item === 'string' ? item : ' ')).join(glue) : '';
}

/** Whether a value names something of another stack, or is told from its twin's by the name of its own. */
function namesElsewhere(node: unknown): boolean {
  if (typeof node === 'string') return node.includes('AWS::Stack') || MADE_ELSEWHERE.test(node) || KEPT_ELSEWHERE.test(node);
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(namesElsewhere) || MADE_ELSEWHERE.test(joined(node));
  for (const key in node) if (key === 'Fn::ImportValue' || key === 'Fn::Transform' || namesElsewhere((node as Record<string, unknown>)[key])) return true;
  return false;
}
