import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { type At, failure } from '../both';
import type { Except } from '../differences';

const metric = {
  Namespace: 'Shop',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'Colour', Value: 'blue' }],
};

export async function story(at: At) {
  const cloudWatch = at(CloudWatchClient);
  const AlarmName = 'errors';
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      ...metric,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 120_000);
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: metric.Namespace,
      MetricData: [1, 3].map((Value) => ({
        MetricName: metric.MetricName,
        Dimensions: metric.Dimensions,
        Value,
        Timestamp: minute,
      })),
    }),
  );
  const window = { StartTime: minute, EndTime: new Date(minute.getTime() + 60_000) };
  const described = () => cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }));
  const [alarm] = (await described()).MetricAlarms ?? [];
  await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'by hand' }));
  return {
    alarm: { ...alarm, StateValue: undefined, StateReason: undefined, StateReasonData: undefined },
    fired: (await described()).MetricAlarms?.map(({ StateValue, StateReason }) => ({ StateValue, StateReason })),
    noAlarm: (await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: ['none'] }))).MetricAlarms,
    noAlarmToSet: await failure(
      cloudWatch.send(new SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: 'x' })),
    ),
    metrics: (await cloudWatch.send(new ListMetricsCommand({ Namespace: 'Shop' }))).Metrics,
    statistics: (
      await cloudWatch.send(
        new GetMetricStatisticsCommand({
          ...metric,
          ...window,
          Period: 60,
          Statistics: ['Sum', 'SampleCount', 'Maximum'],
        }),
      )
    ).Datapoints,
    data: (
      await cloudWatch.send(
        new GetMetricDataCommand({
          ...window,
          MetricDataQueries: [{ Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'Average' } }],
        }),
      )
    ).MetricDataResults?.map(({ Id, Values }) => ({ Id, Values })),
    deleted: Object.keys(await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }))),
  };
}

export const except: Except = {
  'alarm.StateTransitionedTimestamp': 'moto leaves it out',
  'alarm.Metrics': 'CloudWatch has none for an alarm on one metric',
  'statistics.0.Unit': 'moto leaves out the default',
};
