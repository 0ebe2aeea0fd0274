import { Named } from '../core';
import { Cure, Repair, RepairKind } from '../remediation';
import { and } from '../rules';


/** One change of a cure in a sentence, in CDK's words and in CloudFormation's. */
const WORDS: Readonly<Record<RepairKind, (d: Named) => { cdk: string; cloudFormation: string }>> = {
  addEgressRule: (d) => ({
    cdk: `allow egress from ${d.group} to ${d.to}: connections.allowTo(…, ec2.Port.tcp(443)), or endpoints.allowFrom(instance)`,
    cloudFormation: `add an AWS::EC2::SecurityGroupEgress to ${d.group}: TCP 443 to ${d.to}`,
  }),
  addIngressRule: (d) => ({
    cdk: `allow ingress to ${d.group} from ${d.from}: connections.allowFrom(…, ec2.Port.tcp(443)), or endpoints.allowFrom(instance)`,
    cloudFormation: `add an AWS::EC2::SecurityGroupIngress to ${d.group}: TCP 443 from ${d.from}`,
  }),
  addAclEntry: (d) => ({
    cdk: `add an entry to ${d.acl}: ruleNumber ${d.number}, ${d.direction}, ALLOW, TCP ${d.ports}, ${d.cidr}`,
    cloudFormation: `add an AWS::EC2::NetworkAclEntry to ${d.acl}: RuleNumber ${d.number}, ${d.direction}, allow, TCP ${d.ports}, ${d.cidr}`,
  }),
  setProperty: (d) => ({ cdk: `on ${d.resource}, set ${d.what}`, cloudFormation: `on ${d.resource}, set ${d.what}` }),
  addPropertyItem: (d) => ({ cdk: `on ${d.resource}, add ${d.what}`, cloudFormation: `on ${d.resource}, add ${d.what}` }),
  addEndpoint: (d) => ({
    cdk: `add the endpoint for ${d.service} to ${d.vpc}: new SsmEndpoints(this, 'Endpoints', { vpc, clients: [instance] })`,
    cloudFormation: `add an interface AWS::EC2::VPCEndpoint for ${d.service} to ${d.vpc}, in ${d.subnet}, with private DNS and a security group that allows inbound TCP 443 from the instance`,
  }),
  addRoute: (d) => ({
    cdk: `add a route to ${d.table}: new ec2.CfnRoute(this, 'Route', { … }) for ${d.destination} through ${d.via}`,
    cloudFormation: `add an AWS::EC2::Route to ${d.table}: ${d.destination} through ${d.via}`,
  }),
  attachGateway: (d) => ({
    cdk: `attach ${d.gateway} to ${d.vpc}: new ec2.CfnVPCGatewayAttachment(this, 'Attachment', { … })`,
    cloudFormation: `add an AWS::EC2::VPCGatewayAttachment of ${d.gateway} and ${d.vpc}`,
  }),
  addElasticAddress: (d) => ({ cdk: `associate an Elastic IP address with ${d.resource}: new ec2.CfnEIP(this, 'Address', { … })`, cloudFormation: `add an AWS::EC2::EIP for ${d.resource}` }),
  excludeFromBlock: (d) => ({
    cdk: `exclude ${d.subnet} from VPC Block Public Access: new ec2.CfnVPCBlockPublicAccessExclusion(this, 'Exclusion', { subnetId, internetGatewayExclusionMode: '${d.mode}' })`,
    cloudFormation: `add an AWS::EC2::VPCBlockPublicAccessExclusion for ${d.subnet} with InternetGatewayExclusionMode: ${d.mode}`,
  }),
  attachPolicy: (d) => ({
    cdk: `${d.role}: role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('${d.policy}'))`,
    cloudFormation: `add the managed policy ${d.policy} to ManagedPolicyArns of ${d.role}`,
  }),
  addTrust: (d) => ({
    cdk: `allow EC2 to assume role ${d.role}: assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com')`,
    cloudFormation: `allow sts:AssumeRole for ec2.amazonaws.com in AssumeRolePolicyDocument of ${d.role}`,
  }),
  addProfile: (d) => ({
    cdk: `set the role of ${d.host}: role: new SsmManagedInstanceRole(this, 'Role').role`,
    cloudFormation: `add to ${d.host} an AWS::IAM::InstanceProfile with a role that trusts ec2.amazonaws.com and has AmazonSSMManagedInstanceCore`,
  }),
  addEndpointStatement: (d) => ({
    cdk: `${d.endpoint}: endpoint.addToPolicy(…) that allows ${and(d.actions)}`,
    cloudFormation: `add a statement to PolicyDocument of ${d.endpoint} that allows ${and(d.actions)}`,
  }),
  addTransitRoute: (d) => ({
    cdk: `route ${d.destination} of ${d.table} to ${d.attachment}: new ec2.CfnTransitGatewayRoute(this, 'Route', { … })`,
    cloudFormation: `route ${d.destination} of ${d.table} to ${d.attachment} by an AWS::EC2::TransitGatewayRoute`,
  }),
  associateTransit: (d) => ({
    cdk: `associate ${d.attachment} with ${d.table}: new ec2.CfnTransitGatewayRouteTableAssociation(this, 'Association', { … })`,
    cloudFormation: `add an AWS::EC2::TransitGatewayRouteTableAssociation of ${d.attachment} with ${d.table}`,
  }),
  attachTransit: (d) => ({
    cdk: `attach ${d.vpc} to ${d.transit}: new ec2.CfnTransitGatewayAttachment(this, 'Attachment', { … })`,
    cloudFormation: `add an AWS::EC2::TransitGatewayAttachment of ${d.transit} and ${d.vpc}`,
  }),
};

export function repairWords(repair: Repair, cdk: boolean): string {
  const words = WORDS[repair.kind](repair.data);
  return cdk ? words.cdk : words.cloudFormation;
}

/** A cure as reports carry it. */
export interface ReportCure {
  /** One sentence a change; all of them together make the host ready. */
  readonly changes: readonly string[];
  /** `unknown`: what is left afterwards cannot be known. */
  readonly leadsTo: 'ready' | 'unknown';
}

export function reportCure(cure: Cure, cdk: boolean): ReportCure {
  return { changes: cure.repairs.map((r) => repairWords(r, cdk)), leadsTo: cure.leadsTo };
}
