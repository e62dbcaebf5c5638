import { rootOf } from '../../../../rehearsal/principal';
import { Elbv2 } from '../../../../rehearsal/services/elbv2/elbv2';
import { localCloudWatch, MINUTE, type Setting } from './setting';

const ELB = 'arn:aws:elasticloadbalancing:us-east-1:123456789012';
const LISTENER = `${ELB}:listener/app/web/0123456789abcdef/fedcba9876543210`;
const GROUP = `${ELB}:targetgroup/blue/00000000000000aa`;
const LOAD_BALANCER = { Name: 'LoadBalancer', Value: 'app/web/0123456789abcdef' };
const TARGET_GROUP = { Name: 'TargetGroup', Value: 'targetgroup/blue/00000000000000aa' };

/** A request that a target of the group answered. */
function answered(targetStatus: number, latencyMs = 20, at = 0) {
  return { listenerArn: LISTENER, groupArn: GROUP, status: targetStatus, targetStatus, latencyMs, at };
}

/** All metrics that can be read at minute 10, as `<dimension values> <name>: <values of the minutes>`. */
async function published(setting: Setting, stat = 'Sum'): Promise<string[]> {
  await setting.clock.advance(10 * MINUTE);
  const { Metrics = [] } = await setting.client.ListMetrics({ Namespace: 'AWS/ApplicationELB' });
  const rows = await Promise.all(
    Metrics.map(async (Metric) => {
      const { MetricDataResults } = await setting.client.GetMetricData({
        StartTime: new Date(0),
        EndTime: new Date(10 * MINUTE),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: stat } }],
      });
      const place = Metric.Dimensions?.map((one) => one.Name).join('+');
      return `${place} ${Metric.MetricName}: ${MetricDataResults?.[0].Values}`;
    }),
  );
  return rows.sort();
}

