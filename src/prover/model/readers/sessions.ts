import { asList, identity, isMap, Link, own, Text, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader } from '../fields';
import { SessionPreferences, BucketTarget } from '../network-model';

const DOCUMENT = declareReader({
  type: 'AWS::SSM::Document',
  reads: ['Name', 'Content'],
  assumes: ['only the document named SSM-SessionManagerRunShell is looked at: the session preferences of its account and Region'],
});
const BUCKET_POLICY = declareReader({ type: 'AWS::S3::BucketPolicy', reads: ['Bucket'], assumes: ['only whether a bucket has one'] });
const KEY = declareReader({ type: 'AWS::KMS::Key', reads: ['KeyPolicy'] });

const NAME = 'SSM-SessionManagerRunShell';

/** The preferences that apply to hosts of an account and Region; the document may stand in any stack deployed there. */
export function readSessionPreferences(model: ReaderContext, environment: { account?: string; region?: string }): SessionPreferences | undefined {
  for (const resource of model.estate.ofType(DOCUMENT.type)) {
    if (!model.estate.exists(resource) || !inEnvironment(resource, environment)) continue;
    const fields = model.fields(resource, DOCUMENT);
    if (identity(fields.value('Name')) !== NAME) continue;
    return { place: fields.place('Content'), content: fields.value('Content') };
  }
  return undefined;
}

/** Whether a resource lies in an account and Region, as far as either is known. */
export function inEnvironment({ stack }: Resource, environment: { account?: string; region?: string }): boolean {
  const same = (a?: string, b?: string) => a === undefined || b === undefined || a === b;
  return same(stack.account, environment.account) && same(stack.region, environment.region);
}

export function bucketTarget(model: ReaderContext, bucket: Value): BucketTarget {
  const made = model.made(bucket, 'AWS::S3::Bucket');
  if (!made) {
    const parts = bucket instanceof Text ? bucket.parts : [bucket instanceof Unknown || bucket instanceof Link ? bucket : identity(bucket)];
    return { arn: new Text([`arn:`, new Unknown('pseudo', 'AWS::Partition', 'AWS::Partition'), ':s3:::', ...parts]), maybeGranted: true, made: false };
  }
  const granted = model.pointing(BUCKET_POLICY.type, 'Bucket', made.key).length > 0;
  return { arn: new Link(made, made.key, 'Arn'), maybeGranted: granted, made: true, region: made.stack.region };
}

/** The ARN of a key; whether its key policy may grant what the role does not. */
export function keyTarget(model: ReaderContext, key: Value): { arn: Value; maybeGranted: boolean } {
  const made = model.madeAs(key, 'AWS::KMS::Key');
  if (!made) return { arn: key, maybeGranted: true };
  return { arn: new Link(made, made.key, 'Arn'), maybeGranted: !namesOnlyTheAccount(model.fields(made, KEY).value('KeyPolicy')) };
}

/** A key policy that names nobody but the account leaves the decision to IAM policies. None at all is AWS's default, which does. */
function namesOnlyTheAccount(policy: Value): boolean {
  if (policy === undefined) return true;
  if (!isMap(policy)) return false;
  return asList(own(policy as Record<string, Value>, 'Statement')).every((statement) => {
    const principal = isMap(statement) ? own(statement as Record<string, Value>, 'Principal') : undefined;
    if (!isMap(principal)) return false;
    return Object.entries(principal as Record<string, Value>).every(([kind, who]) => kind === 'Service' || asList(who).every((w) => identity(w).endsWith(':root')));
  });
}
