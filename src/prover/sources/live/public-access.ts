import { unresolved } from '../../core';
import { because, firstUnseen } from './answers';
import { Scope } from './builder';
import { mapOf, member, text } from './json';

/** VPC Block Public Access: the options of the account and Region, and what is excluded from them. */
export function mapPublicAccess(scope: Scope): void {
  const { presence, data } = scope.answers.one('ec2', 'describe-vpc-block-public-access-options', {});
  const options = mapOf(member(data, 'VpcBlockPublicAccessOptions'));
  const mode = presence.state === 'complete' && text(options, 'State') !== 'update-in-progress' ? text(options, 'InternetGatewayBlockMode') : undefined;
  const others = scope.answers.items('ec2', 'describe-vpcs', 'Vpcs').find((v) => scope.account !== undefined && text(v, 'OwnerId') !== undefined && text(v, 'OwnerId') !== scope.account);
  const why = presence.state !== 'complete' ? because(presence) : others ? `${text(others, 'VpcId') ?? 'a VPC'} belongs to another account` : 'it is being changed';
  scope.add('block-public-access', 'AWS::EC2::VPCBlockPublicAccessOptions', {
    InternetGatewayBlockMode: mode !== undefined && !others ? mode : unresolved(`block-public-access:${scope.name}`, `the mode of VPC Block Public Access (${why})`),
  }, 'VPC Block Public Access');
  if (mode === 'off' && !others) return;
  mapExclusions(scope);
  // What a VPC or subnet says of itself is the mode that holds for it.
  for (const [operation, key, property] of [['describe-vpcs', 'Vpcs', 'VpcId'], ['describe-subnets', 'Subnets', 'SubnetId']] as const) {
    for (const item of scope.answers.items('ec2', operation, key, property)) {
      const id = text(item, property)!;
      if (text(item, 'BlockPublicAccessStates', 'InternetGatewayBlockMode') !== 'off' || !scope.isHome(id)) continue;
      scope.add(`${id}#not-blocked`, 'AWS::EC2::VPCBlockPublicAccessExclusion', { [property]: scope.ref(id), InternetGatewayExclusionMode: 'allow-bidirectional' });
    }
  }
}

function mapExclusions(scope: Scope): void {
  for (const exclusion of scope.answers.items('ec2', 'describe-vpc-block-public-access-exclusions', 'VpcBlockPublicAccessExclusions', 'ExclusionId')) {
    const state = text(exclusion, 'State') ?? '';
    const id = (text(exclusion, 'ResourceArn') ?? '').split('/').pop() ?? '';
    if (/^delete-complete|^create-failed|^disable-complete/.test(state) || !/^(vpc|subnet)-/.test(id)) continue;
    scope.add(text(exclusion, 'ExclusionId')!, 'AWS::EC2::VPCBlockPublicAccessExclusion', {
      [id.startsWith('vpc-') ? 'VpcId' : 'SubnetId']: scope.ref(id),
      InternetGatewayExclusionMode: /complete$/.test(state) ? text(exclusion, 'InternetGatewayExclusionMode') : unresolved(`exclusion:${id}`, `the exclusion of ${id} from VPC Block Public Access, which is being changed`),
    });
  }
  const missing = firstUnseen([scope.list('describe-vpc-block-public-access-exclusions')]);
  if (!missing) return;
  for (const item of scope.answers.items('ec2', 'describe-vpcs', 'Vpcs', 'VpcId')) {
    const id = text(item, 'VpcId')!;
    if (scope.isHome(id)) scope.add(`${id}#exclusion-not-seen`, 'AWS::EC2::VPCBlockPublicAccessExclusion', { VpcId: scope.ref(id), InternetGatewayExclusionMode: unresolved(`exclusion:${id}`, `the exclusions of ${id} from VPC Block Public Access (${because(missing)})`) });
  }
}

/** Prefix lists with their entries, those that AWS keeps too. */
export function mapPrefixLists(scope: Scope): void {
  const lists = [...scope.answers.items('ec2', 'describe-managed-prefix-lists', 'PrefixLists', 'PrefixListId'), ...scope.answers.items('ec2', 'describe-prefix-lists', 'PrefixLists', 'PrefixListId')];
  const done = new Set<string>();
  const named = new Map(lists.map((l) => [text(l, 'PrefixListId')!, l]));
  for (const { parameters } of scope.answers.of('ec2', 'get-managed-prefix-list-entries')) {
    const id = text(parameters, 'PrefixListId');
    if (id !== undefined && !named.has(id)) named.set(id, {});
  }
  for (const [id, list] of named) {
    if (done.has(id) || (scope.isSeen(id) && !scope.isHome(id))) continue;
    done.add(id);
    const { presence, items } = scope.answers.pages('ec2', 'get-managed-prefix-list-entries', 'Entries', { PrefixListId: id });
    const cidrs = (member(list, 'Cidrs') as unknown[] | undefined) ?? lists.find((l) => text(l, 'PrefixListId') === id && Array.isArray(member(l, 'Cidrs')))?.Cidrs;
    const blocks = presence.state === 'complete' ? items.map((entry) => ({ Cidr: text(entry, 'Cidr') }))
      : Array.isArray(cidrs) ? (cidrs as unknown[]).filter((c): c is string => typeof c === 'string').map((Cidr) => ({ Cidr })) : undefined;
    scope.add(id, 'AWS::EC2::PrefixList', { Entries: blocks ?? unresolved(`entries:${id}`, `the entries of prefix list ${id} (${because(presence)})`) }, `${text(list, 'PrefixListName') ?? 'prefix list'} (${id})`);
  }
}

