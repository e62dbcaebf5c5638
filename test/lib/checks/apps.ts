import { Annotations, App, Duration, Stack, Stage } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CheckedStack } from '../../../lib/checks/model/templates';
import { synthStacks } from '../../../lib/checks/synth-stacks';

/** What both plain apps have: a service behind two target groups, as a careful team writes it without this package. */
function basis(controller: ecs.DeploymentControllerType, options: Partial<ecs.FargateServiceProps> = {}) {
  const stack = new Stack(new App(), 'Plain');
  Annotations.of(stack).acknowledgeWarning('BG034', 'no plain app can do anything about it');
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, restrictDefaultSecurityGroup: false });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'orders' });
  taskDefinition.addContainer('web', {
    image: ecs.ContainerImage.fromRegistry('example/orders:1.4.2'),
    portMappings: [{ containerPort: 8080 }],
    healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'] },
  });
  const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc, internetFacing: true });
  const targetGroup = (id: string) =>
    new elbv2.ApplicationTargetGroup(stack, id, {
      vpc,
      port: 80,
      targetType: elbv2.TargetType.IP,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: { path: '/health' },
    });
  const [blue, green] = [targetGroup('Blue'), targetGroup('Green')];
  const production = loadBalancer.addListener('Production', {
    port: 80,
    defaultAction: elbv2.ListenerAction.weightedForward([
      { targetGroup: blue, weight: 1 },
      { targetGroup: green, weight: 0 },
    ]),
  });
  const service = new ecs.FargateService(stack, 'Service', {
    cluster,
    taskDefinition,
    desiredCount: 2,
    minHealthyPercent: 100,
    deploymentController: { type: controller },
    ...options,
  });
  const alarms = [blue, green].map((group, index) =>
    group.metrics
      .httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { period: Duration.minutes(1) })
      .createAlarm(stack, `Errors${index}`, {
        threshold: 5,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      }),
  );
  return { stack, loadBalancer, blue, green, production, service, alarms };
}

/** A service that plain CodeDeploy releases, with nothing to complain about. */
export function codeDeployApp() {
  const app = basis(ecs.DeploymentControllerType.CODE_DEPLOY);
  const { stack, loadBalancer, blue, green, production, service, alarms } = app;
  const test = loadBalancer.addListener('Test', { port: 8080, open: false, defaultTargetGroups: [blue] });
  test.connections.allowDefaultPortFrom(ec2.Peer.ipv4('10.0.0.0/8'));
  service.attachToApplicationTargetGroup(blue);
  const group = new codedeploy.EcsDeploymentGroup(stack, 'Group', {
    service,
    alarms,
    deploymentConfig: codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES,
    blueGreenDeploymentConfig: {
      blueTargetGroup: blue,
      greenTargetGroup: green,
      listener: production,
      testListener: test,
      terminationWaitTime: Duration.minutes(10),
    },
  });
  return { ...app, group };
}

/** A service that ECS releases by its own canary, with nothing to complain about. */
export function ecsApp() {
  const app = basis(ecs.DeploymentControllerType.ECS, {
    deploymentStrategy: ecs.DeploymentStrategy.CANARY,
    bakeTime: Duration.minutes(10),
  });
  const { stack, blue, green, production, service, alarms } = app;
  const rule = new elbv2.ApplicationListenerRule(stack, 'Rule', {
    listener: production,
    priority: 1,
    conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
    action: elbv2.ListenerAction.weightedForward([
      { targetGroup: blue, weight: 1 },
      { targetGroup: green, weight: 0 },
    ]),
  });
  service
    .loadBalancerTarget({
      containerName: 'web',
      containerPort: 8080,
      alternateTarget: new ecs.AlternateTarget('Alternate', {
        alternateTargetGroup: green,
        productionListener: ecs.ListenerRuleConfiguration.applicationListenerRule(rule),
      }),
    })
    .attachToApplicationTargetGroup(blue);
  service.enableDeploymentAlarms(
    alarms.map(({ alarmName }) => alarmName),
    { behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM },
  );
  return app;
}

/** The templates of a stack's app, as the checks read them. */
export function stacksOf(stack: Stack): CheckedStack[] {
  const stage = Stage.of(stack);
  if (!stage) throw new Error('the stack has no app');
  stage.synth();
  return [...synthStacks(stage).stacks];
}
