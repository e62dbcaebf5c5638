import * as iam from 'aws-cdk-lib/aws-iam';

/** A statement that allows actions on resources. */
export function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}
