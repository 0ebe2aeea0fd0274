import { asBoolean, asInteger, identity, isMap, own, Place, Truth, truthOf, Unknown, Value, wordOf } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, Fields, lazy } from '../fields';
import { GroupSet, HostIdentity, Launch, Subnet } from '../types';
import { readProfile } from './identity';

const SHARED = ['ImageId', 'InstanceType', 'UserData', 'SecurityGroupIds', 'SecurityGroups', 'NetworkInterfaces', 'MetadataOptions.HttpEndpoint', 'IamInstanceProfile'];
const ON_INSTANCE = ['PrivateIpAddress', 'Ipv6AddressCount', 'Ipv6Addresses', 'SourceDestCheck'];
export const INSTANCE = declareReader({
  type: 'AWS::EC2::Instance',
  reads: [...SHARED, ...ON_INSTANCE, 'SubnetId', 'LaunchTemplate'],
  assumes: [
    'an instance without SubnetId starts in the default VPC, as AWS makes it',
    'HttpTokens and the hop limit of the metadata service do not matter to the agent, which runs on the host itself and speaks version 2',
  ],
});
const TEMPLATE = declareReader({
  type: 'AWS::EC2::LaunchTemplate',
  reads: [...SHARED.map((p) => `LaunchTemplateData.${p}`), 'LaunchTemplateName'],
  assumes: ['whatever version is named, the content is that of the template'],
});
export const CONFIGURATION = declareReader({
  type: 'AWS::AutoScaling::LaunchConfiguration',
  reads: ['ImageId', 'InstanceType', 'UserData', 'SecurityGroups', 'MetadataOptions.HttpEndpoint', 'IamInstanceProfile', 'AssociatePublicIpAddress', 'LaunchConfigurationName'],
});
const INTERFACE = declareReader({ type: 'AWS::EC2::NetworkInterface', reads: ['SubnetId', 'GroupSet', ...ON_INSTANCE] });
const ATTACHMENT = declareReader({
  type: 'AWS::EC2::NetworkInterfaceAttachment',
  reads: ['InstanceId', 'NetworkInterfaceId'],
  assumes: ['a further network interface takes packets to its own subnet only'],
});

/** One layer of launch settings: a launch template, a launch configuration, or an instance on top of either. */
class Layer {
  constructor(
    private readonly model: ReaderContext,
    private readonly fields: Fields,
    private readonly prefix: readonly string[],
    private readonly under?: Layer | Unknown,
  ) {}

  public value(...path: string[]): Value {
    const mine = this.own(path);
    if (mine !== undefined) return mine;
    return this.under instanceof Layer ? this.under.value(...path) : this.under;
  }

  public place(...path: string[]): Place {
    if (this.under instanceof Layer && this.own(path) === undefined) return this.under.place(...path);
    return this.fields.place(...this.prefix, ...path);
  }

  /** Not every source has every setting: launch templates have no SubnetId, launch configurations no interfaces. */
  private own(path: readonly string[]): Value {
    return this.fields.has(...this.prefix, ...path) ? this.fields.value(...this.prefix, ...path) : undefined;
  }

  /** The place of the whole resource a person would edit to add a missing property. */
  public home(): Place {
    return this.fields.place();
  }

  public identity(): HostIdentity {
    const value = this.value('IamInstanceProfile');
    const place = value === undefined ? this.home() : this.place('IamInstanceProfile');
    // A launch template's profile is an object, an instance's a name.
    const name = isMap(value) ? own(value as Record<string, Value>, 'Arn') ?? own(value as Record<string, Value>, 'Name') : value;
    return readProfile(this.model, name, place);
  }
}

/** The launch of an instance: its own properties over those of its launch template. */
export function launchOfInstance(model: ReaderContext, resource: Resource): Launch {
  const fields = model.fields(resource, INSTANCE);
  const template = fields.value('LaunchTemplate');
  const under = template === undefined ? undefined : layerOfTemplate(model, template);
  const attached = () => model.pointing(ATTACHMENT.type, 'InstanceId', resource.key).filter((r) => model.estate.exists(r));
  return launchOf(model, new Layer(model, fields, [], under), ['SecurityGroupIds', 'SecurityGroups'], attached);
}

