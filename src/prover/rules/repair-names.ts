/** What the search for proved fixes can try. `remediation/` says how each is done. */
export type RepairName =
  | 'addAddress' | 'addDefaultRoute' | 'addEndpoint' | 'addExit' | 'addProfile' | 'addTransitExit' | 'addTrust'
  | 'associateTransit' | 'attachGateway' | 'attachPolicy' | 'attachTransit' | 'attachZone' | 'enableDnsHostnames'
  | 'enableDnsSupport' | 'excludeSubnet' | 'giveSubnet' | 'letIn' | 'letOut' | 'makeDualStack' | 'makeNatPublic' | 'moveNat'
  | 'openAcl' | 'openNatInstance' | 'openPolicy' | 'privateDnsOn' | 'rejoin' | 'renameRecord' | 'routeToPeer' | 'routeTransit'
  | 'switchOnMetadata' | 'uncheck';
