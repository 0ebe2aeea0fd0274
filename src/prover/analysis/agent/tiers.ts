/**
 * How much of Systems Manager a host must be able to use. Each tier includes those before it. A tier decides which permissions the
 * agent needs and which service names it must reach.
 */
export type TierName = 'register' | 'connect' | 'command' | 'logging';

export const TIERS: readonly TierName[] = ['register', 'connect', 'command', 'logging'];

const REGISTER = ['ssm:UpdateInstanceInformation'];
const CHANNELS = ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'];
const COMMANDS = ['ssm:DescribeAssociation', 'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:GetDocument', 'ssm:DescribeDocument',
  'ssm:ListAssociations', 'ssm:ListInstanceAssociations', 'ssm:PutInventory', 'ssm:PutComplianceItems', 'ssm:PutConfigurePackageResult',
  'ssm:UpdateAssociationStatus', 'ssm:UpdateInstanceAssociationStatus'];

/** The actions a tier adds to the one before it. What logging adds rests on the session preferences: see {@link logNeeds}. */
export const TIER_ACTIONS: Readonly<Record<TierName, readonly string[]>> = { register: REGISTER, connect: CHANNELS, command: COMMANDS, logging: [] };

const UP_TO: Readonly<Record<TierName, readonly string[]>> = {
  register: REGISTER,
  connect: [...REGISTER, ...CHANNELS],
  command: [...REGISTER, ...CHANNELS, ...COMMANDS],
  logging: [...REGISTER, ...CHANNELS, ...COMMANDS],
};

/** Every action a tier needs, with those below it. */
export function actionsOf(tier: TierName): readonly string[] {
  return UP_TO[tier];
}

/** The services whose names must be reachable for a tier (https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html). */
export function servicesOf(tier: TierName): readonly string[] {
  return tier === 'register' ? ['ssm'] : ['ssm', 'ssmmessages'];
}

/** Calls made through an endpoint for a tier, for its endpoint policy. */
export function actionsThrough(service: string, tier: TierName): readonly string[] {
  return actionsOf(tier).filter((action) => action.startsWith(`${service}:`));
}

/** Whether `tier` includes `other`. */
export function includesTier(tier: TierName, other: TierName): boolean {
  return TIERS.indexOf(tier) >= TIERS.indexOf(other);
}
