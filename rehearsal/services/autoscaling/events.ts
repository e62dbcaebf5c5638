import type { Activity } from '@aws-sdk/client-auto-scaling';
import type { Cloud } from '../../cloud';
import type { GroupRecord, MemberRecord } from './records';

/** Tells EventBridge that a launch succeeded or failed. */
export function publishLaunch(cloud: Cloud, group: GroupRecord, member: MemberRecord | undefined, activity: Activity) {
  publish(cloud, group, 'Launch', member, activity);
}

/** Tells EventBridge that a termination succeeded or failed. */
export function publishTerminate(cloud: Cloud, group: GroupRecord, member: MemberRecord, activity: Activity) {
  publish(cloud, group, 'Terminate', member, activity);
}

/** Tells EventBridge of an instance refresh: `Started`, `Succeeded`, `Failed`, `Cancelled`, `Checkpoint Reached`, ... */
export function publishRefresh(cloud: Cloud, group: GroupRecord, what: string, refreshId = ''): void {
  cloud.events.publish({
    source: 'aws.autoscaling',
    detailType: `EC2 Auto Scaling Instance Refresh ${what}`,
    resources: [group.arn],
    time: cloud.clock.now(),
    detail: { InstanceRefreshId: refreshId, AutoScalingGroupName: group.name },
  });
}

function publish(
  cloud: Cloud,
  group: GroupRecord,
  verb: 'Launch' | 'Terminate',
  member: MemberRecord | undefined,
  activity: Activity,
): void {
  const isDone = activity.StatusCode === 'Successful';
  cloud.events.publish({
    source: 'aws.autoscaling',
    detailType: `EC2 Instance ${verb} ${isDone ? 'Successful' : 'Unsuccessful'}`,
    resources: [group.arn, ...(member ? [cloud.arn('ec2', `instance/${member.instanceId}`)] : [])],
    time: cloud.clock.now(),
    detail: {
      StatusCode: isDone ? 'InProgress' : 'Failed',
      AutoScalingGroupName: group.name,
      ActivityId: activity.ActivityId,
      RequestId: activity.ActivityId,
      EC2InstanceId: member?.instanceId ?? '',
      Description: activity.Description,
      StatusMessage: activity.StatusMessage ?? '',
      Cause: activity.Cause,
      StartTime: activity.StartTime?.toISOString(),
      EndTime: activity.EndTime?.toISOString(),
      Details: { 'Availability Zone': member?.zone },
      Origin: verb === 'Launch' ? 'EC2' : 'AutoScalingGroup',
      Destination: verb === 'Launch' ? 'AutoScalingGroup' : 'EC2',
    },
  });
}
