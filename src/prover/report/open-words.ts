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
    case 'parameter-default': return `parameter ${subject} has its default${value === '' ? ' (empty)' : ` ${clip(value ?? '')}`}`;
    case 'default-host-management-off': return 'Default Host Management is off in this account and Region';
    case 'default-host-management-on': return 'Default Host Management is on in this account and Region';
    case 'image-carries-agent': return `the image of ${subject} carries the SSM Agent${value ? ` (${value}${value === 'no image named' ? '' : ' cannot be classified'})` : ''}`;
    case 'user-data-installs-agent': return `the user data of ${subject} really installs the SSM Agent`;
    case 'default-vpc': return `${subject} starts in the default VPC, which is as AWS makes it`;
    case 'partition': return `AWS::Partition is ${value}`;
    case 'macro-harmless': return `the macro ${value} changes nothing about ${subject} and its network`;
    case 'private-dns-accepted': return `${subject} has the DNS attributes that private DNS needs (else CloudFormation refuses the endpoint)`;
    case 'external-policy-open': return `policies of ${subject} that the input does not show${value ? ` (${clip(value)})` : ''} deny nothing the agent needs`;
    case 'metadata-default': return `the account's default for the instance metadata service, which ${subject} takes, has it on`;
    case 'proxy-serves': return `the proxy of ${subject} (${value}) leads to Systems Manager`;
    case 'directory-forwards': return `the DNS servers of the directory ${subject} forward to the resolver of its VPC, as AWS makes them`;
    case 'peering-accepted': return `the peering connection ${subject} is accepted by the other account`;
    case 'said': return `${subject}: ${value}, as you say`;
    case 'nat-instance-forwards': return `${subject} forwards packets, as its user data says`;
    case 'dual-stack-names': return `the agent of ${subject} is new enough (3.3.3270.0) to ask for dual-stack names`;
    case 'session-preferences': return `the session preferences of ${subject} are made elsewhere and ask for no logs`;
    case 'image-family': return `the image ${subject} is of the family ${value}`;
    case 'service-control-policies': return 'no service control policy denies what the agent needs';
    default: return `${assumption.kind}: ${subject}`;
  }
}
