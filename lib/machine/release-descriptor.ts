import { Lazy, Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { RELEASE_PREFIX, releaseParameterName } from '../private/release-parameter-name';

/** `<stack>/<path of the construct inside the stack>`: what the CLI and events call it. */
export function releasePath(construct: Construct): string {
  return releaseParameterName(construct).slice(RELEASE_PREFIX.length + 1);
}

/** Keeps the descriptor in an SSM parameter, where `bluegreen` and pipelines find it. */
export function defineReleaseDescriptor(construct: Construct, descriptor: () => object): ssm.StringParameter {
  const stack = Stack.of(construct);
  return new ssm.StringParameter(construct, 'ReleaseDescriptor', {
    parameterName: releaseParameterName(construct),
    simpleName: false,
    description: `What a release of ${construct.node.path} consists of`,
    stringValue: Lazy.string({ produce: () => stack.toJsonString(descriptor()) }),
  });
}
