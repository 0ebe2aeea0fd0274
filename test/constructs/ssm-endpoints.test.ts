import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { EndpointPolicyMode, S3EndpointMode, SsmEndpoints, SsmEndpointService } from '../../src/constructs';
import * as regionData from '../../src/data/region-services.json';
import { ACCOUNT, endpointsByService, flat, isolatedVpc, pathOf, services, stackIn } from './support';

describe('the services', () => {
  test('a Region launched before 2024 has all three, without a condition', () => {
    const stack = stackIn('eu-west-1');
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack) });
    expect(services(stack)).toEqual(['ec2messages', 'ssm', 'ssmmessages']);
    expect(endpointsByService(stack).ec2messages.Condition).toBeUndefined();
    expect(endpointsByService(stack).ssm.Properties).toMatchObject({
      ServiceName: 'com.amazonaws.eu-west-1.ssm', VpcEndpointType: 'Interface', PrivateDnsEnabled: true,
    });
    expect(pathOf(endpoints.ec2Messages)).toBeDefined();
    expect(endpoints.endpoints.length).toBe(3);
    expect(pathOf(endpoints.s3Gateway)).toBeUndefined();
  });

  test.each(regionData.ec2Messages.absentIn)('%s has no ec2messages', (region) => {
    const stack = stackIn(region);
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack) });
    expect(services(stack)).toEqual(['ssm', 'ssmmessages']);
    expect(pathOf(endpoints.ec2Messages)).toBeUndefined();
  });

  test('a Region-agnostic stack decides on ec2messages, and on it alone, at deployment', () => {
    const stack = stackIn();
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack) });
    const { ssm, ssmmessages, ec2messages } = endpointsByService(stack);
    expect([ssm.Condition, ssmmessages.Condition]).toEqual([undefined, undefined]);
    const condition = Template.fromStack(stack).toJSON().Conditions[ec2messages.Condition!];
    const regions = condition['Fn::Not'][0]['Fn::Or'].map((each: any) => {
      expect(each['Fn::Equals'][0]).toEqual({ Ref: 'AWS::Region' });
      return each['Fn::Equals'][1];
    });
    expect(regions).toEqual(regionData.ec2Messages.absentIn);
    expect(regions).toContain('mx-central-1');
  });

  test('ec2Messages: false drops it', () => {
    const stack = stackIn('eu-west-1');
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), ec2Messages: false });
    expect(services(stack)).toEqual(['ssm', 'ssmmessages']);
  });

  test('additional services', () => {
    const stack = stackIn('eu-west-1');
    const { KMS, LOGS, MONITORING, EC2, SECRETS_MANAGER } = SsmEndpointService;
    new SsmEndpoints(stack, 'Endpoints', {
      vpc: isolatedVpc(stack), additionalServices: [KMS, LOGS, MONITORING, EC2, SECRETS_MANAGER, SsmEndpointService.of('ds')],
    });
    expect(services(stack)).toEqual(['ds', 'ec2', 'ec2messages', 'kms', 'logs', 'monitoring', 'secretsmanager', 'ssm', 'ssmmessages']);
  });

  test('China names its services by CDK\'s table', () => {
    const stack = stackIn('cn-north-1');
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), additionalServices: [SsmEndpointService.MONITORING] });
    const { ssm, monitoring } = endpointsByService(stack);
    expect([ssm.Properties.ServiceName, monitoring.Properties.ServiceName])
      .toEqual(['com.amazonaws.cn-north-1.ssm', 'cn.com.amazonaws.cn-north-1.monitoring']);
  });

  test('SsmEndpointService.of() gives the known object of a known name', () => {
    expect(SsmEndpointService.of('ssm')).toBe(SsmEndpointService.SSM);
    expect(SsmEndpointService.of('ds').shortName).toBe('ds');
  });
});

