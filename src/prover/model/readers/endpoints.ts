import { asList, identity, isMap, own, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { Endpoint, Family, GroupSet } from '../types';
import { liveState } from './states';

const ENDPOINT = declareReader({
  type: 'AWS::EC2::VPCEndpoint',
  reads: ['VpcId', 'VpcEndpointType', 'ServiceName', 'PrivateDnsEnabled', 'SubnetIds', 'SecurityGroupIds', 'PolicyDocument', 'RouteTableIds',
    'ServiceRegion', 'IpAddressType', 'DnsOptions.DnsRecordIpType', 'State', 'LastError', 'Addresses'],
  assumes: [
    'VpcEndpointType is Gateway and PrivateDnsEnabled is false where absent',
    'an interface endpoint without SecurityGroupIds has the default group of its VPC',
    'its private name has addresses of its IpAddressType (ipv4 where absent), unless DnsOptions say otherwise',
    'no PolicyDocument means AWS\'s default, which allows everything',
  ],
});

export function readEndpoint(model: ReaderContext, resource: Resource): Endpoint {
  const endpoint = model.fields(resource, ENDPOINT);
  const vpc = () => model.vpc(endpoint.value('VpcId'));
  const fields = lazy(model.estate, {
    kind: () => {
      const type = endpoint.value('VpcEndpointType');
      if (type === undefined) return 'gateway' as const;
      const word = typeof type === 'string' ? type.toLowerCase() : '';
      return word === 'interface' || word === 'gateway' ? word : 'other' as const;
    },
    vpc,
    service: () => serviceOf(identity(endpoint.value('ServiceName'))),
    serviceRegion: () => {
      const region = endpoint.value('ServiceRegion') ?? /^(?:cn\.)?com\.amazonaws\.([a-z0-9-]+)\./.exec(identity(endpoint.value('ServiceName')))?.[1];
      return typeof region === 'string' ? region : undefined;
    },
    answers: (): Endpoint['answers'] => {
      const [kind, records] = [endpoint.value('IpAddressType'), endpoint.value('DnsOptions', 'DnsRecordIpType')].map((v) => (typeof v === 'string' ? v.toLowerCase() : v));
      const word = records === undefined ? kind ?? 'ipv4' : records;
      if (word === 'ipv4') return { 4: 'yes', 6: 'no' };
      if (word === 'ipv6') return { 4: 'no', 6: 'yes' };
      // What AWS PrivateLink chooses for `service-defined` is not written down.
      return word === 'dualstack' ? { 4: 'yes', 6: 'yes' } : { 4: word === 'service-defined' ? 'yes' : 'unknown', 6: 'unknown' };
    },
    privateDns: () => endpoint.truth(false, 'PrivateDnsEnabled'),
    subnets: () => {
      const ids = endpoint.list('SubnetIds');
      return ids instanceof Unknown ? [] : ids.map((id) => model.subnet(id));
    },
    subnetsUnknown: () => {
      const ids = endpoint.list('SubnetIds');
      return ids instanceof Unknown ? ids : undefined;
    },
    groups: (): GroupSet => {
      const ids = endpoint.list('SecurityGroupIds');
      const place = endpoint.place('SecurityGroupIds');
      if (ids instanceof Unknown) return { groups: [], unknown: ids, place };
      if (ids.length > 0) return { groups: ids.map((id) => model.securityGroup(id)), place };
      const home = vpc();
      return home ? { groups: [model.defaultGroup(home)], place } : { groups: [], unknown: new Unknown('attribute', `default-group:${resource.key}`, 'the VPC\'s default security group'), place };
    },
    policy: () => endpoint.value('PolicyDocument'),
    routeTableKeys: () => asList(endpoint.value('RouteTableIds')).map(identity),
    state: () => liveState(endpoint.value('State'), endpoint.value('LastError')),
    addressesUnseen: () => asList(endpoint.value('Addresses')).filter(isMap).map((entry) => own(entry as Record<string, Value>, 'Unseen')).find((u): u is Unknown => u instanceof Unknown),
    addresses: () => new Map(asList(endpoint.value('Addresses')).filter(isMap).filter((entry) => own(entry as Record<string, Value>, 'SubnetId') !== undefined).map((entry): [string, Record<Family, Value>] => {
      const read = (name: string) => own(entry as Record<string, Value>, name);
      return [model.subnet(read('SubnetId')).key, { 4: read('PrivateIpAddress'), 6: read('Ipv6Address') }];
    })),
  });
  return model.entity(resource, {}, fields);
}

/** `ssm` of `com.amazonaws.REGION.ssm`; undefined where the name cannot be known or is not one of AWS's. */
export function serviceOf(name: string): string | undefined {
  const match = /^(?:cn\.)?(?:com\.amazonaws|aws\.sagemaker|gov\.ic\.c2s|gov\.sgov\.sc2s)\.(\$\{[^}]*\}|[a-z0-9-]+)\.([a-z0-9.-]+)$/.exec(name);
  return match?.[2];
}

/** Whether an endpoint's service might be `service` although its name cannot be read. */
export function mayServe(model: ReaderContext, resource: Resource, service: string): boolean {
  const name = identity(model.fields(resource, ENDPOINT).value('ServiceName'));
  const known = serviceOf(name);
  if (known !== undefined) return known === service;
  return name.includes('${') || name.startsWith('parameter:') || name.startsWith('import:') ? !/vpce-svc-/.test(name) : false;
}
