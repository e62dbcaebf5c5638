import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { serviceRole } from './service-role';

/** What CodeDeploy works on during a release of one service. */
export interface CodeDeployRoleScope {
  readonly service: ecs.BaseService;
  readonly listenerArns: string[];
  readonly hooks: lambda.IFunction[];
  readonly topics: sns.ITopic[];
  /** @default - a new role */
  readonly role?: iam.IRole;
}

/**
 * The role that CodeDeploy takes on for one service, instead of the managed policy AWSCodeDeployRoleForECS, which allows the same
 * actions on everything in the account.
 *
 * `docs/decisions/0005-least-privilege-role-for-codedeploy.md` says which of the actions cannot be bound to a resource, and why.
 */
export function defineCodeDeployRole(scope: Construct, props: CodeDeployRoleScope): iam.IRole {
  const { service, listenerArns, hooks, topics } = props;
  const statements = [
    allow(
      ['ecs:DescribeServices', 'ecs:CreateTaskSet', 'ecs:UpdateServicePrimaryTaskSet', 'ecs:DeleteTaskSet'],
      [service.serviceArn, taskSetsOf(service)],
    ),
    allow(['elasticloadbalancing:ModifyListener'], listenerArns),
    allow(['elasticloadbalancing:ModifyRule'], listenerArns.map(rulesOf)),
    allow(
      [
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'cloudwatch:DescribeAlarms',
      ],
      ['*'],
    ),
    new iam.PolicyStatement({
      actions: ['iam:PassRole'],
      resources: taskRolesOf(service).map((taskRole) => taskRole.roleArn),
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }),
  ];
  if (hooks.length > 0)
    statements.push(
      allow(
        ['lambda:InvokeFunction'],
        hooks.map((hook) => hook.functionArn),
      ),
    );
  const role = serviceRole(scope, 'CodeDeployRole', props.role, 'codedeploy.amazonaws.com', statements);
  for (const topic of topics) topic.grantPublish(role);
  return role;
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}

function taskSetsOf(service: ecs.BaseService): string {
  return Stack.of(service).formatArn({
    service: 'ecs',
    resource: 'task-set',
    resourceName: `${service.cluster.clusterName}/${service.serviceName}/*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** `…:listener/app/<name>/<id>/<listener>` has its rules at `…:listener-rule/app/<name>/<id>/<listener>/<rule>`. */
function rulesOf(listenerArn: string): string {
  const parts = Fn.split(':listener/', listenerArn);
  return Fn.join('', [Fn.select(0, parts), ':listener-rule/', Fn.select(1, parts), '/*']);
}

function taskRolesOf({ taskDefinition }: ecs.BaseService): iam.IRole[] {
  const { taskRole, executionRole } = taskDefinition;
  return executionRole ? [taskRole, executionRole] : [taskRole];
}
