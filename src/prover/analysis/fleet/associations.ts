import { NEEDS_S3, ONE_SYSTEM } from '../../../data/command-documents';
import { identity, Place, Step } from '../../core';
import { Host, NetworkModel } from '../../model';
import { associationWithoutS3 } from '../../rules/fleet/association-without-s3';
import { associationWrongPlatform } from '../../rules/fleet/association-wrong-platform';
import { monitoringUnreachable } from '../../rules/fleet/monitoring-unreachable';
import { readUserData } from '../../user-data/parts';
import { reachesS3 } from '../agent/reach-s3';
import { Journey, reach } from '../network';

/** What associations ask of a host that it cannot do. */
export function associationSteps(model: NetworkModel, host: Host, journey: Omit<Journey, 'service'>): Step[] {
  const steps: Step[] = [];
  const lost: { name: string; place?: Place }[] = [];
  for (const association of model.associations()) {
    const document = nameOf(identity(association.document));
    if (!ONE_SYSTEM[document] && !NEEDS_S3.has(document)) continue;
    if (model.targetsHost(association, host) !== 'yes') continue;
    const system = Object.hasOwn(ONE_SYSTEM, document) ? ONE_SYSTEM[document] : undefined;
    const at = association.place ? [association.place] : [];
    if (system && journey.os !== 'unknown' && journey.os !== system) steps.push({ reason: associationWrongPlatform.faults.associationWrongSystem, answer: 'no', at, data: { host, document, system, own: journey.os } });
    if (NEEDS_S3.has(document)) lost.push({ name: document, ...association.place ? { place: association.place } : {} });
  }
  if (lost.length > 0 && reachesS3(model, { ...journey, service: 's3' }, 'own-region') === 'no') {
    const at = lost.map((l) => l.place).filter((p): p is Place => p !== undefined);
    steps.push({ reason: associationWithoutS3.faults.associationWithoutS3, answer: 'no', at, data: { host, document: [...new Set(lost.map((l) => l.name))].join(', '), subnet: journey.placement.subnet } });
  }
  return steps;
}

/** The documents that bring the CloudWatch agent, and set it going. */
const METRICS = new Set(['AmazonCloudWatch-ManageAgent']);

/** A host that is to send metrics and logs, by user data or by an association, and cannot reach where they go. */
export function monitoringSteps(model: NetworkModel, host: Host, journey: Omit<Journey, 'service'>): Step[] {
  const { launch } = journey.placement;
  const byUserData = readUserData(launch.userData).parts.some((p) => /amazon-cloudwatch-agent(?:-ctl|\.rpm|\.deb|\.msi)|install[^\n]*\bamazon-cloudwatch-agent\b/.test(p.text));
  const association = model.associations().find((a) => METRICS.has(nameOf(identity(a.document))) && model.targetsHost(a, host) === 'yes');
  if (!byUserData && !association) return [];
  const lost = ['monitoring', 'logs'].filter((service) => reach(model, { ...journey, service }).answer === 'no');
  if (lost.length < 2) return [];
  const at = association?.place ?? launch.userDataPlace;
  return [{ reason: monitoringUnreachable.faults.monitoringUnreachable, answer: 'no', at: [at], data: { host, service: lost.join(', '), subnet: journey.placement.subnet } }];
}

/** A document may be named by its ARN. */
export function nameOf(document: string): string {
  return document.slice(document.lastIndexOf('/') + 1);
}
