import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';

export const ACCOUNT = '111111111111';

/** A stack of a concrete Region; without one, Region-agnostic. */
export function stackIn(region?: string, app = new App(), id = 'Test'): Stack {
  return new Stack(app, id, region ? { env: { account: ACCOUNT, region } } : {});
}

export function isolatedVpc(scope: Construct, id = 'Vpc'): ec2.Vpc {
  return new ec2.Vpc(scope, id, {
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Hosts', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    restrictDefaultSecurityGroup: false,
  });
}

export function closedClient(scope: Construct, vpc: ec2.IVpc, id = 'Client'): ec2.SecurityGroup {
  return new ec2.SecurityGroup(scope, id, { vpc, allowAllOutbound: false });
}

type Resource = { readonly Properties: Record<string, any>; readonly Condition?: string };

/** The interface and gateway endpoints of a stack by the last part of their service name. */
export function endpointsByService(stack: Stack): Record<string, Resource> {
  const found = Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint');
  const named = Object.values(found).map((resource) => {
    const name = resource.Properties.ServiceName;
    const text: string = typeof name === 'string' ? name : name['Fn::Join'][1].at(-1);
    return [text.split('.').at(-1)!, resource as Resource] as const;
  });
  expect(new Set(named.map(([name]) => name)).size).toBe(named.length); // two endpoints for one service would hide here
  return Object.fromEntries(named);
}

export function services(stack: Stack): string[] {
  return Object.keys(endpointsByService(stack)).sort();
}

/** The ARN-ish text of a policy resource, tokens shown as ${…}, so that a test can compare it. */
export function flat(value: any): string {
  if (typeof value === 'string') return value;
  if (value.Ref) return `\${${value.Ref}}`;
  if (value['Fn::GetAtt']) return `\${${value['Fn::GetAtt'].join('.')}}`;
  return value['Fn::Join'][1].map(flat).join('');
}

export function logicalId(stack: Stack, construct: IConstruct): string {
  return stack.resolve((construct.node.defaultChild as any).logicalId);
}

/** Compare constructs by path: when a comparison of constructs fails, Jest prints the whole tree, and takes minutes over it. */
export function pathOf(construct?: IConstruct): string | undefined {
  return construct?.node.path;
}
