import * as iam from 'aws-cdk-lib/aws-iam';
import { isImmutable } from './role-content';

/**
 * Adds statements to the policy of a principal, and returns whether the principal can be changed.
 *
 * Other grants and the app itself add to the same policy, and IAM rejects a policy that repeats a Sid. So these statements have none. CDK then
 * also drops a statement that another grant has added already, and merges similar ones with `@aws-cdk/aws-iam:minimizePolicies`.
 */
export function grantStatements(grantee: iam.IGrantable, statements: iam.PolicyStatement[]): boolean {
  const results = withoutSids(statements).map((statement) => grantee.grantPrincipal.addToPrincipalPolicy(statement));
  return !isImmutable(grantee.grantPrincipal) && results.every(({ statementAdded }) => statementAdded);
}

/** The same statements for a policy that more than one grant adds to. */
export function withoutSids(statements: iam.PolicyStatement[]): iam.PolicyStatement[] {
  return statements.map((statement) => {
    const copy = statement.copy();
    copy.sid = undefined; // as an override of copy() it would be ignored
    return copy;
  });
}