describe('load balancer metrics', () => {
  test('a good answer counts for the load balancer and for its group, and nothing else is published', async () => {
    const setting = localCloudWatch();

    setting.cloudWatch.loadBalancers.record(answered(200, 250));

    expect(await published(setting)).toEqual([
      'LoadBalancer HTTPCode_Target_2XX_Count: 1',
      'LoadBalancer RequestCount: 1',
      'LoadBalancer TargetResponseTime: 0.25',
      'TargetGroup RequestCountPerTarget: 1',
      'TargetGroup+LoadBalancer HTTPCode_Target_2XX_Count: 1',
      'TargetGroup+LoadBalancer RequestCount: 1',
      'TargetGroup+LoadBalancer RequestCountPerTarget: 1',
      'TargetGroup+LoadBalancer TargetResponseTime: 0.25',
    ]);
  });

  test('a 503 of an empty group is an error of the load balancer, not a request', async () => {
    const setting = localCloudWatch();

    setting.cloudWatch.loadBalancers.record({
      listenerArn: LISTENER,
      status: 503,
      elbStatus: 503,
      latencyMs: 0,
      at: 0,
    });

    expect(await published(setting)).toEqual([
      'LoadBalancer HTTPCode_ELB_503_Count: 1',
      'LoadBalancer HTTPCode_ELB_5XX_Count: 1',
    ]);
  });

  test('a target that cannot be reached is a 502 of the load balancer: it cannot be told from which colour', async () => {
    const setting = localCloudWatch();

    setting.cloudWatch.loadBalancers.record({
      listenerArn: LISTENER,
      groupArn: GROUP,
      status: 502,
      elbStatus: 502,
      connectionError: 'ECONNREFUSED',
      latencyMs: 1,
      at: 0,
    });

    expect(await published(setting)).toEqual([
      'LoadBalancer HTTPCode_ELB_502_Count: 1',
      'LoadBalancer HTTPCode_ELB_5XX_Count: 1',
      'LoadBalancer RequestCount: 1',
      'LoadBalancer TargetConnectionErrorCount: 1',
      'TargetGroup RequestCountPerTarget: 1',
      'TargetGroup+LoadBalancer RequestCount: 1',
      'TargetGroup+LoadBalancer RequestCountPerTarget: 1',
      'TargetGroup+LoadBalancer TargetConnectionErrorCount: 1',
    ]);
  });

  test('a minute without errors has no data point of errors', async () => {
    const setting = localCloudWatch();
    const { loadBalancers } = setting.cloudWatch;

    loadBalancers.record(answered(500, 20, 0));
    loadBalancers.record(answered(200, 20, MINUTE));
    loadBalancers.record(answered(500, 20, 2 * MINUTE), 5);

    const errors = (await published(setting)).filter((one) => one.includes('Target_5XX'));
    expect(errors).toEqual([
      'LoadBalancer HTTPCode_Target_5XX_Count: 1,5',
      'TargetGroup+LoadBalancer HTTPCode_Target_5XX_Count: 1,5',
    ]);
  });

  test.each(['60', '120', '180'])('a minute can be read %s seconds after its end, not before', async (delay) => {
    const setting = localCloudWatch({ 'cloudwatch.loadBalancerPublishingDelay': delay });
    setting.cloudWatch.loadBalancers.record(answered(500, 20, 30_000));
    const read = async () => {
      const { Datapoints } = await setting.client.GetMetricStatistics({
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTPCode_Target_5XX_Count',
        Dimensions: [TARGET_GROUP, LOAD_BALANCER],
        StartTime: new Date(0),
        EndTime: new Date(MINUTE),
        Period: 60,
        Statistics: ['Sum'],
      });
      return Datapoints?.length;
    };

    await setting.clock.advance(MINUTE + Number(delay) * 1000 - 1);
    const before = await read();
    await setting.clock.advance(1);

    expect([before, await read()]).toEqual([0, 1]);
  });

  test('an alarm on errors of a group fires minutes after the errors', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm({
      AlarmName: 'errors',
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Dimensions: [LOAD_BALANCER, TARGET_GROUP],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });

    setting.cloudWatch.loadBalancers.record(answered(500, 20, 30_000), 10);
    await setting.clock.advance(20 * MINUTE);

    const changes = setting.events.map((event) => [
      event.time / MINUTE,
      (event.detail.state as { value: string }).value,
    ]);
    // Seen: ALARM 2 to 4 minutes after the event, and still ALARM 6 minutes after it (aws-facts 5.5).
    expect(changes).toEqual([
      [1, 'OK'],
      [4, 'ALARM'],
      [7, 'OK'],
    ]);
  });
});

describe('host counts', () => {
  test('are sampled at every change and every minute, while there are targets', async () => {
    const setting = localCloudWatch();
    const { cloud, clock, cloudWatch } = setting;
    let healthy = true;
    const elbv2 = cloud.add(new Elbv2(cloud, { probe: async () => ({ status: healthy ? 200 : 500 }) }));
    const client = cloud.client(elbv2, rootOf(cloud.account));
    cloudWatch.watchHosts(elbv2);
    const made = await client.CreateLoadBalancer({ Name: 'web', Subnets: ['subnet-1'] });
    const { TargetGroups } = await client.CreateTargetGroup({
      Name: 'blue',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
    });
    const TargetGroupArn = TargetGroups?.[0].TargetGroupArn;
    await client.CreateListener({
      LoadBalancerArn: made.LoadBalancers?.[0].LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    });

    await client.RegisterTargets({ TargetGroupArn, Targets: [{ Id: '10.0.0.1' }, { Id: '10.0.0.2' }] });
    await clock.advance(2 * MINUTE + 1);
    healthy = false;
    await clock.advance(MINUTE);

    expect(await published(setting, 'Maximum')).toEqual([
      'TargetGroup+LoadBalancer HealthyHostCount: 2,2,2,0,0,0,0,0,0,0',
      'TargetGroup+LoadBalancer UnHealthyHostCount: 0,0,2,2,2,2,2,2,2,2',
    ]);
    cloudWatch.stop();
    elbv2.stop();
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow('virtual time stands still');
  });
});