/** The launch of a launch template specification `{ LaunchTemplateId | LaunchTemplateName, Version }`. */
export function launchOfTemplate(model: ReaderContext, specification: Value): Launch | Unknown {
  const layer = layerOfTemplate(model, specification);
  return layer instanceof Unknown ? layer : launchOf(model, layer, ['SecurityGroupIds', 'SecurityGroups']);
}

/** The launch of a launch template by itself. */
export function launchOfTemplateResource(model: ReaderContext, resource: Resource): Launch {
  return launchOf(model, new Layer(model, model.fields(resource, TEMPLATE), ['LaunchTemplateData']), ['SecurityGroupIds', 'SecurityGroups']);
}

/** The launch of a launch configuration. */
export function launchOfConfiguration(model: ReaderContext, resource: Resource): Launch {
  return launchOf(model, new Layer(model, model.fields(resource, CONFIGURATION), []), ['SecurityGroups']);
}

/** The launch template a specification names, where the input makes it. */
export function templateOf(model: ReaderContext, specification: Value): Resource | Unknown {
  if (specification instanceof Unknown) return specification;
  const map = isMap(specification) ? specification as Record<string, Value> : {};
  // ids and names under the keys of EC2, Auto Scaling and EKS
  const id = own(map, 'LaunchTemplateId') ?? own(map, 'Id');
  const name = own(map, 'LaunchTemplateName') ?? own(map, 'Name');
  if (id === undefined && name === undefined) return new Unknown('malformed', 'launch-template:', 'the launch template, which is not named');
  const made = model.made(id ?? name, 'AWS::EC2::LaunchTemplate');
  if (made) return made;
  const named = name === undefined ? undefined : model.estate.ofType('AWS::EC2::LaunchTemplate')
    .find((r) => model.estate.exists(r) && identity(model.fields(r, TEMPLATE).value('LaunchTemplateName')) === identity(name));
  return named ?? new Unknown('reference', `launch-template:${identity(id ?? name)}`, `the launch template ${wordOf(id ?? name)}, which is not defined in the template`);
}

function layerOfTemplate(model: ReaderContext, specification: Value): Layer | Unknown {
  const template = templateOf(model, specification);
  return template instanceof Unknown ? template : new Layer(model, model.fields(template, TEMPLATE), ['LaunchTemplateData']);
}

