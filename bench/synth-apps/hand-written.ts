import {
  ArnFormat,
  CfnDeletionPolicy,
  CfnOutput,
  CustomResource,
  Duration,
  Fn,
  RemovalPolicy,
  type Stack,
  Token,
} from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { defineTask } from './cluster';

/** The example's service as a team would write it with the CDK alone: the same resources, and no more checks than the CDK's own. */
export function defineByHand(stack: Stack, cluster: ecs.Cluster, name: string, handlers: string): void {
  const { vpc } = cluster;
  const taskDefinition = defineTask(stack, name);
  (taskDefinition.node.defaultChild as ecs.CfnTaskDefinition).cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;

  const targetGroup = (colour: string) => {
    const group = new elbv2.ApplicationTargetGroup(stack, `${name}${colour}`, {
      vpc,
      targetType: elbv2.TargetType.IP,
      protocol: elbv2.ApplicationProtocol.HTTP,
      port: 80,
      healthCheck: { path: '/health', interval: Duration.seconds(10), timeout: Duration.seconds(5) },
      deregistrationDelay: Duration.seconds(30),
    });
    return group;
  };
  const blue = targetGroup('Blue');
  const green = targetGroup('Green');

  const live = new CustomResource(stack, `${name}LiveState`, {
    serviceToken: liveStateFunction(stack, handlers).functionArn,
    resourceType: 'Custom::BlueGreenLiveState',
    serviceTimeout: Duration.minutes(5),
    properties: { Construct: name, Blue: blue.targetGroupArn, Green: green.targetGroupArn },
  });

  const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, `${name}LoadBalancer`, { vpc, internetFacing: true });
  const production = loadBalancer.addListener(`${name}Production`, {
    port: 80,
    open: false,
    defaultAction: elbv2.ListenerAction.weightedForward([
      { targetGroup: blue, weight: Token.asNumber(live.getAtt('BlueWeight')) },
      { targetGroup: green, weight: Token.asNumber(live.getAtt('GreenWeight')) },
    ]),
  });
  production.connections.allowDefaultPortFromAnyIpv4('production traffic');
  const test = loadBalancer.addListener(`${name}Test`, {
    port: 8080,
    protocol: elbv2.ApplicationProtocol.HTTP,
    open: false,
    defaultAction: elbv2.ListenerAction.forward([blue]),
  });
  test.connections.allowDefaultPortFrom(ec2.Peer.ipv4(vpc.vpcCidrBlock), 'test traffic');

  const service = new ecs.FargateService(stack, `${name}Service`, {
    cluster,
    taskDefinition,
    desiredCount: 4,
    deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    healthCheckGracePeriod: Duration.seconds(60),
  });
  service.attachToApplicationTargetGroup(blue);

  const application = new codedeploy.EcsApplication(stack, `${name}Application`);
  const groupArn = stack.formatArn({
    service: 'codedeploy',
    resource: 'deploymentgroup',
    resourceName: `${application.applicationName}/${name}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const hooks = hooksSecurityGroup(stack, vpc);
  const hook = (id: string, handler: string, variables: Record<string, string>) => {
    const logGroup = new logs.LogGroup(stack, `${id}Log`, {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = functionRole(stack, `${id}Role`, [
      allow(['codedeploy:PutLifecycleEventHookExecutionStatus'], [groupArn]),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
      allow(['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'], ['*']),
    ]);
    return new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(`${handlers}/${handler}`),
      memorySize: 256,
      timeout: Duration.seconds(330),
      environment: {
        TEST_URL: `http://${loadBalancer.loadBalancerDnsName}:8080`,
        LOAD_BALANCER_NAME: loadBalancer.loadBalancerFullName,
        TIMEOUT_SECONDS: '300',
        ...variables,
      },
      logGroup,
      role,
      vpc,
      securityGroups: [hooks],
    });
  };
  const smoke = hook(`${name}Smoke`, 'smoke-test', { STEPS: JSON.stringify([{ path: '/health' }]) });
  const warm = hook(`${name}Warm`, 'pre-warm', { PATHS: JSON.stringify(['/api/products']), REQUESTS: '100' });

  const metric = (group: elbv2.ApplicationTargetGroup, metricName: string, statistic: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/ApplicationELB',
      metricName,
      statistic,
      period: Duration.minutes(1),
      dimensionsMap: { LoadBalancer: loadBalancer.loadBalancerFullName, TargetGroup: group.targetGroupFullName },
    });
  const alarms = [blue, green].flatMap((group, index) => {
    const colour = ['Blue', 'Green'][index];
    const common = {
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    };
    return [
      new cloudwatch.Alarm(stack, `${name}Errors${colour}`, {
        ...common,
        metric: new cloudwatch.MathExpression({
          expression: '100 * FILL(errors, 0) / requests',
          period: Duration.minutes(1),
          usingMetrics: {
            errors: metric(group, 'HTTPCode_Target_5XX_Count', 'Sum'),
            requests: metric(group, 'RequestCount', 'Sum'),
          },
        }),
        threshold: 5,
      }),
      new cloudwatch.Alarm(stack, `${name}Latency${colour}`, {
        ...common,
        metric: metric(group, 'TargetResponseTime', 'p99'),
        threshold: 1,
      }),
    ];
  });

  alarms.push(
    new cloudwatch.Alarm(stack, `${name}LoadBalancerErrors`, {
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      metric: loadBalancer.metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT, { period: Duration.minutes(1) }),
      threshold: 5,
    }),
  );

  const role = new iam.Role(stack, `${name}CodeDeployRole`, {
    assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com'),
  });
  const taskSets = `task-set/${cluster.clusterName}/${service.serviceName}`;
  role.addToPolicy(
    allow(
      ['ecs:DescribeServices', 'ecs:CreateTaskSet', 'ecs:UpdateServicePrimaryTaskSet', 'ecs:DeleteTaskSet'],
      [service.serviceArn, stack.formatArn({ service: 'ecs', resource: taskSets, resourceName: '*' })],
    ),
  );
  const listenerArns = [production.listenerArn, test.listenerArn];
  role.addToPolicy(allow(['elasticloadbalancing:ModifyListener'], listenerArns));
  role.addToPolicy(
    allow(
      ['elasticloadbalancing:ModifyRule'],
      listenerArns.map((arn) => Fn.join('', [Fn.select(0, Fn.split(':listener/', arn)), ':listener-rule/*'])),
    ),
  );
  role.addToPolicy(allow(['elasticloadbalancing:Describe*', 'cloudwatch:DescribeAlarms'], ['*']));
  role.addToPolicy(allow(['lambda:InvokeFunction'], [smoke.functionArn, warm.functionArn]));
  role.addToPolicy(
    allow(['iam:PassRole'], [taskDefinition.taskRole.roleArn, taskDefinition.obtainExecutionRole().roleArn]),
  );
  const group = new codedeploy.EcsDeploymentGroup(stack, `${name}DeploymentGroup`, {
    application,
    deploymentGroupName: name,
    role: role.withoutPolicyUpdates(),
    service,
    deploymentConfig: codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES,
    blueGreenDeploymentConfig: {
      blueTargetGroup: blue,
      greenTargetGroup: green,
      listener: production,
      testListener: test,
      deploymentApprovalWaitTime: Duration.hours(1),
      terminationWaitTime: Duration.minutes(10),
    },
    autoRollback: { stoppedDeployment: true },
    alarms,
  });
  group.node.addDependency(role);

  const appSpec = {
    version: '0.0',
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition.taskDefinitionArn,
            LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 8080 },
          },
        },
      },
    ],
    Hooks: [{ AfterAllowTestTraffic: smoke.functionArn }, { BeforeAllowTraffic: warm.functionArn }],
  };
  const digest = new CustomResource(stack, `${name}AppSpec`, {
    serviceToken: liveStateFunction(stack, handlers).functionArn,
    resourceType: 'Custom::BlueGreenAppSpec',
    serviceTimeout: Duration.minutes(5),
    properties: { AppSpec: stack.toJsonString(appSpec) },
  });
  new ssm.StringParameter(stack, `${name}Release`, {
    parameterName: `/releases/${name}`,
    stringValue: stack.toJsonString({
      application: application.applicationName,
      deploymentGroup: group.deploymentGroupName,
      cluster: cluster.clusterName,
      service: service.serviceName,
      productionListener: production.listenerArn,
      testListener: test.listenerArn,
      appSpec: stack.toJsonString(appSpec),
      sha256: digest.getAttString('Sha256'),
    }),
  });
  new CfnOutput(stack, `${name}ProductionUrl`, { value: `http://${loadBalancer.loadBalancerDnsName}` });
  new CfnOutput(stack, `${name}TestUrl`, { value: `http://${loadBalancer.loadBalancerDnsName}:8080` });
}

/** The function that knows what is live: one in a stack. */
function liveStateFunction(stack: Stack, handlers: string): lambda.Function {
  const found = stack.node.tryFindChild('LiveState');
  if (found instanceof lambda.Function) return found;
  const logGroup = new logs.LogGroup(stack, 'LiveStateLog', {
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = functionRole(stack, 'LiveStateRole', [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
    allow(['elasticloadbalancing:DescribeListeners', 'codedeploy:ListDeployments'], ['*']),
  ]);
  return new lambda.Function(stack, 'LiveState', {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(`${handlers}/live-state`),
    memorySize: 256,
    timeout: Duration.minutes(4),
    logGroup,
    role,
  });
}

/** The security group of the hooks: one in a stack. */
function hooksSecurityGroup(stack: Stack, vpc: ec2.IVpc): ec2.SecurityGroup {
  const found = stack.node.tryFindChild('Hooks');
  return found instanceof ec2.SecurityGroup ? found : new ec2.SecurityGroup(stack, 'Hooks', { vpc });
}

function functionRole(stack: Stack, id: string, statements: iam.PolicyStatement[]): iam.Role {
  return new iam.Role(stack, id, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Handler: new iam.PolicyDocument({ statements }) },
  });
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}
