import type { MetricAlarm, MetricDataQuery, StateValue } from '@aws-sdk/client-cloudwatch';
import type { CloudEvent } from '../../event-bus';
import type { AlarmRecord } from './alarm-records';
import { dimensionsOf } from './metric-store';

/** A state that an alarm is or was in. */
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON text; absent at the very beginning. */
  readonly reasonData?: string;
  /** Rehearsal time in milliseconds. */
  readonly since: number;
}

/** EventBridge's event for a change of state (aws-facts 7.4). */
export function alarmStateChange(alarm: AlarmRecord, previous: AlarmState, current: AlarmState): CloudEvent {
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.description.AlarmArn ?? ''],
    time: current.since,
    detail: {
      alarmName: alarm.name,
      configuration: configurationOf(alarm),
      previousState: renderState(previous),
      state: {
        ...renderState(current),
        ...(alarm.kind === 'composite' &&
          alarm.description.ActionsSuppressedBy && {
            actionsSuppressedBy: alarm.description.ActionsSuppressedBy,
            actionsSuppressedReason: alarm.description.ActionsSuppressedReason,
          }),
      },
    },
  };
}

function renderState({ value, reason, reasonData, since }: AlarmState): Record<string, unknown> {
  return { value, reason, ...(reasonData !== undefined && { reasonData }), timestamp: timestamp(since) };
}

/** As in 2019-10-02T17:04:40.989+0000. */
export function timestamp(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}

function configurationOf(alarm: AlarmRecord): Record<string, unknown> {
  const description = alarm.description.AlarmDescription;
  if (alarm.kind === 'composite') {
    const { AlarmRule: alarmRule, ActionsSuppressor: actionsSuppressor } = alarm.description;
    return {
      alarmRule,
      ...(actionsSuppressor && {
        actionsSuppressor,
        actionsSuppressorWaitPeriod: alarm.description.ActionsSuppressorWaitPeriod,
        actionsSuppressorExtensionPeriod: alarm.description.ActionsSuppressorExtensionPeriod,
      }),
      ...(description !== undefined && { description }),
    };
  }
  return { ...(description !== undefined && { description }), metrics: queriesOf(alarm.description).map(renderQuery) };
}

/** What an alarm looks at: its queries, or its one metric as a query. */
export function queriesOf(alarm: MetricAlarm): MetricDataQuery[] {
  if (alarm.Metrics?.length) return alarm.Metrics;
  return [
    {
      Id: 'm1',
      MetricStat: {
        Metric: { Namespace: alarm.Namespace, MetricName: alarm.MetricName, Dimensions: alarm.Dimensions },
        Period: alarm.Period,
        Stat: alarm.Statistic ?? alarm.ExtendedStatistic,
        ...(alarm.Unit && { Unit: alarm.Unit }),
      },
      ReturnData: true,
    },
  ];
}

function renderQuery({
  Id: id,
  MetricStat: stat,
  Expression: expression,
  Label: label,
  ReturnData: returnData,
}: MetricDataQuery) {
  return {
    id,
    ...(stat && {
      metricStat: {
        metric: {
          namespace: stat.Metric?.Namespace,
          name: stat.Metric?.MetricName,
          dimensions: dimensionsOf(stat.Metric?.Dimensions),
        },
        period: stat.Period,
        stat: stat.Stat,
      },
    }),
    ...(expression !== undefined && { expression }),
    ...(label !== undefined && { label }),
    returnData: returnData ?? true,
  };
}
