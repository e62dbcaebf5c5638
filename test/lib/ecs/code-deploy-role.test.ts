import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { BlueGreenEcsService, FunctionHook, HookStage } from '../../../lib';
import { statementsOf, testService, testStack } from '../../fixtures/stack';

/** The actions that a policy allows, and whether on everything. */
function actionsOn(statements: ReturnType<typeof statementsOf>, everything: boolean): string[] {
  return statements
    .filter(({ Resource }) => (Resource === '*') === everything)
    .flatMap(({ Action }) => Action)
    .sort();
}

describe("CodeDeploy's role", () => {
  test('has no managed policy', () => {
    const { template } = testService();

    expect(JSON.stringify(template().findResources('AWS::IAM::Role'))).not.toContain('AWSCodeDeployRole');
  });

  test('reads everywhere, because these actions know no resource, and writes nowhere but on its own service', () => {
    const { template } = testService();

    const statements = statementsOf(template(), 'CodeDeployRole');
    expect(actionsOn(statements, true)).toEqual([
      'cloudwatch:DescribeAlarms',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
    ]);
    expect(actionsOn(statements, false)).toEqual([
      'ecs:CreateTaskSet',
      'ecs:DeleteTaskSet',
      'ecs:DescribeServices',
      'ecs:UpdateServicePrimaryTaskSet',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
      'iam:PassRole',
    ]);
  });

  test("passes the task definition's roles, to ECS tasks only", () => {
    const { template } = testService();

    const pass = statementsOf(template(), 'CodeDeployRole').find(({ Action }) => Action === 'iam:PassRole');
    expect(pass.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
    expect(JSON.stringify(pass.Resource)).toMatch(/TaskRole/);
  });

  test('calls the functions of its hooks and publishes to its topics', () => {
    const { stack, cluster, fargateTask, template } = testStack();
    const handler = lambda.Function.fromFunctionArn(
      stack,
      'Check',
      'arn:aws:lambda:eu-west-1:123456789012:function:check',
    );
    const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:123456789012:releases');

    new BlueGreenEcsService(stack, 'Orders', {
      cluster,
      taskDefinition: fargateTask(),
      hooks: [FunctionHook.at(HookStage.AFTER_INSTALL, handler)],
      triggers: [{ topic }],
    });

    const statements = statementsOf(template(), 'CodeDeployRole');
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: handler.functionArn,
    });
    expect(statements).toContainEqual({ Effect: 'Allow', Action: 'sns:Publish', Resource: topic.topicArn });
  });
});
