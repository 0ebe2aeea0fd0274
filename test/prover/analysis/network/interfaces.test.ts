import { codes, judgeHost } from '../../../helpers/judge';
import { isolated, mutate, publicSubnet, Resources } from '../../../helpers/templates';

const ref = (id: string) => ({ Ref: id });
const OTHER_GROUP = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'second', VpcId: ref('Vpc') } };

/** A host whose first network interface may not speak with the endpoints, with further ones. */
function shutOut(change: (resources: Resources) => void) {
  return mutate(isolated(), ({ Resources: resources }) => {
    resources.HostGroup.Properties!.SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }];
    resources.OtherGroup = OTHER_GROUP;
    change(resources);
  });
}

const cards = (second: object) => (r: Resources) => {
  const { SubnetId, SecurityGroupIds, ...rest } = r.Host.Properties!;
  r.Host.Properties = { ...rest, NetworkInterfaces: [{ DeviceIndex: '1', ...second }, { DeviceIndex: '0', SubnetId, GroupSet: SecurityGroupIds }] };
};

const made = (subnet: unknown) => ({ Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId: subnet, GroupSet: [ref('OtherGroup')] } });

describe('a further network interface', () => {
  test('in the subnet of the endpoints may reach them', () => {
    const host = judgeHost(shutOut(cards({ SubnetId: ref('EndpointSubnet'), GroupSet: [ref('OtherGroup')] })));
    expect(codes(host)).toEqual(['HostNotProven/NOT_PROVEN']);
    expect(host.unknowns).toContainEqual({ what: 'what the network interface of Host in EndpointSubnet lets through', why: 'the first network interface of Host has no path to Ssm in subnet EndpointSubnet' });
  });

  test('made beforehand may', () => expect(judgeHost(shutOut((r) => {
    r.Second = made(ref('EndpointSubnet'));
    cards({ NetworkInterfaceId: ref('Second') })(r);
  })).verdict).toBe('unknown'));

  test('fastened to the host afterwards may', () => {
    const attached = (more: object) => shutOut((r) => {
      r.Second = made(ref('EndpointSubnet'));
      r.Fasten = { Type: 'AWS::EC2::NetworkInterfaceAttachment', Properties: { InstanceId: ref('Host'), NetworkInterfaceId: ref('Second'), DeviceIndex: '1' }, ...more };
    });
    expect(judgeHost(attached({})).verdict).toBe('unknown');
    expect(judgeHost({ ...attached({ Condition: 'Never' }), Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }).verdict).toBe('never');
  });

  test('made elsewhere may', () => expect(judgeHost(shutOut(cards({ NetworkInterfaceId: 'eni-0123456789abcdef0' }))).verdict).toBe('unknown'));

  test('of a Spot fleet may', () => {
    const fleet = (subnet: string) => shutOut((r) => {
      const { SubnetId, SecurityGroupIds, IamInstanceProfile, ImageId } = r.Host.Properties!;
      const interfaces = [{ DeviceIndex: 0, SubnetId, Groups: SecurityGroupIds }, { DeviceIndex: 1, SubnetId: ref(subnet), Groups: [ref('OtherGroup')] }];
      r.Host = { Type: 'AWS::EC2::SpotFleet', Properties: { SpotFleetRequestConfigData: { IamFleetRole: 'arn:aws:iam::111111111111:role/fleet', TargetCapacity: 1, LaunchSpecifications: [{ ImageId, IamInstanceProfile: { Arn: IamInstanceProfile }, NetworkInterfaces: interfaces }] } } };
      r.Profile.Properties!.Roles = [ref('Role')];
    });
    expect(judgeHost(fleet('EndpointSubnet')).verdict).toBe('unknown');
    expect(judgeHost(fleet('HostSubnet')).verdict).toBe('never');
  });

  test('in another subnet does not: the system takes the first', () => {
    expect(codes(judgeHost(shutOut(cards({ SubnetId: ref('HostSubnet'), GroupSet: [ref('OtherGroup')] }))))[0]).toMatch(/^SecurityGroup/);
    const public_ = mutate(publicSubnet(), ({ Resources: r }) => {
      Object.assign(r, mutate(isolated(), ({ Resources: i }) => { for (const id of Object.keys(i)) if (!id.startsWith('EndpointSubnet')) delete i[id]; }).Resources);
      const { SubnetId, SecurityGroupIds, ...rest } = r.Host.Properties!;
      r.Host.Properties = { ...rest, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: ref('EndpointSubnet'), GroupSet: SecurityGroupIds }, { DeviceIndex: '1', SubnetId, GroupSet: SecurityGroupIds }] };
    });
    expect(judgeHost(public_).verdict).toBe('never');
  });

  test.each([['ip route replace default via 10.0.0.1 dev eth1', 'unknown'], ['netplan apply', 'unknown'], ['ip route show', 'never']])('where user data sets routes, it may: %s', (line, verdict) => {
    const template = mutate(publicSubnet(), ({ Resources: r }) => {
      r.Alone = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.9.0/24' } };
      const { SubnetId, SecurityGroupIds, ...rest } = r.Host.Properties!;
      r.Host.Properties = { ...rest, UserData: { 'Fn::Base64': `#!/bin/bash\n${line}\n` }, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: ref('Alone'), GroupSet: SecurityGroupIds }, { DeviceIndex: '1', SubnetId, GroupSet: SecurityGroupIds }] };
    });
    expect(judgeHost(template).verdict).toBe(verdict);
    const { Host } = template.Resources;
    Host.Properties!.NetworkInterfaces = (Host.Properties!.NetworkInterfaces as object[]).slice(0, 1);
    expect(judgeHost(template).verdict).toBe('never');
  });

  test('is none where there is one', () => expect(judgeHost(shutOut((r) => {
    const { SecurityGroupIds, ...rest } = r.Host.Properties!;
    delete rest.SubnetId;
    r.Host.Properties = { ...rest, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: ref('EndpointSubnet'), GroupSet: SecurityGroupIds }] };
  })).verdict).toBe('never'));

  test('does not make up for a missing endpoint', () => expect(judgeHost(shutOut((r) => {
    cards({ SubnetId: ref('EndpointSubnet'), GroupSet: [ref('OtherGroup')] })(r);
    r.SsmMessages.Properties!.PrivateDnsEnabled = false;
  })).verdict).toBe('never'));

  test('changes nothing where the first reaches them', () => {
    const template = mutate(isolated(), ({ Resources: r }) => { r.OtherGroup = OTHER_GROUP; cards({ SubnetId: ref('EndpointSubnet'), GroupSet: [ref('OtherGroup')] })(r); });
    expect(judgeHost(template).verdict).toBe('ready');
  });
});

