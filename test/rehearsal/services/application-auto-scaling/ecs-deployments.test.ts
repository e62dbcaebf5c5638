import { ApplicationAutoScaling } from '../../../../rehearsal/services/application-auto-scaling/application-auto-scaling';
import { BuiltInWorld, CANARY } from '../../../fixtures/built-in-world';

const KEY = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/cluster/orders',
  ScalableDimension: 'ecs:service:DesiredCount',
};

let world: BuiltInWorld;
let scaling: ApplicationAutoScaling;

beforeEach(async () => {
  world = await BuiltInWorld.create({ desiredCount: 4, configuration: { ...CANARY, bakeTimeInMinutes: 60 } });
  scaling = world.cloud.add(new ApplicationAutoScaling(world.cloud));
  await world.call('application-autoscaling', 'RegisterScalableTarget', { ...KEY, MinCapacity: 2, MaxCapacity: 10 });
  await world.call('application-autoscaling', 'PutScalingPolicy', {
    ...KEY,
    PolicyName: 'Cpu',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 60,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  });
});

afterEach(() => {
  scaling.stop();
  world.stop();
});

/** Minutes at a processor time; answers the desired count at their end. */
async function minutesAt(cpu: number, minutes: number): Promise<number> {
  const dimensions = { ClusterName: 'cluster', ServiceName: 'orders' };
  for (let minute = 0; minute < minutes; minute++) {
    const series = world.cloudWatch.metrics.series({ namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions });
    series.at(world.clock.now()).add(cpu);
    await world.clock.advance(60_000);
  }
  const { services } = await world.call('ecs', 'DescribeServices', { cluster: 'cluster', services: ['orders'] });
  return services[0].desiredCount;
}

test('while ECS itself deploys the service scales out and not in, with nothing suspended, and in afterwards', async () => {
  const arn = await world.release();
  expect(await minutesAt(20, 25)).toBe(4);
  expect(await minutesAt(90, 5)).toBe(6);
  expect(await minutesAt(20, 20)).toBe(6);
  const { ScalableTargets } = await world.call('application-autoscaling', 'DescribeScalableTargets', {
    ServiceNamespace: 'ecs',
  });
  expect(ScalableTargets[0].SuspendedState).toMatchObject({ DynamicScalingInSuspended: false });

  expect((await world.deployment(arn)).status).toBe('IN_PROGRESS');
  expect((await world.finish(arn)).status).toBe('SUCCESSFUL');
  expect(await minutesAt(20, 18)).toBe(2);
});
