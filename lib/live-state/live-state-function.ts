import { Aws, Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BundledFunction } from '../private/bundled-function';

const ID = 'BlueGreenLiveState';

/** The function that tells CloudFormation what is live: one for all constructs of a stack. Its role may only read. */
export class LiveStateFunction extends BundledFunction {
  /** The one of the stack that a construct is in. */
  public static of(scope: Construct): LiveStateFunction {
    const stack = Stack.of(scope);
    const found = stack.node.tryFindChild(ID);
    return found instanceof LiveStateFunction ? found : new LiveStateFunction(stack, ID);
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id, {
      handler: 'live-state',
      description: `Tells CloudFormation what is live, so that an update of ${Stack.of(scope).stackName} moves no traffic`,
      // All its tries fit in it.
      timeout: Duration.minutes(4),
      statements: [],
    });
    this.allow(['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'], [Aws.STACK_ID]);
  }
}
