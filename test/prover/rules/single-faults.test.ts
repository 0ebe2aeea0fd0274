import { codes, findings, judgeHost } from '../../helpers/judge';
import { acl, isolated, mutate, natSubnet, publicSubnet, Resources } from '../../helpers/templates';

type Template = { Resources: Resources };
const props = (t: Template, id: string) => t.Resources[id].Properties!;

describe('ready stacks give no finding at all', () => {
  test.each([
    ['isolated with endpoints', isolated()],
    ['isolated, host and endpoints in one subnet', isolated(['HostSubnet'])],
    ['public subnet', publicSubnet()],
    ['private subnet with NAT gateway', natSubnet()],
  ])('%s', (_, template) => {
    const host = judgeHost(template);
    expect({ verdict: host.verdict, findings: findings(host), unknowns: host.unknowns }).toEqual({ verdict: 'ready', findings: [], unknowns: [] });
  });
});

/** One fault in an otherwise ready stack, and the one check that must speak. */
const FAULTS: [string, Template, (t: Template) => void, string[]][] = [
  ['endpoint group without 443 from the host', isolated(), (t) => { props(t, 'EndpointGroup').SecurityGroupIngress = []; }, ['EndpointIngressBlocked/ENI_SG_RULES_MISMATCH']],
  ['ssmmessages endpoint missing', isolated(), (t) => { delete t.Resources.SsmMessages; }, ['EndpointMissing/ENDPOINT_MISSING']],
  ['host group as CDK makes it with allowAllOutbound false', isolated(), (t) => {
    props(t, 'HostGroup').SecurityGroupEgress = [{ CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic', FromPort: 252, IpProtocol: 'icmp', ToPort: 86 }];
  }, ['SecurityGroupEgressBlocked/ENI_SG_RULES_MISMATCH']],
  ['no instance profile', isolated(), (t) => { delete props(t, 'Host').IamInstanceProfile; }, ['InstanceProfileMissing/INSTANCE_PROFILE_MISSING']],
  ['instance profile without a role', isolated(), (t) => { props(t, 'Profile').Roles = []; }, ['InstanceProfileWithoutRole/INSTANCE_PROFILE_WITHOUT_ROLE']],
  ['role without SSM permissions', isolated(), (t) => { props(t, 'Role').ManagedPolicyArns = []; }, ['RolePermissionsMissing/ACTION_NOT_ALLOWED']],
  ['role that registers but cannot connect', isolated(), (t) => {
    props(t, 'Role').ManagedPolicyArns = [];
    props(t, 'Role').Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }] } }];
  }, ['RoleHalfManaged/REGISTERS_BUT_CANNOT_CONNECT']],
  ['a Deny', isolated(), (t) => {
    props(t, 'Role').Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'ssmmessages:*', Resource: '*' }] } }];
  }, ['RolePermissionsDenied/ACTION_EXPLICITLY_DENIED']],
  ['a boundary that lacks the actions', isolated(), (t) => { props(t, 'Role').PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'; },
    ['PermissionsBoundaryBlocks/PERMISSIONS_BOUNDARY_LACKS_ACTION']],
  ['role trusted by another service', isolated(), (t) => {
    props(t, 'Role').AssumeRolePolicyDocument = { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
  }, ['RoleTrustMissing/ROLE_TRUST_LACKS_EC2']],
  ['endpoint private DNS off', isolated(), (t) => {
    props(t, 'Ssm').PrivateDnsEnabled = false;
    props(t, 'SsmMessages').PrivateDnsEnabled = false;
  }, ['EndpointPrivateDnsOff/ENDPOINT_PRIVATE_DNS_DISABLED', 'EndpointPrivateDnsOff/ENDPOINT_PRIVATE_DNS_DISABLED']],
  ['VPC DNS support off', isolated(), (t) => { props(t, 'Vpc').EnableDnsSupport = false; }, ['VpcDnsSupportOff/VPC_DNS_SUPPORT_DISABLED']],
  ['VPC DNS hostnames off', isolated(), (t) => { delete props(t, 'Vpc').EnableDnsHostnames; }, ['VpcDnsHostnamesOff/VPC_DNS_HOSTNAMES_DISABLED', 'VpcDnsHostnamesOff/VPC_DNS_HOSTNAMES_DISABLED']],
  ['endpoints without subnets', isolated(), (t) => {
    props(t, 'Ssm').SubnetIds = [];
    props(t, 'SsmMessages').SubnetIds = [];
  }, ['EndpointWithoutSubnets/ENDPOINT_WITHOUT_NETWORK_INTERFACE', 'EndpointWithoutSubnets/ENDPOINT_WITHOUT_NETWORK_INTERFACE']],
  ['network ACL of the endpoint subnet drops the replies', isolated(), (t) => {
    Object.assign(t.Resources, acl('EndpointSubnet', [{ egress: false, allow: true }, { egress: true, allow: true, from: 443 }]));
  }, ['NetworkAclBlocks/SUBNET_ACL_RESTRICTION']],
  ['network ACL of the host subnet denies 443 out', isolated(), (t) => {
    Object.assign(t.Resources, acl('HostSubnet', [{ egress: true, allow: false, from: 443 }, { egress: true, allow: true }, { egress: false, allow: true }]));
  }, ['NetworkAclBlocks/SUBNET_ACL_RESTRICTION']],
  ['endpoint policy that lacks the calls', isolated(), (t) => {
    props(t, 'Ssm').PolicyDocument = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ssm:GetParameter', Resource: '*' }] };
  }, ['EndpointPolicyBlocks/ENDPOINT_POLICY_LACKS_ACTION']],
  ['public subnet without internet gateway route', publicSubnet(), (t) => { delete t.Resources.PublicRoute; }, ['InternetRouteMissing/NO_ROUTE_TO_DESTINATION']],
  ['internet gateway not attached', publicSubnet(), (t) => { delete t.Resources.Attachment; }, ['InternetGatewayDetached/IGW_NOT_ATTACHED_TO_VPC']],
  ['no public address', publicSubnet(), (t) => { props(t, 'Public').MapPublicIpOnLaunch = false; }, ['PublicAddressMissing/IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS']],
  ['private subnet whose NAT gateway is gone', natSubnet(), (t) => {
    delete t.Resources.Nat;
    delete t.Resources.PrivateRoute;
  }, ['NatRouteMissing/NO_ROUTE_TO_DESTINATION']],
  ['NAT gateway in its client\'s subnet', natSubnet(), (t) => { props(t, 'Nat').SubnetId = { Ref: 'Private' }; }, ['NatGatewayUnusable/NGW_IN_SOURCE_SUBNET']],
  ['private NAT gateway', natSubnet(), (t) => { props(t, 'Nat').ConnectivityType = 'private'; }, ['NatGatewayUnusable/NGW_CONNECTIVITY_PRIVATE']],
  ['NAT gateway without a way out', natSubnet(), (t) => { delete t.Resources.PublicRoute; }, ['NatGatewayUnusable/NGW_SUBNET_NO_ROUTE_TO_INTERNET_GATEWAY']],
  ['NAT gateway without an address', natSubnet(), (t) => { delete props(t, 'Nat').AllocationId; }, ['NatGatewayUnusable/NGW_WITHOUT_PUBLIC_IP']],
  ['metadata service disabled', isolated(), (t) => { props(t, 'Host').MetadataOptions = { HttpEndpoint: 'disabled' }; }, ['MetadataServiceDisabled/IMDS_DISABLED']],
  ['image without the agent', isolated(), (t) => { props(t, 'Host').ImageId = '{{resolve:ssm:/aws/service/debian/release/12/latest/amd64}}'; }, ['AgentMissing/IMAGE_WITHOUT_AGENT']],
];

describe('a single fault is never, with a check of its own', () => {
  test.each(FAULTS)('%s', (_, template, breakIt, expected) => {
    const host = judgeHost(mutate(template, breakIt));
    expect({ verdict: host.verdict, codes: codes(host) }).toEqual({ verdict: 'never', codes: expected });
    for (const finding of host.findings) {
      expect(finding.message).not.toMatch(/undefined|\bOK\b/);
      expect(finding.cure).not.toBe('');
      expect(finding.at.length).toBeGreaterThan(0);
    }
  });
});

describe('what looks like a fault but is none', () => {
  test('the same network ACL is harmless where host and endpoint share the subnet', () => {
    const host = judgeHost(mutate(isolated(['HostSubnet']), (t) => {
      Object.assign(t.Resources, acl('HostSubnet', [{ egress: false, allow: true }, { egress: true, allow: true, from: 443 }]));
    }));
    expect([host.verdict, codes(host)]).toEqual(['ready', []]);
  });

  test('an endpoint with private DNS turns away even a host with a public way out', () => {
    const host = judgeHost(mutate(isolated(['HostSubnet']), (t) => {
      Object.assign(t.Resources, publicSubnet().Resources);
      (t.Resources.EndpointGroup.Properties!).SecurityGroupIngress = [];
      for (const id of ['Ssm', 'SsmMessages']) t.Resources[id].Properties!.SubnetIds = [{ Ref: 'Public' }];
    }));
    expect([host.verdict, codes(host)]).toEqual(['never', ['EndpointIngressBlocked/ENI_SG_RULES_MISMATCH']]);
  });

  test('without private DNS the public way serves', () => {
    const host = judgeHost(mutate(publicSubnet(), (t) => {
      t.Resources.Ssm = structuredClone(isolated().Resources.Ssm);
      t.Resources.EndpointGroup = structuredClone(isolated().Resources.EndpointGroup);
      Object.assign(t.Resources.Ssm.Properties!, { PrivateDnsEnabled: false, SubnetIds: [{ Ref: 'Public' }] });
    }));
    expect([host.verdict, codes(host)]).toEqual(['ready', []]);
  });

  test('one endpoint interface out of reach is a warning, since the other one answers', () => {
    const host = judgeHost(mutate(isolated(['HostSubnet', 'EndpointSubnet']), (t) => {
      Object.assign(t.Resources, acl('EndpointSubnet', [{ egress: false, allow: true }, { egress: true, allow: true, from: 443 }]));
    }));
    expect(host.verdict).toBe('ready');
    expect(codes(host)).toEqual(['EndpointInterfaceUnreachable/SUBNET_ACL_RESTRICTION']);
    expect(host.findings[0].severity).toBe('warning');
  });

  test('two /1 routes are a default route', () => {
    const host = judgeHost(mutate(publicSubnet(), (t) => {
      t.Resources.Half = structuredClone(t.Resources.PublicRoute);
      t.Resources.PublicRoute.Properties!.DestinationCidrBlock = '0.0.0.0/1';
      t.Resources.Half.Properties!.DestinationCidrBlock = '128.0.0.0/1';
    }));
    expect([host.verdict, codes(host)]).toEqual(['ready', []]);
  });
});