/** `attached`: what fastens further network interfaces to the instance. */
function launchOf(model: ReaderContext, layer: Layer, groupProperties: readonly string[], attached: () => readonly Resource[] = () => []): Launch {
  const primary = model.estate.worlds.cell(() => primaryInterface(layer));
  const existing = model.estate.worlds.cell((): Value => own(primary() ?? {}, 'NetworkInterfaceId'));
  const madeInterface = () => {
    const resource = model.made(existing(), 'AWS::EC2::NetworkInterface');
    return resource && model.fields(resource, INTERFACE);
  };
  return lazy(model.estate, {
    image: () => layer.value('ImageId'),
    imagePlace: () => layer.place('ImageId'),
    identity: () => layer.identity(),
    metadataEndpoint: () => layer.value('MetadataOptions', 'HttpEndpoint'),
    metadataPlace: () => layer.place('MetadataOptions', 'HttpEndpoint'),
    userData: () => layer.value('UserData'),
    userDataPlace: () => layer.place('UserData'),
    hasGroupNames: () => groupProperties.length > 1 && layer.value('SecurityGroupIds') === undefined && layer.value('SecurityGroups') !== undefined,
    groups: (): GroupSet | undefined => {
      const own_ = madeInterface();
      if (own_) return isGiven(own_.value('GroupSet')) ? groupSet(model, own_.value('GroupSet'), own_.place('GroupSet')) : undefined;
      if (existing() !== undefined) return { groups: [], unknown: unknownInterface(existing()) };
      const onInterface = own(primary() ?? {}, 'GroupSet') ?? own(primary() ?? {}, 'Groups');
      if (isGiven(onInterface)) return groupSet(model, onInterface, layer.place('NetworkInterfaces', '0'));
      for (const property of groupProperties) {
        const value = layer.value(property);
        if (isGiven(value)) return groupSet(model, value, layer.place(property), property === 'SecurityGroups' && groupProperties.length > 1);
      }
      return undefined;
    },
    interfaceSubnet: (): Subnet | undefined => {
      const own_ = madeInterface();
      if (own_) return model.subnet(own_.value('SubnetId'));
      if (existing() !== undefined) return model.subnet(unknownInterface(existing()));
      const id = own(primary() ?? {}, 'SubnetId');
      return id === undefined ? undefined : model.subnet(id);
    },
    associatePublic: (): Truth | undefined => {
      const value = own(primary() ?? {}, 'AssociatePublicIpAddress') ?? layer.value('AssociatePublicIpAddress');
      if (value === undefined) return undefined;
      const known = asBoolean(value);
      return known === undefined ? 'unknown' : truthOf(known);
    },
    existingInterface: () => existing(),
    interfaceCount: () => interfaces(layer).length,
    otherSubnets: () => [
      ...otherInterfaces(layer).map((i) => subnetOfInterface(model, own(i, 'NetworkInterfaceId'), own(i, 'SubnetId'))),
      ...attached().map((r) => subnetOfInterface(model, model.fields(r, ATTACHMENT).value('NetworkInterfaceId'))),
    ],
    privateAddress: () => madeInterface()?.value('PrivateIpAddress') ?? own(primary() ?? {}, 'PrivateIpAddress') ?? layer.value('PrivateIpAddress'),
    ipv6: (): Truth | undefined => {
      const made = madeInterface();
      const given = made ? [made.value('Ipv6Addresses'), made.value('Ipv6AddressCount')]
        : [own(primary() ?? {}, 'Ipv6Addresses'), own(primary() ?? {}, 'Ipv6AddressCount'), layer.value('Ipv6Addresses'), layer.value('Ipv6AddressCount')];
      const named = given.filter((v) => v !== undefined);
      if (named.length === 0) return undefined;
      if (named.some((v) => v instanceof Unknown)) return 'unknown';
      return truthOf(named.some((v) => (Array.isArray(v) ? v.length > 0 : asInteger(v) !== 0)));
    },
    instanceType: () => layer.value('InstanceType'),
    sourceDestCheck: () => {
      const value = madeInterface()?.value('SourceDestCheck') ?? layer.value('SourceDestCheck');
      if (value === undefined) return 'yes';
      const known = asBoolean(value);
      return known === undefined ? 'unknown' : truthOf(known);
    },
    subnet: () => layer.value('SubnetId'),
    subnetPlace: () => layer.home(),
  });
}

/** Where a further network interface lies: one that is made beforehand, or one that is made at launch. */
export function subnetOfInterface(model: ReaderContext, existing: Value, subnet?: Value): Subnet {
  const resource = model.made(existing, 'AWS::EC2::NetworkInterface');
  return model.subnet(resource ? model.fields(resource, INTERFACE).value('SubnetId') : existing === undefined ? subnet : unknownInterface(existing));
}

function interfaces(layer: Layer): Record<string, Value>[] {
  const value = layer.value('NetworkInterfaces');
  return Array.isArray(value) ? value.filter(isMap) as Record<string, Value>[] : [];
}

/** The interface with device index 0, or the only one. */
function primaryInterface(layer: Layer): Record<string, Value> | undefined {
  const all = interfaces(layer);
  return all[primaryIn(all)];
}

function otherInterfaces(layer: Layer): Record<string, Value>[] {
  const all = interfaces(layer);
  const primary = primaryIn(all);
  return all.filter((_, i) => i !== primary);
}

function primaryIn(all: readonly Record<string, Value>[]): number {
  return Math.max(0, all.findIndex((i) => asInteger(own(i, 'DeviceIndex')) === 0));
}

/** Whether a list of groups names any. An empty one is the same as none: the default group of the VPC. */
export function isGiven(value: Value): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** The groups a list of ids (or names) stands for. */
export function groupSet(model: ReaderContext, value: Value, place: Place, byName = false): GroupSet {
  if (value instanceof Unknown) return { groups: [], unknown: value, place };
  const items = Array.isArray(value) ? value as readonly Value[] : [value];
  const unknown = items.find((i): i is Unknown => i instanceof Unknown && Array.isArray(value) && i.key.startsWith('split('));
  return {
    groups: items.map((item) => (byName ? model.groupNamed(item) ?? model.securityGroup(item) : model.securityGroup(item))),
    place,
    ...(unknown ? { unknown } : {}),
  };
}

function unknownInterface(value: Value): Unknown {
  return value instanceof Unknown ? value : new Unknown('reference', identity(value), `the network interface ${identity(value)}`);
}
