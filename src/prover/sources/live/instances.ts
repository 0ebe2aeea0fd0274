import { isMap, unresolved } from '../../core';
import { because } from './answers';
import { named, Scope } from './builder';
import { profileRef } from './identity';
import { flag, Json, maps, member, text } from './json';

/** Instances as they run, or as they would start. Those that are terminated, or about to be, are left out. */

const GONE = new Set(['terminated', 'shutting-down']);

export const isGone = (instance: Json) => GONE.has(text(instance, 'State', 'Name') ?? '');

const instances = new WeakMap<Scope['answers'], readonly Json[]>();

/** Every instance of the answers, each once. */
export function instancesOf({ answers }: Pick<Scope, 'answers'>): readonly Json[] {
  const known = instances.get(answers);
  if (known) return known;
  const byId = new Map<string, Json>();
  for (const reservation of answers.items('ec2', 'describe-instances', 'Reservations')) {
    for (const instance of maps(reservation, 'Instances')) {
      const id = text(instance, 'InstanceId');
      if (id !== undefined && !byId.has(id)) byId.set(id, instance);
    }
  }
  const found = [...byId.values()];
  instances.set(answers, found);
  return found;
}

export function mapInstances(scope: Scope): void {
  for (const item of instancesOf(scope)) {
    const id = text(item, 'InstanceId')!;
    if (!scope.isHome(id) || isGone(item)) continue;
    mapInstance(scope, id, item);
  }
}

function mapInstance(scope: Scope, id: string, item: Json): void {
  const unknown = (property: string, why = 'ec2 describe-instances does not tell it') => unresolved(`${property}:${id}`, `${property} of ${id} (${why})`);
  const interfaces = maps(item, 'NetworkInterfaces').filter((i) => text(i, 'Attachment', 'Status') !== 'detached');
  const ordered = [...interfaces].sort((a, b) => rank(a) - rank(b));
  const isStopped = ['stopped', 'stopping'].includes(text(item, 'State', 'Name') ?? '');
  const [primary] = ordered;
  const profile = member(item, 'IamInstanceProfile');
  const subnetId = text(item, 'SubnetId');
  scope.add(id, 'AWS::EC2::Instance', {
    ImageId: imageOf(scope, id, item),
    InstanceType: text(item, 'InstanceType'),
    IamInstanceProfile: profile === undefined ? undefined : profileRef(scope, text(profile, 'Arn') ?? ''),
    MetadataOptions: { HttpEndpoint: metadataEndpoint(item) ?? unknown('HttpEndpoint of the instance metadata service') },
    UserData: userDataOf(scope, id),
    SourceDestCheck: flag(primary, 'SourceDestCheck') ?? flag(item, 'SourceDestCheck') ?? unknown('SourceDestCheck'),
    ...primary ? { NetworkInterfaces: ordered.map((each, i) => interfaceOf(scope, id, each, i === 0, isStopped)) } : {
      SubnetId: subnetId === undefined ? unknown('SubnetId') : scope.ref(subnetId),
      SecurityGroupIds: unknown('SecurityGroups'),
    },
    Tags: maps(item, 'Tags').map((t) => ({ Key: member(t, 'Key'), Value: member(t, 'Value') })),
  }, named(item, id));
  if (primary && publicAddress(primary) !== undefined) scope.add(`${id}#address`, 'AWS::EC2::EIP', { InstanceId: scope.ref(id) });
}

const rank = (item: Json) => {
  const index = member(item, 'Attachment', 'DeviceIndex');
  const card = member(item, 'Attachment', 'NetworkCardIndex');
  return (typeof index === 'number' ? index : 100) + (typeof card === 'number' ? card * 1000 : 0);
};

const publicAddress = (item: Json) => text(item, 'Association', 'PublicIp');

