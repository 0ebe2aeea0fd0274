import { asBoolean, asList, isMap, own, Place, Text, truthOf, Unknown, Value } from '../../core';
import { Resource, split } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { GroupSet, Host, Launch, Placement, Subnet } from '../types';
import { readProfile } from './identity';
import { groupSet, isGiven, launchOfTemplate, subnetOfInterface } from './launch';
import { addressOfInterface, hostBase, launchOver, placementOf } from './placements';

const ASSUMES = ['a fleet that names no subnet starts in the default VPC, as AWS makes it'];
const SPOT_FLEET = declareReader({
  type: 'AWS::EC2::SpotFleet',
  reads: ['SpotFleetRequestConfigData.LaunchSpecifications', 'SpotFleetRequestConfigData.LaunchTemplateConfigs'],
  assumes: ASSUMES,
});
const EC2_FLEET = declareReader({ type: 'AWS::EC2::EC2Fleet', reads: ['LaunchTemplateConfigs'], assumes: ASSUMES });

type Members = Record<string, Value>;

/** EC2 fleets and Spot fleets: each launch specification and each override is a place the fleet may start in. */
export function listFleets(model: ReaderContext): { resource: Resource; read: () => Host }[] {
  return [
    ...model.estate.ofType(SPOT_FLEET.type).map((resource) => ({ resource, read: () => readSpotFleet(model, resource) })),
    ...model.estate.ofType(EC2_FLEET.type).map((resource) => ({ resource, read: () => readEc2Fleet(model, resource) })),
  ];
}

function readSpotFleet(model: ReaderContext, resource: Resource): Host {
  const fleet = model.fields(resource, SPOT_FLEET);
  const place = fleet.place('SpotFleetRequestConfigData');
  return fleetHost(model, resource, () => {
    const specifications = fleet.list('SpotFleetRequestConfigData', 'LaunchSpecifications');
    if (specifications instanceof Unknown) return specifications;
    const configs = fleet.value('SpotFleetRequestConfigData', 'LaunchTemplateConfigs');
    const templates = configs === undefined ? [] : startsOfTemplates(model, configs);
    if (templates instanceof Unknown) return templates;
    return [...specifications.flatMap((s) => (isMap(s) ? startsOfSpecification(model, s as Members, place) : [])), ...templates];
  });
}

function readEc2Fleet(model: ReaderContext, resource: Resource): Host {
  const fleet = model.fields(resource, EC2_FLEET);
  return fleetHost(model, resource, () => startsOfTemplates(model, fleet.value('LaunchTemplateConfigs')));
}

interface Start {
  readonly launch: Launch;
  readonly subnet: Subnet;
}

function fleetHost(model: ReaderContext, resource: Resource, starts: () => readonly Start[] | Unknown): Host {
  const known = model.estate.worlds.cell(starts);
  const list = (): readonly Start[] => {
    const found = known();
    return found instanceof Unknown ? [] : found;
  };
  return model.host(resource, hostBase(resource), { unreferenced: false }, lazy(model.estate, {
    launches: () => [...new Set(list().map((s) => s.launch))],
    placements: (): Placement[] => list().map((s) => placementOf(model, s.launch, s.subnet, addressOfInterface(model, s.launch))),
    placementUnknown: (): Unknown | undefined => {
      const found = known();
      if (found instanceof Unknown) return found;
      return found.length === 0 ? new Unknown('malformed', `launch:${resource.key}`, `what ${resource.logicalId} launches`) : undefined;
    },
  }));
}

function startsOfTemplates(model: ReaderContext, configs: Value): Start[] | Unknown {
  if (configs instanceof Unknown) return configs;
  const starts: Start[] = [];
  for (const config of asList(configs)) {
    if (!isMap(config)) continue;
    const launch = launchOfTemplate(model, own(config as Members, 'LaunchTemplateSpecification'));
    if (launch instanceof Unknown) return launch;
    const overrides = asList(own(config as Members, 'Overrides')).filter(isMap) as Members[];
    const named = overrides.flatMap((o) => subnetsOf(model, own(o, 'SubnetId')));
    const unnamed = overrides.length === 0 || overrides.some((o) => own(o, 'SubnetId') === undefined);
    for (const subnet of [...named, ...unnamed ? [model.defaultSubnet()] : []]) starts.push({ launch, subnet });
  }
  return starts;
}

/** Subnets of a text that may list several, with commas between them, as `SubnetId` of a Spot fleet does. */
export function subnetsOf(model: ReaderContext, value: Value): Subnet[] {
  if (value === undefined || value === null) return [];
  const text = value instanceof Text ? new Text(value.parts.map((part) => (typeof part === 'string' ? part.replace(/\s+/g, '') : part))) : value;
  const parts = Array.isArray(text) ? text as readonly Value[] : split(',', text as Value);
  return asList(parts instanceof Unknown ? value : parts).map((part) => model.subnet(typeof part === 'string' ? part.trim() : part));
}

function startsOfSpecification(model: ReaderContext, members: Members, place: Place): Start[] {
  const [card, ...otherCards] = asList(own(members, 'NetworkInterfaces')).filter(isMap) as Members[];
  const profile = own(members, 'IamInstanceProfile');
  const launch = launchOver(model, undefined, place, {
    image: () => own(members, 'ImageId'),
    identity: () => readProfile(model, isMap(profile) ? own(profile as Members, 'Arn') ?? own(profile as Members, 'Name') : profile, place),
    userData: () => own(members, 'UserData'),
    groups: (): GroupSet | undefined => {
      const onCard = card && own(card, 'Groups');
      if (isGiven(onCard)) return groupSet(model, onCard, place);
      const groups = own(members, 'SecurityGroups');
      if (!isGiven(groups)) return undefined;
      if (groups instanceof Unknown) return groupSet(model, groups, place);
      return groupSet(model, asList(groups).map((g) => (isMap(g) ? own(g as Members, 'GroupId') : g)), place);
    },
    associatePublic: () => {
      const value = card && own(card, 'AssociatePublicIpAddress');
      if (value === undefined) return undefined;
      const known = asBoolean(value);
      return known === undefined ? 'unknown' : truthOf(known);
    },
    interfaceCount: () => asList(own(members, 'NetworkInterfaces')).length,
    otherSubnets: () => otherCards.map((other) => subnetOfInterface(model, own(other, 'NetworkInterfaceId'), own(other, 'SubnetId'))),
  });
  const subnets = subnetsOf(model, (card && own(card, 'SubnetId')) ?? own(members, 'SubnetId'));
  return (subnets.length > 0 ? subnets : [model.defaultSubnet()]).map((subnet) => ({ launch, subnet }));
}
