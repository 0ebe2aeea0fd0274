import { identity, isMap, Link, own, Place, Truth, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { Host, HostIdentity, Launch, Placement } from '../types';
import { listFleets, subnetsOf } from './fleets';
import { EKS_CLUSTERS } from './groups';
import { readRoleIdentity } from './identity';
import { CONFIGURATION, launchOfConfiguration, launchOfInstance, launchOfTemplate, launchOfTemplateResource } from './launch';
import { addressOfInterface, EIP_ASSOCIATION, hostBase, launchOver, placementOf } from './placements';
import { listServiceHosts } from './services';

const GROUP = declareReader({
  type: 'AWS::AutoScaling::AutoScalingGroup',
  reads: ['LaunchConfigurationName', 'LaunchTemplate', 'MixedInstancesPolicy.LaunchTemplate', 'InstanceId', 'VPCZoneIdentifier'],
  assumes: ['a group without VPCZoneIdentifier starts in the default VPC, as AWS makes it'],
});
const NODE_GROUP = declareReader({
  type: 'AWS::EKS::Nodegroup',
  reads: ['NodeRole', 'Subnets', 'LaunchTemplate', 'AmiType', 'ClusterName'],
  assumes: ['without a launch template that names groups, nodes carry the cluster\'s own security group'],
});
const EIP = declareReader({ type: 'AWS::EC2::EIP', reads: ['InstanceId'] });

/** Every host of the input, in a fixed order. Whether it exists is asked in each world anew. */
export function listHosts(model: ReaderContext): { resource: Resource; read: () => Host }[] {
  const of = (type: string, read: (resource: Resource) => Host) =>
    model.estate.ofType(type).map((resource) => ({ resource, read: () => read(resource) }));
  const used = launchSourcesInUse(model);
  return [
    ...of('AWS::EC2::Instance', (r) => readInstance(model, r)),
    ...of('AWS::AutoScaling::AutoScalingGroup', (r) => readAutoScalingGroup(model, r)),
    ...of('AWS::EKS::Nodegroup', (r) => readNodeGroup(model, r)),
    ...listFleets(model),
    ...listServiceHosts(model),
    ...of('AWS::EC2::LaunchTemplate', (r) => readUnreferenced(model, r, () => launchOfTemplateResource(model, r))).filter((h) => !used.has(h.resource.key)),
    ...of('AWS::AutoScaling::LaunchConfiguration', (r) => readUnreferenced(model, r, () => launchOfConfiguration(model, r)))
      .filter((h) => !used.has(h.resource.key)),
  ];
}

export function readInstance(model: ReaderContext, resource: Resource): Host {
  const launch = launchOfInstance(model, resource);
  const fields = lazy(model.estate, {
    launches: () => [launch],
    placements: (): Placement[] => {
      const subnet = launch.interfaceSubnet ?? (launch.subnet === undefined ? model.defaultSubnet() : model.subnet(launch.subnet));
      const address = elasticAddress(model, resource, launch);
      return [placementOf(model, launch, subnet, address)];
    },
    placementUnknown: () => undefined,
  });
  return model.host(resource, hostBase(resource), { unreferenced: false }, fields);
}

function readAutoScalingGroup(model: ReaderContext, resource: Resource): Host {
  const group = model.fields(resource, GROUP);
  const launches = model.estate.worlds.cell(() => launchesOfGroup(model, resource));
  const fields = lazy(model.estate, {
    launches,
    placements: (): Placement[] => {
      const subnets = group.list('VPCZoneIdentifier');
      // Auto Scaling takes one text, so that a list may hold several with commas between them.
      const real = subnets instanceof Unknown ? [model.subnet(subnets)] : subnets.length === 0 ? [model.defaultSubnet()] : subnets.flatMap((s) => subnetsOf(model, s));
      return launches().flatMap((l) => real.map((s) => placementOf(model, l, s, addressOfInterface(model, l))));
    },
    placementUnknown: (): Unknown | undefined => (launches().length === 0 ? launchUnknown(model, resource) : undefined),
  });
  return model.host(resource, hostBase(resource), { unreferenced: false }, fields);
}

function launchesOfGroup(model: ReaderContext, resource: Resource): Launch[] {
  return launchSpecifications(model, resource).map((spec) => {
    if (spec.configuration) return launchOfConfiguration(model, spec.configuration);
    if (spec.instance) return launchOfInstance(model, spec.instance);
    return launchOfTemplate(model, spec.template);
  }).filter((l): l is Launch => !(l instanceof Unknown));
}

function launchUnknown(model: ReaderContext, resource: Resource): Unknown {
  for (const spec of launchSpecifications(model, resource)) {
    if (spec.unknown) return spec.unknown;
    const launch = spec.template === undefined ? undefined : launchOfTemplate(model, spec.template);
    if (launch instanceof Unknown) return launch;
  }
  return new Unknown('malformed', `launch:${resource.key}`, `what ${resource.logicalId} launches`);
}

interface LaunchSpecification {
  readonly configuration?: Resource;
  readonly instance?: Resource;
  readonly template?: Value;
  readonly unknown?: Unknown;
}

function launchSpecifications(model: ReaderContext, resource: Resource): LaunchSpecification[] {
  const group = model.fields(resource, GROUP);
  const name = group.value('LaunchConfigurationName');
  if (name !== undefined) {
    const made = model.made(name, 'AWS::AutoScaling::LaunchConfiguration')
      ?? model.estate.ofType('AWS::AutoScaling::LaunchConfiguration').find((r) => model.estate.exists(r)
        && identity(model.fields(r, CONFIGURATION).value('LaunchConfigurationName')) === identity(name));
    return [made ? { configuration: made } : { unknown: new Unknown('reference', identity(name), `the launch configuration ${identity(name)}`) }];
  }
  const template = group.value('LaunchTemplate');
  if (template !== undefined) return [{ template }];
  const mixed = group.value('MixedInstancesPolicy', 'LaunchTemplate');
  if (isMap(mixed)) return mixedSpecifications(mixed as Record<string, Value>);
  const instance = model.made(group.value('InstanceId'), 'AWS::EC2::Instance');
  return instance ? [{ instance }] : [];
}

/** The policy's own template, and those that overrides put in its place. */
function mixedSpecifications(mixed: Record<string, Value>): LaunchSpecification[] {
  const base = own(mixed, 'LaunchTemplateSpecification');
  const overrides = own(mixed, 'Overrides');
  const own_ = Array.isArray(overrides)
    ? overrides.map((o) => (isMap(o) ? own(o as Record<string, Value>, 'LaunchTemplateSpecification') : undefined)) : [];
  const needsBase = own_.length === 0 || own_.some((o) => o === undefined);
  const templates = [...needsBase ? [base] : [], ...own_.filter((o) => o !== undefined)];
  const distinct = new Map(templates.map((t) => [JSON.stringify(t, (_, v: unknown) => (v instanceof Link || v instanceof Unknown ? v.key : v)), t]));
  return [...distinct.values()].map((template) => ({ template }));
}

function readNodeGroup(model: ReaderContext, resource: Resource): Host {
  const group = model.fields(resource, NODE_GROUP);
  const role = (): HostIdentity => readRoleIdentity(model, group.value('NodeRole'), group.place('NodeRole'));
  const launches = model.estate.worlds.cell((): Launch[] => {
    const template = group.value('LaunchTemplate');
    const base = template === undefined ? undefined : launchOfTemplate(model, template);
    return base instanceof Unknown ? [] : [eksLaunch(model, resource, base, role, group.value('AmiType'), group.place())];
  });
  const fields = lazy(model.estate, {
    launches,
    placements: (): Placement[] => {
      const subnets = group.list('Subnets');
      const real = subnets instanceof Unknown ? [model.subnet(subnets)] : subnets.map((s) => model.subnet(s));
      return launches().flatMap((l) => real.map((s) => placementOf(model, l, s, undefined)));
    },
    placementUnknown: (): Unknown | undefined => {
      const launch = launches().length === 0 ? launchOfTemplate(model, group.value('LaunchTemplate')) : undefined;
      return launch instanceof Unknown ? launch : undefined;
    },
  });
  return model.host(resource, hostBase(resource), { unreferenced: false }, fields);
}

/** EKS makes the profile from the node role, and puts the cluster's own group on nodes whose template names none. */
function eksLaunch(model: ReaderContext, resource: Resource, base: Launch | undefined, role: () => HostIdentity, amiType: Value, place: Place): Launch {
  const name = model.fields(resource, NODE_GROUP).value('ClusterName');
  const cluster = EKS_CLUSTERS.map((type) => model.made(name, type)).find((made) => made);
  const clusterGroup = cluster
    ? new Link(cluster, cluster.key, 'ClusterSecurityGroupId')
    : new Unknown('attribute', `cluster-group:${resource.key}`, 'the cluster\'s security group');
  return launchOver(model, base, place, {
    identity: role,
    groups: () => base?.groups ?? { groups: [model.securityGroup(clusterGroup)], place },
    amiType: () => amiType,
  });
}

function readUnreferenced(model: ReaderContext, resource: Resource, read: () => Launch): Host {
  const launch = read();
  const fields = lazy(model.estate, {
    launches: () => [launch],
    placements: () => {
      const nowhere = new Unknown('reference', `launched:${resource.key}`, 'the subnet, since nothing in the template launches from this launch template');
      return [placementOf(model, launch, launch.interfaceSubnet ?? model.subnet(nowhere), undefined)];
    },
    placementUnknown: () => undefined,
  });
  return model.host(resource, hostBase(resource), { unreferenced: true }, fields);
}

/** An Elastic IP address on the instance or on its interface. */
function elasticAddress(model: ReaderContext, resource: Resource, launch: Launch): { truth: Truth; place: Place } | undefined {
  const [direct] = model.pointing('AWS::EC2::EIP', 'InstanceId', resource.key);
  if (direct) return { truth: 'yes', place: model.fields(direct, EIP).place('InstanceId') };
  const [associated] = model.pointing('AWS::EC2::EIPAssociation', 'InstanceId', resource.key);
  if (associated) return { truth: 'yes', place: model.fields(associated, EIP_ASSOCIATION).place() };
  return addressOfInterface(model, launch);
}

/** Launch templates and configurations that something in the input launches from (whatever its condition). */
function launchSourcesInUse(model: ReaderContext): Set<string> {
  const used = new Set<string>();
  for (const type of ['AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration']) {
    for (const source of model.estate.ofType(type)) {
      if (model.isReferred(source) || model.isNamed(source, type === 'AWS::EC2::LaunchTemplate' ? 'LaunchTemplateName' : 'LaunchConfigurationName')) used.add(source.key);
    }
  }
  return used;
}
