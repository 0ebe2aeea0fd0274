/**
 * What no template can state. A live source says it with these words, which this file alone declares; everything else it says is
 * CloudFormation's own schema.
 */

/** An intrinsic function: a value that no answer tells. Its argument: `{ key, what }`; equal keys are the same thing. */
export const UNRESOLVED = 'Fn::SsmReady::Unresolved';

/** An intrinsic function: a resource of another account or Region, as `[stack id, logical id]`. */
export const ACROSS = 'Fn::SsmReady::Across';

/** Metadata: what to call a resource. */
export const LIVE_NAME = 'SsmReady::Name';

/**
 * A resource type: something that may exist in a VPC and was not seen. Properties: `VpcId`; `Kind`, which is `filters` (what stands before
 * an endpoint's own zone: resolver rules, DNS firewalls), `answers` (endpoints, hosted zones, Profiles) or `internet gateway`; `What`, which
 * is an unresolved value that says why.
 */
export const NOT_SEEN = 'SsmReady::NotSeen';

/** States of resources at the time of the answer, and addresses, as properties of CloudFormation's own types. */
export const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Route': ['State'],
  'AWS::EC2::NatGateway': ['State', 'FailureMessage'],
  'AWS::EC2::VPCEndpoint': ['State', 'LastError', 'Addresses'],
  'AWS::EC2::VPCPeeringConnection': ['State'],
  'AWS::EC2::TransitGatewayVpcAttachment': ['State'],
  [NOT_SEEN]: ['VpcId', 'Kind', 'What'],
};

/** A value that no answer tells. */
export function unresolved(key: string, what: string): { readonly [UNRESOLVED]: { readonly key: string; readonly what: string } } {
  return { [UNRESOLVED]: { key, what } };
}