describe('a launch template that tells the subnet', () => {
  /** The host is started from a launch template with this network interface, by what names no subnet. */
  const started = (base: Resources, starter: 'group' | 'fleet', card: object, change: (r: Resources) => void = () => {}) => mutate({ Resources: base }, ({ Resources: r }) => {
    const { IamInstanceProfile, ImageId, SubnetId, SecurityGroupIds } = r.Host.Properties!;
    r.Card = { Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId, GroupSet: SecurityGroupIds } };
    const inPlace = { DeviceIndex: 0, SubnetId, Groups: SecurityGroupIds };
    const data = { ImageId, IamInstanceProfile: { Name: IamInstanceProfile }, NetworkInterfaces: [Object.keys(card).length > 0 ? card : inPlace] };
    r.Template = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: data } };
    const specification = { LaunchTemplateId: ref('Template'), Version: '1' };
    r.Host = starter === 'group'
      ? { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { AvailabilityZones: ['eu-west-1a'], LaunchTemplate: specification, MinSize: '1', MaxSize: '1' } }
      : { Type: 'AWS::EC2::EC2Fleet', Properties: { LaunchTemplateConfigs: [{ LaunchTemplateSpecification: specification }], TargetCapacitySpecification: { TotalTargetCapacity: 1 } } };
    change(r);
  });
  const card = { DeviceIndex: 0, NetworkInterfaceId: ref('Card') };

  test.each(['group', 'fleet'] as const)('a %s starts there, with the endpoints of its VPC', (starter) => {
    expect(judgeHost(started(isolated().Resources, starter, card))).toMatchObject({ verdict: 'ready' });
    expect(judgeHost(started(isolated().Resources, starter, {}))).toMatchObject({ verdict: 'ready' });
    // Names lead to the endpoints of that VPC, although the default VPC has none.
    const closed = (r: Resources) => { r.EndpointGroup.Properties!.SecurityGroupIngress = []; };
    expect(judgeHost(started(isolated().Resources, starter, card, closed)).findings.map((f) => f.id)).toEqual(['EndpointIngressBlocked']);
    expect(judgeHost(started(isolated().Resources, starter, {}, closed)).verdict).toBe('never');
  });

  test.each(['group', 'fleet'] as const)('a network interface of a %s that was made beforehand surely has a public address by an Elastic IP address only', (starter) => {
    // The subnet maps public addresses, which may count for it.
    const mapped = judgeHost(started(publicSubnet().Resources, starter, card));
    expect([mapped.verdict, mapped.unknowns.map((u) => u.what)]).toEqual(['unknown', ['whether Host gets a public address in Public']]);
    const bare = judgeHost(started(publicSubnet().Resources, starter, card, (r) => { r.Public.Properties!.MapPublicIpOnLaunch = false; }));
    expect(bare.findings).toMatchObject([{ id: 'PublicAddressMissing', cure: 'attach an Elastic IP address to its network interface: an AWS::EC2::EIPAssociation with NetworkInterfaceId' }]);
    const withAddress = (r: Resources) => {
      r.Address = { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } };
      r.Association = { Type: 'AWS::EC2::EIPAssociation', Properties: { AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] }, NetworkInterfaceId: ref('Card') } };
    };
    expect(judgeHost(started(publicSubnet().Resources, starter, card, withAddress)).verdict).toBe('ready');
    const given = { DeviceIndex: 0, NetworkInterfaceId: 'eni-0123456789abcdef0' };
    expect(judgeHost(started(publicSubnet().Resources, starter, given)).verdict).toBe('unknown');
    // It lies where it lies, whichever subnets are named beside it.
    const withSubnets = (r: Resources) => {
      r.EndpointGroup.Properties!.SecurityGroupIngress = [];
      if (starter === 'group') Object.assign(r.Host.Properties!, { AvailabilityZones: undefined, VPCZoneIdentifier: [ref('HostSubnet')] });
    };
    expect(judgeHost(started(isolated().Resources, starter, given, withSubnets)).verdict).toBe('unknown');
    expect(judgeHost(started(isolated().Resources, starter, {}, withSubnets)).verdict).toBe('never');
  });
});
