import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The path under which pipelines, the CLI and the rehearsal find the services of all stacks. */
export const RELEASE_PREFIX = '/cdk-blue-green';

/** `/cdk-blue-green/<stack>/<path of the construct inside the stack>`, in the characters that SSM allows. */
export function releaseParameterName(construct: Construct): string {
  const stack = Stack.of(construct);
  const path = construct.node.scopes
    .slice(stack.node.scopes.length)
    .map((scope) => scope.node.id.replace(/[^\w.-]/g, '-'))
    .join('/');
  return `${RELEASE_PREFIX}/${stack.stackName}/${path}`;
}
