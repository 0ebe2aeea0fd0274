import { join } from 'path';
import { facts, Fault, RULES } from '../../../src/prover/rules';
import { expectFile } from '../../helpers/expectations';

/** Parts that choose words rather than stand in them. */
const CHOSEN: Record<string, string> = { miss: 'value', system: 'linux', own: 'windows' };

/** Values of a part that choose other words. */
const WORDS_THAT_DECIDE = {
  by: ['default-host-management'], cause: ['actionDenied', 'actionMissing', 'boundaryLacksAction'], direction: ['in', 'outbound'],
  hostManagement: ['assumed-off'], hostType: ['AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::LaunchTemplate', 'AWS::EKS::Nodegroup'], hosts: [''], said: ['none'], service: ['s3'], target: ['Amazon S3'],
  taker: ['AWS::AutoScaling::AutoScalingGroup', 'AWS::AutoScaling::LaunchConfiguration', 'AWS::Batch::ComputeEnvironment', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::EKS::Nodegroup'],
};

/** Evidence of which every part is there, named by itself: `‹host›`, but for those that are given. */
const evidenceWith = (given: Record<string, string | undefined>) => new Proxy(CHOSEN, {
  get: (chosen, key) => (String(key) in given ? given[String(key)] : chosen[String(key)] ?? `‹${String(key)}›`) as string,
  has: () => true,
});
const evidence = evidenceWith({});

/** Parts on which words turn, in the other ways they can be. */
const OTHERWISE: readonly Record<string, string | undefined>[] = [
  ...['source', 'groups', 'offline', 'interface', 'vpc', 'direct', 'actions', 'action', 'hosts', 'hostManagement', 'said', 'by', 'cause', 'exclusion', 'service'].map((part) => ({ [part]: undefined })),
  ...Object.entries(WORDS_THAT_DECIDE).flatMap(([part, values]) => values.map((value) => ({ [part]: value }))),
  { miss: 'kept' }, { miss: 'case' }, { system: 'windows', own: 'linux' },
];

/** The words of every fault and of every step that holds, each once and in one file: a changed sentence changes it, and not the tests of what is concluded. */
test('words of all faults', () => {
  const texts = (fault: Fault, data: Record<string, string>) => {
    const { message, cdk, cloudFormation } = fault.words(data);
    return [`message: ${message}`, `CDK: ${cdk}`, `CloudFormation: ${cloudFormation}`];
  };
  /** Words that cannot do without a part are never raised without it. */
  const without = (fault: Fault, data: Record<string, string>) => {
    try {
      return texts(fault, data).filter((text) => !/\bundefined\b/.test(text));
    } catch {
      return [];
    }
  };
  const faults = RULES.flatMap((rule) => Object.values(rule.faults)).sort((a, b) => (a.name < b.name ? -1 : 1)).map((fault) => {
    const known = texts(fault, evidence);
    for (const otherwise of OTHERWISE) {
      for (const text of without(fault, evidenceWith(otherwise))) if (!known.includes(text)) known.push(text);
    }
    return `${fault.name}\n${known.map((text) => `  ${text}\n`).join('')}`;
  });
  const steps = Object.values(facts).sort((a, b) => (a.name < b.name ? -1 : 1)).map((fact) => `${fact.name}: ${fact.says(evidence)}\n`);
  expect(faults.length).toBeGreaterThan(70);
  expectFile(join(__dirname, 'faults.txt'), `${faults.join('')}\n${steps.join('')}`);
});
