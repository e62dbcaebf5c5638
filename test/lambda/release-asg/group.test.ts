import { colourState, healthyCount } from '../../../lambda/release-asg/group';

test('an instance serves when Auto Scaling and the load balancer both say so', () => {
  const instance = (
    InstanceId: string,
    LifecycleState: 'InService' | 'Pending' | 'Terminating' | 'Warmed:Stopped',
  ) => ({
    InstanceId,
    LifecycleState,
    HealthStatus: 'Healthy',
    AvailabilityZone: 'a',
    ProtectedFromScaleIn: false,
    LaunchTemplate: { Version: '3' },
  });
  const group = {
    AutoScalingGroupName: 'green',
    MinSize: 0,
    MaxSize: 4,
    DesiredCapacity: 3,
    DefaultCooldown: 0,
    AvailabilityZones: [],
    HealthCheckType: 'ELB',
    CreatedTime: new Date(0),
    LaunchTemplate: { Version: '3' },
    Instances: [
      instance('i-1', 'InService'),
      instance('i-2', 'InService'),
      instance('i-3', 'Pending'),
      instance('i-4', 'Terminating'),
      instance('i-5', 'Warmed:Stopped'),
    ],
  };
  const target = (Id: string, State: 'healthy' | 'unhealthy') => ({ Target: { Id }, TargetHealth: { State } });
  const state = colourState(
    group,
    ['i-1', 'i-3', 'i-4'].map((id) => target(id, 'healthy')),
  );

  expect(healthyCount(state, '3')).toBe(1);
  expect(healthyCount(state, '2')).toBe(0);
  expect(state.members.map(({ id }) => id)).toEqual(['i-1', 'i-2', 'i-3']);
});
