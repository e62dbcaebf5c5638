import { ArnFormat, Aws, Duration, Names, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { RequestPrefix } from '../../lambda/release-on-deploy/environment';
import { allow } from '../machine/allow';
import { BundledFunction } from '../private/bundled-function';
import { defaultBus } from '../private/default-bus';
import { deadlineDefinition } from './deadline-definition';

const PREFIX: RequestPrefix = '/cdk-blue-green-requests';
const ID = 'BlueGreenReleaseOnDeploy';

/** The function that starts releases for a stack and answers for them, and its clock: one for all constructs of a stack. */
export class ReleaseOnDeployFunction extends BundledFunction {
  /** The one of the stack that a construct is in. */
  public static of(scope: Construct): ReleaseOnDeployFunction {
    const stack = Stack.of(scope);
    const found = stack.node.tryFindChild(ID);
    return found instanceof ReleaseOnDeployFunction ? found : new ReleaseOnDeployFunction(stack, ID);
  }

  public readonly deadlineMachineArn: string;
  /** Where the stack's requests are kept: those of a construct under the logical id of its custom resource. */
  public readonly requests: string;

  private constructor(scope: Construct, id: string) {
    super(scope, id, {
      handler: 'release-on-deploy',
      description: `Releases as part of updates of ${Stack.of(scope).stackName}`,
      // All its tries fit in it.
      timeout: Duration.minutes(4),
      statements: [],
      environment: { STACK_NAME: Stack.of(scope).stackName },
    });
    const stack = Stack.of(this);
    this.requests = `${PREFIX}/${stack.stackName}`;
    const parameters = [this.requests, `${this.requests}/*`].map((name) => parameterArn(stack, name));
    this.allow(['ssm:PutParameter', 'ssm:GetParameter', 'ssm:GetParametersByPath', 'ssm:DeleteParameter'], parameters);
    this.allow(['events:PutEvents'], [defaultBus(stack)]);
    // A name of its own, because the function starts the machine, and the machine calls the function.
    const name = Names.uniqueResourceName(this, { maxLength: 71, separator: '-' }).concat('-Deadline');
    this.deadlineMachineArn = stack.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.allow(['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'], [Aws.STACK_ID]);
    this.allow(['states:StartExecution'], [this.deadlineMachineArn]);
    const definition = stack.toJsonString(deadlineDefinition(this.function.functionArn));
    const machine = new sfn.StateMachine(this, 'Deadline', {
      stateMachineName: name,
      definitionBody: sfn.DefinitionBody.fromString(definition),
    });
    machine.addToRolePolicy(allow(['lambda:InvokeFunction'], [this.function.functionArn]));
  }
}

/** ARN of a parameter, by its name with the slash. */
export function parameterArn(stack: Stack, name: string): string {
  const resourceName = name.slice(1);
  return stack.formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
