import { Step } from '../core';
import { addProfile, addTrust, attachPolicy, openPolicy, switchOnMetadata } from './identity-repairs';
import { associateTransit, attachTransit, attachZone, makeDualStack, rejoin, renameRecord, routeToPeer, routeTransit } from './join-repairs';
import { letIn, letOut, openAcl } from './packet-repairs';
import { Fault, homeOf, RANK, refTo, Repair } from './repair';
import { addAddress, addDefaultRoute, addEndpoint, addExit, addTransitExit, attachGateway, excludeSubnet, makeNatPublic, moveNat, openNatInstance, setting } from './way-repairs';

/** What each reason offers to mend it; a reason that is not here is for people. */
const OFFERS: Readonly<Record<string, (fault: Fault) => readonly Repair[]>> = {
  metadataDisabled: switchOnMetadata,
  noInstanceProfile: addProfile,
  profileWithoutRole: addProfile,
  trustMissing: addTrust,
  actionMissing: attachPolicy,
  halfManaged: attachPolicy,
  endpointPolicyBlocks: openPolicy,
  dnsSupportOff: (f) => vpcSetting(f, 'EnableDnsSupport'),
  dnsHostnamesOff: (f) => vpcSetting(f, 'EnableDnsHostnames'),
  privateDnsOff: privateDnsOn,
  endpointMissing: addEndpoint,
  endpointWithoutSubnets: giveSubnet,
  endpointOtherFamily: makeDualStack,
  zoneLeadsElsewhere: renameRecord,
  groupsBlockOut: letOut,
  groupsHaveNoEgress: letOut,
  endpointBlocksIn: letIn,
  aclBlocks: openAcl,
  aclBlocksReply: openAcl,
  internetRouteMissing: addDefaultRoute,
  natRouteMissing: addDefaultRoute,
  internetGatewayDetached: attachGateway,
  publicAccessBlocked: excludeSubnet,
  publicAddressMissing: addAddress,
  natPrivate: makeNatPublic,
  natWithoutAddress: makeNatPublic,
  natInClientSubnet: moveNat,
  natWithoutInternetRoute: addExit,
  natInstanceWithoutInternetRoute: addExit,
  natInstanceWithoutAddress: addAddress,
  natInstanceGroupsBlock: openNatInstance,
  sourceDestCheck: uncheck,
  peerRouteMissing: routeToPeer,
  returnRouteMissing: routeToPeer,
  peeringLeadsElsewhere: rejoin,
  peeringLeadsNoFurther: addEndpoint,
  transitNotAttached: attachTransit,
  transitZoneMissing: attachZone,
  transitNotAssociated: associateTransit,
  transitRouteMissing: routeTransit,
  transitExitMissing: addTransitExit,
};

/** The repairs of one fault, those that open least first. */
export function repairsFor(fault: Fault): readonly Repair[] {
  const offer = Object.hasOwn(OFFERS, fault.step.reason) ? OFFERS[fault.step.reason] : undefined;
  return offer ? [...offer(fault)].sort((a, b) => a.rank - b.rank) : [];
}

/** Reasons that offer repairs; a test compares them with the reasons that can fail. */
export const REASONS_WITH_REPAIRS: readonly string[] = Object.keys(OFFERS);

function vpcSetting({ placement }: Fault, property: string): Repair[] {
  const home = homeOf(placement.vpc);
  return home ? [setting(home, [property], true, placement.vpc!.name, `${property}: true`, RANK.setting)] : [];
}

function privateDnsOn({ model, step }: Fault): Repair[] {
  return endpointsAt(model, step).map((r) => setting({ stack: r.stack.id, logicalId: r.logicalId }, ['PrivateDnsEnabled'], true, r.logicalId, 'PrivateDnsEnabled: true', RANK.setting));
}

function giveSubnet({ placement, path }: Fault): Repair[] {
  const home = homeOf(path?.endpoint);
  const id = home && refTo(placement.subnet, home.stack);
  return home && id ? [setting(home, ['SubnetIds'], [id], path!.endpoint!.name, `SubnetIds to ${placement.subnet.name}`, RANK.setting)] : [];
}

function uncheck({ model, step }: Fault): Repair[] {
  const instance = step.at.map((place) => model.estate.resourceAt(place)).find((r) => r?.type === 'AWS::EC2::Instance');
  return instance ? [setting({ stack: instance.stack.id, logicalId: instance.logicalId }, ['SourceDestCheck'], false, instance.logicalId, 'SourceDestCheck: false', RANK.setting)] : [];
}

function endpointsAt(model: Fault['model'], step: Step) {
  return step.at.map((place) => model.estate.resourceAt(place)).filter((r) => r?.type === 'AWS::EC2::VPCEndpoint').map((r) => r!);
}