function interfaceOf(scope: Scope, instance: string, item: Json, isPrimary: boolean, isStopped: boolean): Json {
  const subnetId = text(item, 'SubnetId');
  const groups = maps(item, 'Groups').map((g) => text(g, 'GroupId')).filter((g) => g !== undefined);
  const ipv6 = maps(item, 'Ipv6Addresses').map((a) => text(a, 'Ipv6Address')).filter((a) => a !== undefined);
  const where = `${instance}:${text(item, 'NetworkInterfaceId') ?? ''}`;
  return {
    DeviceIndex: isPrimary ? 0 : 1,
    SubnetId: subnetId === undefined ? unresolved(`subnet-of:${where}`, `the subnet of ${instance}`) : scope.ref(subnetId),
    GroupSet: groups.length === 0 ? unresolved(`groups-of:${where}`, `the security groups of ${instance}`) : groups.map((g) => scope.ref(g)),
    ...text(item, 'PrivateIpAddress') === undefined ? {} : { PrivateIpAddress: text(item, 'PrivateIpAddress') },
    Ipv6Addresses: ipv6,
    // A stopped instance gets an automatic address when it starts, by settings of its launch that no call tells.
    AssociatePublicIpAddress: isStopped && publicAddress(item) === undefined ? unresolved(`public-address:${where}`, `whether ${instance} gets a public address when it starts`) : false,
  };
}

/** The effective value; while a change is pending, none is known. Undefined where the answer is older than the setting. */
function metadataEndpoint(item: Json): string | undefined {
  const endpoint = text(item, 'MetadataOptions', 'HttpEndpoint');
  return text(item, 'MetadataOptions', 'State') === 'pending' ? undefined : endpoint;
}

/** An image by its id where its name is known, which tells whether the agent is in it. */
function imageOf(scope: Scope, id: string, item: Json): unknown {
  const image = text(item, 'ImageId');
  if (image === undefined) return unresolved(`image-of:${id}`, `the image of ${id}`);
  if (imageName(scope, image) !== undefined) return image;
  const metadata = scope.list('describe-instance-image-metadata');
  return unresolved(image, `the name of image ${image} (${because(metadata.state === 'not asked' ? scope.list('describe-images') : metadata)})`);
}

/** Name and owner of an image: of any that an instance has, or of those that the account sees. */
export function imageName(scope: Scope, image: string): { readonly name: string; readonly owners: readonly string[] } | undefined {
  const found = scope.answers.items('ec2', 'describe-instance-image-metadata', 'InstanceImageMetadata').map((m) => member(m, 'ImageMetadata'))
    .concat(scope.answers.items('ec2', 'describe-images', 'Images')).find((i) => text(i, 'ImageId') === image && text(i, 'Name') !== undefined);
  const name = text(found, 'Name');
  if (name === undefined) return undefined;
  return { name, owners: [text(found, 'OwnerId'), text(found, 'ImageOwnerAlias')].filter((o) => o !== undefined) };
}

/** User data is a call an instance, and may hold secrets: it is read here and kept nowhere. */
function userDataOf(scope: Scope, id: string): unknown {
  for (const { data, parameters, outcome } of scope.answers.of('ec2', 'describe-instance-attribute')) {
    const mine = (text(data, 'InstanceId') ?? text(parameters, 'InstanceId')) === id && (text(parameters, 'Attribute') ?? 'userData') === 'userData';
    if (!mine) continue;
    const given = member(data, 'UserData');
    // Without user data the answer has an empty object.
    if (outcome === 'complete' && isMap(given) && Object.keys(given).length === 0) return '';
    if (outcome === 'complete' && typeof member(given, 'Value') === 'string') return member(given, 'Value');
    if (outcome !== 'complete') return unresolved(`user-data:${id}`, `the user data of ${id} (${because({ state: outcome, service: 'ec2', operation: 'describe-instance-attribute' })})`);
  }
  if (scope.settled.has(id)) return '';
  return unresolved(`user-data:${id}`, `the user data of ${id} (${because({ state: 'not asked', service: 'ec2', operation: 'describe-instance-attribute' })})`);
}

/** Network interfaces that routes may lead to: those of instances. */
export function interfacesOf(scope: Scope): ReadonlyMap<string, { readonly instance: string; readonly isPrimary: boolean }> {
  const found = new Map<string, { instance: string; isPrimary: boolean }>();
  for (const instance of instancesOf(scope)) {
    if (isGone(instance)) continue;
    for (const each of maps(instance, 'NetworkInterfaces')) {
      const id = text(each, 'NetworkInterfaceId');
      if (id !== undefined) found.set(id, { instance: text(instance, 'InstanceId')!, isPrimary: rank(each) === 0 });
    }
  }
  return found;
}

