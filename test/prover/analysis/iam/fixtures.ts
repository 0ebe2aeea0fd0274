import { Link, Place, Text, Unknown, Value } from '../../../../src/prover/core';
import type { PolicySource, Role } from '../../../../src/prover/model';

export const place = (property?: string, logicalId = 'Role'): Place => ({ template: 't', logicalId, ...(property && { property }) });

/** A hole: nothing is known of it. */
export const hole = (key = 'hole'): Unknown => new Unknown('parameter', key, `parameter ${key}`);
export const pseudo = (name: string): Unknown => new Unknown('pseudo', name, name);
export const text = (...parts: (string | Link | Unknown)[]): Text => new Text(parts);

/** A role whose inline policies are these documents. */
export function role(documents: readonly Value[] = [], rest: Partial<Role> & { readonly managed?: readonly string[] } = {}): Role {
  const { managed = [], ...fields } = rest;
  const policies: PolicySource[] = [
    ...documents.map((document, i): PolicySource => ({ kind: 'document', document, place: place(`Properties.Policies.${i}`) })),
    ...managed.map((name, i): PolicySource => ({ kind: 'aws-managed', name, place: place(`Properties.ManagedPolicyArns.${i}`) })),
  ];
  return {
    key: 'stack/Role', name: 'Role', place: place(), made: true, trust: undefined, policies, unknownPolicies: [], boundary: undefined, roleName: undefined, ...fields,
  };
}

/** A document of version 2012-10-17. */
export const policy = (...statements: readonly Value[]): Value => ({ Version: '2012-10-17', Statement: statements });
export const allow = (Action: Value, Resource: Value = '*', rest: Record<string, Value> = {}): Value => ({ Effect: 'Allow', Action, Resource, ...rest });
export const deny = (Action: Value, Resource: Value = '*', rest: Record<string, Value> = {}): Value => ({ Effect: 'Deny', Action, Resource, ...rest });

export const REGISTER = ['ssm:UpdateInstanceInformation'];
export const CONNECT = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map((name) => `ssmmessages:${name}`);
/** AmazonSSMManagedInstanceCore without GetParameter, GetParameters, the legacy GetManifest and ec2messages. */
export const COMMAND = [
  'DescribeAssociation', 'GetDeployablePatchSnapshotForInstance', 'GetDocument', 'DescribeDocument', 'ListAssociations',
  'ListInstanceAssociations', 'PutInventory', 'PutComplianceItems', 'PutConfigurePackageResult', 'UpdateAssociationStatus',
  'UpdateInstanceAssociationStatus', 'UpdateInstanceInformation',
].map((name) => `ssm:${name}`).concat(CONNECT);
