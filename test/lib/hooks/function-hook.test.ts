import * as lambda from 'aws-cdk-lib/aws-lambda';
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
