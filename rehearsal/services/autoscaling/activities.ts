import type { Activity, DescribeScalingActivitiesType } from '@aws-sdk/client-auto-scaling';
import type { Cloud } from '../../cloud';
import { page } from '../page';
import { REMEMBERED_ACTIVITIES } from './durations';
import type { GroupRecord } from './records';
import type { State } from './state';

/** What a group does, one activity for each instance that comes or goes. */
export class Activities {
  private count = 0;

  constructor(
    private readonly cloud: Cloud,
    private readonly state: State,
  ) {}

  public begin(group: GroupRecord, description: string, cause: string, details: object = {}): Activity {
    this.count += 1;
    const activity: Activity = {
      ActivityId: uuid(this.count),
      AutoScalingGroupName: group.name,
      AutoScalingGroupARN: group.arn,
      Description: description,
      Cause: `At ${this.now.toISOString().replace(/\.\d+/, '')} ${cause}`,
      StartTime: this.now,
      StatusCode: 'InProgress',
      Progress: 0,
      Details: JSON.stringify(details),
    };
    group.activities.unshift(activity);
    group.activities.length = Math.min(group.activities.length, REMEMBERED_ACTIVITIES);
    return activity;
  }

  public end(activity: Activity, status: 'Successful' | 'Failed' | 'Cancelled', message?: string): void {
    activity.StatusCode = status;
    activity.StatusMessage = message;
    activity.Progress = 100;
    activity.EndTime = this.now;
  }

  public describe(input: DescribeScalingActivitiesType) {
    const groups = input.AutoScalingGroupName ? [this.state.find(input.AutoScalingGroupName)] : this.state.all;
    const wanted = groups
      .flatMap((one) => one.activities)
      .filter(({ ActivityId: id = '' }) => !input.ActivityIds?.length || input.ActivityIds.includes(id));
    const { items, nextToken } = page(wanted, input.MaxRecords ?? 100, input.NextToken);
    return { Activities: items, NextToken: nextToken };
  }

  private get now(): Date {
    return new Date(this.cloud.clock.now());
  }
}

/** The same in every run. */
export function uuid(number: number): string {
  const hex = (Math.imul(number, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${hex}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
