import type { Statement } from './policy';

/**
 * AWS managed policies that roles around a release have, by name. From the published documents, without the parts that
 * no service of the local AWS could ask for. Others are not known (see the switch `iam.unknown-managed-policy`).
 */
export const MANAGED_POLICIES: Readonly<Record<string, readonly Statement[]>> = {
  AWSLambdaBasicExecutionRole: [allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'])],
  AWSLambdaVPCAccessExecutionRole: [
    allow([
      ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      ...['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
      ...['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
    ]),
  ],
  AmazonECSTaskExecutionRolePolicy: [
    allow([
      ...['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer'],
      ...['ecr:BatchGetImage', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    ]),
  ],
  AWSCodeDeployRoleForECS: [
    allow([
      ...['ecs:DescribeServices', 'ecs:CreateTaskSet', 'ecs:UpdateServicePrimaryTaskSet', 'ecs:DeleteTaskSet'],
      ...['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeListeners'],
      ...['elasticloadbalancing:ModifyListener', 'elasticloadbalancing:DescribeRules'],
      ...['elasticloadbalancing:ModifyRule', 'lambda:InvokeFunction', 'cloudwatch:DescribeAlarms'],
      ...['sns:Publish', 's3:GetObject', 's3:GetObjectVersion'],
    ]),
    {
      ...allow(['iam:PassRole']),
      Condition: { StringLike: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
    },
  ],
  AWSCodeDeployRole: [
    allow([
      ...['autoscaling:CompleteLifecycleAction', 'autoscaling:DeleteLifecycleHook', 'autoscaling:PutLifecycleHook'],
      ...['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeLifecycleHooks'],
      ...['autoscaling:RecordLifecycleActionHeartbeat', 'autoscaling:CreateAutoScalingGroup'],
      ...['autoscaling:UpdateAutoScalingGroup', 'autoscaling:DescribePolicies', 'autoscaling:PutScalingPolicy'],
      ...['autoscaling:SuspendProcesses', 'autoscaling:ResumeProcesses', 'autoscaling:AttachLoadBalancers'],
      ...['autoscaling:AttachLoadBalancerTargetGroups', 'autoscaling:DeleteAutoScalingGroup'],
      ...['autoscaling:PutWarmPool', 'ec2:DescribeInstances', 'ec2:DescribeInstanceStatus', 'ec2:TerminateInstances'],
      ...['sns:Publish', 'cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm'],
      ...['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth'],
      ...['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
    ]),
  ],
};

/** The name of an AWS managed policy, from its ARN; undefined for a policy of the account's own. */
export function managedPolicyName(arn: string): string | undefined {
  return /^arn:aws[\w-]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

function allow(Action: readonly string[]): Statement {
  return { Effect: 'Allow', Action, Resource: '*' };
}
