import { associationTargetsNobody } from './fleet/association-targets-nobody';
import { associationWithoutS3 } from './fleet/association-without-s3';
import { associationWrongPlatform } from './fleet/association-wrong-platform';
import { defaultHostManagementSeveralOwners } from './fleet/default-host-management-several-owners';
import { inventoryAssociationsOverlap } from './fleet/inventory-associations-overlap';
import { loginPortOpen } from './fleet/login-port-open';
import { managedPolicyDeprecated } from './fleet/managed-policy-deprecated';
import { monitoringUnreachable } from './fleet/monitoring-unreachable';
import { serviceRolePolicyOnInstance } from './fleet/service-role-policy-on-instance';
import { acknowledgementUnused } from './host/acknowledgement-unused';
import { agentDownloadUnreachable } from './host/agent-download-unreachable';
import { agentInstallRacesNetwork } from './host/agent-install-races-network';
import { agentInstallUnreachable } from './host/agent-install-unreachable';
import { agentMayBeStopped } from './host/agent-may-be-stopped';
import { agentMissing } from './host/agent-missing';
import { agentStopped } from './host/agent-stopped';
import { bootsBeforeNetwork } from './host/boots-before-network';
import { hostFirewallBlocks } from './host/host-firewall-blocks';
import { hostNotProven } from './host/host-not-proven';
import { metadataServiceDisabled } from './host/metadata-service-disabled';
import { metadataThroughProxy } from './host/metadata-through-proxy';
import { placementsDiffer } from './host/placements-differ';
import { serialConsoleUnavailable } from './host/serial-console-unavailable';
import { stoppedIsReplaced } from './host/stopped-is-replaced';
import { userDataRunsEveryBoot } from './host/user-data-runs-every-boot';
import { commandTierMissing } from './identity/command-tier-missing';
import { connectTierMissing } from './identity/connect-tier-missing';
import { defaultHostManagementRolePathMissing } from './identity/default-host-management-role-path-missing';
import { defaultHostManagementRoleUnfit } from './identity/default-host-management-role-unfit';
import { instanceProfileMissing } from './identity/instance-profile-missing';
import { instanceProfileWithoutRole } from './identity/instance-profile-without-role';
import { loggingTierMissing } from './identity/logging-tier-missing';
import { permissionsBoundaryBlocks } from './identity/permissions-boundary-blocks';
import { roleHalfManaged } from './identity/role-half-managed';
import { rolePermissionsDenied } from './identity/role-permissions-denied';
import { rolePermissionsMissing } from './identity/role-permissions-missing';
import { roleTrustMissing } from './identity/role-trust-missing';
import { endpointAddressFamily } from './network/endpoint-address-family';
import { endpointIngressBlocked } from './network/endpoint-ingress-blocked';
import { endpointInterfaceUnreachable } from './network/endpoint-interface-unreachable';
import { endpointMissing } from './network/endpoint-missing';
import { endpointPolicyBlocks } from './network/endpoint-policy-blocks';
import { endpointPrivateDnsOff } from './network/endpoint-private-dns-off';
import { endpointWithoutSubnets } from './network/endpoint-without-subnets';
import { endpointZoneMissing } from './network/endpoint-zone-missing';
import { internetGatewayDetached } from './network/internet-gateway-detached';
import { internetRouteMissing } from './network/internet-route-missing';
import { natGatewayUnusable } from './network/nat-gateway-unusable';
import { natInstanceUnusable } from './network/nat-instance-unusable';
import { natRouteMissing } from './network/nat-route-missing';
import { networkAclBlocks } from './network/network-acl-blocks';
import { peeringRouteMissing } from './network/peering-route-missing';
import { privateZoneMisdirects } from './network/private-zone-misdirects';
import { publicAccessBlocked } from './network/public-access-blocked';
import { publicAddressMissing } from './network/public-address-missing';
import { returnRouteMissing } from './network/return-route-missing';
import { securityGroupEgressBlocked } from './network/security-group-egress-blocked';
import { transitGatewayUnusable } from './network/transit-gateway-unusable';
import { vpcDnsHostnamesOff } from './network/vpc-dns-hostnames-off';
import { vpcDnsSupportOff } from './network/vpc-dns-support-off';
import { Rule } from './rule';

/** Every rule by what it looks at, in the order of the agent's own way: host, identity, network, and the fleet as a whole. */
export const RULE_GROUPS = {
  host: [
    acknowledgementUnused,
    agentDownloadUnreachable,
    agentInstallRacesNetwork,
    agentInstallUnreachable,
    agentMayBeStopped,
    agentMissing,
    agentStopped,
    bootsBeforeNetwork,
    hostFirewallBlocks,
    hostNotProven,
    metadataServiceDisabled,
    metadataThroughProxy,
    placementsDiffer,
    serialConsoleUnavailable,
    stoppedIsReplaced,
    userDataRunsEveryBoot,
  ],
  identity: [
    commandTierMissing,
    connectTierMissing,
    defaultHostManagementRolePathMissing,
    defaultHostManagementRoleUnfit,
    instanceProfileMissing,
    instanceProfileWithoutRole,
    loggingTierMissing,
    permissionsBoundaryBlocks,
    roleHalfManaged,
    rolePermissionsDenied,
    rolePermissionsMissing,
    roleTrustMissing,
  ],
  network: [
    endpointAddressFamily,
    endpointIngressBlocked,
    endpointInterfaceUnreachable,
    endpointMissing,
    endpointPolicyBlocks,
    endpointPrivateDnsOff,
    endpointWithoutSubnets,
    endpointZoneMissing,
    internetGatewayDetached,
    internetRouteMissing,
    natGatewayUnusable,
    natInstanceUnusable,
    natRouteMissing,
    networkAclBlocks,
    peeringRouteMissing,
    privateZoneMisdirects,
    publicAccessBlocked,
    publicAddressMissing,
    returnRouteMissing,
    securityGroupEgressBlocked,
    transitGatewayUnusable,
    vpcDnsHostnamesOff,
    vpcDnsSupportOff,
  ],
  fleet: [
    associationTargetsNobody,
    associationWithoutS3,
    associationWrongPlatform,
    defaultHostManagementSeveralOwners,
    inventoryAssociationsOverlap,
    loginPortOpen,
    managedPolicyDeprecated,
    monitoringUnreachable,
    serviceRolePolicyOnInstance,
  ],
} satisfies Record<string, readonly Rule[]>;

export const RULES: readonly Rule[] = Object.values(RULE_GROUPS).flat();
