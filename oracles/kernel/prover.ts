/** Asks the prover about a template. */
import { Truth } from '../../src/prover/core';
import { loadTemplates } from '../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../src/prover/verdict';
import { Host, REGION, Service, SERVICES } from './spec';
import { Template } from './template';

export interface ProverAnswer {
  readonly answer: Truth;
  /** The steps of every path, for the report of a disagreement. */
  readonly steps: readonly string[];
}

export type ProverAnswers = Readonly<Record<string, Readonly<Record<Service, ProverAnswer>>>>;

export function askProver(template: Template, hosts: readonly Host[]): ProverAnswers {
  const { hosts: verdicts, errors } = judge(loadTemplates([{ name: 'network.json', data: template, region: REGION }]), DEFAULT_OPTIONS);
  if (errors.length > 0) throw new Error(`the prover does not take the template: ${errors.map((e) => e.message).join('; ')}`);
  return Object.fromEntries(hosts.map(({ id }) => {
    const verdict = verdicts.find((v) => v.place.logicalId === id);
    const placement = verdict?.proofs[0]?.placements[0];
    if (!placement || verdict.proofs.length !== 1) throw new Error(`the prover has ${verdict?.proofs.length ?? 0} proofs of ${id} instead of one`);
    const of = (service: Service): ProverAnswer => {
      const found = placement.services.find((s) => s.journey.service === service);
      if (!found) throw new Error(`the prover says nothing of ${service} for ${id}`);
      const steps = found.paths.flatMap((path, i) => path.because.map((step) => `path ${i + 1}: ${step.answer} ${step.reason.name} ${JSON.stringify(step.data)}`));
      return { answer: found.answer, steps };
    };
    return [id, Object.fromEntries(SERVICES.map((s) => [s, of(s)])) as Record<Service, ProverAnswer>];
  }));
}
