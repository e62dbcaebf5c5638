import type { AlarmHistoryItem, CompositeAlarm, MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';

/** An alarm: what DescribeAlarms answers, and what only the service knows. */
export type AlarmRecord = MetricAlarmRecord | CompositeAlarmRecord;

export interface MetricAlarmRecord {
  readonly kind: 'metric';
  readonly name: string;
  description: MetricAlarm;
  /** Its state was given by SetAlarmState and no evaluation has decided since. */
  forced: boolean;
}

export interface CompositeAlarmRecord {
  readonly kind: 'composite';
  readonly name: string;
  description: CompositeAlarm;
}

/** An action that an alarm took. Nothing is called here: SNS topics are inert. */
export interface AlarmActionTaken {
  readonly at: number;
  readonly alarmName: string;
  readonly state: StateValue;
  readonly actionArn: string;
}

/** All alarms by name, and what happened to them. */
export class AlarmBook {
  public readonly alarms = new Map<string, AlarmRecord>();
  public readonly history: AlarmHistoryItem[] = [];
  public readonly actionsTaken: AlarmActionTaken[] = [];

  public get metricAlarms(): MetricAlarmRecord[] {
    return [...this.alarms.values()].filter((one) => one.kind === 'metric');
  }

  public get compositeAlarms(): CompositeAlarmRecord[] {
    return [...this.alarms.values()].filter((one) => one.kind === 'composite');
  }

  /** By name or ARN, as alarm rules may have both. */
  public tryFind(nameOrArn: string): AlarmRecord | undefined {
    return this.alarms.get(nameOrArn.replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, ''));
  }
}
