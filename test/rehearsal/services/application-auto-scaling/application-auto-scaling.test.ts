import { ApplicationAutoScaling } from '../../../../rehearsal/services/application-auto-scaling/application-auto-scaling';
import { World } from '../../../fixtures/world';

const KEY = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/cluster/orders',
  ScalableDimension: 'ecs:service:DesiredCount',
};
const TRACKING = {
  ...KEY,
  PolicyName: 'Cpu',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 60,
    PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
  },
};

let world: World;
let scaling: ApplicationAutoScaling;

beforeEach(async () => {
  world = await World.create({ desiredCount: 4 });
  scaling = world.cloud.add(new ApplicationAutoScaling(world.cloud));
});

afterEach(() => {
  scaling.stop();
  world.stop();
});

const call = (operation: string, input: object) => world.call('application-autoscaling', operation, input);
const register = (more: object = {}) =>
  call('RegisterScalableTarget', { ...KEY, MinCapacity: 2, MaxCapacity: 10, ...more });
const described = async () => (await call('DescribeScalableTargets', { ServiceNamespace: 'ecs' })).ScalableTargets;

/** Minutes at a processor time; answers the desired count at their end. */
async function minutesAt(cpu: number, minutes: number): Promise<number> {
  const dimensions = { ClusterName: 'cluster', ServiceName: 'orders' };
  for (let minute = 0; minute < minutes; minute++) {
    const { clock, cloudWatch } = world;
    cloudWatch.metrics.series({ namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions }).at(clock.now()).add(cpu);
    await clock.advance(60_000);
  }
  const { services } = await world.call('ecs', 'DescribeServices', { cluster: 'cluster', services: ['orders'] });
  return services[0].desiredCount;
}

describe('a scalable target', () => {
  test('keeps what a later call does not give', async () => {
    await register();
    await call('RegisterScalableTarget', { ...KEY, SuspendedState: { DynamicScalingInSuspended: true } });

    expect(await described()).toEqual([
      expect.objectContaining({
        MinCapacity: 2,
        MaxCapacity: 10,
        SuspendedState: {
          DynamicScalingInSuspended: true,
          DynamicScalingOutSuspended: false,
          ScheduledScalingSuspended: false,
        },
      }),
    ]);
  });

  test.each([
    [{ ResourceId: 'service/cluster/nobody' }, "ECS service doesn't exist: service/cluster/nobody"],
    [{ MinCapacity: 11 }, 'Maximum capacity cannot be less than minimum capacity'],
    [{ MinCapacity: undefined }, 'MinCapacity and MaxCapacity are required'],
    [{ ServiceNamespace: 'dynamodb' }, 'scales the desired count of ECS services only'],
  ])('is refused with %j', async (more, message) => {
    await expect(register(more)).rejects.toThrow(message);
  });

  test('is gone once it is deregistered', async () => {
    await register();
    await call('DeregisterScalableTarget', KEY);

    expect(await described()).toEqual([]);
    await expect(call('DeregisterScalableTarget', KEY)).rejects.toThrow('No scalable target found');
    await expect(call('PutScalingPolicy', TRACKING)).rejects.toThrow('No scalable target found');
  });
});

describe('a target tracking policy', () => {
  beforeEach(async () => {
    await register();
    await call('PutScalingPolicy', TRACKING);
  });

  test('makes its two alarms, and takes them away with it', async () => {
    const names = async () =>
      (await world.call('cloudwatch', 'DescribeAlarms', {})).MetricAlarms.map(
        (one: { AlarmName: string }) => one.AlarmName,
      );
    expect(await names()).toEqual([
      'TargetTracking-service/cluster/orders-AlarmHigh-Cpu',
      'TargetTracking-service/cluster/orders-AlarmLow-Cpu',
    ]);

    await call('DeleteScalingPolicy', { ...KEY, PolicyName: 'Cpu' });
    expect(await names()).toEqual([]);
  });

  test('scales out after three minutes above the target, and in after a quarter of an hour well below it', async () => {
    expect(await minutesAt(90, 2)).toBe(4);
    expect(await minutesAt(90, 2)).toBe(6);
    expect(await minutesAt(30, 14)).toBe(6);
    expect(await minutesAt(30, 3)).toBe(3);
    const { ScalingActivities } = await call('DescribeScalingActivities', { ServiceNamespace: 'ecs' });
    expect(ScalingActivities.map(({ Description }: { Description: string }) => Description)).toEqual([
      'Setting desired count to 3.',
      'Setting desired count to 6.',
    ]);
  });

  test('waits for its cooldown before it scales again', async () => {
    expect(await minutesAt(90, 4)).toBe(6);
    expect(await minutesAt(90, 3)).toBe(6);
    expect(await minutesAt(90, 2)).toBe(9);
  });

  test.each([
    ['DynamicScalingInSuspended', 30, 20, 4, 90, 6],
    ['DynamicScalingOutSuspended', 90, 6, 4, 30, 2],
  ])('with %s does the other thing only', async (suspended, cpu, minutes, before, otherCpu, after) => {
    await call('RegisterScalableTarget', { ...KEY, SuspendedState: { [suspended]: true } });

    expect(await minutesAt(cpu, minutes)).toBe(before);
    expect(await minutesAt(otherCpu, 18)).toBeGreaterThanOrEqual(after);
    expect(await minutesAt(otherCpu, 1)).not.toBe(before);
  });
});

test('a step policy scales by how far the metric is beyond the threshold', async () => {
  await register();
  const { PolicyARN } = await call('PutScalingPolicy', {
    ...KEY,
    PolicyName: 'Steps',
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 10, ScalingAdjustment: 5 },
      ],
    },
  });
  await world.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: 'Busy',
    AlarmActions: [PolicyARN],
    Namespace: 'AWS/ECS',
    MetricName: 'CPUUtilization',
    Dimensions: [
      { Name: 'ClusterName', Value: 'cluster' },
      { Name: 'ServiceName', Value: 'orders' },
    ],
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 70,
    ComparisonOperator: 'GreaterThanThreshold',
  });

  expect(await minutesAt(75, 2)).toBe(5);
  await minutesAt(20, 6);
  expect(await minutesAt(95, 2)).toBe(10);
});

test('a policy of another type is refused', async () => {
  await register();

  await expect(call('PutScalingPolicy', { ...TRACKING, PolicyType: 'PredictiveScaling' })).rejects.toThrow(
    'the local AWS has no policies of type PredictiveScaling',
  );
});
