import { InputError } from '../../prover/core';
import { Answers, Json, maps, text } from '../../prover/sources/live';
import type { Collected } from './collect';
import { estateOf, Target } from './scope';

const AGAIN = 'changed while this command was looking: run it again';

/** What no longer was as the first answers said when the later ones came: the answers are not of one moment. */
export function changesOf({ answers: saved }: Pick<Collected, 'answers'>, target: Target): InputError[] {
  const answers = new Answers(saved);
  return estateOf(answers, target).instances.flatMap((instance) => {
    const id = text(instance, 'InstanceId')!;
    const change = ending(answers, id) ?? unlisted(answers, instance);
    return change === undefined ? [] : [new InputError(id, `${change}; it ${AGAIN}`)];
  });
}

/** Terminated since it was listed. */
function ending(answers: Answers, id: string): string | undefined {
  const status = answers.items('ec2', 'describe-instance-status', 'InstanceStatuses', 'InstanceId').find((s) => text(s, 'InstanceId') === id);
  const state = text(status, 'InstanceState', 'Name');
  if (state === 'terminated' || state === 'shutting-down') return `this instance is ${state} in the meantime`;
  const isLost = ['describe-instance-status', 'describe-instance-attribute'].some((operation) => answers.of('ec2', operation).some(({ error = '' }) => error.includes('InvalidInstanceID') && new RegExp(`\\b${id}\\b`).test(error)));
  return isLost ? 'this instance does not exist any more' : undefined;
}

/** Something the instance is in, which a list does not have that was answered in full. */
function unlisted(answers: Answers, instance: Json): string | undefined {
  const vpcId = text(instance, 'VpcId');
  const lacks = (operation: string, key: string, member: string, id: string | undefined) => id !== undefined && answers.list('ec2', operation, vpcId).state === 'complete'
    && !answers.items('ec2', operation, key, member).some((item) => text(item, member) === id);
  if (lacks('describe-vpcs', 'Vpcs', 'VpcId', vpcId)) return `its VPC ${vpcId!} is not listed any more`;
  const subnetId = text(instance, 'SubnetId');
  if (lacks('describe-subnets', 'Subnets', 'SubnetId', subnetId)) return `its subnet ${subnetId!} is not listed any more`;
  const group = maps(instance, 'NetworkInterfaces').flatMap((n) => maps(n, 'Groups')).map((g) => text(g, 'GroupId')).find((g) => lacks('describe-security-groups', 'SecurityGroups', 'GroupId', g));
  return group === undefined ? undefined : `its security group ${group} is not listed any more`;
}
