import { Data, Evidence, Hop, Named, Reason } from '../core';
import { EvidenceName } from './evidence';
import { RepairName } from './repair-names';

/** What a fault says, and the smallest change that mends it. */
export interface Words {
  /** What is wrong, naming the thing. One sentence, no full stop. */
  readonly message: string;
  /** The smallest change that mends it, in CDK's words. */
  readonly cdk: string;
  /** The same in CloudFormation's words. */
  readonly cloudFormation: string;
}

/** Words whose fix reads the same in CDK and in CloudFormation. */
export const both = (message: string, fix: string): Words => ({ message, cdk: fix, cloudFormation: fix });

/** The parts of the evidence that words may use: those a step must have, and those it may have. */
export type Spoken<Needs extends EvidenceName, May extends EvidenceName> = Readonly<Record<Needs, string> & Partial<Record<May, string>>>;

/** The evidence that a step must bring for its reason. */
export type EvidenceOf<Needs extends string> = Data & Readonly<Record<Needs, Evidence>>;

/** A reason whose words need some parts of the evidence. */
export interface ReasonOf<Needs extends string> extends Reason {
  /** For the compiler alone: a step without these parts does not compile. */
  readonly needs?: (parts: Needs) => void;
}

/** Why something fails. Each belongs to one rule, but for those of connections from outside. */
export interface Fault<Needs extends string = never> extends ReasonOf<Needs> {
  /** What the search for proved fixes can try; none: a fix is for people. */
  readonly repair?: RepairName;
  /** AWS CLI commands that mend it in an account, where no repair can: of the ids of what the step is about, by their prefix. */
  awsCli?(idOf: (prefix: string) => string, evidence: Named): readonly string[];
  words(evidence: Named): Words;
}

interface FaultSpec<Needs extends EvidenceName, May extends EvidenceName> {
  readonly code: string;
  readonly hop: Hop;
  readonly stops?: Reason['stops'];
  readonly repair?: RepairName;
  readonly awsCli?: Fault['awsCli'];
  readonly words: (evidence: Spoken<Needs, May>) => Words;
}

/** A reason before {@link nameReasons} has named it. */
export interface ReasonDraft<Needs extends string> extends Omit<ReasonOf<Needs>, 'name'> {}

export interface FaultDraft<Needs extends string> extends Omit<Fault<Needs>, 'name'> {}

/** Declares a fault: the parts of the evidence its words need, those they may use, its code, hop, words and repair. */
export function fault<Needs extends EvidenceName = never, May extends EvidenceName = never>(spec: FaultSpec<Needs, May>): FaultDraft<Needs> {
  const words = (evidence: Named) => spec.words(evidence as Spoken<Needs, May>);
  return { ...spec, words, says: (evidence) => words(evidence).message };
}

/** Whether a step's reason is a fault. */
export function isFault(stated: Reason): stated is Fault {
  return 'words' in stated;
}

interface Spec<Needs extends EvidenceName, May extends EvidenceName> {
  readonly code?: string;
  readonly hop: Hop;
  readonly stops?: Reason['stops'];
  readonly says: (evidence: Spoken<Needs, May>) => string;
}

/** Declares what holds, or what is not known. */
export function reason<Needs extends EvidenceName = never, May extends EvidenceName = never>({ code = 'OK', says, ...spec }: Spec<Needs, May>): ReasonDraft<Needs> {
  return { ...spec, code, says: (evidence) => says(evidence as Spoken<Needs, May>) };
}

export type NamedReasons<R> = { readonly [K in keyof R]: R[K] extends FaultDraft<infer Needs> ? Fault<Needs> : R[K] extends ReasonDraft<infer Needs> ? ReasonOf<Needs> : never };

/** Reasons by their names. */
export function nameReasons<const R extends Readonly<Record<string, ReasonDraft<never>>>>(drafts: R): NamedReasons<R> {
  return Object.fromEntries(Object.entries(drafts).map(([name, draft]) => [name, { ...draft, name }])) as NamedReasons<R>;
}
