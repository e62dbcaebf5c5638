import { CfnOutput, Duration, type Stack } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import {
  Approval,
  BlueGreenEcsService,
  HttpStep,
  Percent,
  PreWarm,
  RollbackAlarm,
  SmokeTest,
  TrafficShift,
} from '../../lib';
import { defineTask } from './cluster';

/** The example's service, by this package. */
export function defineWithConstructs(stack: Stack, cluster: ecs.Cluster, name: string): void {
  const service = new BlueGreenEcsService(stack, name, {
    cluster,
    taskDefinition: defineTask(stack, name),
    desiredCount: 4,
    internetFacing: true,
    healthCheck: { path: '/health' },
    shift: TrafficShift.canary({ stepPercent: 10, stepBakeTime: Duration.minutes(5) }),
    bakeTime: Duration.minutes(10),
    approval: Approval.required({ within: Duration.hours(1) }),
    hooks: [
      new SmokeTest(stack, `${name}Smoke`, { steps: [HttpStep.get('/health')] }),
      new PreWarm(stack, `${name}Warm`, { paths: ['/api/products'], requests: 100 }),
    ],
  });
  service.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));
  service.rollbackOn(RollbackAlarm.latency({ percentile: 99, threshold: Duration.seconds(1) }));
  service.rollbackOn(RollbackAlarm.loadBalancerErrors({ threshold: 5 }));
  new CfnOutput(stack, `${name}ProductionUrl`, { value: service.productionUrl });
  new CfnOutput(stack, `${name}TestUrl`, { value: service.testUrl ?? 'none' });
}
