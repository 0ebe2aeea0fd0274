import { Assumption } from '../core';
import { unresolved } from '../rules';
import { OpenPoint } from '../verdict';
import { named } from './wording';

/** What was not known, and what it kept from being proved. A fault of some part or choice only is told in the words of the fault. */
export function openWords({ unknown, reason, data }: OpenPoint): { what: string; why: string } {
  const chosen = reason === unresolved.world ? /^parameter ([^ ]+) = /.exec(unknown.what)?.[1] : undefined;
  const hint = chosen === undefined ? '' : ` (choose by --parameters ${chosen}=…)`;
  return { what: unknown.what, why: `${reason.says(named(data))}${hint}` };
}

const clip = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

/** An assumption as a sentence. */
export function assumptionWords(assumption: Assumption): string {
  const { subject, value } = assumption;
  switch (assumption.kind) {
    case 'parameter-default': return `parameter ${subject} has its default value${value === '' ? ' (empty)' : ` ${clip(value ?? '')}`}`;
    case 'default-host-management-off': return 'Default Host Management is disabled in this account and Region';
    case 'default-host-management-on': return 'Default Host Management is enabled in this account and Region';
    case 'image-carries-agent': return `the image of ${subject} includes the SSM Agent${value ? ` (${value}${value === 'no image named' ? '' : ' cannot be classified'})` : ''}`;
    case 'user-data-installs-agent': return `the user data of ${subject} installs the SSM Agent successfully`;
    case 'default-vpc': return `${subject} starts in the default VPC, which is unchanged since AWS created it`;
    case 'partition': return `AWS::Partition is ${value}`;
    case 'macro-harmless': return `macro ${value} does not change ${subject} or its network`;
    case 'private-dns-accepted': return `VPC ${subject} has the DNS attributes that private DNS requires (CloudFormation rejects the endpoint otherwise)`;
    case 'external-policy-open': return `policies of ${subject} outside the input${value ? ` (${clip(value)})` : ''} deny nothing that the agent requires`;
    case 'metadata-default': return `the account-level IMDS default, which applies to ${subject}, is enabled`;
    case 'proxy-serves': return `the proxy of ${subject} (${value}) reaches Systems Manager`;
    case 'directory-forwards': return `the DNS servers of directory ${subject} forward to the resolver of its VPC, as AWS configures them`;
    case 'peering-accepted': return `VPC peering connection ${subject} is accepted by the other account`;
    case 'said': return `${subject}: ${value} (assume)`;
    case 'nat-instance-forwards': return `${subject} forwards packets, as its user data configures`;
    case 'dual-stack-names': return `the agent of ${subject} is version 3.3.3270.0 or later, which resolves dual-stack names`;
    case 'session-preferences': return `the session preferences of ${subject} are external and require no logging`;
    case 'image-family': return `image ${subject} is ${value}`;
    case 'service-control-policies': return 'no service control policy denies what the agent requires';
    default: return `${assumption.kind}: ${subject}`;
  }
}
