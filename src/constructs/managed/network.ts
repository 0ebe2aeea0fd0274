import { CfnElement, CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks';
import { IConstruct, IDependable } from 'constructs';
import { companion, deploymentOf, entries, referredTo } from '../internal/references';
import { warn } from '../internal/warnings';
import { SsmEndpoints } from '../network/ssm-endpoints';
import { isForNodeGroup, Launch, Starter } from './launch';

/** Opens 443 between what is launched and the endpoints of its VPC. */
export function pair(launch: Launch, endpoints: SsmEndpoints[]): void {
  const { host, resource } = launch;
  const client = clientOf(launch);
  if (client) {pairClient(host, client, endpoints);} else if (!takesGroupsElsewhere(resource)) {
    warn(host, 'noSecurityGroup', `${host.node.path} names no security group, so it was not paired with the endpoints. Give it one: the default group of the VPC admits nobody to them.`);
  }
}

/** An instance takes what it lacks from its launch template, and a node of EKS the group of its cluster. */
function takesGroupsElsewhere(resource: Launch['resource']): boolean {
  return resource instanceof ec2.CfnInstance ? resource.launchTemplate !== undefined : isForNodeGroup(resource);
}

/** The same for a node group without groups of its own: its nodes carry the group EKS made for the cluster. */
export function pairNodes(group: eks.CfnNodegroup, endpoints: SsmEndpoints[]): void {
  const client = clusterGroupOf(group);
  if (client) pairClient(group, client, endpoints);
  else warn(group, 'unknownClusterGroup', `The security group of the cluster of ${group.node.path} is not known here, so its nodes were not paired with the endpoints. Call allowFrom() with it.`);
}

/** What the instances must not start before: endpoints with their rules, and the way to the internet. */
export function awaitNetwork(starter: Starter, launches: Launch[], endpoints: SsmEndpoints[]): void {
  const stack = Stack.of(starter);
  const groups = launches.flatMap((launch) => clientOf(launch)?.connections.securityGroups ?? []);
  const subnets = subnetsOf(starter).map((id) => referredTo(starter, id)).filter((each): each is ec2.CfnSubnet => each instanceof ec2.CfnSubnet);
  const serving = endpoints.filter((each) => mayServe(each, [...groups.map(vpcOfGroup), ...subnets.map((subnet) => vpcElement(subnet, subnet.vpcId))]));
  for (const each of serving) {
    if (deploysAfter(each, stack)) {
      warn(starter, 'endpointsDeployLater', `${starter.node.path} cannot wait for ${each.node.path}, whose stack deploys after its own. The agent may appear late: move the endpoints to the stack of the VPC.`);
    } else {
      starter.node.addDependency(...partsOf(each), ...doorRules(each, groups));
    }
  }
  const local: IDependable[] = subnets.filter((subnet) => Stack.of(subnet) === stack).flatMap(connectivityOf);
  const rules = serving.length > 0 ? groups.filter((group) => Stack.of(group) === stack).flatMap(rulesOf) : [];
  starter.node.addDependency(...local, ...rules);
}

function pairClient(host: IConstruct, client: ec2.IConnectable, endpoints: SsmEndpoints[]): void {
  const vpcs = client.connections.securityGroups.map(vpcOfGroup);
  const serving = endpoints.filter((each) => mayServe(each, vpcs));
  serving.forEach((each) => each.allowFrom(client));
  if (serving.length === 0) {
    warn(host, 'endpointsOfOtherVpc', `None of the given endpoints is in the VPC of ${host.node.path}. Pass the endpoints of that VPC, or admit its address range by allowFrom(ec2.Peer.ipv4(…)).`);
  }
}

/** Whether endpoints and host may be in one VPC: only a VPC that is known, and known to be another, says no. */
function mayServe(endpoints: SsmEndpoints, vpcs: (CfnElement | undefined)[]): boolean {
  const own = vpcElement(endpoints, endpoints.vpc.vpcId);
  const known = vpcs.filter((each) => each !== undefined);
  return own === undefined ? known.length === 0 : known.every((each) => each === own);
}

/** The security groups of what is launched, as far as this app tells them. */
export function clientOf(launch: Launch): ec2.IConnectable | undefined {
  if (launch.connectable) return launch.connectable;
  const { resource } = launch;
  const onInterface = launch.primaryInterface;
  const ids = onInterface?.groupSet ?? onInterface?.groups ?? launch.get('securityGroupIds') ?? launch.get('securityGroups');
  if (ids === undefined || launch.l2) return undefined;
  const groups = entries(resource, ids).map((id, index) => groupOf(resource, id, index));
  return groups.length > 0 ? new ec2.Connections({ securityGroups: groups }) : undefined;
}

function groupOf(resource: CfnElement, id: unknown, index: number): ec2.ISecurityGroup {
  const element = referredTo(resource, id);
  if (!(element instanceof ec2.CfnSecurityGroup)) return imported(resource, `SsmManagedGroup${index}`, Token.asString(id), true);
  const parent = element.node.scope;
  return parent instanceof ec2.SecurityGroup ? parent : imported(element, 'SsmManagedGroup', element.attrGroupId, letsAllOut(element));
}

function imported(of: CfnElement, id: string, groupId: string, allowAllOutbound: boolean): ec2.ISecurityGroup {
  return companion(of, id, (scope, ownId) => ec2.SecurityGroup.fromSecurityGroupId(scope, ownId, groupId, { allowAllOutbound }));
}

/** A group without any egress rule lets everything out; one more rule would end that. */
function letsAllOut(group: ec2.CfnSecurityGroup): boolean {
  const inline = Stack.of(group).resolve(group.securityGroupEgress ?? []) as { ipProtocol?: string; cidrIp?: string }[];
  const separate = deploymentOf(group).some((each) => each instanceof ec2.CfnSecurityGroupEgress && referredTo(each, each.groupId) === group);
  if (inline.length === 0) return !separate;
  return inline.some(({ ipProtocol, cidrIp }) => ipProtocol === '-1' && cidrIp === '0.0.0.0/0');
}

function elementOfGroup(group: ec2.ISecurityGroup): CfnElement | undefined {
  const element = group.node.defaultChild;
  return element instanceof ec2.CfnSecurityGroup ? element : referredTo(group, group.securityGroupId);
}

function vpcOfGroup(group: ec2.ISecurityGroup): CfnElement | undefined {
  const element = elementOfGroup(group);
  return element instanceof ec2.CfnSecurityGroup ? vpcElement(element, element.vpcId) : undefined;
}

function vpcElement(at: IConstruct, id: unknown): CfnElement | undefined {
  return referredTo(at, id);
}

function subnetsOf(starter: Starter): unknown[] {
  if (starter instanceof ec2.CfnInstance) return [new Launch(starter).primaryInterface?.subnetId ?? starter.subnetId];
  return entries(starter, starter instanceof eks.CfnNodegroup ? starter.subnets : starter.vpcZoneIdentifier ?? []);
}

/**
 * Endpoints, hosted zones and records; not the security group, whose rules are one for each client. What is made under a condition
 * (`ec2messages` in a Region-agnostic stack) may not be there to wait for.
 */
function partsOf(endpoints: SsmEndpoints): IDependable[] {
  const parts = new Set<IConstruct>([...endpoints.endpoints, ...endpoints.node.children]);
  return [...parts].filter((part) => {
    const resource = part.node.defaultChild;
    return part !== endpoints.securityGroup && !(CfnResource.isCfnResource(resource) && resource.cfnOptions.condition);
  });
}

function rulesOf(group: ec2.ISecurityGroup): IDependable[] {
  return group.node.children.filter((child) => child instanceof ec2.CfnSecurityGroupIngress || child instanceof ec2.CfnSecurityGroupEgress);
}

/** The rules by which the endpoints admit these groups. */
function doorRules(endpoints: SsmEndpoints, groups: ec2.ISecurityGroup[]): IDependable[] {
  const elements = groups.map(elementOfGroup).filter((each) => each !== undefined);
  return endpoints.connections.securityGroups
    .flatMap((door) => door.node.children)
    .filter((rule): rule is ec2.CfnSecurityGroupIngress => rule instanceof ec2.CfnSecurityGroupIngress)
    .filter((rule) => elements.includes(referredTo(rule, rule.sourceSecurityGroupId)!));
}

/** The default route of a subnet. For subnets made as L1 those routes that name its route table. */
function connectivityOf(subnet: ec2.CfnSubnet): IDependable[] {
  const parent = subnet.node.scope;
  if (parent instanceof ec2.Subnet) return parent.node.tryFindChild('DefaultRoute') ? [parent.internetConnectivityEstablished] : [];
  const all = deploymentOf(subnet).filter((each) => Stack.of(each) === Stack.of(subnet));
  const tables = all.filter((each): each is ec2.CfnSubnetRouteTableAssociation => each instanceof ec2.CfnSubnetRouteTableAssociation)
    .filter((each) => referredTo(each, each.subnetId) === subnet)
    .map((each) => referredTo(each, each.routeTableId));
  return all.filter((each): each is ec2.CfnRoute => each instanceof ec2.CfnRoute)
    .filter((route) => tables.includes(referredTo(route, route.routeTableId)));
}

function clusterGroupOf(group: eks.CfnNodegroup): ec2.IConnectable | undefined {
  const parent = group.node.scope;
  if (parent instanceof eks.Nodegroup) {
    try {
      return parent.cluster.clusterSecurityGroup;
    } catch {
      return undefined;
    }
  }
  const cluster = referredTo(group, group.clusterName);
  return cluster instanceof eks.CfnCluster ? imported(cluster, 'SsmManagedGroup', cluster.attrClusterSecurityGroupId, true) : undefined;
}

/** Endpoints in a stack on top of the hosts' own cannot be waited for: CloudFormation would meet a cycle. */
function deploysAfter(endpoints: SsmEndpoints, stack: Stack): boolean {
  const other = Stack.of(endpoints);
  return other !== stack && (other.dependencies.includes(stack) || vpcElement(endpoints, endpoints.vpc.vpcId)?.stack === stack);
}
