/** Addresses of the AWS documentation, by the name of the page. */
const book = (path: string) => (page: string) => `https://docs.aws.amazon.com/${path}/${page}.html`;

export const systemsManagerGuide = book('systems-manager/latest/userguide');
export const runbookReference = book('systems-manager-automation-runbooks/latest/userguide');
export const vpcGuide = book('vpc/latest/userguide');
export const privateLinkGuide = book('vpc/latest/privatelink');
export const peeringGuide = book('vpc/latest/peering');
export const reachabilityGuide = book('vpc/latest/reachability');
export const ec2Guide = book('AWSEC2/latest/UserGuide');
