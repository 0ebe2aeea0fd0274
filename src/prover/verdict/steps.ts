import { HostProof } from '../analysis';
import { Step } from '../core';
import { Rule } from '../rules';

/** Whether a step's reason is a fault of a rule. */
export function isOf({ faults }: Rule, { reason }: Step): boolean {
  return Object.hasOwn(faults, reason.name) && faults[reason.name] === reason;
}

/** The steps of a proof that make a rule fire. */
export function stepsFor(rule: Rule, proof: HostProof): readonly Step[] {
  switch (rule.fires) {
    case 'on-faults': return (rule.severity === 'error' ? failingSteps : besideSteps)(proof).filter((step) => isOf(rule, step));
    case 'where-placements-differ': return proof.mixed ? failingSteps(proof) : [];
    case 'on-interfaces': return interfaceSteps(proof);
    case 'by-verdict': return [];
  }
}

/** All rules ask for the same steps of a proof. */
function oncePerProof(steps: (proof: HostProof) => readonly Step[]): (proof: HostProof) => readonly Step[] {
  const known = new WeakMap<HostProof, readonly Step[]>();
  return (proof) => {
    let found = known.get(proof);
    if (!found) known.set(proof, found = steps(proof));
    return found;
  };
}

/**
 * Every step that fails on the way to a `no`. Where a service is reached by another path, the failing one is no fault of the host
 * (see EndpointInterfaceUnreachable).
 */
const failingSteps = oncePerProof((proof) => proof.placements.filter((p) => p.answer === 'no').flatMap((placement) => [
  ...placement.metadata.because, ...placement.image.because, ...placement.credentials.because,
  ...placement.services.filter((s) => s.answer === 'no').flatMap((s) => s.paths.flatMap((p) => p.because)),
]).filter((s) => s.answer === 'no'));

/** Every step that blocks a proof either way. */
export function openSteps(proof: HostProof): Step[] {
  return proof.placements.flatMap((placement) => [
    ...placement.metadata.because, ...placement.image.because, ...placement.credentials.because,
    ...placement.services.filter((s) => s.answer === 'unknown').flatMap((s) => s.paths.flatMap((p) => p.because)),
  ]).filter((s) => s.answer === 'unknown');
}

/** Every step that fails beside the way to an answer. */
const besideSteps = oncePerProof((proof) => proof.placements.flatMap((placement) => placement.beside));

/** Faults on the path to one network interface of an endpoint, where another one is reached. */
function interfaceSteps(proof: HostProof): Step[] {
  return proof.placements.flatMap((placement) => placement.services)
    .filter((service) => service.answer === 'yes')
    .flatMap((service) => service.paths.filter((path) => path.answer === 'no' && path.endpointSubnet !== undefined))
    .flatMap((path) => path.because.filter((step) => step.answer === 'no')
      .map((step) => ({ ...step, data: { ...step.data, endpointSubnet: path.endpointSubnet?.name ?? '' } })));
}
