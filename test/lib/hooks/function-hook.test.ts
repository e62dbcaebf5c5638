import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { BlueGreenEcsService, FunctionHook, HookStage } from '../../../lib';
import { propertiesOf, statementsOf, testStack } from '../../fixtures/stack';

describe.each(Object.values(HookStage))("a team's own function at %s", (stage) => {
  test('is asked there, and may answer for its own deployment group only', () => {
    const { stack, cluster, fargateTask, template } = testStack();
    const handler = new lambda.Function(stack, 'Check', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
    });

    new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      hooks: [FunctionHook.at(stage, handler)],
    });

    expect(JSON.stringify(propertiesOf(template(), 'AWS::SSM::Parameter'))).toContain(stage);
    const [answer] = statementsOf(template(), 'Check');
    expect(answer.Action).toBe('codedeploy:PutLifecycleEventHookExecutionStatus');
    const [group] = propertiesOf(template(), 'AWS::CodeDeploy::DeploymentGroup');
    expect(JSON.stringify(answer.Resource)).toContain(`/${group.DeploymentGroupName}`);
  });
});

describe('a function that is imported', () => {
  const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:check';

  function warned(importFunction: (scope: Construct) => lambda.IFunction): number {
    const { stack, cluster, fargateTask, template } = testStack();
    const hooks = [FunctionHook.at(HookStage.AFTER_INSTALL, importFunction(stack))];
    new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition: fargateTask(), hooks });
    template();
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('imported without its role')).length;
  }

  test('without its role is warned about: nothing can be granted to it', () => {
    expect(warned((scope) => lambda.Function.fromFunctionArn(scope, 'Check', FUNCTION))).toBe(1);
  });

  test('with its role is granted what it needs', () => {
    const withRole = (scope: Construct) =>
      lambda.Function.fromFunctionAttributes(scope, 'Check', {
        functionArn: FUNCTION,
        role: iam.Role.fromRoleName(scope, 'CheckRole', 'check'),
      });
    expect(warned(withRole)).toBe(0);
  });
});
