import { asList, isMap, own, scalar, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { Host, HostIdentity, Launch, Subnet } from '../types';
import { listBeanstalk } from './beanstalk';
import { subnetsOf } from './fleets';
import { readProfile } from './identity';
import { groupSet, isGiven, launchOfTemplate } from './launch';
import { hostBase, launchOver, made, placementOf, serviceGroup, Started } from './placements';

const BATCH = declareReader({
  type: 'AWS::Batch::ComputeEnvironment',
  reads: ['ComputeResources'],
  assumes: ['Fargate and unmanaged environments start no instance of their own', 'without an image of its own it starts the ECS-optimized one'],
});
const IMAGE_BUILDER = declareReader({
  type: 'AWS::ImageBuilder::InfrastructureConfiguration',
  reads: ['InstanceProfileName', 'SubnetId', 'SecurityGroupIds'],
  assumes: ['the base image carries the agent, or Image Builder\'s own user data installs it'],
});
const CLOUD9 = declareReader({
  type: 'AWS::Cloud9::EnvironmentEC2',
  reads: ['ConnectionType', 'SubnetId', 'ImageId'],
  assumes: ['Cloud9 makes the security group, which allows all egress, and outside of the template the instance profile'],
});
const EMR = declareReader({
  type: 'AWS::EMR::Cluster',
  reads: ['JobFlowRole', 'CustomAmiId', 'Instances.Ec2SubnetId', 'Instances.Ec2SubnetIds', 'Instances.EmrManagedMasterSecurityGroup',
    'Instances.EmrManagedSlaveSecurityGroup', 'Instances.AdditionalMasterSecurityGroups', 'Instances.AdditionalSlaveSecurityGroups'],
  assumes: ['groups that the template does not name are made by EMR and unknown'],
});

/** Hosts that other services start: Batch, Image Builder, Cloud9, EMR, Elastic Beanstalk. */
export function listServiceHosts(model: ReaderContext): { resource: Resource; read: () => Host }[] {
  const of = (type: string, start: (resource: Resource) => Started, isHost = (_: Resource) => true) => model.estate.ofType(type)
    .filter(isHost).map((resource) => ({ resource, read: () => serviceHost(model, resource, () => start(resource)) }));
  return [
    ...of(BATCH.type, (r) => batch(model, r), startsInstances),
    ...of(IMAGE_BUILDER.type, (r) => imageBuilder(model, r)),
    ...of(CLOUD9.type, (r) => cloud9(model, r)),
    ...of(EMR.type, (r) => emr(model, r)),
    ...listBeanstalk(model).map(({ resource, start }) => ({ resource, read: () => serviceHost(model, resource, start) })),
  ];
}

function serviceHost(model: ReaderContext, resource: Resource, start: () => Started): Host {
  const started = model.estate.worlds.cell(start);
  return model.host(resource, hostBase(resource), { unreferenced: false }, lazy(model.estate, {
    launches: () => started().launches,
    placements: () => started().launches.flatMap((launch) => started().subnets.map((subnet) => placementOf(model, launch, subnet, undefined))),
    placementUnknown: () => started().unknown,
  }));
}

/** Fargate has no hosts, and what is unmanaged is an Auto Scaling group of its own. */
function startsInstances({ raw }: Resource): boolean {
  const properties = own(raw, 'Properties');
  const compute = isMap(properties) ? own(properties, 'ComputeResources') : undefined;
  const type = isMap(compute) ? own(compute, 'Type') : undefined;
  const management = isMap(properties) ? own(properties, 'Type') : undefined;
  return compute !== undefined && !/^FARGATE/i.test(scalar(type as Value) ?? '') && !/^unmanaged$/i.test(scalar(management as Value) ?? '');
}

function batch(model: ReaderContext, resource: Resource): Started {
  const fields = model.fields(resource, BATCH);
  const place = fields.place('ComputeResources');
  const compute = (name: string) => fields.value('ComputeResources', name);
  const template = compute('LaunchTemplate');
  const base = template === undefined ? undefined : launchOfTemplate(model, template);
  if (base instanceof Unknown) return { launches: [], subnets: [], unknown: base };
  const groups = compute('SecurityGroupIds');
  const images = asList(compute('Ec2Configuration')).map((c) => (isMap(c) ? own(c as Record<string, Value>, 'ImageIdOverride') : undefined));
  const image = images.find((i) => i !== undefined) ?? compute('ImageId') ?? base?.image;
  const role = compute('InstanceRole');
  const launch = launchOver(model, base, place, {
    image: () => image,
    identity: (): HostIdentity => (role === undefined ? made('the instance profile of the compute environment', resource, place) : readProfile(model, role, fields.place('ComputeResources', 'InstanceRole'))),
    groups: () => (!isGiven(groups) ? base?.groups : groupSet(model, groups, fields.place('ComputeResources', 'SecurityGroupIds'))),
    ...(image === undefined ? { amiType: () => 'ECS' } : {}),
  });
  return { launches: [launch], subnets: orElsewhere(model, subnetsOf(model, compute('Subnets')), resource) };
}

function imageBuilder(model: ReaderContext, resource: Resource): Started {
  const fields = model.fields(resource, IMAGE_BUILDER);
  const groups = fields.value('SecurityGroupIds');
  const launch = launchOver(model, undefined, fields.place(), {
    image: () => new Unknown('reference', `base-image:${resource.key}`, 'the base image of the recipe'),
    identity: () => readProfile(model, fields.value('InstanceProfileName'), fields.place('InstanceProfileName')),
    groups: () => (!isGiven(groups) ? undefined : groupSet(model, groups, fields.place('SecurityGroupIds'))),
  });
  const subnet = fields.value('SubnetId');
  return { launches: [launch], subnets: [subnet === undefined ? model.defaultSubnet() : model.subnet(subnet)] };
}

function cloud9(model: ReaderContext, resource: Resource): Started {
  const fields = model.fields(resource, CLOUD9);
  const bySsm = fields.value('ConnectionType') === 'CONNECT_SSM';
  const what = bySsm ? 'the instance profile AWSCloud9SSMInstanceProfile, which Cloud9 attaches' : 'the instance profile, which a Cloud9 environment gets only from outside of the template';
  const launch = launchOver(model, undefined, fields.place(), {
    image: () => fields.value('ImageId'),
    identity: () => made(what, resource, fields.place('ConnectionType')),
    groups: () => serviceGroup(resource, 'the security group Cloud9 makes'),
  });
  const subnet = fields.value('SubnetId');
  return { launches: [launch], subnets: [subnet === undefined ? model.defaultSubnet() : model.subnet(subnet)] };
}

function emr(model: ReaderContext, resource: Resource): Started {
  const fields = model.fields(resource, EMR);
  const node = (managed: string, additional: string): Launch => launchOver(model, undefined, fields.place('Instances'), {
    image: () => fields.value('CustomAmiId') ?? new Unknown('reference', `release:${resource.key}`, 'the image of the EMR release'),
    identity: () => readProfile(model, fields.value('JobFlowRole'), fields.place('JobFlowRole')),
    groups: () => {
      const own_ = fields.value('Instances', managed);
      const more = asList(fields.value('Instances', additional));
      const place = fields.place('Instances', managed);
      if (own_ !== undefined) return groupSet(model, [own_, ...more], place);
      return { ...groupSet(model, more, place), unknown: new Unknown('attribute', `group:${resource.key}`, 'the security groups EMR makes') };
    },
  });
  const subnets = [...subnetsOf(model, fields.value('Instances', 'Ec2SubnetId')), ...subnetsOf(model, fields.value('Instances', 'Ec2SubnetIds'))];
  const launches = [node('EmrManagedMasterSecurityGroup', 'AdditionalMasterSecurityGroups'), node('EmrManagedSlaveSecurityGroup', 'AdditionalSlaveSecurityGroups')];
  return { launches, subnets: subnets.length > 0 ? subnets : [model.defaultSubnet()] };
}

function orElsewhere(model: ReaderContext, subnets: readonly Subnet[], resource: Resource): readonly Subnet[] {
  return subnets.length > 0 ? subnets : [model.subnet(new Unknown('reference', `subnets:${resource.key}`, `the subnets of ${resource.logicalId}`))];
}