describe('the subnets', () => {
  const subnetType = { i: ec2.SubnetType.PRIVATE_ISOLATED, e: ec2.SubnetType.PRIVATE_WITH_EGRESS, p: ec2.SubnetType.PUBLIC };
  test.each([
    ['isolated before all others', ['p', 'e', 'i'], 'isolatedSubnets'],
    ['private with egress, if none is isolated', ['p', 'e'], 'privateSubnets'],
    ['public, if there is nothing else', ['p'], 'publicSubnets'],
  ] as const)('%s', (_, kinds, expected) => {
    const stack = stackIn('eu-west-1');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, subnetConfiguration: kinds.map((kind) => ({ name: kind, subnetType: subnetType[kind] })) });
    new SsmEndpoints(stack, 'Endpoints', { vpc });
    expect(endpointsByService(stack).ssm.Properties.SubnetIds).toEqual(stack.resolve(vpc[expected].map((subnet) => subnet.subnetId)));
  });

  test('one a zone, also of an explicit list, which CDK leaves as it is', () => {
    const stack = stackIn('eu-west-1');
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      maxAzs: 2,
      subnetConfiguration: ['One', 'Two'].map((name) => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED })),
    });
    new SsmEndpoints(stack, 'Endpoints', { vpc, subnets: { subnets: vpc.isolatedSubnets } });
    expect(vpc.isolatedSubnets.length).toBe(4);
    expect(endpointsByService(stack).ssm.Properties.SubnetIds).toHaveLength(2);
  });

  test('a VPC whose lookup has not run yet is no error', () => {
    const stack = stackIn('eu-west-1');
    const lookedUp = (id: string) => ec2.Vpc.fromLookup(stack, id, { tags: { Name: id } });
    new SsmEndpoints(stack, 'First', { vpc: lookedUp('A') });
    // Both VPCs have the same stand-in id: the second must not take the first one's endpoints.
    const second = new SsmEndpoints(stack, 'Second', { vpc: lookedUp('B'), subnets: { subnetGroupName: 'NotThereYet' } });
    expect(pathOf(second.ssm)).toBe('Test/Second/Ssm');
  });
});

describe('the security group', () => {
  test('admits nobody and lets nothing out until a client is paired', () => {
    const stack = stackIn('eu-west-1');
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' })],
    });
  });

  test('allowVpcCidr admits 443 from the VPC', () => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    new SsmEndpoints(stack, 'Endpoints', { vpc, allowVpcCidr: true });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: stack.resolve(vpc.vpcCidrBlock), FromPort: 443, ToPort: 443, IpProtocol: 'tcp' })],
    });
  });

  test('a given one is used', () => {
    const stack = stackIn('eu-west-1');
    const vpc = isolatedVpc(stack);
    const securityGroup = new ec2.SecurityGroup(stack, 'Mine', { vpc });
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc, securityGroup });
    expect(pathOf(endpoints.securityGroup)).toBe('Test/Mine');
    expect(endpointsByService(stack).ssm.Properties.SecurityGroupIds).toEqual([stack.resolve(securityGroup.securityGroupId)]);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 1);
  });
});

describe('S3', () => {
  test('a gateway stands in every route table', () => {
    const stack = stackIn('eu-west-1');
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), s3: S3EndpointMode.GATEWAY });
    const { s3: gateway } = endpointsByService(stack);
    expect(gateway.Properties.VpcEndpointType).toBe('Gateway');
    expect(gateway.Properties.RouteTableIds).toHaveLength(2);
    expect(gateway.Properties.PolicyDocument).toBeUndefined();
    expect(pathOf(endpoints.s3Gateway)).toBeDefined();
    expect(endpoints.endpoints.length).toBe(3);
  });

  test('an interface endpoint answers all resolvers of the VPC', () => {
    const stack = stackIn('eu-west-1');
    const endpoints = new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), s3: S3EndpointMode.INTERFACE });
    expect(endpointsByService(stack).s3.Properties).toMatchObject({
      VpcEndpointType: 'Interface', DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'AllResolvers' },
    });
    expect(endpointsByService(stack).ssm.Properties.DnsOptions).toBeUndefined();
    expect(endpoints.endpoints.length).toBe(4);
  });
});

