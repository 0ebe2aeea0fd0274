import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import * as data from '../../data/association-documents.json';
import { validationError } from '../internal/errors';
import { AssociationOptions } from './host-management-props';
import { FleetSchedule } from './schedule';

export interface FleetAssociationProps extends AssociationOptions {
  readonly document: keyof typeof data.documents;
  readonly name: string;
  /** A parameter without a value is left out. */
  readonly parameters?: Record<string, string[] | undefined>;
  readonly targets?: { key: string; values: string[] }[];
  readonly schedule: FleetSchedule;
  /** Not when it is made, at its times only. */
  readonly onlyAtItsTimes?: boolean;
}

/** A State Manager association with a document of AWS; a parameter that the document does not have is an error here, not at deployment. */
export function fleetAssociation(scope: Construct, id: string, props: FleetAssociationProps): ssm.CfnAssociation {
  const { outputBucket, outputPrefix } = props;
  const parameters = Object.fromEntries(Object.entries(props.parameters ?? {}).filter(([, value]) => value !== undefined));
  checkParameters(scope, props.document, Object.keys(parameters));
  return new ssm.CfnAssociation(scope, id, {
    name: props.document,
    associationName: props.name,
    parameters: Object.keys(parameters).length > 0 ? parameters : undefined,
    targets: props.targets,
    scheduleExpression: props.schedule._expression,
    applyOnlyAtCronInterval: props.onlyAtItsTimes,
    maxConcurrency: props.targets ? props.maxConcurrency : undefined,
    maxErrors: props.targets ? props.maxErrors : undefined,
    complianceSeverity: props.complianceSeverity,
    outputLocation: outputBucket ? { s3Location: location(outputBucket, outputPrefix) } : undefined,
  });
}

function checkParameters(scope: Construct, document: keyof typeof data.documents, given: string[]): void {
  const { parameters, required } = data.documents[document] as { parameters: string[]; required: string[] };
  const unknown = given.filter((name) => !parameters.includes(name));
  const missing = required.filter((name) => !given.includes(name));
  if (unknown.length > 0) throw validationError(scope, `${document} has no parameter ${unknown.join(', ')}. It has: ${parameters.join(', ')}.`);
  if (missing.length > 0) throw validationError(scope, `${document} needs the parameter ${missing.join(', ')}.`);
}

function location(bucket: s3.IBucket, prefix?: string): ssm.CfnAssociation.S3OutputLocationProperty {
  return { outputS3BucketName: bucket.bucketName, outputS3KeyPrefix: prefix };
}
