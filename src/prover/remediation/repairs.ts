import { Step } from '../core';
import { isFault, RepairName } from '../rules';
import { addProfile, addTrust, attachPolicy, openPolicy, switchOnMetadata } from './identity-repairs';
import { associateTransit, attachTransit, attachZone, makeDualStack, rejoin, renameRecord, routeToPeer, routeTransit } from './join-repairs';
import { letIn, letOut, openAcl } from './packet-repairs';
import { Fault, homeOf, RANK, refTo, Repair } from './repair';
import { addAddress, addDefaultRoute, addEndpoint, addExit, addTransitExit, attachGateway, excludeSubnet, makeNatPublic, moveNat, openNatInstance, setting } from './way-repairs';

/** How each repair that a fault names is done. */
const REPAIRS: Readonly<Record<RepairName, (fault: Fault) => readonly Repair[]>> = {
  addAddress,
  addDefaultRoute,
  addEndpoint,
  addExit,
  addProfile,
  addTransitExit,
  addTrust,
  associateTransit,
  attachGateway,
  attachPolicy,
  attachTransit,
  attachZone,
  enableDnsHostnames: (f) => vpcSetting(f, 'EnableDnsHostnames'),
  enableDnsSupport: (f) => vpcSetting(f, 'EnableDnsSupport'),
  excludeSubnet,
  giveSubnet,
  letIn,
  letOut,
  makeDualStack,
  makeNatPublic,
  moveNat,
  openAcl,
  openNatInstance,
  openPolicy,
  privateDnsOn,
  rejoin,
  renameRecord,
  routeToPeer,
  routeTransit,
  switchOnMetadata,
  uncheck,
};

/** The repairs of one fault, those that open least first. */
export function repairsFor(fault: Fault): readonly Repair[] {
  const { reason } = fault.step;
  return isFault(reason) && reason.repair ? [...REPAIRS[reason.repair](fault)].sort((a, b) => a.rank - b.rank) : [];
}

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