describe('endpoint policies', () => {
  const leastPrivilege = { endpointPolicy: EndpointPolicyMode.LEAST_PRIVILEGE };

  test('none by default, so AWS\'s own stands', () => {
    const stack = stackIn('eu-west-1');
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack) });
    expect(endpointsByService(stack).ssm.Properties.PolicyDocument).toBeUndefined();
  });

  test('least privilege names the account, the agent\'s actions and those of Default Host Management', () => {
    const stack = stackIn('eu-west-1');
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), ...leastPrivilege, additionalServices: [SsmEndpointService.EC2] });
    const { ssm, ssmmessages, ec2messages, ec2: ec2Api } = endpointsByService(stack);
    for (const endpoint of [ssm, ssmmessages, ec2messages, ec2Api]) {
      expect(endpoint.Properties.PolicyDocument.Statement).toEqual([expect.objectContaining({
        Effect: 'Allow', Principal: { AWS: '*' }, Resource: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': [ACCOUNT] } },
      })]);
    }
    const allowed = (endpoint: typeof ssm): string[] => [endpoint.Properties.PolicyDocument.Statement[0].Action].flat();
    expect(allowed(ssm)).toEqual(expect.arrayContaining([
      'ssm:UpdateInstanceInformation', 'ssm:GetDocument', 'ssm:GetParameters', 'ssm:RegisterManagedInstance', 'ssm:RequestManagedInstanceRoleToken',
    ]));
    expect(allowed(ssm)).not.toContain('ssm:SendCommand');
    expect(allowed(ssm).join()).not.toContain('*');
    expect(allowed(ssmmessages)).toEqual([
      'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
    ]);
    expect(allowed(ec2messages)).toHaveLength(6);
    expect(allowed(ec2Api)).toEqual(['*']);
  });

  test('other accounts', () => {
    const stack = stackIn('eu-west-1');
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), ...leastPrivilege, principalAccounts: ['222222222222', '333333333333'] });
    expect(endpointsByService(stack).ssm.Properties.PolicyDocument.Statement[0].Condition)
      .toEqual({ StringEquals: { 'aws:PrincipalAccount': ['222222222222', '333333333333'] } });
  });

  const s3Resources = (region: string | undefined): Record<string, string[]> => {
    const stack = stackIn(region);
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), ...leastPrivilege, s3: S3EndpointMode.GATEWAY });
    const statements: any[] = endpointsByService(stack).s3.Properties.PolicyDocument.Statement;
    // Package managers and installers download unsigned: a condition on the account would refuse them.
    expect(statements.map(({ Condition, Action }) => [Condition, Action])).toEqual([[undefined, 's3:GetObject'], [undefined, 's3:GetObject']]);
    return Object.fromEntries(statements.map(({ Sid, Resource }) => [Sid, Resource.map(flat)]));
  };

  test('S3: AWS\'s buckets of the Region with their suffixes, and package repositories', () => {
    const { SystemsManagerBuckets, PackageRepositories } = s3Resources('af-south-1');
    const arn = (name: string): string => `arn:\${AWS::Partition}:s3:::${name}/*`;
    expect(SystemsManagerBuckets).toEqual(expect.arrayContaining([
      'amazon-ssm-af-south-1', 'aws-ssm-af-south-1', 'aws-windows-downloads-af-south-1', 'af-south-1-birdwatcher-prod',
      'patch-baseline-snapshot-af-south-1-tbxdb5b9', 'aws-patch-manager-af-south-1-bdd5f65a9', 'aws-patchmanager-macos-af-south-1-bdd5f65a9',
    ].map(arn)));
    expect(SystemsManagerBuckets.filter((each) => each.slice(0, -2).includes('*'))).toEqual([]);
    expect(PackageRepositories).toContain(arn('amazonlinux-2-repos-af-south-1'));
    expect(PackageRepositories).toContain(arn('al2023-repos-af-south-1-de612dc2'));
    expect(s3Resources('us-gov-west-1').PackageRepositories).toContain(arn('al2023-repos-us-gov-west-1-*'));
  });

  test('S3: a snapshot bucket without suffix stays bare', () => {
    expect(s3Resources('eu-west-1').SystemsManagerBuckets).toContain('arn:${AWS::Partition}:s3:::patch-baseline-snapshot-eu-west-1/*');
  });

  test('S3: without a Region the suffix, never the Region, is a wildcard', () => {
    const all = Object.values(s3Resources(undefined)).flat();
    expect(all).toContain('arn:${AWS::Partition}:s3:::aws-patch-manager-${AWS::Region}-*/*');
    expect(all).toContain('arn:${AWS::Partition}:s3:::patch-baseline-snapshot-${AWS::Region}/*');
    expect(all).toContain('arn:${AWS::Partition}:s3:::patch-baseline-snapshot-${AWS::Region}-*/*');
    expect(all.filter((each) => !each.includes('${AWS::Region}'))).toEqual([]);
  });

  test('S3: own buckets, for principals of the account', () => {
    const stack = stackIn('eu-west-1');
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'session-logs');
    new SsmEndpoints(stack, 'Endpoints', { vpc: isolatedVpc(stack), ...leastPrivilege, s3: S3EndpointMode.GATEWAY, s3Buckets: [bucket] });
    const own = endpointsByService(stack).s3.Properties.PolicyDocument.Statement.find(({ Sid }: any) => Sid === 'OwnBuckets');
    expect(own.Resource.map(flat)).toEqual(['arn:${AWS::Partition}:s3:::session-logs', 'arn:${AWS::Partition}:s3:::session-logs/*']);
    expect(own.Action).toEqual(expect.arrayContaining(['s3:PutObject', 's3:GetEncryptionConfiguration']));
    expect(own.Condition).toEqual({ StringEquals: { 'aws:PrincipalAccount': [ACCOUNT] } });
  });
});
