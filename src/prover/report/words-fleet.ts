import { and, Data, many, Table } from './wording';

const SYSTEM: Readonly<Record<string, string>> = { linux: 'Linux', windows: 'Windows' };

/** What keeps a tag from being the one that an association names. */
const MISS: Readonly<Record<string, (d: Data) => string>> = {
  kept: (d) => `the tag ${d.tag} of ${d.host} is not handed on to its instances`,
  value: (d) => `the tag ${d.tag} of ${d.host} is ${d.value}`,
  case: (d) => `${d.host} has a tag ${d.tag}; tag names tell upper case from lower case`,
};

/** What would not work once hosts are managed, and what they have without need. */
export const FLEET_WORDS: Table = {
  associationWrongSystem: (d) => ({
    message: `${d.document} runs on ${SYSTEM[d.system]} only, and ${d.host} is ${SYSTEM[d.own]}`,
    cdk: `target ${SYSTEM[d.system]} hosts by a tag of their own, or use a document for ${SYSTEM[d.own]}`,
    cloudFormation: `narrow Targets of the association to ${SYSTEM[d.system]} hosts, or name a document for ${SYSTEM[d.own]}`,
  }),
  associationWithoutS3: (d) => ({
    message: `${and(d.document)} ${many(d.document) ? 'need' : 'needs'} Amazon S3, which ${d.host} cannot reach from ${and(d.subnet)}`,
    cdk: `add the gateway endpoint: new SsmEndpoints(this, 'Endpoints', { vpc, s3: S3EndpointMode.GATEWAY }), or vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })`,
    cloudFormation: 'add a gateway AWS::EC2::VPCEndpoint for s3 with the route table of the subnet in RouteTableIds',
  }),
  associationTargetsNobody: (d) => ({
    message: `${d.association} targets no host of this input: ${MISS[d.miss](d)}`,
    cdk: 'give the instances the tag that the association names: Tags.of(instance).add(…), for groups with applyToLaunchedInstances: true',
    cloudFormation: 'let Targets name the tag as the instances carry it (PropagateAtLaunch: true on groups; ResourceType: instance in launch templates)',
  }),
  monitoringUnreachable: (d) => ({
    message: `${d.host} runs the CloudWatch agent and reaches neither ${and(d.service)} from ${and(d.subnet)}`,
    cdk: `add the endpoints: new SsmEndpoints(this, 'Endpoints', { vpc, additionalServices: [SsmEndpointService.MONITORING, SsmEndpointService.LOGS] })`,
    cloudFormation: 'add interface endpoints (AWS::EC2::VPCEndpoint, PrivateDnsEnabled true) for monitoring and logs',
  }),
  inventoryOverlaps: (d) => ({
    message: `${d.first} and ${d.second} both collect inventory from ${d.hosts === '' ? 'the same targets' : and(d.hosts)}: an instance takes one specific inventory association, and the other one fails`,
    cdk: 'keep one of them, or let one target all instances (InstanceIds *) and the other none of them',
    cloudFormation: 'keep one of the two AWS::SSM::Association, or give them targets that do not overlap',
  }),
  severalOwners: (d) => ({
    message: `${d.first} and ${d.second} both make the Default Host Management setting of one account and Region: the last one deployed wins, the first one deleted takes it away`,
    cdk: 'keep one of them in the app',
    cloudFormation: 'keep one of them',
  }),
  loginOpen: (d) => ({
    message: `${d.group} of ${d.host} lets everyone (${d.from}) in on port ${and(d.ports)}; Session Manager needs no inbound port`,
    cdk: 'remove the rule, and log in by Session Manager',
    cloudFormation: 'remove the ingress rule, and log in by Session Manager',
  }),
  serviceRolePolicy: (d) => ({
    message: `${d.role} has AmazonSSMServiceRolePolicy, which is for the service-linked role of Systems Manager and lets no agent speak`,
    cdk: 'attach AmazonSSMManagedInstanceCore instead',
    cloudFormation: `attach AmazonSSMManagedInstanceCore to ${d.role} instead`,
  }),
  deprecatedPolicy: (d) => ({
    message: `${d.role} has AmazonEC2RoleforSSM, which AWS has deprecated: it opens every bucket of the account to the instance`,
    cdk: 'attach AmazonSSMManagedInstanceCore instead, and what else it really needs',
    cloudFormation: `attach AmazonSSMManagedInstanceCore to ${d.role} instead, and what else it really needs`,
  }),
};
